#include "cli/git_head.hpp"

#include <filesystem>
#include <fstream>
#include <optional>
#include <sstream>

namespace rehearse::cli {
namespace {

namespace fs = std::filesystem;

constexpr int references_deep_max = 5;  ///< As git: a reference to a reference to ...

std::optional<std::string> first_line(const fs::path& file) {
  std::ifstream stream(file);
  std::string line;
  if (!std::getline(stream, line)) return std::nullopt;
  while (!line.empty() && (line.back() == '\r' || line.back() == ' ')) line.pop_back();
  return line;
}

std::optional<fs::path> git_folder_around(const fs::path& file) {
  std::error_code problem;
  fs::path folder = fs::weakly_canonical(file, problem).parent_path();
  for (; !problem && !folder.empty(); folder = folder.parent_path()) {
    const fs::path git = folder / ".git";
    if (fs::is_directory(git, problem)) return git;
    if (fs::is_regular_file(git, problem)) {  // worktree or submodule
      const auto line = first_line(git);
      if (line && line->rfind("gitdir: ", 0) == 0) return folder / line->substr(8);
    }
    if (folder == folder.root_path()) break;
    problem.clear();
  }
  return std::nullopt;
}

bool is_commit(const std::string& text) {
  return text.size() >= 40 && text.find_first_not_of("0123456789abcdef") == std::string::npos;
}

std::optional<std::string> packed(const fs::path& folder, const std::string& reference) {
  std::ifstream stream(folder / "packed-refs");
  for (std::string line; std::getline(stream, line);) {
    std::istringstream words(line);
    std::string commit, name;
    if (words >> commit >> name && name == reference && is_commit(commit)) return commit;
  }
  return std::nullopt;
}

std::optional<std::string> resolve(const fs::path& git, const fs::path& common, std::string name) {
  for (int i = 0; i < references_deep_max; ++i) {
    auto line = first_line(git / name);
    if (!line) line = first_line(common / name);
    if (!line) return packed(common, name);
    if (is_commit(*line)) return line;
    if (line->rfind("ref: ", 0) != 0) return std::nullopt;
    name = line->substr(5);
  }
  return std::nullopt;
}

scenarios::Error no_commit(const std::string& file, std::string message) {
  scenarios::Error error;
  error.file = file;
  error.message = std::move(message);
  error.way_out = "give a number, e.g. --seed 1";
  return error;
}

}  // namespace

scenarios::Result<std::string> git_head_of(const std::string& file) {
  const auto git = git_folder_around(file);
  if (!git) return no_commit(file, "--seed commit needs a plan in a git repository");
  fs::path common = *git;
  if (const auto line = first_line(*git / "commondir")) common = *git / *line;
  const auto commit = resolve(*git, common, "HEAD");
  if (!commit) return no_commit(file, "--seed commit finds no commit in " + git->string());
  return *commit;
}

}  // namespace rehearse::cli
