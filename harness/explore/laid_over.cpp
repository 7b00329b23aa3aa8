#include "harness/explore/laid_over.hpp"

#include <algorithm>

namespace rehearse::harness {

using namespace simulators;

Site group_of(Site site) {
  switch (site.kind) {
    case SiteKind::delay:
    case SiteKind::work:
    case SiteKind::flag_delay:
    case SiteKind::segment:
    case SiteKind::refuse:
      site.n = 0;
      break;
    default:
      break;
  }
  return site;
}

std::uint64_t LaidOverChoices::pick(const Site& site, std::uint64_t n) {
  const auto& list = laid_over_.seeded;
  const bool as_seeded = !list || (faults_ && site.kind == SiteKind::fault) ||
                         std::binary_search(list->begin(), list->end(), group_of(site));
  return as_seeded ? engine_.pick(site, n) : 0;
}

}  // namespace rehearse::harness
