#include "simulators/runtime/choices.hpp"

#include <algorithm>
#include <string_view>

#include "scenarios/ensure.hpp"
#include "simulators/data/memory.hpp"

namespace rehearse::simulators {

namespace {

std::string_view kind_name(SiteKind kind) {
  switch (kind) {
    case SiteKind::delay:
      return "delay";
    case SiteKind::work:
      return "work";
    case SiteKind::arrival:
      return "arrival";
    case SiteKind::operation:
      return "operation";
    case SiteKind::client:
      return "client";
    case SiteKind::key:
      return "key";
    case SiteKind::field:
      return "field";
    case SiteKind::instance:
      return "instance";
    case SiteKind::flag_delay:
      return "flag_delay";
    case SiteKind::segment:
      return "segment";
    case SiteKind::decline:
      return "decline";
    case SiteKind::refuse:
      return "refuse";
    case SiteKind::fault:
      return "fault";
    case SiteKind::shape:
      return "shape";
    case SiteKind::initial:
      return "initial";
  }
  return "?";
}

std::string node_name(NodeId node, const std::vector<std::string>& nodes) {
  return node < nodes.size() ? nodes[node] : std::to_string(node);
}

}  // namespace

RandomChoices::RandomChoices(std::uint64_t seed) : seed_(digest_mix(seed, 0x5eedULL)) {}

std::uint64_t RandomChoices::pick(const Site& site, std::uint64_t n) {
  REHEARSE_ENSURE(n >= 1);
  const std::uint64_t place = (static_cast<std::uint64_t>(site.kind) << 40U) |
                              (static_cast<std::uint64_t>(site.index) << 32U) |
                              (static_cast<std::uint64_t>(site.a) << 16U) | site.b;
  const std::uint64_t drawn =
      folded_product(folded_product(seed_ ^ place, site.n ^ 0xa0761d6478bd642fULL) ^ seed_,
                     place ^ 0xe7037ed1a0b428dbULL);
  // Multiply-shift (Lemire 2019) without the rejection step: the bias is below n / 2^64.
  __extension__ using Wide = unsigned __int128;
  return static_cast<std::uint64_t>((static_cast<Wide>(drawn) * n) >> 64U);
}

std::uint64_t RecordingChoices::pick(const Site& site, std::uint64_t n) {
  const std::uint64_t value = engine_.pick(site, n);
  recorded_.push_back({site, n, value});
  return value;
}

ReplayChoices::ReplayChoices(std::vector<Choice> saved) : saved_(std::move(saved)) {
  std::sort(saved_.begin(), saved_.end(),
            [](const Choice& a, const Choice& b) { return a.site < b.site; });
}

std::uint64_t ReplayChoices::pick(const Site& site, std::uint64_t n) {
  const auto found = std::lower_bound(saved_.begin(), saved_.end(), site,
                                      [](const Choice& a, const Site& b) { return a.site < b; });
  if (found == saved_.end() || found->site != site || found->n != n || found->value >= n) {
    ++unknown_;
    return 0;
  }
  return found->value;
}

std::string site_name(const Site& site, const std::vector<std::string>& nodes) {
  std::string name(kind_name(site.kind));
  if (site.index != 0) name += "#" + std::to_string(site.index);
  name += "/" + node_name(site.a, nodes);
  if (site.kind == SiteKind::delay || site.kind == SiteKind::fault)
    name += ">" + node_name(site.b, nodes);
  else if (site.b != 0)
    name += "." + std::to_string(site.b);
  return name + "/" + std::to_string(site.n);
}

}  // namespace rehearse::simulators
