#pragma once
/// The second error channel: we are wrong. Stays on in release builds.

#include <stdexcept>

namespace rehearse::scenarios {

/// Thrown by a failed assertion; caught in `main` only, which ends with exit code 70.
class InternalError final : public std::logic_error {
 public:
  using std::logic_error::logic_error;
};

[[noreturn]] void ensure_failed(const char* condition, const char* file, int line);

}  // namespace rehearse::scenarios

/// Throws `InternalError` with file and line when `condition` is false. Say what must be, one fact
/// per call.
#define REHEARSE_ENSURE(condition) \
  (static_cast<bool>(condition)    \
       ? static_cast<void>(0)      \
       : ::rehearse::scenarios::ensure_failed(#condition, __FILE__, __LINE__))
