#include "harness/consistency/contents.hpp"

#include <algorithm>

namespace rehearse::harness {

namespace {

void sort_once(std::vector<std::string_view>& texts) {
  std::sort(texts.begin(), texts.end());
  texts.erase(std::unique(texts.begin(), texts.end()), texts.end());
}

constexpr unsigned length_bits = 32;

std::int64_t number(std::size_t place, std::size_t length) {
  return static_cast<std::int64_t>(place << length_bits | length);
}

}  // namespace

Contents::Contents(std::vector<std::string_view> read, std::vector<std::string_view> appended)
    : read_(std::move(read)), appended_(std::move(appended)) {
  read_.push_back({});  // it begins empty
  sort_once(read_);
  sort_once(appended_);
  shared_.assign(read_.size(), 0);
  for (std::size_t i = 1; i < read_.size(); ++i) {
    const std::string_view before = read_[i - 1], here = read_[i];
    const auto differ = std::mismatch(before.begin(), before.end(), here.begin(), here.end());
    shared_[i] = static_cast<std::size_t>(differ.second - here.begin());
  }
}

std::int64_t Contents::state_of(std::string_view content) const {
  const auto found = std::lower_bound(read_.begin(), read_.end(), content);
  if (found == read_.end() || !found->starts_with(content)) return unread;
  return number(static_cast<std::size_t>(found - read_.begin()), content.size());
}

std::int64_t Contents::append(std::int64_t state, std::int64_t text) const {
  if (state == unread) return unread;
  const auto place = static_cast<std::size_t>(state >> length_bits);
  const std::size_t length = static_cast<std::uint32_t>(state);
  const std::string_view added = appended_[static_cast<std::size_t>(text)];
  // The texts that begin with the state's content stand together, from `place` on, ordered by how
  // they go on. What is sought is nearly always among the first.
  const auto rest = [&](std::size_t i) { return read_[i].substr(length); };
  constexpr std::size_t near = 8;
  for (std::size_t i = place; i < read_.size() && (i == place || shared_[i] >= length); ++i) {
    if (rest(i).starts_with(added)) return number(i, length + added.size());
    if (rest(i) > added) return unread;
    if (i - place < near) continue;
    const std::string_view content = read_[place].substr(0, length);
    const auto end = std::partition_point(
        read_.begin() + static_cast<std::ptrdiff_t>(i), read_.end(), [&](std::string_view whole) {
          return whole.starts_with(content) && whole.substr(length) < added;
        });
    i = static_cast<std::size_t>(end - read_.begin()) - 1;  // the next one, or none
  }
  return unread;
}

std::int64_t Contents::text_number(std::string_view text) const {
  return std::lower_bound(appended_.begin(), appended_.end(), text) - appended_.begin();
}

std::string_view Contents::content(std::int64_t state) const {
  if (state == unread) return {};
  return read_[static_cast<std::size_t>(state >> length_bits)].substr(
      0, static_cast<std::uint32_t>(state));
}

}  // namespace rehearse::harness
