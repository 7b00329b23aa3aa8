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

void set_field(EventFields& fields, const FormNode& key, const FormNode* value) {
  const std::string_view name = key.text;
  if (name.empty()) return;
  switch (name[0]) {
    case 'p':
      if (name == "process") fields.process = value;
      return;
    case 't':
      if (name == "type") fields.type = value;
      if (name == "time") fields.time = value;
      return;
    case 'f':
      if (name == "f") fields.function = value;
      return;
    case 'v':
      if (name == "value") fields.value = value;
      return;
    case 'k':
      if (name == "key") fields.key = value;
      return;
    default:
      return;
  }
}

}  // namespace

std::optional<Function> find_function(Model model, std::string_view name) {
  for (const NamedFunction& known : function_names) {
    if (known.name == name && has(model, known.function)) return known.function;
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

std::optional<NodeMistake> find_fields(std::span<const FormNode> form, EventFields& fields) {
  const FormNode& whole = form[0];
  if (whole.kind == Kind::vector && ValueReader::children(whole) == 4) {
    fields.process = ValueReader::first_child(whole);
    fields.type = ValueReader::after(*fields.process);
    fields.function = ValueReader::after(*fields.type);
    fields.value = ValueReader::after(*fields.function);
  } else if (whole.kind != Kind::map) {
    return NodeMistake{&whole, "an event must be a map",
                       "e.g. {:process 0, :type :invoke, :f :read, :value nil}"};
  } else {
    const FormNode* const end = ValueReader::after(whole);
    for (const FormNode* key = ValueReader::first_child(whole); key < end;) {
      set_field(fields, *key, key + 1);
      key = ValueReader::after(*(key + 1));
    }
  }
  for (const auto& [node, name] :
       {std::pair{fields.process, "process"}, std::pair{fields.type, "type"},
        std::pair{fields.function, "f"}}) {
    if (node == nullptr || node->kind == Kind::nil) {
      if (whole.size > 1 && (&whole + 1)->text == "rehearse_history") {
        return NodeMistake{&whole, "this is a history of rehearse itself",
                           "judge it with --plan and --scenario, without --model"};
      }
      return NodeMistake{&whole, fmt::format("this event has no \"{}\"", name),
                         "an event has process, type, f and value"};
    }
    if (node->kind == Kind::map || node->kind == Kind::vector) {
      return NodeMistake{node, fmt::format("\"{}\" must be one word or number", name), ""};
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
