#pragma once
/// Where the program speaks: results on standard output, complaints on standard error.

#include <string>
#include <string_view>
#include <vector>

#include "scenarios/result.hpp"

namespace rehearse::cli {

enum class ColorMode { automatic, always, never };

/// Colour never carries meaning alone: a sign or a word always says the same.
enum class Paint { plain, good, bad, doubtful, faint };

class Terminal final {
 public:
  /// `automatic`: colour on a terminal, unless NO_COLOR is set (no-color.org) or TERM is "dumb".
  explicit Terminal(ColorMode mode);
  Terminal(const Terminal&) = delete;
  Terminal& operator=(const Terminal&) = delete;

  /// One line (or several) on standard output. Control characters but line ends are made harmless:
  /// names in plans come from strangers.
  void say(std::string_view line) const;
  /// As `say`, on standard error.
  void complain(std::string_view line) const;
  /// Each error on its own line, the first 50 of them.
  void complain(const std::vector<scenarios::Error>& errors) const;
  /// `text`, cleaned and painted if there is colour. Give it to `say_painted` only.
  std::string paint(Paint paint, std::string_view text) const;
  /// A line whose parts went through `paint` already.
  void say_painted(std::string_view line) const;

 private:
  bool color_ = false;
};

/// Whether standard error is a terminal that can redraw a line.
bool errors_go_to_a_terminal();

/// `text` made harmless, and no-break spaces made plain: what terminals can show and grep can find.
std::string for_terminal(std::string_view text);

/// `text` in single quotes, as sh, bash and zsh read them.
std::string single_quoted(std::string_view text);

/// `text` as one argument of a shell command, quoted if it needs to be.
std::string shell_word(std::string_view text);

}  // namespace rehearse::cli
