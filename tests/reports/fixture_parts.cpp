#include "tests/reports/fixture_parts.hpp"

namespace rehearse::tests {

using harness::ReturnPoint;

ReturnPoint way_back(const std::vector<std::string>& phases, std::size_t unsafe) {
  ReturnPoint point;
  point.verdict = unsafe < 2 * (phases.size() - 1) ? "too late" : "agrees";
  point.declared = point.claimed = phases.back();
  point.kind = "found";
  point.harm =
      "loses order 17, written by checkout (operation 41) of client 3 and acknowledged at 418.212 "
      "s";
  point.property = "R1";
  point.forced = 40;
  point.fewest_runs = 4;
  for (std::size_t i = 0; i < 2 * phases.size(); ++i) {
    const std::string phase = phases[i / 2];
    const std::string place =
        i % 2 == 0 ? "after the flags of phase " + phase : "the end of phase " + phase;
    const bool bad = i >= unsafe;
    point.boundaries.push_back({phase, place, bad ? "unsafe" : "safe", 4, bad ? 3 : 0, 0});
    point.runs += 4;
    if (i != unsafe) continue;
    point.phase = phase;
    point.place = place;
  }
  point.sentence = "The plan says that one can go back until phase " + point.declared + ". From " +
                   point.place + " on, going back " + point.harm + ".";
  point.tracks = {{"orders", "found", point.phase, point.place, point.harm, {}},
                  {"payments", "never", "", "", "", {}},
                  {"catalog", "unknown", "", "", "", {}}};
  return point;
}

std::vector<harness::SearchPart> search_parts() {
  std::vector<harness::SearchPart> parts(3);
  parts[0].name = "single faults";
  parts[0].places = 776;
  parts[0].candidates = 4'220;
  parts[0].equivalent = 3'028;
  parts[0].planned = parts[0].runs = 1'192;
  parts[0].distinct = 1'190;
  parts[1].name = "rollback sweep";
  parts[1].places = 29;
  parts[1].candidates = 290;
  parts[1].left_out = 94;
  parts[1].planned = parts[1].runs = parts[1].distinct = 196;
  parts[2].name = "swarm";
  parts[2].planned = parts[2].runs = 612;
  parts[2].distinct = 611;
  return parts;
}

}  // namespace rehearse::tests
