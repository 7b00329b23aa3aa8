#pragma once
/// Whether the money in a bank stays what it was: every read of all accounts shows the same total,
/// and no account below zero. Balances are read at once, so that a total that differs shows half a
/// transfer (a read skew), or money made or lost.

#include "harness/consistency/finding.hpp"

namespace rehearse::harness {

/// Of all keys together: a bank is one object. `total`: what all accounts hold; nil: as the first
/// read that ended shows. Adds to `report.counts`.
Finding judge_bank(const Recording& recording, RecordedValue total, RecordingReport& report);

}  // namespace rehearse::harness
