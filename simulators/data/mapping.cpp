#include "simulators/data/mapping.hpp"

#include <algorithm>
#include <numeric>
#include <optional>

#include "scenarios/ensure.hpp"
#include "simulators/data/mapping_operations.hpp"

namespace rehearse::simulators {

namespace {

using Kind = MappingOperationKind;

void load(Row row, Slots& slots) {
  for (std::uint32_t i = 0; i < row->count; ++i) slots[i] = row->begin()[i];
}

void load(Row row, const std::vector<std::uint8_t>& places, Slots& slots) {
  for (std::size_t i = 0; i < places.size(); ++i) slots[places[i]] = row->begin()[i];
}

/// What every slot of the old row held on its way up, as far as it can be said.
Slots recall_upwards(const MappingProgram& program, Row old_row, Memory& memory) {
  Slots slots(program.slots);
  load(old_row, slots);
  for (const MappingOperation& operation : program.operations) {
    if (operation.kind == Kind::drop) continue;
    if (operation.kind == Kind::added)
      slots[operation.first] = operation.literal.value(memory);
    else if (!forward(operation, slots, memory))
      forget(operation, slots);
  }
  return slots;
}

/// What every slot of the new row held on its way down, as far as it can be said.
Slots recall_downwards(const MappingProgram& program, Row new_row, Memory& memory) {
  Slots slots(program.slots);
  load(new_row, program.new_slots, slots);
  for (auto at = program.operations.rbegin(); at != program.operations.rend(); ++at) {
    if (at->kind == Kind::drop)
      slots[at->first] = at->literal.value(memory);
    else if (!backward(*at, slots, memory))
      forget(*at, slots);
  }
  return slots;
}

}  // namespace

Mapping::Mapping(const scenarios::RecordShape& shape,
                 const std::vector<scenarios::Transform>& transforms)
    : old_fields_(shape.fields), identity_(transforms.empty()) {
  MappingProblems found;
  program_ = compile_mapping(shape, transforms, found);
  REHEARSE_ENSURE(found.structural.empty());
  std::vector<std::uint8_t> same(old_fields_.size());
  std::iota(same.begin(), same.end(), std::uint8_t{0});
  same_layout_ = program_.operations.empty() && program_.new_slots == same;
}

Row Mapping::up(Row old_row, Row existing, Memory& memory) const {
  REHEARSE_ENSURE(old_row != nullptr);
  REHEARSE_ENSURE(old_row->count == old_fields_.size());
  REHEARSE_ENSURE(existing == nullptr || existing->count == program_.new_fields.size());
  if (same_layout_) return old_row;
  Slots slots(program_.slots);
  load(old_row, slots);
  std::optional<Slots> replaced;
  if (existing != nullptr && program_.needs_new_row)
    replaced = recall_downwards(program_, existing, memory);
  for (const MappingOperation& operation : program_.operations) {
    if (operation.kind == Kind::added) {
      Value& added = slots[operation.first];
      if (existing == nullptr)
        added = operation.literal.value(memory);
      else
        added = operation.direct >= 0 ? existing->begin()[operation.direct]
                                      : (*replaced)[operation.first];
    } else if (!forward(operation, slots, memory)) {
      return nullptr;
    }
  }
  Slots fields(0);
  for (std::size_t i = 0; i < program_.new_slots.size(); ++i)
    fields[i] = slots[program_.new_slots[i]];
  return memory.row(fields.first(program_.new_slots.size()));
}

Row Mapping::down(Row new_row, Row existing, Memory& memory) const {
  REHEARSE_ENSURE(new_row != nullptr);
  REHEARSE_ENSURE(new_row->count == program_.new_fields.size());
  REHEARSE_ENSURE(existing == nullptr || existing->count == old_fields_.size());
  if (same_layout_) return new_row;
  Slots slots(program_.slots);
  load(new_row, program_.new_slots, slots);
  std::optional<Slots> replaced;
  if (existing != nullptr && program_.needs_old_row)
    replaced = recall_upwards(program_, existing, memory);
  for (auto at = program_.operations.rbegin(); at != program_.operations.rend(); ++at) {
    if (at->kind == Kind::drop) {
      Value& restored = slots[at->first];
      if (existing == nullptr)
        restored = at->literal.value(memory);
      else
        restored = at->direct >= 0 ? existing->begin()[at->direct] : (*replaced)[at->first];
    } else if (!backward(*at, slots, memory)) {
      return nullptr;
    }
  }
  return memory.row(slots.first(old_fields_.size()));
}

std::uint64_t Mapping::digest(Row old_row) const {
  REHEARSE_ENSURE(old_row != nullptr);
  REHEARSE_ENSURE(old_row->count == old_fields_.size());
  if (program_.lossy_fields == 0) return old_row->digest;
  std::uint64_t digest = old_row->count;
  for (std::size_t i = 0; i < old_row->count; ++i)
    if (!lossy(i)) digest = digest_with(digest, old_row->begin()[i]);
  return digest;
}

std::vector<std::string> problems(const scenarios::RecordShape& shape,
                                  const std::vector<scenarios::Transform>& transforms) {
  MappingProblems found;
  compile_mapping(shape, transforms, found);
  found.structural.insert(found.structural.end(), found.not_invertible.begin(),
                          found.not_invertible.end());
  return found.structural;
}

std::vector<std::string> structural_problems(const scenarios::RecordShape& shape,
                                             const std::vector<scenarios::Transform>& transforms) {
  MappingProblems found;
  compile_mapping(shape, transforms, found);
  return found.structural;
}

}  // namespace rehearse::simulators
