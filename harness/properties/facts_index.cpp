// How elements, writes and final records are found.
#include <algorithm>

#include "harness/properties/facts.hpp"

namespace rehearse::harness {

namespace {
// Writers that bypass the application name their writes as they like; their ids live in the element
// index under this track.
constexpr TrackIndex bypass_track = 254;

std::uint64_t element_hash(TrackIndex track, Key key) {
  return FlatIndex::mix(static_cast<std::uint64_t>(key), track);
}
}  // namespace

ElementId Facts::element(TrackIndex track, Key key) {
  const auto same = [&](std::uint32_t i) {
    return elements_[i].key == key && elements_[i].track == track;
  };
  const std::uint32_t fresh = static_cast<std::uint32_t>(elements_.size());
  const std::uint32_t found = element_index_.find_or_add(element_hash(track, key), fresh, same);
  if (found == fresh) {
    ElementFact fact;
    fact.key = key;
    fact.track = track;
    elements_.push_back(fact);
  }
  return found;
}

ElementId Facts::find_element(TrackIndex track, Key key) const {
  return element_index_.find(element_hash(track, key), [&](std::uint32_t i) {
    return elements_[i].key == key && elements_[i].track == track;
  });
}

WriteIndex Facts::find_write(WriteId id) const {
  if (id == 0 || simulators::is_initial(id)) return nothing;
  const OperationIndex operation = operation_index(simulators::operation_of(id));
  if (operation != nothing) {
    for (WriteIndex w = operations_[operation].first_write; w != nothing;
         w = writes_[w].next_of_operation) {
      if (writes_[w].id == id) return w;
    }
  }
  const ElementId place = find_element(bypass_track, static_cast<Key>(id));
  return place == nothing ? nothing : elements_[place].first;
}

void Facts::read_final() {
  authorities_.assign(tracks_.size(), Sides{});
  for (TrackIndex t = 0; has_final() && t < tracks_.size(); ++t) {
    authorities_[t] = find_authorities(t);
  }
  const auto& tracks = history_->final.tracks;
  const std::size_t count = std::min(tracks.size(), tracks_.size());
  for (std::size_t t = 0; t < count; ++t) {
    if (tracks_[t].service) continue;
    const auto index = [&](const simulators::FinalSide& side, std::int32_t ElementFact::*member) {
      for (std::size_t i = 0; i < side.records.size(); ++i) {
        if (side.records[i].deleted) continue;
        const ElementId id = element(static_cast<TrackIndex>(t), side.records[i].key);
        elements_[id].*member = static_cast<std::int32_t>(i);
      }
    };
    index(tracks[t].old_side, &ElementFact::final_old);
    index(tracks[t].new_side, &ElementFact::final_new);
  }
}

ElementId Facts::bypass_place(WriteId write) {
  return element(bypass_track, static_cast<Key>(write));
}

}  // namespace rehearse::harness
