#include "tests/tidy/rules.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <functional>
#include <optional>

namespace rehearse::tidy {
namespace {

// From left to right, as in docs/architecture.md.
constexpr std::array<std::string_view, 6> kFolders = {"scenarios", "simulators", "fault_injection",
                                                      "harness",   "reports",    "cli"};
constexpr std::size_t kColumnsMax = 100;
constexpr std::size_t kLinesMax = 400;

struct Banned {
  std::string_view word;
  std::string_view instead;
};

constexpr std::string_view kChoices = "ask Choices (simulators/runtime/choices.hpp)";
constexpr std::string_view kClock = "ask Runtime::now(), the simulated clock";
constexpr std::string_view kTasks = "spawn a Task on the Runtime; cores are for harness/explore";

constexpr std::array<Banned, 17> kBanned = {{
    {"random_device", kChoices},
    {"rand", kChoices},
    {"srand", kChoices},
    {"mt19937", kChoices},
    {"mt19937_64", kChoices},
    {"default_random_engine", kChoices},
    {"system_clock", kClock},
    {"steady_clock", kClock},
    {"high_resolution_clock", kClock},
    {"gettimeofday", kClock},
    {"clock_gettime", kClock},
    {"std::thread", kTasks},
    {"std::jthread", kTasks},
    {"std::async", kTasks},
    {"std::this_thread", kTasks},
    {"getenv", "pass the value in from the command line"},
    {"std::hash", "its values differ between libraries; use the history's hash"},
}};

struct Allowed {
  std::string_view path;
  std::string_view reason;
};

// Files that may be longer than kLinesMax, as {path, reason}.
constexpr std::array<Allowed, 2> kLongFiles = {{
    {"tests/scenarios/plan_generator.cpp", "one generator for each value of a plan, together"},
    {"tests/simulators/runtime/simulated_runtime_test.cpp", "one laboratory, all of its tests"},
}};

/// Calls `found(position)` for each whole-word occurrence of `word`.
void each_word(std::string_view line, std::string_view word,
               const std::function<void(std::size_t)>& found) {
  for (auto at = line.find(word); at != std::string_view::npos; at = line.find(word, at + 1)) {
    const auto end = at + word.size();
    const bool starts = at == 0 || !is_word(line[at - 1]);
    if (starts && (end == line.size() || !is_word(line[end]))) found(at);
  }
}

std::optional<std::size_t> order(std::string_view path) {
  const auto folder = path.substr(0, path.find('/'));
  const auto found = std::ranges::find(kFolders, folder);
  if (folder == path || found == kFolders.end()) return std::nullopt;
  return static_cast<std::size_t>(found - kFolders.begin());
}

/// The folders whose runs must be pure functions of their input.
bool is_model(std::string_view path) {
  if (path.starts_with("simulators/live/") || path.starts_with("fault_injection/proxy/")) {
    return false;
  }
  if (path.starts_with("harness/explore/parallel.")) return false;
  return order(path).value_or(kFolders.size()) < 4;
}

bool is_include(std::string_view code) {
  const auto hash = code.find_first_not_of(' ');
  return hash != std::string_view::npos && code.substr(hash).starts_with("#include");
}

/// "a/b.hpp" of `#include "a/b.hpp"`; empty for the angle brackets of others.
std::string_view included(std::string_view text) {
  const auto open = text.find('"');
  const auto close = text.find('"', open + 1);
  if (open == std::string_view::npos || close == std::string_view::npos) return {};
  return text.substr(open + 1, close - open - 1);
}

/// The first template argument after `open`, the position of '<'.
std::string_view first_argument(std::string_view code, std::size_t open) {
  int depth = 0;
  for (auto at = open; at < code.size(); ++at) {
    if (code[at] == '<') ++depth;
    if (code[at] == '>') --depth;
    if ((code[at] == ',' && depth == 1) || depth == 0) return code.substr(open + 1, at - open - 1);
  }
  return code.substr(open + 1);
}

}  // namespace

Findings include_direction(const SourceFile& file) {
  Findings findings;
  const auto own = order(file.path);
  if (!own) return findings;
  for (std::size_t i = 0; i < file.code.size(); ++i) {
    if (!is_include(file.code[i])) continue;
    const auto header = included(file.text[i]);
    if (header.empty() || (header == "rehearse_version.hpp" && kFolders[*own] == "cli")) continue;
    const auto other = order(header);
    const std::string from(kFolders[*own]);
    if (!other) {
      findings.push_back({file.path, i + 1,
                          "\"" + std::string(header) +
                              "\" is not a header of a library; write it " +
                              "from the repository root, \"" + from + "/x.hpp\""});
    } else if (*other > *own) {
      findings.push_back({file.path, i + 1,
                          from + "/ includes " + std::string(header) + ", which is to its right; " +
                              "move what both need to the left, or hand it in"});
    }
  }
  return findings;
}

Findings banned_in_models(const SourceFile& file) {
  Findings findings;
  if (!is_model(file.path)) return findings;
  for (std::size_t i = 0; i < file.code.size(); ++i) {
    const std::string& code = file.code[i];
    const auto report = [&](std::string_view what, std::string_view instead) {
      findings.push_back({file.path, i + 1, std::string(what) + ": " + std::string(instead)});
    };
    if (is_include(code)) {
      if (code.find("<random>") != std::string::npos) report("<random>", kChoices);
      continue;
    }
    for (const auto& banned : kBanned) {
      each_word(code, banned.word, [&](std::size_t) { report(banned.word, banned.instead); });
    }
    for (auto at = code.find("std::"); at != std::string::npos; at = code.find("std::", at + 5)) {
      auto end = at + 5;
      while (end < code.size() && is_word(code[end])) ++end;
      const auto name = std::string_view(code).substr(at, end - at);
      if (name.ends_with("_distribution")) report(name, "it differs between libraries; Choices");
    }
  }
  return findings;
}

Findings unstable_order(const SourceFile& file) {
  Findings findings;
  if (!is_model(file.path)) return findings;
  const auto report = [&](std::size_t i, std::string message) {
    findings.push_back({file.path, i + 1, std::move(message)});
  };
  for (std::size_t i = 0; i < file.code.size(); ++i) {
    const std::string& code = file.code[i];
    if (is_include(code)) continue;
    const bool lookup_only = file.text[i].find("tidy: lookup only") != std::string::npos;
    for (std::string_view word :
         {"unordered_map", "unordered_set", "unordered_multimap", "unordered_multiset"}) {
      each_word(code, word, [&](std::size_t) {
        if (lookup_only) return;
        report(i, "std::" + std::string(word) + " has no stable order; use std::map or a sorted " +
                      "vector, or say `// tidy: lookup only` where it is never iterated");
      });
    }
    for (std::string_view word : {"std::map", "std::set", "std::multimap", "std::multiset"}) {
      each_word(code, word, [&](std::size_t at) {
        const auto open = at + word.size();
        if (open >= code.size() || code[open] != '<') return;
        auto key = first_argument(code, open);
        while (key.ends_with(' ')) key.remove_suffix(1);
        if (key.ends_with('*')) {
          report(i, std::string(word) + " of pointers is ordered by address; use an id as the key");
        }
      });
    }
  }
  return findings;
}

Findings braces_in_co_await(const SourceFile& file) {
  std::string code;
  for (const auto& line : file.code) code += line + "\n";
  Findings findings;
  each_word(code, "co_await", [&](std::size_t start) {
    int depth = 0;
    for (auto at = start; at < code.size() && depth >= 0 && code[at] != ';'; ++at) {
      if (code[at] == '(' || code[at] == '[') ++depth;
      if (code[at] == ')' || code[at] == ']') --depth;
      if (code[at] != '{') continue;
      const auto before = code.find_last_not_of(" \n", at - 1);
      if (code[before] == ')' || code[before] == ']') break;  // the body of a lambda
      auto word = before;
      while (word > start && (is_word(code[word]) || code[word] == ':')) --word;
      const auto arrow = code.find_last_not_of(" \n", word);
      const bool body = code.compare(word + 1, before - word, "mutable") == 0 ||
                        (code[arrow] == '>' && arrow > 0 && code[arrow - 1] == '-');
      if (body) break;
      const auto line =
          std::count(code.begin(), code.begin() + static_cast<std::ptrdiff_t>(at), '\n');
      findings.push_back(
          {file.path, static_cast<std::size_t>(line) + 1,
           "a braced value inside a co_await expression is destroyed twice by GCC 12; "
           "name it first and std::move it in, or call a constructor with ()"});
      break;
    }
  });
  return findings;
}

Findings too_long(const SourceFile& file) {
  Findings findings;
  for (std::size_t i = 0; i < file.text.size(); ++i) {
    const auto columns = std::ranges::count_if(file.text[i], [](char c) {
      return (static_cast<unsigned char>(c) & 0xC0U) !=
             0x80U;  // not the middle of a UTF-8 sequence
    });
    if (columns > static_cast<std::ptrdiff_t>(kColumnsMax)) {
      findings.push_back({file.path, i + 1,
                          std::to_string(columns) + " columns, " + std::to_string(kColumnsMax) +
                              " at most; run clang-format"});
    }
  }
  const bool allowed = std::ranges::find(kLongFiles, file.path, &Allowed::path) != kLongFiles.end();
  if (file.text.size() > kLinesMax && !allowed) {
    findings.push_back({file.path, file.text.size(),
                        std::to_string(file.text.size()) + " lines, " + std::to_string(kLinesMax) +
                            " at most; one concept per file (or kLongFiles, with a reason)"});
  }
  return findings;
}

Findings left_to_do(const SourceFile& file) {
  constexpr std::string_view kMarker =
      "TODO"
      "(now)";
  Findings findings;
  for (std::size_t i = 0; i < file.text.size(); ++i) {
    if (file.text[i].find(kMarker) == std::string::npos) continue;
    findings.push_back(
        {file.path, i + 1, "do it, or write TODO(soon): and why it is safe to wait"});
  }
  return findings;
}

Findings not_built(const SourceFile& file, const std::string& root,
                   std::string_view compile_commands) {
  const bool built =
      compile_commands.find("\"" + root + "/" + file.path + "\"") != std::string_view::npos;
  if (!file.path.ends_with(".cpp") || built) return {};
  return {{file.path, 1, "no target builds this file; see CMakeLists.txt of its folder"}};
}

}  // namespace rehearse::tidy
