#pragma once
/// Cycles of dependencies.

#include <functional>
#include <span>
#include <vector>

#include "harness/consistency/dependencies.hpp"

namespace rehearse::harness {

/// Dependencies by the operation that they come from.
class Successors final {
 public:
  /// Those of `dependencies` for which `wanted` holds; numbers refer to `dependencies`, which must
  /// outlive it.
  Successors(std::span<const Dependency> dependencies, std::size_t operations,
             const std::function<bool(const Dependency&)>& wanted);

  std::span<const std::uint32_t> of(std::uint32_t operation) const {
    return {numbers_.data() + begin_[operation], begin_[operation + 1] - begin_[operation]};
  }
  std::size_t operations() const { return begin_.size() - 1; }
  const Dependency& at(std::uint32_t number) const { return dependencies_[number]; }

 private:
  std::span<const Dependency> dependencies_;
  std::vector<std::size_t> begin_;
  std::vector<std::uint32_t> numbers_;
};

/// By operation: the number of its strongly connected component, or `never` where that is a single
/// operation. Tarjan (1972), without recursion.
std::vector<std::uint32_t> find_components(const Successors& graph);

/// The shortest way from `from` to `to` (at least one step) within one component, as numbers of
/// dependencies; empty: there is none.
std::vector<std::uint32_t> shortest_way(const Successors& graph, std::uint32_t from,
                                        std::uint32_t to,
                                        const std::vector<std::uint32_t>& components);

}  // namespace rehearse::harness
