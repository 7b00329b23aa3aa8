#include "simulators/live/http_client.hpp"

#include <algorithm>
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>
#include <optional>
#include <utility>

#include "simulators/live/loopback.hpp"

namespace rehearse::simulators::live {

namespace http = boost::beast::http;
using boost::asio::ip::tcp;
using boost::system::error_code;

namespace {
constexpr std::uint64_t largest_answer = std::uint64_t{256} << 20U;
}  // namespace

class HttpClient::Connection final : public std::enable_shared_from_this<Connection> {
 public:
  Connection(boost::asio::io_context& io, std::uint16_t port, std::weak_ptr<Idle> idle)
      : socket_(io), port_(port), idle_(std::move(idle)) {}

  void send(http::request<http::string_body> request, Done done) {
    request_ = std::move(request);
    done_ = std::move(done);
    if (socket_.is_open()) {
      ++uses_;
      socket_.cancel();  // the wait for its end
      return write();
    }
    socket_.async_connect(loopback(port_), [self = shared_from_this()](error_code error) {
      if (error) return self->end(Answer::Kind::refused);
      self->socket_.set_option(tcp::no_delay(true));
      self->write();
    });
  }

  void hang_up() {
    if (done_) close();
  }

 private:
  void write() {
    http::async_write(socket_, request_,
                      [self = shared_from_this()](error_code error, std::size_t) {
                        if (error) return self->end(Answer::Kind::lost);
                        self->read();
                      });
  }

  void read() {
    parser_.emplace();
    parser_->body_limit(largest_answer);
    http::async_read(socket_, buffer_, *parser_,
                     [self = shared_from_this()](error_code error, std::size_t) {
                       if (error) return self->end(Answer::Kind::lost);
                       self->answered();
                     });
  }

  void answered() {
    Answer answer;
    answer.kind = Answer::Kind::answered;
    answer.status = parser_->get().result_int();
    answer.body = std::move(parser_->get().body());
    const Done done = std::exchange(done_, nullptr);
    if (parser_->keep_alive()) {
      keep();
    } else {
      close();
    }
    done(std::move(answer));
  }

  void end(Answer::Kind kind) {
    close();
    Answer answer;
    answer.kind = kind;
    const Done done = std::exchange(done_, nullptr);
    done(std::move(answer));
  }

  void keep() {
    const std::shared_ptr<Idle> idle = idle_.lock();
    if (idle == nullptr) return close();
    (*idle)[port_].push_back(shared_from_this());
    // Whatever comes now is its end.
    const std::weak_ptr<Connection> weak = weak_from_this();
    socket_.async_wait(tcp::socket::wait_read, [weak, use = uses_](error_code) {
      const std::shared_ptr<Connection> self = weak.lock();
      if (self != nullptr && self->uses_ == use) self->forget();
    });
  }

  void forget() {
    if (const std::shared_ptr<Idle> idle = idle_.lock()) {
      std::vector<std::shared_ptr<Connection>>& kept = (*idle)[port_];
      std::erase_if(kept, [this](const auto& one) { return one.get() == this; });
    }
    close();
  }

  void close() {
    error_code ignored;
    socket_.close(ignored);
  }

  tcp::socket socket_;
  std::uint16_t port_;
  std::weak_ptr<Idle> idle_;
  boost::beast::flat_buffer buffer_;
  http::request<http::string_body> request_;
  std::optional<http::response_parser<http::string_body>> parser_;
  Done done_;
  std::uint64_t uses_ = 0;
};

HttpClient::HttpClient(boost::asio::io_context& io) : io_(io), idle_(std::make_shared<Idle>()) {}

HttpClient::~HttpClient() = default;

HttpClient::Ticket HttpClient::post(std::uint16_t port, const std::string& target,
                                    const std::string& from, std::string body, Done done) {
  return send(port, {"POST", target, std::move(body), {{"From", from}}}, std::move(done));
}

HttpClient::Ticket HttpClient::send(std::uint16_t port, const HttpRequest& asked, Done done) {
  std::shared_ptr<Connection> connection;
  std::vector<std::shared_ptr<Connection>>& kept = (*idle_)[port];
  if (kept.empty()) {
    connection = std::make_shared<Connection>(io_, port, idle_);
  } else {
    connection = std::move(kept.back());
    kept.pop_back();
  }
  http::request<http::string_body> request(http::string_to_verb(asked.method), asked.target, 11);
  request.set(http::field::host, "127.0.0.1");
  if (!asked.body.empty()) request.set(http::field::content_type, "application/json");
  for (const auto& [name, text] : asked.headers) request.set(name, text);
  request.body() = asked.body;
  request.prepare_payload();
  connection->send(std::move(request), std::move(done));
  return connection;
}

void HttpClient::hang_up(const Ticket& ticket) {
  if (const std::shared_ptr<Connection> connection = ticket.lock()) connection->hang_up();
}

}  // namespace rehearse::simulators::live
