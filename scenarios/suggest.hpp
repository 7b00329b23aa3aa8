#pragma once
/// "Did you mean": the way out of a misspelt name.

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace rehearse::scenarios {

/// Insertions, deletions, replacements and swaps of neighbours that turn `a` into `b` (optimal
/// string alignment). Quadratic: for names, not for texts.
std::size_t edit_distance(std::string_view a, std::string_view b);

/// The candidate nearest to `word` if it is near enough to be what was meant, else empty. Names
/// longer than 64 bytes are never near.
std::string nearest(std::string_view word, const std::vector<std::string>& candidates);

/// `did you mean "apply"?`, else `allowed here: a, b, c` (at most 24 names), else empty. With three
/// names equally near it does not guess.
std::string did_you_mean(std::string_view word, const std::vector<std::string>& candidates);

/// `text` in double quotes, control characters escaped, cut to about 60 bytes.
std::string in_quotes(std::string_view text);

}  // namespace rehearse::scenarios
