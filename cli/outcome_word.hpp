#pragma once
/// A verdict in one word, and its colour.

#include <string_view>

#include "cli/terminal.hpp"
#include "harness/properties/property.hpp"

namespace rehearse::cli {

struct OutcomeWord {
  std::string_view text;
  Paint paint = Paint::plain;
};

/// "holds", "violated", "unknown", or "not exercised" for what holds since nothing tried it.
constexpr OutcomeWord outcome_word(harness::Outcome outcome, bool exercised) {
  if (outcome == harness::Outcome::violated) return {"violated", Paint::bad};
  if (outcome == harness::Outcome::unknown) return {"unknown", Paint::doubtful};
  if (!exercised) return {"not exercised", Paint::faint};
  return {"holds", Paint::good};
}

}  // namespace rehearse::cli
