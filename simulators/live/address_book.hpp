#pragma once
/// Where the nodes of one live run listen, and when the run began: a small file that all processes
/// of the run have mapped. A node that starts enters its port; one that is about to stop takes it
/// out, so that nobody turns to it any more (what a load balancer does). One that was killed
/// cannot: its port refuses. Beside that, by how much the clock of each node is wrong.

#include <atomic>
#include <cstdint>
#include <string>

#include "simulators/live/mapped_file.hpp"
#include "simulators/runtime/history.hpp"

namespace rehearse::simulators::live {

/// Nanoseconds of the machine's monotonic clock, the same for all of its processes.
std::int64_t monotonic_ns();

class AddressBook final {
 public:
  /// A new one for so many nodes; the run begins now.
  static AddressBook create(const std::string& path, std::size_t nodes);
  static AddressBook open(const std::string& path);

  /// Microseconds since the run began.
  Time now() const { return (monotonic_ns() - header().began_ns) / 1'000; }
  std::size_t nodes() const { return header().nodes; }
  /// 0: it listens nowhere.
  std::uint16_t port(NodeId node) const {
    return static_cast<std::uint16_t>(entry(node).load(std::memory_order_acquire));
  }
  /// Of what listens there: the binary of an instance.
  int version(NodeId node) const {
    return static_cast<int>(entry(node).load(std::memory_order_acquire) >> 16U);
  }
  void enter(NodeId node, std::uint16_t port, int version = 0) {
    entry(node).store(static_cast<std::uint32_t>(version) << 16U | port, std::memory_order_release);
  }
  void take_out(NodeId node) { enter(node, 0); }
  /// Where the node's fault proxy listens, through which others turn to it; 0: it has none.
  std::uint16_t proxy(NodeId node) const {
    return static_cast<std::uint16_t>(entry(nodes() + node).load(std::memory_order_acquire));
  }
  void enter_proxy(NodeId node, std::uint16_t port) {
    entry(nodes() + node).store(port, std::memory_order_release);
  }
  /// Where the program of the user's listens that is in the node's place; 0: none is.
  std::uint16_t program(NodeId node) const {
    return static_cast<std::uint16_t>(entry(2 * nodes() + node).load(std::memory_order_acquire));
  }
  void enter_program(NodeId node, std::uint16_t port) {
    entry(2 * nodes() + node).store(port, std::memory_order_release);
  }
  /// By how many microseconds the node's clock is ahead; negative: behind.
  Time clock_error(NodeId node) const { return clock(node).load(std::memory_order_relaxed); }
  void set_clock_error(NodeId node, Time error) {
    clock(node).store(error, std::memory_order_relaxed);
  }

 private:
  using Entry = std::atomic<std::uint32_t>;
  using Clock = std::atomic<Time>;
  static_assert(Entry::is_always_lock_free && Clock::is_always_lock_free,
                "they are shared between processes");
  struct Header {
    std::uint64_t magic;
    std::int64_t began_ns;
    std::uint64_t nodes;
  };
  explicit AddressBook(MappedFile file) : file_(std::move(file)) {}
  Header& header() const { return *static_cast<Header*>(file_.data()); }
  // The header, a clock of eight bytes for each node, three entries of four for each.
  static std::size_t bytes_for(std::size_t nodes) {
    return sizeof(Header) + nodes * (sizeof(Clock) + 3 * sizeof(Entry));
  }
  Clock& clock(NodeId node) const {
    return reinterpret_cast<Clock*>(static_cast<std::byte*>(file_.data()) + sizeof(Header))[node];
  }
  Entry& entry(std::size_t place) const {
    return reinterpret_cast<Entry*>(&clock(0) + nodes())[place];
  }

  MappedFile file_;
};

}  // namespace rehearse::simulators::live
