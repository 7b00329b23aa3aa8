#include "harness/impact/timelines.hpp"

#include <algorithm>

#include "harness/properties/durability.hpp"
#include "harness/properties/effect_tally.hpp"
#include "harness/properties/order.hpp"

namespace rehearse::harness {

namespace {

enum class Fate : std::uint8_t { never_read, stable, stale, resurrected, lost };

/// The fates of the writes of one run, behind them those of the initial record of each element.
class Fates final {
 public:
  explicit Fates(const Facts& facts)
      : facts_(facts),
        fates_(facts.writes().size() + facts.elements().size(), Fate::never_read),
        timelines_(facts.tracks().size()) {}

  std::vector<Timelines> count() {
    for (const ObserveFact& observe : facts_.observes()) look_at(observe);
    look_at_the_end();
    for (WriteIndex w = 0; w < facts_.writes().size(); ++w)
      if (confirmed(facts_.writes()[w])) tell(facts_.writes()[w].element, fates_[w]);
    for (ElementId id = 0; id < facts_.elements().size(); ++id)
      if (facts_.elements()[id].initial) tell(id, fate_of(id, nothing));
    count_effects();
    return std::move(timelines_);
  }

 private:
  Fate& fate_of(ElementId element, WriteIndex write) {
    return fates_[write == nothing ? facts_.writes().size() + element : write];
  }
  void worsen(ElementId element, WriteIndex write, Fate fate) {
    fate_of(element, write) = std::max(fate_of(element, write), fate);
  }

  bool judged(ElementId id) const {
    const TrackIndex track = facts_.elements()[id].track;
    return track < facts_.tracks().size() && facts_.tracks()[track].records();
  }

  /// By a client's operation that ended ok, and no part of another record.
  bool confirmed(const WriteFact& write) const {
    if (write.element == nothing || !judged(write.element) || write.add() || write.compensation ||
        write.undone || write.operation == nothing)
      return false;
    return facts_.operations()[write.operation].ending == Ending::ok;
  }

  void look_at(const ObserveFact& observe) {
    if (observe.operation == nothing || !judged(observe.element)) return;
    const AckFact* const ack = binding_ack(facts_, observe);
    if (ack == nullptr && !facts_.elements()[observe.element].initial) return;
    const WriteIndex known = ack == nullptr ? nothing : ack->latest;
    if (!contradicts(facts_, observe, known)) {
      worsen(observe.element, known, Fate::stable);
      return;
    }
    const bool deleted = known != nothing && facts_.writes()[known].erases;
    worsen(observe.element, known, deleted ? Fate::resurrected : Fate::stale);
    const Time since = ack == nullptr ? 0 : ack->time;
    Time& longest = timelines_[facts_.elements()[observe.element].track].stale_us;
    longest = std::max(longest, facts_.operations()[observe.operation].invoked - since);
  }

  void look_at_the_end() {
    if (!facts_.has_final()) return;
    for (ElementId id = 0; id < facts_.elements().size(); ++id) {
      if (!judged(id) || !settled(id)) continue;
      const WriteIndex last = facts_.last_acknowledged(id);
      if (last == nothing && !facts_.elements()[id].initial) continue;
      if (last != nothing && facts_.writes()[last].erases) {
        if (is_back(id, last)) worsen(id, last, Fate::resurrected);
      } else if (lost_at_end(facts_, id, last)) {
        worsen(id, last, Fate::lost);
      }
    }
    for (const WriteIndex write : facts_.uncommitted()) {
      const ElementId id = facts_.writes()[write].element;
      if (id != nothing && judged(id) && settled(id) && lost_at_end(facts_, id, write))
        worsen(id, write, Fate::lost);
    }
  }

  bool settled(ElementId id) const {
    return facts_.quiet() || facts_.nothing_pending(facts_.elements()[id].track);
  }

  /// A side that answers at the end has what this write erased.
  bool is_back(ElementId id, WriteIndex erase) const {
    const Sides sides = facts_.authorities()[facts_.elements()[id].track];
    for (const Side side : {Side::old_side, Side::new_side}) {
      const FinalRecord* const record = sides.has(side) ? facts_.final_record(id, side) : nullptr;
      if (record == nullptr) continue;
      if (facts_.known_initial(id, record->write)) return true;
      const WriteIndex carried = facts_.find_write(record->write);
      if (carried == nothing) continue;
      const std::uint32_t position = facts_.writes()[carried].position;
      if (position != 0 && position < facts_.writes()[erase].position) return true;
    }
    return false;
  }

  void tell(ElementId id, Fate fate) {
    if (!judged(id)) return;
    Timelines& all = timelines_[facts_.elements()[id].track];
    ++all.confirmed;
    switch (fate) {
      case Fate::never_read:
        ++all.never_read;
        break;
      case Fate::stable:
        ++all.stable;
        break;
      case Fate::stale:
        ++all.stale;
        break;
      case Fate::resurrected:
        ++all.resurrected;
        break;
      case Fate::lost:
        ++all.lost;
        break;
    }
  }

  void count_effects() {
    auto& tallies = facts_.scratch().a;
    tallies.assign(facts_.elements().size(), 0);
    constexpr std::int64_t told = std::int64_t{1} << 62;  // duplicated once is duplicated
    for (const EffectFact& effect : facts_.effects()) {
      const Event& event = facts_.event(effect.event);
      const auto kind = static_cast<simulators::EffectKind>(event.detail);
      if ((event.flags & not_real) != 0 || kind > simulators::EffectKind::void_charge) continue;
      if (facts_.elements()[effect.element].track >= timelines_.size()) continue;
      Timelines& all = timelines_[facts_.elements()[effect.element].track];
      std::int64_t& tally = tallies[effect.element];
      if (tally == 0) ++all.confirmed;
      tally = with_effect(tally, kind);
      if ((tally & told) != 0 || !too_many(tally, kind)) continue;
      ++all.duplicated;
      tally |= told;
    }
  }

  const Facts& facts_;
  std::vector<Fate> fates_;
  std::vector<Timelines> timelines_;
};

}  // namespace

std::vector<Timelines> timelines_of(const Facts& facts) { return Fates(facts).count(); }

void add(const std::vector<Timelines>& run, std::vector<Timelines>& all) {
  if (all.size() < run.size()) all.resize(run.size());
  for (std::size_t track = 0; track < run.size(); ++track) {
    all[track].confirmed += run[track].confirmed;
    all[track].stable += run[track].stable;
    all[track].never_read += run[track].never_read;
    all[track].stale += run[track].stale;
    all[track].lost += run[track].lost;
    all[track].resurrected += run[track].resurrected;
    all[track].duplicated += run[track].duplicated;
    all[track].stale_us = std::max(all[track].stale_us, run[track].stale_us);
  }
}

}  // namespace rehearse::harness
