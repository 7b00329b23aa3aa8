#include "simulators/data/mapping_analysis.hpp"

#include <algorithm>

#include "simulators/data/exact.hpp"

namespace rehearse::simulators {

namespace {

using scenarios::FieldKind;
using scenarios::FieldType;
using Kind = MappingOperationKind;

bool uses(const MappingOperation& operation, std::uint8_t slot) {
  const bool two = operation.kind == Kind::split || operation.kind == Kind::join;
  return operation.first == slot || (two && operation.second == slot);
}

/// Where a later operation loses something, earlier ones must cope with what is missing.
void mark_lossy_after(MappingProgram& program) {
  std::uint64_t lossy_slots = 0;
  for (auto at = program.operations.rbegin(); at != program.operations.rend(); ++at) {
    std::uint64_t own = 0;
    for (std::uint8_t slot = 0; slot < program.slots; ++slot)
      if (uses(*at, slot)) own |= std::uint64_t{1} << slot;
    at->lossy_after = (lossy_slots & own) != 0;
    if (at->lossy_back()) lossy_slots |= own;
  }
}

void mark_direct(std::size_t old_fields, MappingProgram& program) {
  auto& operations = program.operations;
  const auto& places = program.new_slots;
  for (auto at = operations.begin(); at != operations.end(); ++at) {
    const auto same_slot = [&](const MappingOperation& other) { return uses(other, at->first); };
    if (at->kind == Kind::added) {
      if (std::none_of(at + 1, operations.end(), same_slot))
        at->direct =
            static_cast<int>(std::find(places.begin(), places.end(), at->first) - places.begin());
      else
        program.needs_new_row = true;
    } else if (at->kind == Kind::drop) {
      if (at->first < old_fields && std::none_of(operations.begin(), at, same_slot))
        at->direct = at->first;
      else
        program.needs_old_row = true;
    }
  }
}

/// What `operation`, the first that consumes a field in `slot`, says about the field's content.
void limit(FieldDomain& domain, const MappingOperation& operation, std::uint8_t slot) {
  for (const MapEntry& entry : operation.entries)
    if (operation.lossy || entry.returns) domain.listed.push_back(entry.old_value);
  const bool from_text = operation.from.kind == FieldKind::text;
  if (operation.kind == Kind::cast &&
      (from_text || (!operation.lossy && narrows(operation.from, operation.to))))
    domain.content = operation.to;
  if (operation.lossy) return;
  if (operation.kind == Kind::drop) domain.listed.push_back(operation.literal);
  if (operation.kind == Kind::split) domain.not_ending = operation.separator;
  if (operation.kind == Kind::join && operation.first == slot) domain.without = operation.separator;
}

FieldDomain domain_of(FieldType type, std::uint8_t slot, const MappingProgram& program) {
  FieldDomain domain;
  domain.content = type;
  const auto first =
      std::find_if(program.operations.begin(), program.operations.end(),
                   [slot](const MappingOperation& operation) { return uses(operation, slot); });
  if (first != program.operations.end()) limit(domain, *first, slot);
  return domain;
}

}  // namespace

bool narrows(FieldType from, FieldType to) {
  if (to.kind == FieldKind::boolean) return is_number(from);
  return is_number(from) && is_number(to) && scale_of(to) < scale_of(from);
}

void analyse_mapping(const std::vector<scenarios::Field>& old_fields, MappingProgram& program) {
  mark_lossy_after(program);
  mark_direct(old_fields.size(), program);
  for (std::size_t i = 0; i < old_fields.size(); ++i)
    program.domains.push_back(domain_of(old_fields[i].type, static_cast<std::uint8_t>(i), program));
}

}  // namespace rehearse::simulators
