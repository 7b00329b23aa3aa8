#include "scenarios/suggest.hpp"

#include <algorithm>

namespace rehearse::scenarios {
namespace {

constexpr std::size_t longest_name = 64;
constexpr std::size_t longest_quote = 60;
constexpr std::size_t longest_list = 24;

std::size_t tolerance(std::string_view word) {
  if (word.size() <= 2) return 1;
  return word.size() <= 8 ? 2 : 3;
}

bool is_part_of(std::string_view word, std::string_view candidate) {
  return word.size() >= 4 && candidate.find(word) != std::string_view::npos;
}

/// How many candidates are as near to `word` as `near` is: v4 is as near to v1 as to v2 and v3.
std::size_t equally_near(std::string_view word, const std::string& near,
                         const std::vector<std::string>& candidates) {
  if (near.empty()) return 0;
  const std::size_t distance = edit_distance(word, near);
  std::size_t count = 0;
  for (const std::string& candidate : candidates) {
    if (candidate.size() <= longest_name && edit_distance(word, candidate) == distance) ++count;
  }
  return count;
}

}  // namespace

std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> before_last(b.size() + 1), last(b.size() + 1), current(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) last[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    current[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t replaced = last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
      current[j] = std::min({last[j] + 1, current[j - 1] + 1, replaced});
      const bool swap = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
      if (swap) current[j] = std::min(current[j], before_last[j - 2] + 1);
    }
    before_last.swap(last);
    last.swap(current);
  }
  return last[b.size()];
}

std::string nearest(std::string_view word, const std::vector<std::string>& candidates) {
  if (word.empty() || word.size() > longest_name) return {};
  std::string best;
  std::size_t best_distance = tolerance(word) + 1;
  for (const std::string& candidate : candidates) {
    if (candidate.empty() || candidate.size() > longest_name) continue;
    const std::size_t distance = edit_distance(word, candidate);
    if (distance < best_distance && distance < candidate.size()) {
      best = candidate;
      best_distance = distance;
    }
  }
  if (!best.empty()) return best;
  for (const std::string& candidate : candidates) {
    if (is_part_of(word, candidate) || is_part_of(candidate, word)) return candidate;
  }
  return {};
}

std::string did_you_mean(std::string_view word, const std::vector<std::string>& candidates) {
  const std::string near = nearest(word, candidates);
  const bool a_guess =
      equally_near(word, near, candidates) > 2 && candidates.size() <= longest_list;
  if (!near.empty() && !a_guess) return "did you mean " + in_quotes(near) + "?";
  if (candidates.empty() || candidates.size() > longest_list) return {};
  std::string list = "allowed here: ";
  for (std::size_t i = 0; i < candidates.size(); ++i) {
    if (i > 0) list += ", ";
    list += candidates[i];
  }
  return list;
}

std::string in_quotes(std::string_view text) {
  std::string shown = "\"";
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    const bool starts_character = (byte & 0xC0U) != 0x80U;
    if (shown.size() > longest_quote && starts_character) return shown + "...\"";
    if (byte == '\n') {
      shown += "\\n";
    } else if (byte < 0x20 || byte == 0x7F) {
      shown += '?';
    } else {
      shown += text[i];
    }
  }
  return shown + "\"";
}

}  // namespace rehearse::scenarios
