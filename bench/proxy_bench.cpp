/// The fault proxy in TCP mode, beside the direct connection: a server, the proxy and the load are
/// a process each.

#include <benchmark/benchmark.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/write.hpp>
#include <functional>
#include <memory>
#include <string>

#include "bench/load.hpp"
#include "fault_injection/proxy/tcp_proxy.hpp"

namespace {

using boost::asio::ip::tcp;
using rehearse::bench::Load;
using rehearse::fault_injection::TcpProxy;

/// A process that listens: `serve` makes what does, and says where; it lives while that lives.
class Process {
 public:
  explicit Process(
      const std::function<std::uint16_t(boost::asio::io_context&, std::shared_ptr<void>&)>& serve) {
    int ready[2];
    if (pipe(ready) != 0) abort();
    pid_ = fork();
    if (pid_ == 0) {
      boost::asio::io_context io{1};
      std::shared_ptr<void> kept;
      const std::uint16_t port = serve(io, kept);
      if (write(ready[1], &port, sizeof port) < 0) _exit(1);
      io.run();
      _exit(0);
    }
    if (read(ready[0], &port_, sizeof port_) < 0) abort();
    close(ready[0]);
    close(ready[1]);
  }
  ~Process() {
    kill(pid_, SIGKILL);
    waitpid(pid_, nullptr, 0);
  }
  Process(const Process&) = delete;
  Process& operator=(const Process&) = delete;
  std::uint16_t port() const { return port_; }

 private:
  pid_t pid_ = -1;
  std::uint16_t port_ = 0;
};

/// As lean as a server can be: an answer for whatever comes.
class Server {
 public:
  explicit Server(boost::asio::io_context& io)
      : acceptor_(io, tcp::endpoint(boost::asio::ip::address_v4::loopback(), 0)) {
    accept();
  }
  std::uint16_t port() const { return acceptor_.local_endpoint().port(); }

 private:
  struct Session : std::enable_shared_from_this<Session> {
    explicit Session(tcp::socket accepted) : socket(std::move(accepted)) {}
    void serve() {
      socket.async_read_some(
          boost::asio::buffer(bytes), [self = shared_from_this()](auto error, std::size_t) {
            static const std::string answer = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}";
            if (error) return;
            boost::asio::write(self->socket, boost::asio::buffer(answer));
            self->serve();
          });
    }
    tcp::socket socket;
    std::array<char, 4096> bytes{};
  };
  void accept() {
    acceptor_.async_accept([this](auto error, tcp::socket socket) {
      if (error) return;
      socket.set_option(tcp::no_delay(true));
      std::make_shared<Session>(std::move(socket))->serve();
      accept();
    });
  }
  tcp::acceptor acceptor_;
};

std::string request(std::int64_t) {
  return "POST /call HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: "
         "17\r\n\r\n{\"verb\":\"status\"}";
}

void tcp_proxy(benchmark::State& state, bool proxied) {
  const Process server([](boost::asio::io_context& io, std::shared_ptr<void>& kept) {
    const auto made = std::make_shared<Server>(io);
    kept = made;
    return made->port();
  });
  const Process proxy([&server](boost::asio::io_context& io, std::shared_ptr<void>& kept) {
    const auto made = std::make_shared<TcpProxy>(io, server.port());
    kept = made;
    return made->port();
  });
  Load load(proxied ? proxy.port() : server.port(), 50, request);
  for (auto _ : state) load.run(1'000);
  if (load.failed() > 0) state.SkipWithError("not every request was answered");
  state.SetItemsProcessed(load.answered());
  state.counters["p99_ms"] = load.percentile(99);
}
BENCHMARK_CAPTURE(tcp_proxy, direct, false)->Unit(benchmark::kMillisecond)->UseRealTime();
BENCHMARK_CAPTURE(tcp_proxy, proxied, true)->Unit(benchmark::kMillisecond)->UseRealTime();

}  // namespace
