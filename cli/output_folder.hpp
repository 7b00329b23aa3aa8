#pragma once
/// The folder that results are written to. Every file appears whole or not at all; nothing is ever
/// written outside the folder.

#include <functional>
#include <iosfwd>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "scenarios/result.hpp"

namespace rehearse::cli {

class OutputFolder final {
 public:
  explicit OutputFolder(std::string path) : path_(std::move(path)) {}
  OutputFolder(const OutputFolder&) = delete;
  OutputFolder& operator=(const OutputFolder&) = delete;

  /// Creates the folder, and those above it, unless it is there.
  std::optional<scenarios::Error> create() const;
  /// Writes `name` (no slash in it) through a temporary file beside it. A full disk is an error.
  std::optional<scenarios::Error> write(const std::string& name, std::string_view bytes) const;
  /// The same for what is long: `print` writes it piece by piece, and is not told of trouble.
  std::optional<scenarios::Error> write(const std::string& name,
                                        const std::function<void(std::ostream&)>& print) const;
  /// Removes the file `name` (no slash in it); that it is not there is fine.
  void remove(const std::string& name) const;
  /// Files in the folder that are counterexamples of ours.
  std::vector<std::string> counterexamples() const;
  /// The path of `name` for people, "rehearse-out/report.html".
  std::string path_of(const std::string& name) const;

 private:
  const std::string path_;
};

}  // namespace rehearse::cli
