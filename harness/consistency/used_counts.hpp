#pragma once
/// How many acts of each group of equal unknown acts have been used: sets of counts, each kept once
/// and named by a number.

#include <boost/unordered/unordered_flat_map.hpp>
#include <cstdint>
#include <string>
#include <vector>

namespace rehearse::harness {

class UsedCounts final {
 public:
  static constexpr std::uint32_t none = 0;

  UsedCounts();
  std::uint32_t count(std::uint32_t set, std::uint32_t group) const;
  /// The set with one more of `group`.
  std::uint32_t with(std::uint32_t set, std::uint32_t group);
  /// No count of `a` is above that of `b`.
  bool within(std::uint32_t a, std::uint32_t b) const;
  std::uint64_t bytes() const { return bytes_; }

 private:
  struct Entry {
    std::uint32_t group = 0, count = 0;
    bool operator==(const Entry&) const = default;
  };
  std::vector<std::vector<Entry>> sets_;  // by group, ascending
  boost::unordered_flat_map<std::string, std::uint32_t> index_;
  boost::unordered_flat_map<std::uint64_t, std::uint32_t> steps_;  // set and group: with it
  std::uint64_t bytes_ = 0;
};

}  // namespace rehearse::harness
