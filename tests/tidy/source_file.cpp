#include "tests/tidy/source_file.hpp"

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <fstream>
#include <iterator>

namespace rehearse::tidy {

bool is_word(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; }

namespace {

std::vector<std::string> split(std::string_view text) {
  std::vector<std::string> lines;
  while (!text.empty()) {
    const auto end = std::min(text.find('\n'), text.size());
    lines.emplace_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return lines;
}

/// Where the literal or comment that starts at `at` ends (one past it), or `at` if none starts
/// there.
std::size_t skip(std::string_view text, std::size_t at) {
  const auto until = [&](std::string_view end, std::size_t from) {
    const auto found = text.find(end, from);
    return found == std::string_view::npos ? text.size() : found + end.size();
  };
  const std::string_view rest = text.substr(at);
  if (rest.starts_with("//")) return std::min(text.find('\n', at), text.size());
  if (rest.starts_with("/*")) return until("*/", at + 2);
  const char before = at == 0 ? ' ' : text[at - 1];
  if (rest.starts_with("R\"") && !is_word(before)) {
    const auto open = text.find('(', at);
    if (open == std::string_view::npos) return text.size();
    return until(")" + std::string(text.substr(at + 2, open - at - 2)) + "\"", open);
  }
  const bool separator = rest.front() == '\'' && is_word(before);  // 1'000
  if (rest.front() != '"' && (rest.front() != '\'' || separator)) return at;
  auto end = at + 1;
  while (end < text.size() && text[end] != rest.front() && text[end] != '\n') {
    end += text[end] == '\\' ? 2 : 1;
  }
  return std::min(end + 1, text.size());
}

std::string blank(std::string_view text) {
  std::string code(text);
  for (std::size_t at = 0; at < text.size();) {
    const auto end = skip(text, at);
    if (end == at) {
      ++at;
      continue;
    }
    const bool comment = text[at] == '/';
    for (auto i = at; i < end; ++i) {
      const bool quote = !comment && (i == at || i + 1 == end);
      if (text[i] != '\n' && !quote) code[i] = ' ';
    }
    at = end;
  }
  return code;
}

}  // namespace

SourceFile parse(std::string path, std::string_view text) {
  return {std::move(path), split(text), split(blank(text))};
}

std::string whole(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

std::vector<SourceFile> read_folder(const std::string& root, const std::string& folder) {
  namespace fs = std::filesystem;
  std::vector<SourceFile> files;
  if (!fs::exists(fs::path(root) / folder)) return files;
  for (const auto& entry : fs::recursive_directory_iterator(fs::path(root) / folder)) {
    const auto extension = entry.path().extension();
    if (!entry.is_regular_file() || (extension != ".hpp" && extension != ".cpp")) continue;
    files.push_back(
        parse(entry.path().lexically_relative(root).generic_string(), whole(entry.path())));
  }
  std::ranges::sort(files, {}, &SourceFile::path);
  return files;
}

}  // namespace rehearse::tidy
