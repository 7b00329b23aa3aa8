#pragma once
/// Everything that reads what strangers send, as functions of bytes: for libFuzzer, and for the
/// normal suite.

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace rehearse::fuzz {

struct Target {
  std::string_view name;  ///< "plan"
  /// Inputs that are read without a mistake, to be spoilt.
  std::vector<std::string> (*seeds)();
  /// Reads `bytes`, and does with what was read all that the program does. Throws where the reader
  /// does not keep its word: an error without a message, a value that does not read back.
  /// True: it was read without a mistake.
  bool (*read)(std::string_view bytes);
};

std::span<const Target> all_targets();

/// The one of that name; aborts when there is none.
const Target& find_target(std::string_view name);

}  // namespace rehearse::fuzz
