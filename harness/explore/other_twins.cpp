#include "harness/explore/other_twins.hpp"

#include <algorithm>

namespace rehearse::harness {

using fault_injection::Opportunity;
using fault_injection::Strike;

bool OtherTwins::with_other_delays() {
  for (std::uint64_t i = left_ / 2; i > 0; --i, --left_) {
    rehearsal_.run_control_otherwise(spec_, ++timing_);
    if (shows_()) return true;
  }
  return false;
}

bool OtherTwins::struck_elsewhere(const std::vector<Strike>& strikes,
                                  const std::vector<std::size_t>& which) {
  std::vector<std::vector<Strike>> ways;
  for (const std::size_t i : which) {
    for (const Opportunity& place : places_of(strikes[i])) {
      ways.push_back(strikes);
      ways.back()[i].message = place.message;
      ways.back()[i].node = fault_injection::no_node;
    }
  }
  for (std::size_t way = 0; !ways.empty() && left_ > 0; ++way, --left_) {
    rehearsal_.run_control_otherwise(spec_, ++timing_, ways[way % ways.size()]);
    if (shows_()) return true;
  }
  return false;
}

std::vector<Opportunity> OtherTwins::places_of(const Strike& strike) {
  std::vector<Opportunity> places;
  rehearsal_.watch(&places, fault_injection::KindSet{1} << strike.kind);
  rehearsal_.run_control_otherwise(spec_, ++timing_, {});
  rehearsal_.watch(nullptr);
  std::erase_if(places, [&](const Opportunity& place) {
    return !std::binary_search(operations_.begin(), operations_.end(), place.operation);
  });
  return places;
}

}  // namespace rehearse::harness
