#include "cli/terminal.hpp"

#include <unistd.h>

#include <cstdio>
#include <cstdlib>

#include "reports/text.hpp"

namespace rehearse::cli {
namespace {

constexpr std::size_t errors_shown_max = 50;

bool is_set(const char* variable) {
  const char* value = std::getenv(variable);
  return value != nullptr && *value != '\0';
}

bool dumb_terminal() {
  const char* term = std::getenv("TERM");
  return term == nullptr || std::string_view(term) == "dumb";
}

bool wants_color(ColorMode mode) {
  if (mode != ColorMode::automatic) return mode == ColorMode::always;
  return isatty(STDOUT_FILENO) != 0 && !is_set("NO_COLOR") && !dumb_terminal();
}

const char* code(Paint paint) {
  switch (paint) {
    case Paint::plain:
      break;
    case Paint::good:
      return "\x1b[32m";
    case Paint::bad:
      return "\x1b[1;31m";
    case Paint::doubtful:
      return "\x1b[33m";
    case Paint::faint:
      return "\x1b[2m";
  }
  return "";
}

void put(std::FILE* stream, std::string_view line) {
  std::fwrite(line.data(), 1, line.size(), stream);
  std::fputc('\n', stream);
  std::fflush(stream);
}

}  // namespace

Terminal::Terminal(ColorMode mode) : color_(wants_color(mode)) {}

void Terminal::say(std::string_view line) const { put(stdout, for_terminal(line)); }

void Terminal::say_painted(std::string_view line) const { put(stdout, line); }

void Terminal::complain(std::string_view line) const { put(stderr, for_terminal(line)); }

void Terminal::complain(const std::vector<scenarios::Error>& errors) const {
  for (std::size_t i = 0; i < errors.size() && i < errors_shown_max; ++i) {
    complain(reports::one_line(to_string(errors[i])));
  }
  if (errors.size() > errors_shown_max) {
    complain("... and " + std::to_string(errors.size() - errors_shown_max) + " more");
  }
}

std::string Terminal::paint(Paint paint, std::string_view text) const {
  const std::string clean = for_terminal(text);
  if (!color_ || paint == Paint::plain || clean.empty()) return clean;
  return code(paint) + clean + "\x1b[0m";
}

bool errors_go_to_a_terminal() { return isatty(STDERR_FILENO) != 0 && !dumb_terminal(); }

std::string for_terminal(std::string_view text) {
  std::string clean = reports::clean(text);
  constexpr std::string_view no_break_space = "\xC2\xA0";
  for (std::size_t at = 0; (at = clean.find(no_break_space, at)) != std::string::npos;) {
    clean.replace(at, no_break_space.size(), " ");
  }
  return clean;
}

std::string single_quoted(std::string_view text) {
  std::string quoted = "'";
  for (const char letter : text) quoted += letter == '\'' ? "'\\''" : std::string(1, letter);
  return quoted + "'";
}

std::string shell_word(std::string_view text) {
  constexpr std::string_view harmless =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_./=:@%+,-";
  if (!text.empty() && text.find_first_not_of(harmless) == std::string_view::npos) {
    return std::string(text);
  }
  return single_quoted(text);
}

}  // namespace rehearse::cli
