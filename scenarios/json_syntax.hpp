#pragma once
/// A syntax error of the JSON library, said in plain words.

#include <cstddef>
#include <string>
#include <string_view>

namespace rehearse::scenarios {

struct SyntaxWords {
  std::size_t offset = 0;  ///< Where the culprit begins.
  std::string message;
  std::string way_out;
};

/// `last_good`: behind the last token the library accepted. `reported`: bytes it had read when it
/// gave up. `library_words`: its own message.
SyntaxWords explain_syntax(std::string_view text, std::size_t last_good, std::size_t reported,
                           std::string_view library_words);

}  // namespace rehearse::scenarios
