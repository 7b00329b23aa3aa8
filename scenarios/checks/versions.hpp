#pragma once
/// Which versions each instance group runs while a plan goes on.

#include <string>
#include <vector>

#include "scenarios/plan.hpp"

namespace rehearse::scenarios::checks {

/// How many instances of each group run which version.
class RunningVersions final {
 public:
  explicit RunningVersions(const Plan& plan);
  void apply(const Step& step);  ///< Restarts only.
  /// The versions of any group, one "group on version" each, that treat `track` as `support`.
  std::vector<std::string> with_support(const std::string& track, TrackSupport support) const;
  /// A group that has an instance of this version; empty: none.
  std::string group_on(const std::string& version) const;

 private:
  struct Running {
    std::string group;
    std::string version;
    int instances;
  };
  const Plan& plan_;
  std::vector<Running> running_;
};

}  // namespace rehearse::scenarios::checks
