/// One target for libFuzzer (clang): coverage says what is worth keeping, `spoilt` makes it from
/// what can be read. An exception, a signal or a sanitizer's report is a finding.
#ifdef REHEARSE_LIBFUZZER

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>

#include "tests/fuzz/spoil.hpp"
#include "tests/fuzz/targets.hpp"

extern "C" std::size_t LLVMFuzzerMutate(std::uint8_t* data, std::size_t size, std::size_t most);

namespace {

std::string_view text_of(const std::uint8_t* data, std::size_t size) {
  return {reinterpret_cast<const char*>(data), size};
}

const rehearse::fuzz::Target& target() {
  static const rehearse::fuzz::Target& one = rehearse::fuzz::find_target(REHEARSE_LIBFUZZER);
  return one;
}

const std::vector<std::string>& seeds() {
  static const std::vector<std::string> made = target().seeds();
  return made;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  target().read(text_of(data, size));
  return 0;
}

/// One time in eight libFuzzer's own, by bytes and its dictionary; one in sixteen of a seed.
extern "C" std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size,
                                               std::size_t most, unsigned seed) {
  rehearse::fuzz::Draws draws(seed);
  if (draws.below(8) == 0) return LLVMFuzzerMutate(data, size, most);
  const std::string& other = seeds()[draws.below(seeds().size())];
  const std::string_view text = draws.below(16) == 0 ? other : text_of(data, size);
  const std::string made = rehearse::fuzz::spoilt(text, other, draws);
  const std::size_t length = std::min(made.size(), most);
  std::memcpy(data, made.data(), length);
  return length;
}

#endif
