#pragma once
/// The way between the old and the new shape of one record track.
///
///     old row --up()--> new row            each transform is a partial bijection: it maps
///     old row <--down()-- new row          what would come back unchanged, and refuses the rest
///
/// A refused row is "not representable" (a null Row). A transform that is declared lossy maps what
/// it can instead, and the old fields that it touches are left out of `digest`. So what this model
/// finds is data that does not survive the way there and back; it does not find a transform that
/// is invertible and yet not the one that was meant.

#include <cstdint>
#include <string>
#include <vector>

#include "scenarios/plan.hpp"
#include "simulators/data/mapping_program.hpp"
#include "simulators/data/memory.hpp"

namespace rehearse::simulators {

/// The old (logical) shape and the new shape of one record track, and the way between. Immutable,
/// shared between threads. Null fields stay null, but for the map that says otherwise.
class Mapping final {
 public:
  /// The plan has been validated: `structural_problems` found nothing.
  Mapping(const scenarios::RecordShape& shape, const std::vector<scenarios::Transform>& transforms);

  /// No transform: rows are passed through untouched.
  bool identity() const { return identity_; }
  const std::vector<scenarios::Field>& old_fields() const { return old_fields_; }
  /// As scenarios::fields_on(track, Side::new_side) says.
  const std::vector<scenarios::Field>& new_fields() const { return program_.new_fields; }

  /// Null when it cannot be represented (a value missing from a map, a cast that does not fit, an
  /// overflow, a text that would not come back). `existing` is the row being replaced at the new
  /// side or null: fields that only the new shape has (`default`) keep their value.
  Row up(Row old_row, Row existing, Memory& memory) const;

  /// The way back; `existing` is the row being replaced on the old side or null: dropped fields
  /// keep their value from it (else their declared default, else null).
  Row down(Row new_row, Row existing, Memory& memory) const;

  /// Digest of an old-shape row without the fields that a declared-lossy transform touches (those
  /// cannot be compared). Equal to the row's own digest when nothing is lossy.
  std::uint64_t digest(Row old_row) const;
  /// Whether a declared-lossy transform touches any field.
  bool loses() const { return program_.lossy_fields != 0; }
  /// Half a digest of all fields, where `digest` leaves some out; else 0.
  std::uint32_t whole(Row old_row) const {
    return program_.lossy_fields == 0 ? 0 : static_cast<std::uint32_t>(old_row->digest | 1U);
  }
  /// A declared-lossy transform touches this field, directly or through the fields made of it.
  bool lossy(std::size_t old_field) const { return (program_.lossy_fields >> old_field & 1U) != 0; }

  /// What the plan claims about the content of an old field; see `generate_row`.
  const FieldDomain& domain(std::size_t old_field) const { return program_.domains[old_field]; }

 private:
  std::vector<scenarios::Field> old_fields_;
  MappingProgram program_;
  bool identity_ = false;
  bool same_layout_ = false;  // only names and types change: rows are passed on as they are
};

/// Why the transforms are not invertible and not declared lossy, or make no sense at all: one
/// sentence each, for `rehearse check`.
std::vector<std::string> problems(const scenarios::RecordShape& shape,
                                  const std::vector<scenarios::Transform>& transforms);

/// Only those that make no sense at all (a field that is not there, a literal that does not fit).
std::vector<std::string> structural_problems(const scenarios::RecordShape& shape,
                                             const std::vector<scenarios::Transform>& transforms);

}  // namespace rehearse::simulators
