#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>

#include "scenarios/json_text.hpp"
#include "scenarios/suggest.hpp"

namespace rehearse::scenarios {
namespace {

Error file_error(const std::string& path, std::string message, std::string way_out) {
  Error error;
  error.file = path;
  error.message = std::move(message);
  error.way_out = std::move(way_out);
  return error;
}

Error missing(const std::string& path) {
  const std::filesystem::path wanted(path);
  std::error_code ignored;
  std::vector<std::string> neighbours;
  const std::filesystem::path folder =
      wanted.has_parent_path() ? wanted.parent_path() : std::filesystem::path(".");
  for (std::filesystem::directory_iterator entry(folder, ignored), end;
       !ignored && entry != end && neighbours.size() < 1000; entry.increment(ignored)) {
    if (entry->path().extension() == ".json") {
      neighbours.push_back(entry->path().filename().string());
    }
  }
  const std::string near = nearest(wanted.filename().string(), neighbours);
  return file_error(path, "there is no such file",
                    near.empty() ? "check the path; it is relative to the current directory"
                                 : "did you mean " + in_quotes(near) + "?");
}

}  // namespace

Result<std::string> read_text_file(const std::string& path) {
  std::error_code problem;
  const auto status = std::filesystem::status(path, problem);
  if (status.type() == std::filesystem::file_type::not_found) return missing(path);
  if (std::filesystem::is_directory(status)) {
    return file_error(path, "this is a directory, and a JSON file is needed",
                      "name the file in it, e.g. " + in_quotes(path + "/plan.json"));
  }
  std::ifstream stream(path, std::ios::binary);
  if (!stream) {
    return file_error(path, std::string("the file cannot be opened: ") + std::strerror(errno),
                      "check its permissions");
  }
  std::string text;
  std::vector<char> chunk(std::size_t{1} << 16U);
  while (stream) {  // in pieces: a pipe or a device says nothing about its size
    stream.read(chunk.data(), static_cast<std::streamsize>(chunk.size()));
    text.append(chunk.data(), static_cast<std::size_t>(stream.gcount()));
    if (text.size() > json_bytes_max) break;  // parse_json says what is wrong
  }
  if (stream.bad()) {
    return file_error(path, std::string("the file cannot be read: ") + std::strerror(errno), "");
  }
  return text;
}

}  // namespace rehearse::scenarios
