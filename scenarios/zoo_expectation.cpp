#include "scenarios/zoo_expectation.hpp"

#include <algorithm>
#include <utility>

#include "scenarios/json_text.hpp"
#include "scenarios/property_ids.hpp"
#include "scenarios/reader/file_kind.hpp"
#include "scenarios/reader/key_tables.hpp"
#include "scenarios/reader/object_reader.hpp"

namespace rehearse::scenarios {
namespace {

using namespace reading;

/// One line, since it stands in a table.
void read_line(const ObjectReader& object, std::string_view key, std::string& line) {
  const auto found = object.require(key);
  if (!found || !read_value(*found, line)) return;
  if (line.find('\n') != std::string::npos) found->wrong("this is more than one line");
}

void read_property(const ObjectReader& object, std::string& property) {
  const auto found = object.require("property", "\"property\": \"D1\"");
  if (!found) return;
  const std::vector<std::string> ids = all_property_ids();
  if (found->is_text() && std::find(ids.begin(), ids.end(), found->text()) != ids.end()) {
    property = found->text();
  } else {
    wrong_name(*found, ids);
  }
}

ZooExpectation read_root(const At& at) {
  ZooExpectation expectation;
  const ObjectReader object(at, zoo_expectation_table);
  read_line(object, "lesson", expectation.lesson);
  read_property(object, expectation.property);
  object.read("phase", expectation.phase);
  read_line(object, "source", expectation.source);
  if (const auto found = object.require("at_most", "\"at_most\": {\"operations\": 4}")) {
    const ObjectReader bounds(*found, zoo_bounds_table);
    bounds.require("operations");
    bounds.read_number("operations", expectation.operations, any_count);
    bounds.read_number("faults", expectation.faults, any_count);
  }
  return expectation;
}

}  // namespace

Result<ZooExpectation> read_zoo_expectation(std::string_view text, std::string file) {
  const auto json = parse_json(text, std::move(file));
  if (!json) return json.errors();
  if (const auto error = another_kind(json.value(), "zoo expectation")) return *error;
  Mistakes mistakes(json.value());
  ZooExpectation expectation = read_root({&json.value().root, "", &mistakes});
  if (!mistakes.empty()) return mistakes.take();
  return expectation;
}

Result<ZooExpectation> load_zoo_expectation(const std::string& path) {
  const auto text = read_text_file(path);
  if (!text) return text.errors();
  return read_zoo_expectation(text.value(), path);
}

}  // namespace rehearse::scenarios
