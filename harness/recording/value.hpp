#pragma once
/// What a recorded operation wrote, saw or compared: nil, an integer, a text or a list. Eight
/// bytes; texts and lists are kept once, in the recording's `Texts`.

#include <boost/unordered/unordered_flat_map.hpp>
#include <compare>
#include <cstdint>
#include <deque>
#include <string>
#include <string_view>

namespace rehearse::harness {

/// Compares as equal exactly when kind and content are equal. The order has no meaning of its own:
/// it is the same on every machine, for one recording.
class RecordedValue final {
 public:
  enum class Kind : std::uint8_t { nil, integer, text, list };

  constexpr RecordedValue() = default;
  static constexpr RecordedValue integer(std::int64_t number) { return RecordedValue(number); }
  static constexpr RecordedValue text(std::uint32_t index) {
    return RecordedValue(first_text + index);
  }
  static constexpr RecordedValue list(std::uint32_t index) {
    return RecordedValue(first_list + index);
  }
  /// Whether an integer is its own value; others are kept as texts.
  static constexpr bool fits(std::int64_t number) { return number >= first_integer; }

  constexpr Kind kind() const {
    if (bits_ >= first_integer) return Kind::integer;
    if (bits_ >= first_list) return Kind::list;
    return bits_ >= first_text ? Kind::text : Kind::nil;
  }
  constexpr bool nil() const { return bits_ == nil_bits; }
  constexpr std::int64_t number() const { return bits_; }  ///< Of an integer.
  /// Of a text or list, in its Texts.
  constexpr std::uint32_t index() const {
    return static_cast<std::uint32_t>(bits_ - (bits_ >= first_list ? first_list : first_text));
  }
  constexpr std::int64_t bits() const { return bits_; }
  static constexpr RecordedValue of_bits(std::int64_t bits) { return RecordedValue(bits); }

  constexpr auto operator<=>(const RecordedValue&) const = default;

 private:
  static constexpr std::int64_t nil_bits = INT64_MIN;
  static constexpr std::int64_t first_text = INT64_MIN + 1;
  static constexpr std::int64_t first_list = INT64_MIN + (std::int64_t{1} << 32);
  static constexpr std::int64_t first_integer = INT64_MIN + (std::int64_t{1} << 33);

  explicit constexpr RecordedValue(std::int64_t bits) : bits_(bits) {}

  std::int64_t bits_ = nil_bits;
};

/// Mixes a 64-bit number (the finaliser of MurmurHash3, public domain).
constexpr std::uint64_t mix_bits(std::uint64_t bits) {
  bits ^= bits >> 33U;
  bits *= 0xff51afd7ed558ccdULL;
  bits ^= bits >> 33U;
  bits *= 0xc4ceb9fe1a85ec53ULL;
  return bits ^ (bits >> 33U);
}

/// For lookups only; nothing goes through these tables in their order.
struct ValueHash {
  using is_avalanching = void;
  std::size_t operator()(const RecordedValue& value) const {
    return mix_bits(static_cast<std::uint64_t>(value.bits()));
  }
};
struct TextHash {
  using is_avalanching = void;
  using is_transparent = void;
  std::size_t operator()(std::string_view text) const;
};

/// Texts kept once each, numbered from 0 in the order of their coming.
class Texts final {
 public:
  Texts() = default;
  Texts(const Texts&) = delete;
  Texts& operator=(const Texts&) = delete;
  Texts(Texts&&) = default;
  Texts& operator=(Texts&&) = default;

  std::uint32_t add(std::string_view text);
  const std::string& operator[](std::uint32_t index) const { return texts_[index]; }
  std::size_t size() const { return texts_.size(); }
  std::uint64_t bytes() const { return bytes_; }

 private:
  std::deque<std::string> texts_;
  boost::unordered_flat_map<std::string_view, std::uint32_t, TextHash> index_;
  std::uint64_t bytes_ = 0;
};

/// Lists as texts: eight bytes an element, so that one list begins with another exactly when its
/// text does.
void append_element(std::string& list, RecordedValue element);
RecordedValue element_of(std::string_view list, std::size_t index);
inline std::size_t elements_in(std::string_view list) { return list.size() / sizeof(std::int64_t); }

}  // namespace rehearse::harness
