#pragma once
/// Why mutants of a plan may survive: what an engineer wrote down for `rehearse mutate
/// --explained`.

#include <map>
#include <string>

#include "scenarios/result.hpp"

namespace rehearse::cli {

/// What a survivor shows.
enum class Blame : std::uint8_t {
  needless,    ///< The plan can do without.
  safety_net,  ///< The plan needs it only where something else goes wrong.
  blind        ///< It matters, and nothing that is rehearsed or judged here shows it.
};

struct Explanation {
  Blame blame = Blame::needless;
  std::string why;
};

/// By mutant.
using Explanations = std::map<std::string, Explanation>;

/// "needless", "a safety net", "a blind spot".
std::string_view in_words(Blame blame);

/// `{"needless": {"MUTANT": "why"}, "safety_net": {...}, "blind": {...}}`; every mistake in it.
scenarios::Result<Explanations> load_explanations(const std::string& path);

}  // namespace rehearse::cli
