#pragma once
/// A load for servers on loopback, as lean as it can be, so that it is the server that is measured:
/// so many connections, each with one request under way, the same bytes every time.

#include <algorithm>
#include <array>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/write.hpp>
#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace rehearse::bench {

using boost::asio::ip::tcp;

class Load {
 public:
  /// Connects; `next` makes the request with a number.
  Load(std::uint16_t port, int connections, std::string (*next)(std::int64_t)) : next_(next) {
    for (int i = 0; i < connections; ++i) {
      connections_.push_back(std::make_unique<Connection>(io_));
      connections_.back()->socket.connect({boost::asio::ip::address_v4::loopback(), port});
      connections_.back()->socket.set_option(tcp::no_delay(true));
    }
  }

  /// So many requests are answered, those that were under way among them.
  void run(std::int64_t requests) {
    const std::int64_t until = answered_ + requests;
    for (auto& connection : connections_)
      if (!connection->asked) ask(*connection);
    while (answered_ < until) io_.run_one();
  }

  std::int64_t answered() const { return answered_; }
  /// Answers that are no 200.
  std::int64_t failed() const { return failed_; }
  /// Milliseconds that a request took: so many of a hundred took at most that.
  double percentile(double of_a_hundred) {
    if (took_.empty()) return 0;
    const auto place =
        static_cast<std::size_t>(static_cast<double>(took_.size() - 1) * of_a_hundred / 100.0);
    std::nth_element(took_.begin(), took_.begin() + static_cast<std::ptrdiff_t>(place),
                     took_.end());
    return took_[place];
  }

 private:
  using Clock = std::chrono::steady_clock;
  struct Connection {
    explicit Connection(boost::asio::io_context& io) : socket(io) {}
    tcp::socket socket;
    std::string request;
    std::array<char, 4096> answer{};
    std::size_t filled = 0;
    Clock::time_point asked_at;
    bool asked = false;
  };

  void ask(Connection& connection) {
    connection.request = next_(++asked_);
    connection.asked = true;
    connection.filled = 0;
    connection.asked_at = Clock::now();
    boost::asio::write(connection.socket, boost::asio::buffer(connection.request));
    read(connection);
  }

  void read(Connection& connection) {
    connection.socket.async_wait(tcp::socket::wait_read, [this, &connection](auto error) {
      if (error) abort();
      connection.filled += connection.socket.read_some(
          boost::asio::buffer(connection.answer.data() + connection.filled,
                              connection.answer.size() - connection.filled));
      const std::string_view so_far(connection.answer.data(), connection.filled);
      if (!whole(so_far)) return read(connection);
      took_.push_back(
          std::chrono::duration<double, std::milli>(Clock::now() - connection.asked_at).count());
      ++answered_;
      if (!so_far.starts_with("HTTP/1.1 200")) ++failed_;
      ask(connection);
    });
  }

  static bool whole(std::string_view answer) {
    const std::size_t body = answer.find("\r\n\r\n");
    if (body == std::string_view::npos) return false;
    constexpr std::string_view name = "Content-Length: ";
    const std::size_t length = answer.find(name);
    if (length == std::string_view::npos) abort();
    return answer.size() >=
           body + 4 + std::strtoull(answer.data() + length + name.size(), nullptr, 10);
  }

  boost::asio::io_context io_{1};
  std::string (*next_)(std::int64_t);
  std::vector<std::unique_ptr<Connection>> connections_;
  std::vector<double> took_;
  std::int64_t asked_ = 0, answered_ = 0, failed_ = 0;
};

}  // namespace rehearse::bench
