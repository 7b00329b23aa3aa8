#include "fault_injection/proxy/tcp_proxy.hpp"

#include <algorithm>
#include <array>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/write.hpp>
#include <set>
#include <utility>

#include "simulators/live/loopback.hpp"

namespace rehearse::fault_injection {

using boost::asio::ip::tcp;
using boost::system::error_code;
using simulators::Wire;
using simulators::live::Acceptor;
using simulators::live::Executor;
using simulators::live::loopback;
using simulators::live::Socket;

namespace {
constexpr std::size_t cut_off = 8;  // bytes
}  // namespace

struct TcpProxy::Shared {
  boost::asio::io_context& io;
  std::uint16_t target;
  Wire wire;
  std::int64_t passed = 0;
  std::set<Link*> links;
};

/// Two connections, and what passes between them.
class TcpProxy::Link final : public std::enable_shared_from_this<Link> {
 public:
  Link(Socket client, std::shared_ptr<Shared> shared)
      : shared_(std::move(shared)),
        client_(std::move(client)),
        server_(shared_->io),
        there_(shared_->io),
        back_(shared_->io) {
    shared_->links.insert(this);
  }
  ~Link() { shared_->links.erase(this); }

  void connect() {
    server_.async_connect(loopback(shared_->target), [self = shared_from_this()](error_code error) {
      if (error) return self->reset();
      error_code ignored;
      self->client_.set_option(tcp::no_delay(true), ignored);
      self->server_.set_option(tcp::no_delay(true), ignored);
      self->pump(self->there_);
      self->pump(self->back_);
    });
  }

  void close() {
    error_code ignored;
    client_.close(ignored);
    server_.close(ignored);
    there_.timer.cancel();
    back_.timer.cancel();
  }

 private:
  struct Direction {
    explicit Direction(boost::asio::io_context& io) : timer(io) {}
    std::array<char, 16'384> bytes{};
    std::size_t from = 0, to = 0;  // of them, those that have yet to pass
    boost::asio::basic_waitable_timer<std::chrono::steady_clock,
                                      boost::asio::wait_traits<std::chrono::steady_clock>, Executor>
        timer;
  };

  Socket& source(const Direction& way) { return &way == &there_ ? client_ : server_; }
  Socket& sink(const Direction& way) { return &way == &there_ ? server_ : client_; }

  void pump(Direction& way) {
    source(way).async_read_some(
        boost::asio::buffer(way.bytes),
        [self = shared_from_this(), &way](error_code error, std::size_t count) {
          if (error == boost::asio::error::eof) return self->end(way);
          if (error) return self->close();
          way.from = 0;
          way.to = count;
          const Wire::Cut cut = &way == &self->there_ ? Wire::Cut::request : Wire::Cut::answer;
          if (self->shared_->wire.cut != cut) return self->pass(way);
          way.to -= std::min(cut_off, (count + 1) / 2);
          self->pass_and_reset(way);
        });
  }

  void pass(Direction& way) {
    const Wire& wire = shared_->wire;
    const std::size_t left = way.to - way.from;
    const std::size_t count = wire.piece == 0 ? left : std::min<std::size_t>(wire.piece, left);
    boost::asio::async_write(
        sink(way), boost::asio::buffer(way.bytes.data() + way.from, count),
        [self = shared_from_this(), &way](error_code error, std::size_t written) {
          if (error) return self->close();
          self->shared_->passed += static_cast<std::int64_t>(written);
          way.from += written;
          if (self->shared_->wire.piece != 0) return self->pass_later(way);
          if (way.from < way.to) return self->pass(way);
          self->pump(way);
        });
  }

  void pass_later(Direction& way) {
    way.timer.expires_after(shared_->wire.pause);
    way.timer.async_wait([self = shared_from_this(), &way](error_code error) {
      if (error) return;
      if (way.from < way.to) return self->pass(way);
      self->pump(way);
    });
  }

  void pass_and_reset(Direction& way) {
    boost::asio::async_write(sink(way), boost::asio::buffer(way.bytes.data(), way.to),
                             [self = shared_from_this()](error_code, std::size_t written) {
                               self->shared_->passed += static_cast<std::int64_t>(written);
                               self->reset();
                             });
  }

  /// Nothing more comes from there; what comes from the other side still passes.
  void end(Direction& way) {
    error_code ignored;
    sink(way).shutdown(tcp::socket::shutdown_send, ignored);
  }

  void reset() {
    error_code ignored;
    const boost::asio::socket_base::linger at_once(true, 0);
    client_.set_option(at_once, ignored);
    server_.set_option(at_once, ignored);
    close();
  }

  std::shared_ptr<Shared> shared_;
  Socket client_, server_;
  Direction there_, back_;
};

struct TcpProxy::Listener : std::enable_shared_from_this<Listener> {
  explicit Listener(std::shared_ptr<Shared> with)
      : acceptor(with->io, loopback(0)), shared(std::move(with)) {}
  void accept() {
    acceptor.async_accept([self = shared_from_this()](error_code error, Socket socket) {
      if (!self->acceptor.is_open()) return;
      if (!error) std::make_shared<Link>(std::move(socket), self->shared)->connect();
      self->accept();
    });
  }
  Acceptor acceptor;
  std::shared_ptr<Shared> shared;
};

TcpProxy::TcpProxy(boost::asio::io_context& io, std::uint16_t target, const Wire& wire)
    : listener_(
          std::make_shared<Listener>(std::make_shared<Shared>(Shared{io, target, wire, 0, {}}))) {
  listener_->accept();
}

TcpProxy::~TcpProxy() {
  error_code ignored;
  listener_->acceptor.close(ignored);
  for (Link* const link : listener_->shared->links) link->close();
}

std::uint16_t TcpProxy::port() const { return listener_->acceptor.local_endpoint().port(); }

void TcpProxy::shape(const Wire& wire) { listener_->shared->wire = wire; }

std::int64_t TcpProxy::passed() const { return listener_->shared->passed; }

}  // namespace rehearse::fault_injection
