/// The faults in the order of the catalogue. One function each, defined in faults/<name>.cpp.

#include <array>

#include "fault_injection/fault.hpp"
#include "scenarios/ensure.hpp"

namespace rehearse::fault_injection {

#define REHEARSE_FAULT(name, ...) const Fault& name();
#include "scenarios/fault_catalogue.def"
#undef REHEARSE_FAULT

const Fault& fault_at(KindIndex kind) {
  static const std::array table{
#define REHEARSE_FAULT(name, ...) &name(),
#include "scenarios/fault_catalogue.def"
#undef REHEARSE_FAULT
  };
  REHEARSE_ENSURE(kind < table.size());
  return *table[kind];
}

}  // namespace rehearse::fault_injection
