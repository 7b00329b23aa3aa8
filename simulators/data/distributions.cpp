#include "simulators/data/distributions.hpp"

#include <algorithm>

#include "scenarios/ensure.hpp"
#include "simulators/data/fixed_point.hpp"

namespace rehearse::simulators {

namespace {

__extension__ using Wide = unsigned __int128;
constexpr std::int64_t count_max = 100'000'000;
constexpr std::uint64_t microseconds_per_million_seconds = 1'000'000'000'000;

/// 1 / rank^(hundredths / 100) in Q32, at least 1, so that every key can be drawn.
std::uint64_t zipf_weight(std::uint64_t rank, int hundredths) {
  const Wide product =
      static_cast<Wide>(log2_q32(rank)) * static_cast<Wide>(hundredths) + 50;  // rounds to nearest
  const auto halvings = static_cast<std::int64_t>(product / 100);
  return static_cast<std::uint64_t>(std::max<std::int64_t>(1, exp2_q32(-halvings)));
}

}  // namespace

KeyDistribution::KeyDistribution(const scenarios::Keys& keys, std::int64_t count)
    : shape_(keys.shape), count_(static_cast<std::uint64_t>(count)) {
  REHEARSE_ENSURE(count >= 1);
  REHEARSE_ENSURE(count <= count_max);
  if (shape_ == scenarios::KeyShape::hot_set) {
    REHEARSE_ENSURE(keys.hot_keys >= 0);
    REHEARSE_ENSURE(keys.hot_percent >= 0);
    REHEARSE_ENSURE(keys.hot_percent <= 100);
    hot_keys_ = static_cast<std::uint64_t>(keys.hot_keys);
    hot_percent_ = static_cast<std::uint64_t>(keys.hot_percent);
    if (hot_keys_ == 0 || hot_keys_ >= count_) shape_ = scenarios::KeyShape::uniform;
  } else if (shape_ == scenarios::KeyShape::zipf) {
    REHEARSE_ENSURE(keys.zipf_hundredths >= 0);
    cumulative_.reserve(count_);
    std::uint64_t sum = 0;
    for (std::uint64_t rank = 1; rank <= count_; ++rank)
      cumulative_.push_back(sum += zipf_weight(rank, keys.zipf_hundredths));
  }
}

std::int64_t KeyDistribution::draw(Choices& choices, const Site& site) const {
  switch (shape_) {
    case scenarios::KeyShape::uniform:
      return static_cast<std::int64_t>(choices.pick(site, count_));
    case scenarios::KeyShape::zipf:
      return draw_zipf(choices, site);
    case scenarios::KeyShape::hot_set:
      return draw_hot(choices, site);
  }
  return 0;
}

std::int64_t KeyDistribution::draw_zipf(Choices& choices, const Site& site) const {
  const std::uint64_t picked = choices.pick(site, cumulative_.back());
  return std::upper_bound(cumulative_.begin(), cumulative_.end(), picked) - cumulative_.begin();
}

std::int64_t KeyDistribution::draw_hot(Choices& choices, const Site& site) const {
  // A hundred blocks of a size that both sets divide, so that one choice serves.
  const std::uint64_t cold_keys = count_ - hot_keys_;
  const std::uint64_t block = hot_keys_ * cold_keys;
  const std::uint64_t picked = choices.pick(site, 100 * block);
  const bool hot = picked / block < hot_percent_;
  return static_cast<std::int64_t>(hot ? picked % hot_keys_ : hot_keys_ + picked % cold_keys);
}

ArrivalProcess::ArrivalProcess(const scenarios::Arrivals& arrivals) : arrivals_(arrivals) {
  REHEARSE_ENSURE(arrivals.per_million_seconds >= 1);
  REHEARSE_ENSURE(arrivals.burst_size >= 1);
  REHEARSE_ENSURE(arrivals.burst_spread.count() >= 0);
}

Time ArrivalProcess::gap(Choices& choices, std::uint64_t n) const {
  REHEARSE_ENSURE(n >= 1);
  switch (arrivals_.shape) {
    case scenarios::ArrivalShape::constant:
      return arrivals_due(n) - arrivals_due(n - 1);
    case scenarios::ArrivalShape::poisson:
      return exponential_gap(choices, n);
    case scenarios::ArrivalShape::burst:
      return burst_gap(choices, n);
  }
  return 0;
}

Time ArrivalProcess::arrivals_due(std::uint64_t n) const {
  return static_cast<Time>(static_cast<Wide>(n) * microseconds_per_million_seconds /
                           static_cast<Wide>(arrivals_.per_million_seconds));
}

/// -ln(u) times the mean, u uniform in (0, 1].
Time ArrivalProcess::exponential_gap(Choices& choices, std::uint64_t n) const {
  constexpr auto uniform_steps = static_cast<std::uint64_t>(q32_one);
  const std::uint64_t picked = choices.pick({SiteKind::arrival, 0, 0, 0, n}, uniform_steps);
  const std::int64_t bits = 32 * q32_one - log2_q32(uniform_steps - picked);  // -log2(u)
  const Wide means_q32 = (static_cast<Wide>(bits) * static_cast<Wide>(ln2_q32)) >> 32U;
  const Wide gap_q32 = means_q32 * microseconds_per_million_seconds /
                       static_cast<Wide>(arrivals_.per_million_seconds);
  return static_cast<Time>((gap_q32 + (Wide{1} << 31U)) >> 32U);
}

/// The pause before a burst makes up for the mean of the gaps within it.
Time ArrivalProcess::burst_gap(Choices& choices, std::uint64_t n) const {
  const auto size = static_cast<std::uint64_t>(arrivals_.burst_size);
  const std::uint64_t burst = (n - 1) / size;
  const Time period = arrivals_due((burst + 1) * size) - arrivals_due(burst * size);
  const Time spread = std::min<Time>(arrivals_.burst_spread.count(), period);
  const Time gaps = static_cast<Time>(size) - 1;
  const Time gap_max = gaps == 0 ? 0 : spread / gaps;
  if ((n - 1) % size == 0) return period - gaps * gap_max / 2;
  return choices.between({SiteKind::arrival, 0, 0, 0, n}, 0, gap_max);
}

}  // namespace rehearse::simulators
