#pragma once
/// Steps over JSON text that is known to be valid as far as it is scanned.

#include <cstddef>
#include <optional>
#include <string_view>

namespace rehearse::scenarios {

/// The first offset from `at` on that is neither white space nor in a comment.
std::size_t skip_blank(std::string_view text, std::size_t at);

/// The offset behind the token that begins at `at` (a string, a bracket, a comma, a word).
std::size_t skip_token(std::string_view text, std::size_t at);

/// The first byte that is not part of valid UTF-8, or that is NUL.
std::optional<std::size_t> first_bad_byte(std::string_view text);

}  // namespace rehearse::scenarios
