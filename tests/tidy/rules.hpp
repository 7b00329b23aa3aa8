#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "tests/tidy/source_file.hpp"

/// The house rules a machine can check. Each is a function of one file; each has a test that it can
/// fail and one that it lets good code pass. What they do not check is meaning: they read text, not
/// C++.
namespace rehearse::tidy {

/// A line that breaks a rule, and what to write instead.
struct Finding {
  std::string path;
  std::size_t line = 0;  ///< From 1.
  std::string message;

  bool operator==(const Finding&) const = default;
};

using Findings = std::vector<Finding>;

/// A folder includes itself and the folders to its left, never one to its right; from the
/// repository root.
Findings include_direction(const SourceFile& file);

/// No clock, thread, environment or foreign randomness is reachable from model code.
Findings banned_in_models(const SourceFile& file);

/// No order that depends on hashes or addresses in model code.
Findings unstable_order(const SourceFile& file);

/// GCC 12 destroys the members of a braced aggregate built inside a co_await expression twice.
Findings braces_in_co_await(const SourceFile& file);

/// Lines of at most 100 columns, files of at most 400 lines.
Findings too_long(const SourceFile& file);

/// A marker for "must not be merged".
Findings left_to_do(const SourceFile& file);

/// Sources that `compile_commands` (the text of that file, and of batches) does not build.
Findings not_built(const SourceFile& file, const std::string& root,
                   std::string_view compile_commands);

}  // namespace rehearse::tidy
