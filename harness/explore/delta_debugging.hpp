#pragma once
/// The fewest of many that still do it: delta debugging (Zeller and Hildebrandt, "Simplifying and
/// isolating failure-inducing input", 2002), by complements. RapidCheck's `removeChunks` tries
/// every place of every size, from all down to one, and begins anew after each success: n * n / 2
/// tries, where one try is a whole rehearsal. This one halves the size and goes on where it was.

#include <algorithm>
#include <cstddef>
#include <vector>

namespace rehearse::harness {

/// Leaves items out as long as `holds(rest)`, which it must for all of `items`. The result is
/// 1-minimal: without any one of its items `holds` says no. Order is kept.
template <typename Item, typename Holds>
std::vector<Item> fewest(std::vector<Item> items, const Holds& holds) {
  for (std::size_t size = items.size(); size > 0;) {
    bool left_out = false;
    for (std::size_t at = 0; at < items.size();) {
      const std::size_t end = std::min(items.size(), at + size);
      std::vector<Item> rest(items.begin(), items.begin() + static_cast<std::ptrdiff_t>(at));
      rest.insert(rest.end(), items.begin() + static_cast<std::ptrdiff_t>(end), items.end());
      if (holds(rest)) {
        items = std::move(rest);
        left_out = true;
      } else {
        at = end;
      }
    }
    // Once more at the least size: what was needed by something that is gone now may go as well.
    if (size > 1) {
      size = std::min((size + 1) / 2, std::max<std::size_t>(1, items.size()));
    } else if (!left_out) {
      break;
    }
  }
  return items;
}

}  // namespace rehearse::harness
