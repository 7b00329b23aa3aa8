#pragma once
/// Why a violation is one, told over its witness.

#include "harness/consistency/proof.hpp"
#include "harness/properties/facts.hpp"

namespace rehearse::harness {

/// Let A, B, ... be the events of the witness (the end of the run, where nothing led there); then
/// what the property says follows; however it is not so. Empty unless violated.
Proof prove(const Facts& facts, const Verdict& verdict);

}  // namespace rehearse::harness
