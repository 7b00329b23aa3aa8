#pragma once
/// One side of a service track: the mock with a contract (gateway.hpp), or a model of a user's own.

#include <cstddef>
#include <functional>
#include <memory>
#include <string>

#include "simulators/blueprint/blueprint.hpp"
#include "simulators/runtime/runtime.hpp"

namespace rehearse::simulators {

/// A node that answers service calls, steps of the plan and `lookup`, and records an `effect` event
/// for each effect that it makes. Models that only change something of the mock hold a Gateway and
/// pass on to it what they leave alone.
class Service : public Node {
 public:
  /// As it is at the beginning of a run.
  virtual void reset() = 0;
  /// Webhooks that it is still trying to deliver.
  virtual std::size_t webhooks_under_way() const { return 0; }
};

/// `blueprint` and `runtime` outlive what is made.
using MakeService = std::function<std::unique_ptr<Service>(
    const Blueprint& blueprint, TrackIndex track, scenarios::Side side, Runtime& runtime)>;

/// Sides whose contract says `"service": name` are made by `make` from here on. Before anything is
/// rehearsed, and not from several threads; aborts when the name is taken.
void add_service(const std::string& name, MakeService make);

/// The model of that side: what was added for its service, else the mock.
std::unique_ptr<Service> make_service(const Blueprint& blueprint, TrackIndex track,
                                      scenarios::Side side, Runtime& runtime);

}  // namespace rehearse::simulators
