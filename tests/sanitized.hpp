#pragma once

namespace rehearse::tests {

/// Under AddressSanitizer everything is several times slower: long tests try fewer cases there, and
/// all of them in the release build.
#ifdef __SANITIZE_ADDRESS__
constexpr bool sanitized = true;
#else
constexpr bool sanitized = false;
#endif

}  // namespace rehearse::tests
