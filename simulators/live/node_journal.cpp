#include "simulators/live/node_journal.hpp"

#include <cerrno>
#include <fstream>
#include <sstream>
#include <system_error>

namespace rehearse::simulators::live {

NodeJournal::NodeJournal(const std::string& path) : path_(path) {
  // What a killed process had half written stays a line that nobody understands.
  const bool torn = [&] {
    std::ifstream in(path, std::ios::binary | std::ios::ate);
    if (!in || in.tellg() <= 0) return false;
    in.seekg(-1, std::ios::end);
    return in.get() != '\n';
  }();
  file_.reset(std::fopen(path.c_str(), "ae"));
  if (file_ == nullptr) throw std::system_error(errno, std::generic_category(), path);
  if (torn) std::fputc('\n', file_.get());
}

void NodeJournal::append(const Entry& entry) {
  const std::string line = std::to_string(entry.told.packed()) + ' ' + std::to_string(entry.clock) +
                           ' ' + entry.request + '\n';
  const bool written = std::fwrite(line.data(), 1, line.size(), file_.get()) == line.size();
  if (!written || std::fflush(file_.get()) != 0)
    throw std::system_error(errno, std::generic_category(), path_);
}

std::vector<NodeJournal::Entry> NodeJournal::read(const std::string& path) {
  std::vector<Entry> entries;
  std::ifstream in(path, std::ios::binary);
  for (std::string line; std::getline(in, line);) {
    if (in.eof()) break;  // no line feed: half a line, never confirmed
    std::istringstream words(line);
    std::int64_t told = 0;
    Entry entry;
    words >> told >> entry.clock;
    if (words.get() != ' ' || !words) continue;
    std::getline(words, entry.request);
    entry.told = EventsTold::unpacked(told);
    entries.push_back(std::move(entry));
  }
  return entries;
}

}  // namespace rehearse::simulators::live
