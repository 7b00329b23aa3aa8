#pragma once
/// Messages as JSON: what nodes that are processes say to each other. What is zero is left out, so
/// that a message says what it means and little more:
///
///     {"tag":65537,"operation":1,"epoch":2,"fenced":true,
///      "transact":[{"kind":1,"track":0,"key":121,"write":64,"row":["Ann Lee",1999,"open"]}]}
///
/// Enumerations are numbers, as in messages.hpp; rows are arrays, by field; absent is the default.
/// Reading never trusts: what is no message of this blueprint (a type, a track, an index, a length)
/// is refused as a whole.

#include <string>
#include <string_view>

#include "simulators/blueprint/blueprint.hpp"
#include "simulators/runtime/messages.hpp"

namespace rehearse::simulators::live {

class MessageJson final {
 public:
  /// Both must outlive it; what is read lies in `memory`.
  MessageJson(const Blueprint& blueprint, Memory& memory)
      : blueprint_(blueprint), memory_(memory) {}

  /// Appends the message to `out`.
  void write(const Request& request, std::string& out) const;
  /// Appends the answer to `request`.
  void write(const Reply& reply, const Request& request, std::string& out) const;
  /// False when it is no request; `request` is then not to be used.
  bool read(std::string_view text, Request& request) const;
  /// False when it is no answer to `request`.
  bool read(std::string_view text, const Request& request, Reply& reply) const;

 private:
  const Blueprint& blueprint_;
  Memory& memory_;
};

}  // namespace rehearse::simulators::live
