#pragma once

namespace rehearse::tests {

/// Under a sanitizer everything is several times slower: long tests try fewer cases there, and
/// all of them in the release build.
#ifdef REHEARSE_SANITIZED
constexpr bool sanitized = true;
#else
constexpr bool sanitized = false;
#endif

}  // namespace rehearse::tests
