#include "cli/page.hpp"

#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <optional>
#include <sstream>

#include "cli/output_folder.hpp"
#include "reports/text.hpp"
#include "scenarios/json_text.hpp"
#include "scenarios/suggest.hpp"

namespace rehearse::cli {
namespace {

constexpr const char* other_file = "name a file that you may write to with --table";

std::string folder_of(const std::filesystem::path& file) {
  return file.has_parent_path() ? file.parent_path().string() : ".";
}

scenarios::Error unwritable(const std::string& file, const std::string& why) {
  scenarios::Error error;
  error.file = file;
  error.message = "the table cannot be written: " + why;
  error.way_out = other_file;
  return error;
}

std::optional<scenarios::Error> write_page(const std::string& file, const std::string& page) {
  const std::filesystem::path path(file);
  auto problem = OutputFolder(folder_of(path)).write(path.filename().string(), page);
  if (problem) problem->way_out = other_file;
  return problem;
}

std::vector<std::string> lines_of_page(const std::string& page) {
  std::vector<std::string> lines;
  std::istringstream text(page);
  for (std::string line; std::getline(text, line);) lines.push_back(line);
  return lines;
}

}  // namespace

std::string in_cell(const std::string& text) {
  std::string made;
  for (const char c : reports::one_line(text))
    made += c == '|' ? std::string("\\|") : std::string(1, c);
  return made;
}

std::string difference_of_pages(const std::string& wanted, const std::string& there) {
  const std::vector<std::string> expected = lines_of_page(wanted), found = lines_of_page(there);
  for (std::size_t i = 0; i < expected.size() || i < found.size(); ++i) {
    const std::string a = i < expected.size() ? expected[i] : "(nothing)";
    const std::string b = i < found.size() ? found[i] : "(nothing)";
    if (a != b) return "line " + std::to_string(i + 1) + " is\n  " + b + "\nand should be\n  " + a;
  }
  return {};
}

scenarios::Result<PageFiles> page_files(const BatchOptions& options) {
  PageFiles files{options.table, options.compare, {}};
  std::vector<scenarios::Error> problems;
  if (!options.table.empty()) {
    std::error_code ignored;
    const std::string folder = folder_of(options.table);
    if (!std::filesystem::is_directory(folder, ignored))
      problems.push_back(
          unwritable(options.table, "there is no folder " + scenarios::in_quotes(folder)));
    else if (access(folder.c_str(), W_OK | X_OK) != 0)
      problems.push_back(unwritable(options.table, std::strerror(errno)));
    else if (std::filesystem::is_directory(options.table, ignored))
      problems.push_back(unwritable(options.table, "this is a folder"));
  }
  if (!options.compare.empty()) {
    auto there = scenarios::read_text_file(options.compare);
    if (there)
      files.there = std::move(there).value();
    else
      problems.insert(problems.end(), there.errors().begin(), there.errors().end());
  }
  if (!problems.empty()) return problems;
  return files;
}

ExitCode settle_page(
    const std::string& page, const PageFiles& files,
    const std::function<std::string(const std::string&, const std::string&)>& difference,
    const Terminal& terminal) {
  if (!files.table.empty()) {
    if (const auto problem = write_page(files.table, page)) {
      terminal.complain({*problem});
      return ExitCode::bad_input;
    }
  }
  if (files.compare.empty()) return ExitCode::success;
  const std::string found = difference(page, files.there);
  if (found.empty()) return ExitCode::success;
  terminal.complain(files.compare + " is not what comes out now: " + found);
  terminal.complain("Write it anew with --table " + shell_word(files.compare) + ".");
  return ExitCode::rejected;
}

}  // namespace rehearse::cli
