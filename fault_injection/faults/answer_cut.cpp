#include "fault_injection/wire_fault.hpp"

namespace rehearse::fault_injection {

namespace {

/// What is known to be done by the one is unknown to the other, who learns of it at once.
class AnswerCut final : public BrokenWire {
 public:
  AnswerCut() : BrokenWire(simulators::Wire::Cut::answer) {}
};

}  // namespace

const Fault& answer_cut() {
  static const AnswerCut fault;
  return fault;
}

}  // namespace rehearse::fault_injection
