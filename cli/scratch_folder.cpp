#include "cli/scratch_folder.hpp"

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <system_error>

namespace rehearse::cli {

namespace fs = std::filesystem;

scenarios::Result<std::shared_ptr<const ScratchFolder>> ScratchFolder::create(bool keep) {
  std::error_code error;
  const fs::path parent = fs::temp_directory_path(error);
  std::string name = (parent / "rehearse-XXXXXX").string();
  if (error || mkdtemp(name.data()) == nullptr) {
    const std::string why = error ? error.message() : std::strerror(errno);
    scenarios::Error problem;
    problem.message = "no scratch folder can be made " +
                      (error ? "below TMPDIR" : "in " + parent.string()) + ": " + why;
    problem.way_out = "TMPDIR says where; it must be a folder that can be written";
    return std::vector<scenarios::Error>{problem};
  }
  return std::shared_ptr<const ScratchFolder>(new ScratchFolder(std::move(name), keep));
}

ScratchFolder::~ScratchFolder() {
  std::error_code ignored;
  if (!keep_) fs::remove_all(path_, ignored);
}

std::string own_program() { return fs::read_symlink("/proc/self/exe").string(); }

}  // namespace rehearse::cli
