#include "scenarios/property_ids.hpp"

namespace rehearse::scenarios {

std::vector<std::string> all_property_ids() {
  return {"A1", "A2", "D1", "D2", "D3", "D4", "D5", "D6", "C1",
          "C2", "R1", "R2", "L1", "V1", "V2", "I1", "X1"};
}

}  // namespace rehearse::scenarios
