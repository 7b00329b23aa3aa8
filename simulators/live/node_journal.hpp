#pragma once
/// What has changed a node, in a file, for its next process: a line for each change, in order. A
/// line is with the system before anybody is told of the change, so a process may be killed at any
/// time.

#include <cstdio>
#include <memory>
#include <string>
#include <vector>

#include "simulators/live/event_log.hpp"

namespace rehearse::simulators::live {

class NodeJournal final {
 public:
  struct Entry {
    EventsTold told;      ///< What the process had recorded when the change was made.
    Time clock = 0;       ///< Of the node.
    std::string request;  ///< As JSON, without line feeds.
  };

  /// To append to; throws std::system_error, as `append`.
  explicit NodeJournal(const std::string& path);
  void append(const Entry& entry);

  /// The whole lines of it; none when there is no such file.
  static std::vector<Entry> read(const std::string& path);

 private:
  struct Close {
    void operator()(std::FILE* file) const { std::fclose(file); }
  };
  std::string path_;
  std::unique_ptr<std::FILE, Close> file_;
};

}  // namespace rehearse::simulators::live
