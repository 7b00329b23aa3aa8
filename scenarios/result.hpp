#pragma once
/// The first of the three error channels: the user's input or the world is wrong.
/// (We are wrong: `ensure` in ensure.hpp. Nothing sensible can follow: an exception, caught in
/// main.)

#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace rehearse::scenarios {

/// One mistake in something a user wrote, with the way out.
struct Error {
  std::string file;     ///< As the user named it; empty when there is none.
  int line = 0;         ///< 1-based; 0 when the mistake has no place in a file.
  int column = 0;       ///< 1-based, in bytes.
  std::string pointer;  ///< JSON pointer (RFC 6901), e.g. "/phases/3/gate".
  std::string value;    ///< The offending value as written (shortened); may be empty.
  std::string message;  ///< What is wrong, one sentence without a full stop.
  std::string way_out;  ///< What to do, e.g. `did you mean "backfill"?`; may be empty.

  bool operator==(const Error&) const = default;
};

/// `file:line:column: /pointer: message (value ...); way out`, one line.
std::string to_string(const Error& error);

/// A value, or every mistake that kept it from being one (never empty in that case).
template <typename T>
class Result {
 public:
  Result(T value) : state_(std::move(value)) {}                     // NOLINT: implicit on purpose
  Result(std::vector<Error> errors) : state_(std::move(errors)) {}  // NOLINT
  Result(Error error) : state_(std::vector<Error>{std::move(error)}) {}  // NOLINT

  bool ok() const { return state_.index() == 0; }
  explicit operator bool() const { return ok(); }
  T& value() & { return std::get<0>(state_); }
  const T& value() const& { return std::get<0>(state_); }
  T&& value() && { return std::get<0>(std::move(state_)); }
  const std::vector<Error>& errors() const { return std::get<1>(state_); }

 private:
  std::variant<T, std::vector<Error>> state_;
};

}  // namespace rehearse::scenarios
