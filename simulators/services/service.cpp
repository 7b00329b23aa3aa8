#include "simulators/services/service.hpp"

#include <map>
#include <utility>

#include "scenarios/ensure.hpp"
#include "simulators/services/gateway.hpp"

namespace rehearse::simulators {
namespace {

std::map<std::string, MakeService>& makers() {
  static std::map<std::string, MakeService> by_name;
  return by_name;
}

}  // namespace

void add_service(const std::string& name, MakeService make) {
  REHEARSE_ENSURE(make != nullptr);
  const bool fresh = makers().emplace(name, std::move(make)).second;
  REHEARSE_ENSURE(fresh);
}

std::unique_ptr<Service> make_service(const Blueprint& blueprint, TrackIndex track,
                                      scenarios::Side side, Runtime& runtime) {
  const auto& contract = *blueprint.tracks[track].contracts[static_cast<std::size_t>(side)];
  const auto made = makers().find(contract.service);
  if (made != makers().end()) return made->second(blueprint, track, side, runtime);
  return std::make_unique<Gateway>(blueprint, track, side, runtime);
}

}  // namespace rehearse::simulators
