#pragma once
/// What counters and charges should come to, per element: the arithmetic of D5.

#include <cstdint>
#include <numeric>
#include <vector>

#include "harness/properties/facts.hpp"

namespace rehearse::harness {

enum Mark : std::uint32_t { touched = 1, replaced = 2, charged = 4 };

/// Per element, in scratch: the certain sum, the least and most that unknown outcomes add, their
/// greatest common divisor, and marks. Elements of records and of services do not overlap.
struct Sums {
  explicit Sums(const Facts& facts)
      : sure(facts.scratch().a),
        least(facts.scratch().b),
        most(facts.scratch().c),
        divisor(facts.scratch().d),
        actual(facts.scratch().e),
        marks(facts.scratch().first) {
    const std::size_t count = facts.elements().size();
    for (auto* sums : {&sure, &least, &most, &divisor, &actual}) sums->assign(count, 0);
    marks.assign(count, 0);
  }

  void add(ElementId id, std::int64_t amount, bool certain) {
    if (certain) {
      sure[id] += amount;
    } else {
      (amount < 0 ? least : most)[id] += amount;
      divisor[id] = std::gcd(divisor[id], amount);
    }
  }

  /// Whether `base` and the known and unknown amounts can make `sum`.
  bool reaches(ElementId id, std::int64_t base, std::int64_t sum) const {
    const std::int64_t rest = sum - base - sure[id];
    if (rest < least[id] || rest > most[id]) return false;
    return rest == 0 || (divisor[id] != 0 && rest % divisor[id] == 0);
  }

  /// What the operations meant to change, by how they ended.
  void add_intended(const Facts& facts);
  /// What the services charged in fact.
  void add_effects(const Facts& facts);

  std::vector<std::int64_t>&sure, &least, &most, &divisor, &actual;
  std::vector<std::uint32_t>& marks;
};

}  // namespace rehearse::harness
