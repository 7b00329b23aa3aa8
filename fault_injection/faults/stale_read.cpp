#include "fault_injection/fault.hpp"

namespace rehearse::fault_injection {

using namespace simulators;

namespace {

/// A replica that has stopped, a cache that is not told: what an application reads twice is
/// answered with what it was the first time, for as long as it lasts.
class StaleRead final : public Fault {
 public:
  bool strikes_at(const Message& message, const Scene& scene) const override {
    return !message.reply && hits(scene.class_of(message.to)) &&
           kind_of(*message.request) == MessageKind::read;
  }
  NodeId victim(const Message& message, const Scene&) const override { return message.to; }
  bool hits(NodeClass node) const override { return node == NodeClass::store; }
  bool single() const override { return false; }
  void touch(Episode& episode, const Message& message, Scene& scene, Fate&) const override {
    const bool answers = message.reply && message.from == episode.strike.node &&
                         scene.class_of(message.to) == NodeClass::instance;
    if (!answers || kind_of(*message.request) != MessageKind::read || !message.answer->ok()) return;
    const std::uint64_t asked = content_of(*message.request);
    for (const auto& [content, answer] : episode.answers) {
      if (content != asked) continue;
      *message.answer = answer;
      return;
    }
    episode.answers.emplace_back(asked, *message.answer);
  }
};

}  // namespace

const Fault& stale_read() {
  static const StaleRead fault;
  return fault;
}

}  // namespace rehearse::fault_injection
