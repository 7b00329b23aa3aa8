#pragma once
/// An HTTP/1.1 server on an ephemeral port of loopback, for one node. Belongs to one thread.

#include <boost/asio/io_context.hpp>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

namespace rehearse::simulators::live {

class HttpServer final {
 public:
  class Session;
  /// One request, to be answered once, at any time.
  class Exchange {
   public:
    explicit Exchange(std::shared_ptr<Session> session) : session_(std::move(session)) {}
    bool is_get() const;
    std::string method() const;
    /// Empty when it is not there.
    std::string header(const std::string& name) const;
    std::string target() const;
    const std::string& body() const;
    /// Who asks, as the client says.
    std::string from() const;
    void respond(unsigned status, const std::string& body) const;
    /// Breaks the connection without an answer.
    void hang_up() const;

   private:
    std::shared_ptr<Session> session_;
  };
  using Handler = std::function<void(const Exchange&)>;

  /// Listens from now on. Throws boost::system::system_error when it cannot.
  HttpServer(boost::asio::io_context& io, Handler handler);
  ~HttpServer();
  HttpServer(const HttpServer&) = delete;
  HttpServer& operator=(const HttpServer&) = delete;

  std::uint16_t port() const;
  /// New connections are refused from now on; those that there are go on.
  void stop_listening();

 private:
  struct Listener;
  std::shared_ptr<Listener> listener_;
};

}  // namespace rehearse::simulators::live
