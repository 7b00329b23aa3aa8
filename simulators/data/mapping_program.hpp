#pragma once
/// Transforms compiled to a flat list of operations on value slots. Slots 0..n-1 hold the old row's
/// fields; an operation works in place, and takes a fresh slot only for a field that is added. No
/// slot is used for two fields, so after a whole pass each slot of a field that the pass has
/// consumed still holds that field's value.

#include <algorithm>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "scenarios/plan.hpp"
#include "simulators/data/literal.hpp"
#include "simulators/data/value_map.hpp"

namespace rehearse::simulators {

/// Fields of the old shape plus fields added on the way.
constexpr std::size_t max_slots = 32;

/// As many null values on the stack; the rest of the room is left alone.
class Slots final {
 public:
  explicit Slots(std::size_t count) { std::fill_n(values_, count, Value{}); }
  Value& operator[](std::size_t slot) { return values_[slot]; }
  const Value& operator[](std::size_t slot) const { return values_[slot]; }
  std::span<const Value> first(std::size_t count) const { return {values_, count}; }

 private:
  union {
    Value values_[max_slots];
  };
};

enum class MappingOperationKind : std::uint8_t {
  split,     ///< first -> first, second
  join,      ///< first, second -> first
  scale,     ///< first, in place
  cast,      ///< first, in place
  map,       ///< first, in place
  added,     ///< `default`: first appears
  constant,  ///< first appears
  drop       ///< first disappears
};

struct MappingOperation {
  MappingOperationKind kind = MappingOperationKind::scale;
  bool lossy = false;        ///< Declared.
  bool lossy_after = false;  ///< What later consumes its fields is declared lossy.
  std::uint8_t first = 0;
  std::uint8_t second = 0;
  scenarios::FieldType from, to;  ///< cast
  std::int64_t factor = 1;        ///< scale
  std::string separator;          ///< split, join
  std::vector<MapEntry> entries;  ///< map
  bool null_passes = true;        ///< map: no entry names null on either side.
  TypedLiteral literal;           ///< added, constant; drop: what the way back restores.
  /// added: place in the new row when no later operation changes the field, else -1.
  /// drop: place in the old row when no earlier operation changed the field, else -1.
  int direct = -1;

  /// The way back need not be exact.
  bool lossy_back() const { return lossy || lossy_after; }
};

/// What a plan claims about the content of an old field, as far as it is plain from the first
/// transform that consumes it: a cast text holds numbers, a mapped text is one of the map's.
struct FieldDomain {
  scenarios::FieldType content;      ///< Generate this and convert it to the field's own type.
  std::vector<TypedLiteral> listed;  ///< When not empty: one of these.
  std::string without;               ///< When not empty: no text that has this in it.
  std::string not_ending;            ///< When not empty: no text that ends with this.
};

struct MappingProgram {
  std::vector<MappingOperation> operations;  ///< In forward order.
  std::vector<scenarios::Field> new_fields;
  std::vector<std::uint8_t> new_slots;  ///< Slot of each new field.
  std::vector<FieldDomain> domains;     ///< By old field.
  std::uint32_t lossy_fields = 0;       ///< Bit per old field.
  std::size_t slots = 0;
  bool needs_new_row = false;  ///< Some `added` field is computed back from the row replaced.
  bool needs_old_row = false;  ///< Some `drop` field is computed from the row replaced.
};

/// What compiling found. Sentences.
struct MappingProblems {
  std::vector<std::string> structural;      ///< Makes no sense; the program is not usable.
  std::vector<std::string> not_invertible;  ///< Refuses or loses, and is not declared lossy.
};

MappingProgram compile_mapping(const scenarios::RecordShape& shape,
                               const std::vector<scenarios::Transform>& transforms,
                               MappingProblems& problems);

}  // namespace rehearse::simulators
