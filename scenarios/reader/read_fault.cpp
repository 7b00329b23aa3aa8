#include <algorithm>

#include "scenarios/fault_kinds.hpp"
#include "scenarios/reader/key_tables.hpp"
#include "scenarios/reader/sections.hpp"
#include "scenarios/suggest.hpp"

namespace rehearse::scenarios::reading {
namespace {

/// {"reply_lost": {...}, "in": "canary"}: the kind is a key, so that the table is made here.
std::vector<std::string_view> keys_with_kinds() {
  std::vector<std::string_view> keys;
  for (const FaultKind& kind : fault_kinds()) keys.push_back(kind.name);
  for (const std::string_view group : fault_groups()) keys.push_back(group);
  keys.insert(keys.end(), std::begin(fault_keys), std::end(fault_keys));
  return keys;
}

/// What may stand beside the kind or inside its object.
void read_parameters(const ObjectReader& object, FaultSpec& fault) {
  if (const auto between = object.find("between")) {
    const bool two = between->is_array() && between->value->items.size() == 2;
    if (!two) {
      between->wrong("two nodes are expected here", "write e.g. [\"app\", \"payments.old\"]");
    } else {
      fault.between.resize(2);  // the two may be alike
      read_value(between->item(0), fault.between[0]);
      read_value(between->item(1), fault.between[1]);
    }
  }
  object.read("node", fault.node);
  if (object.read_percent("rate", fault.rate_per_million)) fault.drawn = true;
  object.read("restart_after", fault.restart_after);
  object.read("duration", fault.duration);
}

void read_when(const ObjectReader& object, FaultSpec& fault) {
  object.read("in", fault.phase);
  if (const auto at = object.find("at")) {
    const ObjectReader moment(*at, fault_at_table);
    if (moment.has("phase") && object.has("in")) {
      at->wrong("the phase is said twice, here and as \"in\"", "keep one of the two");
    } else {
      moment.read("phase", fault.phase);
    }
    moment.read("step", fault.step);
    if (fault.step.empty())
      moment.read_required("after", fault.after, "\"after\": \"200ms\"");
    else
      moment.read("after", fault.after);
  }
  int nth = 0;
  if (object.read_number("nth", nth, {1, 1'000'000'000})) fault.nth = nth;
  if (object.read("of", fault.of)) {
    const auto kinds = message_kind_names();
    const std::vector<std::string> names(kinds.begin(), kinds.end());
    if (std::find(names.begin(), names.end(), fault.of) == names.end())
      wrong_name(*object.find("of"), names);
  }
  object.read("persistent", fault.persistent);
}

void read_kinds(const At& at, FaultSpec& fault) {
  if (!at.is_array() || at.value->items.empty()) {
    at.wrong("a list of faults is expected here", did_you_mean("", fault_names()));
    return;
  }
  fault.drawn = true;
  std::vector<std::string> kinds;
  if (!read_value(at, kinds)) return;
  for (std::size_t i = 0; i < kinds.size(); ++i) {
    if (!is_fault_name(kinds[i])) wrong_name(at.item(i), fault_names());
  }
  fault.kinds = std::move(kinds);
}

void read_fault(const At& at, FaultSpec& fault) {
  const std::vector<std::string_view> keys = keys_with_kinds();
  const ObjectReader object(at, KeyTable{"fault", keys});
  if (!object.valid()) return;
  std::vector<std::string> heads;
  for (const std::string& name : fault_names()) {
    if (object.has(name)) heads.push_back(name);
  }
  const std::size_t count = heads.size() + (object.has("any_of") ? 1 : 0);
  if (count != 1 && !at.mistakes->within(at.pointer)) {
    at.wrong(
        count == 0 ? "this names no fault" : "this names two faults",
        count == 0 ? did_you_mean("", fault_names()) : "make one entry of each, or use \"any_of\"");
  }
  if (const auto any_of = object.find("any_of")) read_kinds(*any_of, fault);
  read_parameters(object, fault);
  if (!heads.empty()) {
    fault.kinds = {heads.front()};
    const auto head = object.find(heads.front());
    read_parameters(ObjectReader(*head, fault_parameters_table), fault);
  }
  read_when(object, fault);
}

}  // namespace

void read_faults(const At& at, std::vector<FaultSpec>& faults) {
  read_list(at, "faults", [&](const At& item) { read_fault(item, faults.emplace_back()); });
}

}  // namespace rehearse::scenarios::reading
