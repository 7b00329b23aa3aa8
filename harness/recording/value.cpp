#include "harness/recording/value.hpp"

#include <cstring>

namespace rehearse::harness {

std::size_t TextHash::operator()(std::string_view text) const {
  std::uint64_t hash = text.size();
  for (; text.size() >= sizeof hash; text.remove_prefix(sizeof hash)) {
    std::uint64_t word = 0;
    std::memcpy(&word, text.data(), sizeof word);
    hash = mix_bits(hash ^ word);
  }
  std::uint64_t rest = 0;
  std::memcpy(&rest, text.data(), text.size());
  return mix_bits(hash ^ rest);
}

std::uint32_t Texts::add(std::string_view text) {
  const auto found = index_.find(text);
  if (found != index_.end()) return found->second;
  const auto fresh = static_cast<std::uint32_t>(texts_.size());
  bytes_ += text.size();
  index_.emplace(texts_.emplace_back(text), fresh);
  return fresh;
}

void append_element(std::string& list, RecordedValue element) {
  const std::int64_t bits = element.bits();
  char bytes[sizeof bits];
  std::memcpy(bytes, &bits, sizeof bits);
  list.append(bytes, sizeof bytes);
}

RecordedValue element_of(std::string_view list, std::size_t index) {
  std::int64_t bits = 0;
  std::memcpy(&bits, list.data() + index * sizeof bits, sizeof bits);
  return RecordedValue::of_bits(bits);
}

}  // namespace rehearse::harness
