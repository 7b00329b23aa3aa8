#pragma once
/// The commit that a file's repository stands at, read from git's own files: no process is started.

#include <string>

#include "scenarios/result.hpp"

namespace rehearse::cli {

/// The full hexadecimal name of HEAD of the repository around `file`. Understands worktrees,
/// submodules, packed references and a detached HEAD; not the "reftable" format.
scenarios::Result<std::string> git_head_of(const std::string& file);

}  // namespace rehearse::cli
