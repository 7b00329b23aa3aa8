#pragma once
/// Runs the real program `rehearse` as a user does: arguments, environment, signals, exit code.

#include <chrono>
#include <functional>
#include <string>
#include <utility>
#include <vector>

namespace rehearse::tests {

/// A folder of its own, removed at the end.
class TemporaryFolder final {
 public:
  TemporaryFolder();
  ~TemporaryFolder();
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;

  const std::string& path() const { return path_; }
  std::string file(const std::string& name) const { return path_ + "/" + name; }

 private:
  std::string path_;
};

struct Ran {
  int code = -1;    ///< Exit code; 1000 + number of the signal that ended it.
  std::string out;  ///< Standard output.
  std::string err;  ///< Standard error.
};

struct Invocation {
  std::vector<std::string> arguments;
  std::vector<std::pair<std::string, std::string>> environment;  ///< Added to ours.
  std::string program;    ///< Empty: the one built beside the tests.
  std::string directory;  ///< Working directory; empty: ours.
};

/// A program under way. Neither standard stream is a terminal.
class Program final {
 public:
  explicit Program(const Invocation& invocation);
  ~Program();
  Program(const Program&) = delete;
  Program& operator=(const Program&) = delete;

  void send(int signal) const;
  bool running();
  /// Waits for its end, at most 100 s; kills it then.
  Ran wait();

 private:
  TemporaryFolder streams_;
  int process_ = -1;
  int status_ = 0;
  bool ended_ = false;
};

Ran run(const Invocation& invocation);
Ran rehearse(std::vector<std::string> arguments);

/// Polls until `condition` holds; false if it does not within 60 s.
bool eventually(const std::function<bool()>& condition);

std::string read_whole(const std::string& path);
/// `text` with the first `from` replaced, which must be there.
std::string with(std::string text, const std::string& from, const std::string& to);
void write_whole(const std::string& path, const std::string& text);
bool exists(const std::string& path);

/// A file of tests/cli/data.
std::string data(const std::string& name);

/// The text of the last member "name": "text" in `json` (top-level ones come last).
std::string member(const std::string& json, const std::string& name);

}  // namespace rehearse::tests
