#include "simulators/data/content.hpp"

#include <array>

#include "scenarios/ensure.hpp"
#include "simulators/data/exact.hpp"

namespace rehearse::simulators {

namespace {

using scenarios::FieldKind;
using scenarios::FieldType;

constexpr std::array<std::string_view, 40> corpus{
    "Ada Lovelace",
    "Cher",
    "Grace Hopper",
    "Juan Carlos de la Cruz",
    "José Ñúñez",
    "Miles O'Brien",
    "山田 太郎",
    "X",
    "Mary Ann Evans",
    "Björk Guðmundsdóttir",
    "Ludwig van Beethoven",
    "Jean-Luc Picard",
    "毛泽东",
    "Anne  Brontë",
    "d'Artagnan",
    "Øystein Åse",
    "Zoë",
    "Иван Иванович Иванов",
    "Σωκράτης",
    "محمد علي",
    "김 철수",
    "O",
    "Null",
    "true",
    "0",
    "42",
    "007",
    "1e5",
    "-1",
    "N/A",
    "Smith, John",
    "a,b;c|d\te",
    "say \"hello\"",
    "back\\slash",
    "100% <b>bold</b> & more",
    "Robert'); DROP TABLE orders;--",
    "e\xCC\x81tude",                   // a combining accent, not the composed letter
    "Straße İstanbul ﬁn",              // letters whose case mapping changes their length
    "👩‍👩‍👧 family 🎉",  // several code points to one glyph
    "Wolfeschlegelsteinhausenbergerdorff welche vor altern waren gewissenhafte schafers deren "
    "schafe waren wohlgepflegt und sorgfaltigkeit beschutzen vor angreifen durch ihre raubgierigen "
    "feinde Senior X",
};

/// One pick of so many: a class in the lowest two bits and a magnitude above them.
constexpr std::uint64_t magnitudes = 10'000'000;

std::int64_t integer_content(std::uint64_t picked) {
  const auto magnitude = static_cast<std::int64_t>(picked / 4);
  switch (picked % 4) {
    case 0:
      return magnitude % 10;
    case 1:
      return magnitude % 1'000;
    case 2:
      return magnitude % 100 * 100;
    default:
      return magnitude % 1'000'000;
  }
}

/// Of 10^-scale.
std::int64_t decimal_content(std::uint64_t picked, int scale) {
  const auto magnitude = static_cast<std::int64_t>(picked / 4);
  const std::int64_t unit = power_of_ten(scale);
  switch (picked % 4) {
    case 0:
      return magnitude % (10 * unit);  // below 10, any fraction
    case 1:
      return (magnitude % 1'000 + 1) * unit - 1;  // 19.99
    case 2:
      return magnitude % 10'000 * unit;  // 1250.00
    default:
      return magnitude * unit + magnitude % unit;  // below 10^7, any fraction
  }
}

Value typed_content(FieldType type, Choices& choices, const Site& site, Memory& memory) {
  switch (type.kind) {
    case FieldKind::text:
      return Value::of(memory.text(corpus[choices.pick(site, corpus.size())]));
    case FieldKind::boolean:
      return Value::of_bool(choices.pick(site, 2) == 1);
    case FieldKind::integer:
      return Value::of(integer_content(choices.pick(site, 4 * magnitudes)));
    case FieldKind::decimal:
      return Value::of(decimal_content(choices.pick(site, 4 * magnitudes), type.scale));
  }
  return Value{};
}

bool allowed(const FieldDomain& domain, std::string_view text) {
  if (!domain.without.empty() && text.find(domain.without) != std::string_view::npos) return false;
  return domain.not_ending.empty() || !text.ends_with(domain.not_ending);
}

/// The drawn text, or the next of the corpus that the domain allows.
Value text_content(const FieldDomain& domain, Choices& choices, const Site& site, Memory& memory) {
  const std::size_t drawn = choices.pick(site, corpus.size());
  for (std::size_t step = 0; step < corpus.size(); ++step) {
    const std::string_view text = corpus[(drawn + step) % corpus.size()];
    if (allowed(domain, text)) return Value::of(memory.text(text));
  }
  return Value::of(memory.text(corpus[drawn]));
}

Value field_content(const FieldDomain& domain, FieldType type, Choices& choices, const Site& site,
                    Memory& memory) {
  if (!domain.listed.empty())
    return domain.listed[choices.pick(site, domain.listed.size())].value(memory);
  if (domain.content.kind == FieldKind::text) return text_content(domain, choices, site, memory);
  const Value content = typed_content(domain.content, choices, site, memory);
  const auto converted = convert(content, domain.content, type, false, memory);
  REHEARSE_ENSURE(converted.has_value());
  return *converted;
}

}  // namespace

std::span<const std::string_view> text_corpus() { return corpus; }

Row generate_row(const std::vector<scenarios::Field>& fields, Choices& choices, SiteKind kind,
                 std::uint64_t n, std::uint8_t track, Memory& memory) {
  REHEARSE_ENSURE(fields.size() <= max_slots);
  Slots values(0);
  for (std::size_t i = 0; i < fields.size(); ++i) {
    const Site site{kind, track, 0, static_cast<NodeId>(i), n};
    values[i] = typed_content(fields[i].type, choices, site, memory);
  }
  return memory.row(values.first(fields.size()));
}

Row with_distinct_values(Row row, std::uint32_t distinct, char kind, std::uint64_t n,
                         Memory& memory) {
  for (std::size_t i = 0; distinct != 0; ++i, distinct >>= 1U) {
    if ((distinct & 1U) == 0) continue;
    const Value& drawn = row->begin()[i];
    if (drawn.kind == ValueKind::text) {
      const std::string text = std::string(drawn.text->view()) + "-" + kind + std::to_string(n);
      row = memory.with(row, i, Value::of(memory.text(text)));
    } else if (drawn.kind == ValueKind::integer) {
      const auto number = static_cast<std::int64_t>(n * 2 + (kind == 'i' ? 0 : 1));
      row = memory.with(row, i, Value::of(number));
    }
  }
  return row;
}

Row generate_row(const Mapping& mapping, Choices& choices, SiteKind kind, std::uint64_t n,
                 std::uint8_t track, Memory& memory) {
  const auto& fields = mapping.old_fields();
  Slots values(0);
  for (std::size_t i = 0; i < fields.size(); ++i) {
    const Site site{kind, track, 0, static_cast<NodeId>(i), n};
    values[i] = field_content(mapping.domain(i), fields[i].type, choices, site, memory);
  }
  return memory.row(values.first(fields.size()));
}

}  // namespace rehearse::simulators
