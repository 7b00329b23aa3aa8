#include "cli/seed.hpp"

#include <charconv>
#include <optional>
#include <random>
#include <string_view>

#include "cli/git_head.hpp"
#include "scenarios/suggest.hpp"

namespace rehearse::cli {
namespace {

std::optional<std::uint64_t> number(std::string_view text, int base) {
  std::uint64_t value = 0;
  const char* const last = text.data() + text.size();
  const auto [end, problem] = std::from_chars(text.data(), last, value, base);
  if (text.empty() || problem != std::errc{} || end != last) return std::nullopt;
  return value;
}

std::uint64_t drawn() {
  std::random_device device;
  return (static_cast<std::uint64_t>(device()) << 32U) | device();
}

}  // namespace

scenarios::Result<std::uint64_t> read_seed(const std::string& text, const std::string& plan_file) {
  if (text == "random") return drawn();
  if (text == "commit") {
    const auto commit = git_head_of(plan_file);
    if (!commit) return commit.errors();
    return *number(std::string_view(commit.value()).substr(0, 16), 16);
  }
  const bool hexadecimal = text.rfind("0x", 0) == 0;
  const auto value = hexadecimal ? number(std::string_view(text).substr(2), 16) : number(text, 10);
  if (value) return *value;
  scenarios::Error error;
  error.message = "--seed takes a whole number up to 2^64 - 1, commit or random, not " +
                  scenarios::in_quotes(text);
  const std::string near = scenarios::nearest(text, {"commit", "random"});
  if (!near.empty()) error.way_out = "did you mean \"" + near + "\"?";
  return error;
}

}  // namespace rehearse::cli
