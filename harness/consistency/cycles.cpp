#include "harness/consistency/cycles.hpp"

#include <algorithm>
#include <boost/unordered/unordered_flat_map.hpp>

namespace rehearse::harness {

Successors::Successors(std::span<const Dependency> dependencies, std::size_t operations,
                       const std::function<bool(const Dependency&)>& wanted)
    : dependencies_(dependencies), begin_(operations + 1, 0) {
  for (const Dependency& dependency : dependencies) {
    if (wanted(dependency)) ++begin_[dependency.from + 1];
  }
  for (std::size_t i = 1; i < begin_.size(); ++i) begin_[i] += begin_[i - 1];
  numbers_.resize(begin_.back());
  std::vector<std::size_t> next(begin_.begin(), begin_.end() - 1);
  for (std::uint32_t number = 0; number < dependencies.size(); ++number) {
    const Dependency& dependency = dependencies[number];
    if (wanted(dependency)) numbers_[next[dependency.from]++] = number;
  }
}

namespace {

class Tarjan final {
 public:
  explicit Tarjan(const Successors& graph)
      : graph_(graph),
        index_(graph.operations(), never),
        low_(graph.operations(), 0),
        on_stack_(graph.operations(), false),
        component_(graph.operations(), never) {}

  std::vector<std::uint32_t> find() {
    for (std::uint32_t root = 0; root < graph_.operations(); ++root) {
      if (index_[root] == never && !graph_.of(root).empty()) visit(root);
    }
    return std::move(component_);
  }

 private:
  struct Visit {
    std::uint32_t operation = 0;
    std::size_t next = 0;
  };

  void enter(std::uint32_t operation) {
    index_[operation] = low_[operation] = counter_++;
    stack_.push_back(operation);
    on_stack_[operation] = true;
    visits_.push_back({operation, 0});
  }

  void visit(std::uint32_t root) {
    enter(root);
    while (!visits_.empty()) {
      Visit& visit = visits_.back();
      const std::uint32_t here = visit.operation;
      const auto successors = graph_.of(here);
      if (visit.next < successors.size()) {
        const std::uint32_t to = graph_.at(successors[visit.next++]).to;
        if (index_[to] == never) {
          enter(to);
        } else if (on_stack_[to]) {
          low_[here] = std::min(low_[here], index_[to]);
        }
        continue;
      }
      visits_.pop_back();
      if (!visits_.empty()) {
        const std::uint32_t parent = visits_.back().operation;
        low_[parent] = std::min(low_[parent], low_[here]);
      }
      if (low_[here] == index_[here]) close(here);
    }
  }

  void close(std::uint32_t root) {
    const bool single = stack_.back() == root;
    std::uint32_t operation = never;
    do {
      operation = stack_.back();
      stack_.pop_back();
      on_stack_[operation] = false;
      if (!single) component_[operation] = components_;
    } while (operation != root);
    if (!single) ++components_;
  }

  const Successors& graph_;
  std::vector<std::uint32_t> index_, low_;
  std::vector<bool> on_stack_;
  std::vector<std::uint32_t> component_, stack_;
  std::vector<Visit> visits_;
  std::uint32_t counter_ = 0, components_ = 0;
};

}  // namespace

std::vector<std::uint32_t> find_components(const Successors& graph) { return Tarjan(graph).find(); }

std::vector<std::uint32_t> shortest_way(const Successors& graph, std::uint32_t from,
                                        std::uint32_t to,
                                        const std::vector<std::uint32_t>& components) {
  boost::unordered_flat_map<std::uint32_t, std::uint32_t> by;  // operation: how it was reached
  std::vector<std::uint32_t> reached{from};
  for (std::size_t place = 0; place < reached.size(); ++place) {
    for (const std::uint32_t number : graph.of(reached[place])) {
      const std::uint32_t next = graph.at(number).to;
      if (components[next] != components[from]) continue;
      if (next != to) {
        if (next != from && by.try_emplace(next, number).second) reached.push_back(next);
        continue;
      }
      std::vector<std::uint32_t> way{number};
      for (std::uint32_t back = reached[place]; back != from; back = graph.at(by[back]).from) {
        way.push_back(by[back]);
      }
      std::reverse(way.begin(), way.end());
      return way;
    }
  }
  return {};
}

}  // namespace rehearse::harness
