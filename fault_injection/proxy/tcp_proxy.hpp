#pragma once
/// A proxy that knows nothing of what is said: it passes bytes on, both ways, as a wire lets them
/// (simulators/runtime/wire.hpp).
///
///     client --connects--> port() --connects--> target
///
/// What a wire cuts off arrives but for its last eight bytes (half of it, when it is shorter), as
/// far as one read of this proxy goes; then both sides see their connection reset.
/// Belongs to one thread.

#include <boost/asio/io_context.hpp>
#include <cstdint>
#include <memory>

#include "simulators/runtime/wire.hpp"

namespace rehearse::fault_injection {

class TcpProxy final {
 public:
  /// Listens on an ephemeral port of loopback from now on; `target` is a port of loopback, too.
  /// Throws boost::system::system_error when it cannot listen.
  TcpProxy(boost::asio::io_context& io, std::uint16_t target, const simulators::Wire& wire = {});
  /// Its connections end with it.
  ~TcpProxy();
  TcpProxy(const TcpProxy&) = delete;
  TcpProxy& operator=(const TcpProxy&) = delete;

  std::uint16_t port() const;
  /// How bytes pass from now on, of the connections that there are as well.
  void shape(const simulators::Wire& wire);
  /// Bytes that have passed, both ways.
  std::int64_t passed() const;

 private:
  struct Shared;
  class Link;
  struct Listener;
  std::shared_ptr<Listener> listener_;
};

}  // namespace rehearse::fault_injection
