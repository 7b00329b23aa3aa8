#include "simulators/live/json_members.hpp"

#include <vector>

namespace rehearse::simulators::live {

void append_quoted(std::string& out, std::string_view text) {
  out += '"';
  for (const char c : text) {
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (static_cast<unsigned char>(c) < 0x20) {
      constexpr std::string_view hex = "0123456789abcdef";
      const auto byte = static_cast<unsigned char>(c);
      out += "\\u00";
      out += hex[byte >> 4U];
      out += hex[byte & 15U];
    } else {
      out += c;
    }
  }
  out += '"';
}

namespace {

void append_value(std::string& out, const Value& value) {
  switch (value.kind) {
    case ValueKind::null:
      out += "null";
      break;
    case ValueKind::boolean:
      out += value.number != 0 ? "true" : "false";
      break;
    case ValueKind::integer:
      append_number(out, value.number);
      break;
    case ValueKind::text:
      append_quoted(out, value.text->view());
      break;
  }
}

void append_row(std::string& out, Row row) {
  if (row == nullptr) {
    out += "null";
    return;
  }
  out += '[';
  for (std::uint32_t i = 0; i < row->count; ++i) {
    if (i > 0) out += ',';
    append_value(out, row->begin()[i]);
  }
  out += ']';
}

}  // namespace

void MemberWriter::row(std::string_view name, Row row) {
  if (row == nullptr) return;
  key(name);
  append_row(out_, row);
}

void MemberWriter::keys(std::string_view name, const Key* items, std::size_t count) {
  if (items == nullptr) return;
  key(name);
  out_ += '[';
  for (std::size_t i = 0; i < count; ++i) {
    if (i > 0) out_ += ',';
    append_number(out_, items[i]);
  }
  out_ += ']';
}

void MemberWriter::rows(std::string_view name, const Row* items, std::size_t count) {
  if (items == nullptr) return;
  key(name);
  out_ += '[';
  for (std::size_t i = 0; i < count; ++i) {
    if (i > 0) out_ += ',';
    append_row(out_, items[i]);
  }
  out_ += ']';
}

const nlohmann::json* MemberReader::array(std::string_view name) {
  const nlohmann::json* const found = find(name);
  if (found == nullptr) return nullptr;
  if (found->is_array()) return found;
  fail();
  return nullptr;
}

Row MemberReader::read_row(const nlohmann::json& json) {
  if (json.is_null()) return nullptr;
  if (!json.is_array()) {
    fail();
    return nullptr;
  }
  std::vector<Value> values;
  values.reserve(json.size());
  for (const nlohmann::json& one : json) {
    if (one.is_null()) {
      values.emplace_back();
    } else if (one.is_boolean()) {
      values.push_back(Value::of_bool(one.get<bool>()));
    } else if (fits<std::int64_t>(one)) {
      values.push_back(Value::of(one.get<std::int64_t>()));
    } else if (one.is_string()) {
      values.push_back(Value::of(memory_.text(one.get_ref<const std::string&>())));
    } else {
      fail();
    }
  }
  return memory_.row(values);
}

void MemberReader::keys(std::string_view name, const Key*& items, std::size_t count) {
  const nlohmann::json* const found = array(name);
  if (found == nullptr) return;
  if (found->size() != count) return fail();
  Key* const made = memory_.array<Key>(count);
  for (std::size_t i = 0; i < count; ++i) {
    if (!fits<Key>((*found)[i])) return fail();
    made[i] = (*found)[i].get<Key>();
  }
  items = made;
}

void MemberReader::rows(std::string_view name, const Row*& items, std::size_t count) {
  const nlohmann::json* const found = array(name);
  if (found == nullptr) return;
  if (found->size() != count) return fail();
  Row* const made = memory_.array<Row>(count);
  for (std::size_t i = 0; i < count; ++i) made[i] = read_row((*found)[i]);
  items = made;
}

}  // namespace rehearse::simulators::live
