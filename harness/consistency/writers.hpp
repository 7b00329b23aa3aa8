#pragma once
/// Who wrote which value of which key, where each is written once.

#include <boost/unordered/unordered_flat_map.hpp>
#include <optional>
#include <string>

#include "harness/consistency/dependencies.hpp"

namespace rehearse::harness {

struct WrittenValue {
  std::uint32_t key = 0;
  RecordedValue value;
  bool operator==(const WrittenValue&) const = default;
};

struct WrittenValueHash {
  using is_avalanching = void;
  std::size_t operator()(const WrittenValue& written) const {
    return mix_bits(static_cast<std::uint64_t>(written.value.bits()) + mix_bits(written.key));
  }
};

struct Writer {
  std::uint32_t operation = never;
  bool intermediate = false;  ///< The same transaction wrote the key again.
};

class Writers final {
 public:
  explicit Writers(const Recording& recording);

  /// Null: nobody wrote it.
  const Writer* find(std::uint32_t key, RecordedValue value) const;
  /// Why writers cannot be told apart; empty: they can.
  const std::string& repeated() const { return repeated_; }
  /// What is wrong about reading `value`; `last`: it is the state that was read, not only a part of
  /// it.
  std::optional<LocalAnomaly> judge_read(std::uint32_t reader, std::uint32_t key,
                                         RecordedValue value, bool last) const;

 private:
  void mark_intermediate(std::uint32_t index);

  const Recording& recording_;
  boost::unordered_flat_map<WrittenValue, Writer, WrittenValueHash> writers_;
  std::string repeated_;
};

}  // namespace rehearse::harness
