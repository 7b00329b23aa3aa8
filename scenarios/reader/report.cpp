#include "scenarios/reader/report.hpp"

#include <algorithm>

namespace rehearse::scenarios::reading {

Error error_of(const Problem& problem, const SourceMap& sources) {
  Error error;
  const Place place = sources.place_of(problem.pointer);
  error.file = sources.file;
  error.line = place.line;
  error.column = place.column;
  error.pointer = sources.nearest(problem.pointer);
  error.message = problem.message;
  error.way_out = problem.way_out;
  return error;
}

void report(const std::vector<Problem>& problems, const SourceMap& sources, Mistakes& mistakes) {
  const auto broken = [&](std::string pointer) {
    if (!pointer.ends_with("/*"))
      return mistakes.at(pointer) || mistakes.at(sources.nearest(pointer));
    pointer.resize(pointer.size() - 2);
    return mistakes.within(pointer) || mistakes.at(sources.nearest(pointer));
  };
  std::vector<const Problem*> fresh;
  for (const Problem& problem : problems) {
    const bool follows = mistakes.at(problem.pointer) ||
                         mistakes.at(sources.nearest(problem.pointer)) ||
                         std::any_of(problem.relies_on.begin(), problem.relies_on.end(), broken);
    if (!follows) fresh.push_back(&problem);
  }
  for (const Problem* problem : fresh) {
    Error error = error_of(*problem, sources);
    mistakes.add_at({error.line, error.column}, error.pointer, error.value, error.message,
                    error.way_out);
  }
}

void read_format(const ObjectReader& object, int& format) {
  const auto found = object.find("rehearse");
  if (!found) return;
  if (found->is(JsonValue::Kind::integer) && found->value->integer == 1) {
    format = 1;
  } else {
    found->wrong("this program reads format 1", "write \"rehearse\": 1, or use a newer rehearse");
  }
}

}  // namespace rehearse::scenarios::reading
