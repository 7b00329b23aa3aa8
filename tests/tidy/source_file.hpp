#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace rehearse::tidy {

/// One C++ file of the tree, as the rules see it.
struct SourceFile {
  std::string path;               ///< From the top of the repository: "harness/verdict.hpp".
  std::vector<std::string> text;  ///< The lines as written.
  std::vector<std::string> code;  ///< The same lines, comments and the insides of literals blanked.
};

/// Whether this can be part of a name.
bool is_word(char c);

/// Splits `text` into lines and blanks comments, strings (raw ones too) and characters in `code`.
SourceFile parse(std::string path, std::string_view text);

/// What a file holds.
std::string whole(const std::filesystem::path& file);

/// Every .hpp and .cpp below `folder` (from the top of the repository), sorted by path.
std::vector<SourceFile> read_folder(const std::string& root, const std::string& folder);

}  // namespace rehearse::tidy
