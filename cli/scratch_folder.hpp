#pragma once
/// A folder of our own below the system's for temporary files, removed with its owner.

#include <memory>
#include <string>

#include "scenarios/result.hpp"

namespace rehearse::cli {

class ScratchFolder final {
 public:
  /// `keep`: it stays.
  static scenarios::Result<std::shared_ptr<const ScratchFolder>> create(bool keep);
  ScratchFolder(const ScratchFolder&) = delete;
  ScratchFolder& operator=(const ScratchFolder&) = delete;
  ~ScratchFolder();

  const std::string& path() const { return path_; }

 private:
  ScratchFolder(std::string path, bool keep) : path_(std::move(path)), keep_(keep) {}

  std::string path_;
  bool keep_;
};

/// The path of the program that is running.
std::string own_program();

}  // namespace rehearse::cli
