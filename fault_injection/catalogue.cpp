/// The faults in the order of the catalogue. One function each, defined in faults/<name>.cpp.

#include <limits>
#include <vector>

#include "fault_injection/fault.hpp"
#include "scenarios/ensure.hpp"

namespace rehearse::fault_injection {

#define REHEARSE_FAULT(name, ...) const Fault& name();
#include "scenarios/fault_catalogue.def"
#undef REHEARSE_FAULT

namespace {

std::vector<const Fault*>& table() {
  static std::vector<const Fault*> faults{
#define REHEARSE_FAULT(name, ...) &name(),
#include "scenarios/fault_catalogue.def"
#undef REHEARSE_FAULT
  };
  return faults;
}

}  // namespace

const Fault& fault_at(KindIndex kind) {
  REHEARSE_ENSURE(kind < table().size());
  return *table()[kind];
}

void add_fault(const scenarios::FaultKind& kind, const Fault& fault) {
  REHEARSE_ENSURE(table().size() == scenarios::fault_kinds().size() &&
                  table().size() < std::numeric_limits<KindIndex>::max());
  scenarios::add_fault_kind(kind);
  table().push_back(&fault);
}

}  // namespace rehearse::fault_injection
