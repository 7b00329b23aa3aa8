#include "harness/recording/event_fields.hpp"

#include <fmt/format.h>

namespace rehearse::harness {

namespace {

using Kind = FormNode::Kind;

struct NamedFunction {
  std::string_view name;
  Function function;
};

constexpr NamedFunction function_names[] = {
    {"read", Function::read},     {"write", Function::write},       {"cas", Function::cas},
    {"append", Function::append}, {"get", Function::read},          {"put", Function::write},
    {"add", Function::add},       {"enqueue", Function::enqueue},   {"dequeue", Function::dequeue},
    {"drain", Function::drain},   {"transfer", Function::transfer}, {"txn", Function::transaction},
    {"r", Function::read},        {"w", Function::write},
};

bool has(Model model, Function function) {
  using enum Function;
  switch (model) {
    case Model::reg:
      return function == read || function == write || function == transaction;
    case Model::cas_register:
      return function == read || function == write || function == cas;
    case Model::append:
      return function == read || function == write || function == append || function == transaction;
    case Model::counter:
    case Model::set:
      return function == read || function == add;
    case Model::queue:
      return function == enqueue || function == dequeue || function == drain;
    case Model::bank:
      return function == read || function == transfer;
  }
  return false;
}

constexpr std::array<std::pair<std::string_view, const FormNode * EventFields::*>, 6> all_fields{{
    {"process", &EventFields::process},
    {"type", &EventFields::type},
    {"f", &EventFields::function},
    {"value", &EventFields::value},
    {"key", &EventFields::key},
    {"time", &EventFields::time},
}};

/// Notes the field that the next pair of the map is.
void learn_field(std::string_view name, FieldOrder& order) {
  const auto place = static_cast<std::uint32_t>(2 + 2 * order.fields.size());
  order.fields.push_back(nullptr);
  for (std::size_t i = 0; i < all_fields.size(); ++i) {
    if (all_fields[i].first != name) continue;
    order.fields.back() = all_fields[i].second;
    order.places[i] = place;
  }
}

void find_in_map(const FormReader& reader, EventFields& fields, FieldOrder& order) {
  const FormNode* const nodes = reader.nodes().data();
  const bool known = reader.shape() != 0 && reader.shape() == order.shape;
  if (known && nodes->size == 1 + 2 * order.fields.size()) {
    const auto at = [&](std::size_t i) {
      return order.places[i] == 0 ? nullptr : nodes + order.places[i];
    };
    fields = {at(0), at(1), at(2), at(3), at(4), at(5)};
    return;
  }
  if (!known) order = {reader.shape(), {}, {}};
  std::size_t pair = 0;
  ValueReader::each_pair(*nodes, [&](const FormNode& key, const FormNode& value) {
    if (!known) learn_field(key.text, order);
    if (order.fields[pair] != nullptr) fields.*order.fields[pair] = &value;
    ++pair;
  });
}

NodeMistake wrong_field(const FormNode& whole, const FormNode* node, const char* name) {
  if (whole.size > 1 && ValueReader::first_child(whole)->text == "rehearse_history") {
    return {&whole, "this is a history of rehearse itself",
            "judge it with --plan and --scenario, without --model"};
  }
  if (node == nullptr || node->kind == Kind::nil) {
    return {&whole, fmt::format("this event has no \"{}\"", name),
            "an event has process, type, f and value"};
  }
  return {node, fmt::format("\"{}\" must be one word or number", name), ""};
}

}  // namespace

std::optional<Function> find_function(Model model, std::string_view name) {
  if (name.empty()) return std::nullopt;
  for (const NamedFunction& known : function_names) {
    if (known.name[0] == name[0] && known.name == name && has(model, known.function))
      return known.function;
  }
  return std::nullopt;
}

std::string functions_of(Model model) {
  std::string names, last;
  for (const NamedFunction& known : function_names) {
    if (!has(model, known.function) || known.name.size() < 3) continue;
    if (!last.empty()) names += names.empty() ? last : ", " + last;
    last = known.name;
  }
  return names + " and " + last;
}

std::optional<NodeMistake> find_fields(const FormReader& reader, EventFields& fields,
                                       FieldOrder& order) {
  const FormNode& whole = reader.nodes()[0];
  if (whole.kind == Kind::vector && ValueReader::children(whole) == 4) {
    fields.process = ValueReader::first_child(whole);
    fields.type = ValueReader::after(*fields.process);
    fields.function = ValueReader::after(*fields.type);
    fields.value = ValueReader::after(*fields.function);
  } else if (whole.kind != Kind::map) {
    return NodeMistake{&whole, "an event must be a map",
                       "e.g. {:process 0, :type :invoke, :f :read, :value nil}"};
  } else {
    find_in_map(reader, fields, order);
  }
  for (const auto& [node, name] :
       {std::pair{fields.process, "process"}, std::pair{fields.type, "type"},
        std::pair{fields.function, "f"}}) {
    if (node == nullptr || node->kind == Kind::nil || node->kind >= Kind::vector) {
      return wrong_field(whole, node, name);
    }
  }
  return std::nullopt;
}

std::size_t ValueReader::children(const FormNode& node) {
  std::size_t count = 0;
  const FormNode* const end = after(node);
  for (const FormNode* child = first_child(node); child < end; child = after(*child)) ++count;
  return count;
}

RecordedValue ValueReader::value(const FormNode& node) {
  switch (node.kind) {
    case Kind::nil:
      return {};
    case Kind::integer:
      if (RecordedValue::fits(node.integer)) return RecordedValue::integer(node.integer);
      break;
    case Kind::text:
      return RecordedValue::text(recording_.texts.add(node.text));
    case Kind::vector:
    case Kind::map: {
      std::string list;
      const FormNode* const end = after(node);
      for (const FormNode* child = first_child(node); child < end; child = after(*child)) {
        append_element(list, value(*child));
      }
      return RecordedValue::list(recording_.lists.add(list));
    }
    case Kind::boolean:
    case Kind::number:
    case Kind::keyword:
      break;
  }
  const std::string_view colon = node.kind == Kind::keyword && *node.begin == ':' ? ":" : "";
  return RecordedValue::text(
      recording_.texts.add(fmt::format("{}{}{}", bare_text, colon, node.text)));
}

}  // namespace rehearse::harness
