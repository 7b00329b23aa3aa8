#include "simulators/live/http_server.hpp"

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/write.hpp>
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
constexpr std::uint64_t largest_request = std::uint64_t{64} << 20U;
}  // namespace

class HttpServer::Session final : public std::enable_shared_from_this<Session> {
 public:
  Session(Socket socket, std::shared_ptr<Handler> handler)
      : socket_(std::move(socket)), handler_(std::move(handler)) {
    error_code ignored;
    socket_.set_option(tcp::no_delay(true), ignored);
  }

  void read() {
    parser_.emplace();
    parser_->body_limit(largest_request);
    http::async_read(socket_, buffer_, *parser_,
                     [self = shared_from_this()](error_code error, std::size_t) {
                       if (error == http::error::body_limit) return self->respond(413, {});
                       if (error) return self->close();  // it hung up, or spoke no HTTP
                       (*self->handler_)(Exchange(self));
                     });
  }

  const http::request<http::string_body>& request() const { return parser_->get(); }

  /// One buffer, written by one call of the system.
  void respond(unsigned status, const std::string& body) {
    const bool keep = parser_->keep_alive() && status != 413;
    response_ = "HTTP/1.1 " + std::to_string(status) + ' ';
    response_ += http::obsolete_reason(http::int_to_status(status));
    response_ += "\r\nContent-Type: application/json\r\nContent-Length: ";
    response_ += std::to_string(body.size());
    response_ += keep ? "\r\n\r\n" : "\r\nConnection: close\r\n\r\n";
    response_ += body;
    boost::asio::async_write(socket_, boost::asio::buffer(response_),
                             [self = shared_from_this(), keep](error_code error, std::size_t) {
                               if (error || !keep) return self->close();
                               self->read();
                             });
  }

  void close() {
    error_code ignored;
    socket_.shutdown(tcp::socket::shutdown_both, ignored);
    socket_.close(ignored);
  }

 private:
  Socket socket_;
  std::shared_ptr<Handler> handler_;
  boost::beast::flat_buffer buffer_;
  std::optional<http::request_parser<http::string_body>> parser_;
  std::string response_;
};

bool HttpServer::Exchange::is_get() const {
  return session_->request().method() == http::verb::get;
}
std::string HttpServer::Exchange::method() const {
  return std::string(session_->request().method_string());
}
std::string HttpServer::Exchange::header(const std::string& name) const {
  return std::string(session_->request()[name]);
}
std::string HttpServer::Exchange::target() const {
  return std::string(session_->request().target());
}
const std::string& HttpServer::Exchange::body() const { return session_->request().body(); }
std::string HttpServer::Exchange::from() const {
  return std::string(session_->request()[http::field::from]);
}
void HttpServer::Exchange::hang_up() const { session_->close(); }
void HttpServer::Exchange::respond(unsigned status, const std::string& body) const {
  session_->respond(status, body);
}

struct HttpServer::Listener : std::enable_shared_from_this<Listener> {
  Listener(boost::asio::io_context& io, Handler handle)
      : acceptor(io, loopback(0)), handler(std::make_shared<Handler>(std::move(handle))) {}
  void accept() {
    acceptor.async_accept([self = shared_from_this()](error_code error, Socket socket) {
      if (!self->acceptor.is_open()) return;
      if (!error) std::make_shared<Session>(std::move(socket), self->handler)->read();
      self->accept();
    });
  }
  Acceptor acceptor;
  std::shared_ptr<Handler> handler;
};

HttpServer::HttpServer(boost::asio::io_context& io, Handler handler)
    : listener_(std::make_shared<Listener>(io, std::move(handler))) {
  listener_->accept();
}

HttpServer::~HttpServer() {
  stop_listening();
  *listener_->handler = [](const Exchange&) {};
}

std::uint16_t HttpServer::port() const { return listener_->acceptor.local_endpoint().port(); }

void HttpServer::stop_listening() {
  error_code ignored;
  listener_->acceptor.close(ignored);
}

}  // namespace rehearse::simulators::live
