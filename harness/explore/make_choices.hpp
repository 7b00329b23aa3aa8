#pragma once
/// Where the choices of a run come from, if not from its seed.

#include <functional>
#include <memory>

namespace rehearse::simulators {
class Choices;
}

namespace rehearse::harness {

struct RunSpec;

/// Replaces the seeded engine of a run; null: keeps it. Empty outside of tests.
using MakeChoices = std::function<std::unique_ptr<simulators::Choices>(const RunSpec& spec)>;

}  // namespace rehearse::harness
