#pragma once
/// What something that grows by appending may hold, as far as it matters: the beginnings of what
/// somebody read.
///
/// A content that no text that was read begins with can only be overwritten: nobody read it, and
/// nobody read what it grew to. All such contents are one state, `unread`. Every other one is given
/// by the first text, in their order, that begins with it, and its length; so equal contents are
/// equal numbers, and an append looks at its own length only.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace rehearse::harness {

class Contents final {
 public:
  static constexpr std::int64_t unread = -1;

  Contents() = default;
  /// `read`: all that was read; `appended`: all that is appended or written.
  Contents(std::vector<std::string_view> read, std::vector<std::string_view> appended);

  /// Of something that was read or written.
  std::int64_t state_of(std::string_view content) const;
  /// `text`: as numbered by `text_number`.
  std::int64_t append(std::int64_t state, std::int64_t text) const;
  std::int64_t text_number(std::string_view text) const;
  /// Of `unread`: longer than all that was read.
  static std::int64_t length(std::int64_t state) { return state & 0xffffffff; }
  std::string_view content(std::int64_t state) const;  ///< "" of `unread`, too.

 private:
  std::vector<std::string_view> read_;      // ascending, each once
  std::vector<std::size_t> shared_;         // bytes that begin this text and the one before
  std::vector<std::string_view> appended_;  // ascending, each once
};

}  // namespace rehearse::harness
