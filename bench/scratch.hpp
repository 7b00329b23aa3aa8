#pragma once

#include <stdlib.h>

#include <filesystem>
#include <string>

namespace rehearse::bench {

/// A folder below /tmp, for everybody to enter, and gone afterwards.
class Scratch {
 public:
  Scratch() {
    std::string name = "/tmp/rehearse-bench-XXXXXX";
    if (mkdtemp(name.data()) == nullptr) abort();
    path = name;
  }
  ~Scratch() { std::filesystem::remove_all(path); }
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;
  std::string path;
};

}  // namespace rehearse::bench
