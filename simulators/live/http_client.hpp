#pragma once
/// HTTP/1.1 over loopback, as nodes talk to each other: one request at a time on a connection,
/// connections kept and used again. Belongs to one thread.

#include <boost/asio/io_context.hpp>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace rehearse::simulators::live {

class HttpClient final {
 public:
  struct Answer {
    enum class Kind : std::uint8_t {
      answered,
      refused,  ///< There was no connection: surely not done.
      lost      ///< The connection broke: unknown.
    };
    Kind kind = Kind::lost;
    unsigned status = 0;
    std::string body;
  };
  /// Called once, from the event loop, never from within `post`; what it holds is dropped with the
  /// client.
  using Done = std::function<void(Answer)>;

  struct HttpRequest {
    std::string method = "POST";
    std::string target;
    std::string body;  ///< JSON; empty: none.
    std::vector<std::pair<std::string, std::string>> headers;
  };

  explicit HttpClient(boost::asio::io_context& io);
  ~HttpClient();
  HttpClient(const HttpClient&) = delete;
  HttpClient& operator=(const HttpClient&) = delete;

  /// A request under way.
  class Connection;
  using Ticket = std::weak_ptr<Connection>;
  Ticket send(std::uint16_t port, const HttpRequest& request, Done done);
  /// `from` says who asks, for proxies and logs.
  Ticket post(std::uint16_t port, const std::string& target, const std::string& from,
              std::string body, Done done);
  /// Nobody waits for the answer any more: the connection is given up, and `done` told so.
  static void hang_up(const Ticket& ticket);

 private:
  using Idle = std::map<std::uint16_t, std::vector<std::shared_ptr<Connection>>>;

  boost::asio::io_context& io_;
  std::shared_ptr<Idle> idle_;  // null for connections that outlive the client
};

}  // namespace rehearse::simulators::live
