#pragma once
/// More control twins of one run, one after the other, until one of them shows what the run showed.
/// One twin says little of a race that a fault opens.

#include <cstdint>
#include <functional>
#include <vector>

#include "harness/explore/rehearsal.hpp"

namespace rehearse::harness {

class OtherTwins final {
 public:
  /// Of the last run of `rehearsal`, made by `spec`, after its control twin. `most` twins
  /// altogether; `shows` is asked after each. Faults go elsewhere only to messages of these
  /// operations (ascending).
  OtherTwins(Rehearsal& rehearsal, const RunSpec& spec,
             std::vector<simulators::OperationId> operations, std::uint64_t most,
             std::function<bool()> shows)
      : rehearsal_(rehearsal),
        spec_(spec),
        operations_(std::move(operations)),
        left_(most),
        shows_(std::move(shows)) {}

  /// Struck by the same, with other delays: half of the twins that are left.
  bool with_other_delays();
  /// With one of these strikes (`which` of them) where the operations send something else, and with
  /// other delays: all that are left.
  bool struck_elsewhere(const std::vector<fault_injection::Strike>& strikes,
                        const std::vector<std::size_t>& which);

 private:
  std::vector<fault_injection::Opportunity> places_of(const fault_injection::Strike& strike);

  Rehearsal& rehearsal_;
  const RunSpec& spec_;
  const std::vector<simulators::OperationId> operations_;
  std::uint64_t left_;
  std::uint64_t timing_ = 0;
  const std::function<bool()> shows_;
};

}  // namespace rehearse::harness
