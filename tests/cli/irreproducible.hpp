#pragma once
/// From inside: no option makes a run depend on more than its seed.

#include <memory>

#include "harness/explore/make_choices.hpp"
#include "simulators/runtime/choices.hpp"

namespace rehearse::tests {

/// Choices that differ whenever a run is done again.
inline harness::MakeChoices irreproducible() {
  class Drawn final : public simulators::Choices {
   public:
    explicit Drawn(std::uint64_t seed) : random_(seed) {}
    std::uint64_t pick(const simulators::Site& site, std::uint64_t n) override {
      return random_.pick(site, n);
    }

   private:
    simulators::RandomChoices random_;
  };
  return [made = std::make_shared<std::uint64_t>(0)](const harness::RunSpec&) {
    return std::make_unique<Drawn>(++*made);
  };
}

}  // namespace rehearse::tests
