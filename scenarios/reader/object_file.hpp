#pragma once
/// A small file with one object: read whole, or every mistake in it.

#include <string>

#include "scenarios/json_text.hpp"
#include "scenarios/reader/object_reader.hpp"
#include "scenarios/result.hpp"

namespace rehearse::scenarios::reading {

/// `read(object, value)` fills a `T`, and says to `object` what is wrong.
template <typename T, typename Read>
Result<T> read_object_file(const std::string& path, const KeyTable& table, Read read) {
  const auto text = read_text_file(path);
  if (!text) return text.errors();
  const auto json = parse_json(text.value(), path);
  if (!json) return json.errors();
  Mistakes mistakes(json.value());
  const ObjectReader object({&json.value().root, "", &mistakes}, table);
  T value;
  if (object.valid()) read(object, value);
  if (!mistakes.empty()) return mistakes.take();
  return value;
}

}  // namespace rehearse::scenarios::reading
