// The lines of a Jepsen log: `INFO  jepsen.util - 0  :invoke  :cas  [1 2]`, or as later versions
// write it, `... - jepsen.util 0 :invoke :cas [1 2]`.
#include <cstring>
#include <initializer_list>

#include "harness/recording/form_reader.hpp"

namespace rehearse::harness {

namespace {

/// Where the operation begins; null: the line is somebody else's.
const char* behind_marker(std::string_view line) {
  for (const std::string_view marker : {"jepsen.util - ", "jepsen.util: ", "jepsen.util "}) {
    const std::size_t found = line.find(marker);
    if (found != line.npos) return line.data() + found + marker.size();
  }
  return nullptr;
}

}  // namespace

FormReader::Next FormReader::next_line() {
  while (true) {
    begin_form();
    const void* const found = std::memchr(at_, '\n', static_cast<std::size_t>(end_ - at_));
    if (found == nullptr && !ended_) {
      if (static_cast<std::size_t>(end_ - form_) > form_bytes_max) {
        wrong(form_, "a line longer than 64 MiB");
        return Next::wrong;
      }
      ended_ = !fill();
      continue;
    }
    const char* const line_end = found == nullptr ? end_ : static_cast<const char*>(found);
    const std::string_view line(at_, static_cast<std::size_t>(line_end - at_));
    if (line.find('\0') != line.npos) {
      wrong(form_, "a zero byte in this line: this is no text file");
      return Next::wrong;
    }
    const char* const operation = behind_marker(line);
    used_ = 0;
    if (operation != nullptr) {
      add(FormNode::Kind::vector, operation);
      const char* const behind = line_values(operation);
      if (behind == nullptr && stopped_ == Stopped::wrong) return Next::wrong;
      // A value that goes on in the next line was cut off, or is none.
      if (behind == nullptr || behind > line_end) {
        wrong(operation,
              "an operation has a process, a type, a function and a value: this line "
              "was cut off");
        return Next::wrong;
      }
      nodes_[0].size = static_cast<std::uint32_t>(used_);
    }
    at_ = line_end;
    if (found != nullptr) {
      ++at_;
      line_ = form_line_ + 1;
      line_offset_ = offset_of(at_);
    }
    if (operation != nullptr) return Next::form;
    if (found == nullptr) return Next::end;
  }
}

/// The four values of a line; the rest of the line is not looked at.
const char* FormReader::line_values(const char* at) {
  for (int i = 0; i < 4; ++i) {
    while (*at == ' ' || *at == '\t') ++at;
    if (*at == '\n' || *at == '\r' || at == end_) {
      stopped_ = Stopped::more;
      return nullptr;
    }
    at = value(at, 1);
    if (at == nullptr) return at;
  }
  return at;
}

}  // namespace rehearse::harness
