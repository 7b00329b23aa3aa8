#include "simulators/live/program_request.hpp"

#include <algorithm>
#include <cmath>

#include "simulators/data/memory.hpp"

namespace rehearse::simulators::live {

using Json = nlohmann::json;
using scenarios::ProgramVerb;

namespace {

std::string text_of(const Json& value) {
  return value.is_string() ? value.get<std::string>() : value.dump();
}

/// RFC 3986: all but the unreserved characters.
std::string percent_encoded(const std::string& text) {
  constexpr std::string_view digits = "0123456789ABCDEF", unreserved = "-._~";
  std::string made;
  for (const char c : text) {
    const bool plain = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                       unreserved.find(c) != std::string_view::npos;
    const auto byte = static_cast<unsigned char>(c);
    if (plain) {
      made += c;
    } else {
      made += {'%', digits[byte >> 4U], digits[byte & 15U]};
    }
  }
  return made;
}

/// The value that `text` names and is nothing but; null: none.
const Json* named_by(const std::string& text, const Json& values) {
  if (text.size() < 2 || text.front() != '{' || text.back() != '}') return nullptr;
  const auto found = values.find(text.substr(1, text.size() - 2));
  return found == values.end() ? nullptr : &*found;
}

}  // namespace

std::string filled(const std::string& text, const Json& values) {
  std::string made;
  std::size_t at = 0;
  for (std::size_t open = text.find('{'); open != std::string::npos; open = text.find('{', at)) {
    const std::size_t close = text.find('}', open);
    if (close == std::string::npos) break;
    const auto value = values.find(text.substr(open + 1, close - open - 1));
    made += text.substr(at, open - at);
    made += value == values.end() ? text.substr(open, close + 1 - open) : text_of(*value);
    at = close + 1;
  }
  return made + text.substr(at);
}

Json filled_json(const Json& body, const Json& values) {
  if (body.is_string()) {
    const std::string text = body.get<std::string>();
    const Json* const value = named_by(text, values);
    if (value == nullptr) return filled(text, values);
    return value->is_string() && value->get<std::string>().empty() ? Json() : *value;
  }
  Json made = body;
  if (made.is_structured())
    for (Json& part : made) part = filled_json(part, values);
  return made;
}

HttpClient::HttpRequest request_of(const scenarios::ProgramRequest& asked, const Json& values) {
  HttpClient::HttpRequest request;
  request.method = asked.method;
  Json in_target = values;
  for (Json& value : in_target)
    if (value.is_string()) value = percent_encoded(value.get_ref<const std::string&>());
  request.target = filled(asked.target, in_target);
  for (const auto& [name, text] : asked.headers) {
    std::string value = filled(text, values);
    if (!value.empty()) request.headers.emplace_back(name, std::move(value));
  }
  if (!asked.body.empty()) request.body = filled_json(Json::parse(asked.body), values).dump();
  return request;
}

bool has_status(const std::vector<int>& statuses, unsigned status) {
  return std::find(statuses.begin(), statuses.end(), static_cast<int>(status)) != statuses.end();
}

ProgramVerb program_verb(ServiceVerb verb) {
  switch (verb) {
    case ServiceVerb::authorise:
      return ProgramVerb::authorise;
    case ServiceVerb::charge:
      return ProgramVerb::charge;
    case ServiceVerb::capture:
      return ProgramVerb::capture;
    case ServiceVerb::refund:
      return ProgramVerb::refund;
    case ServiceVerb::void_charge:
      return ProgramVerb::void_charge;
    case ServiceVerb::lookup:
      break;
  }
  return ProgramVerb::lookup;
}

const Json* found_at(const Json& json, const std::string& pointer) {
  if (json.is_discarded()) return nullptr;
  if (pointer.empty()) return &json;
  try {
    const Json::json_pointer path(pointer);
    return json.contains(path) ? &json.at(path) : nullptr;
  } catch (const Json::exception&) {  // "~" or a number that is none
    return nullptr;
  }
}

std::optional<std::int64_t> integer_of(const Json& json) {
  if (json.is_number_unsigned() && json.get<std::uint64_t>() > INT64_MAX) return std::nullopt;
  if (json.is_number_integer()) return json.get<std::int64_t>();
  if (json.is_number_float()) {
    const double number = json.get<double>();
    constexpr double exact = 9'007'199'254'740'992.0;  // 2^53
    if (std::trunc(number) != number || std::abs(number) > exact) return std::nullopt;
    return static_cast<std::int64_t>(number);
  }
  if (!json.is_string()) return std::nullopt;
  return number_of<std::int64_t>(json.get<std::string>());
}

std::optional<std::int64_t> integer_at(const Json& json, const std::string& pointer) {
  const Json* const found = found_at(json, pointer);
  return found == nullptr ? std::nullopt : integer_of(*found);
}

std::optional<EffectKind> effect_of(const Json& json) {
  if (!json.is_string()) return std::nullopt;
  const std::string kind = json.get<std::string>();
  if (kind == "charge") return EffectKind::charge;
  if (kind == "authorise") return EffectKind::authorise;
  if (kind == "capture") return EffectKind::capture;
  if (kind == "refund") return EffectKind::refund;
  if (kind == "void") return EffectKind::void_charge;
  return std::nullopt;
}

std::int64_t id_of(const Json& json) {
  const std::int64_t number =
      integer_of(json).value_or(static_cast<std::int64_t>(digest_bytes(json.dump()) >> 1U));
  return number == 0 ? 1 : number;
}

std::int64_t id_in(const std::string& answer, const std::string& pointer) {
  const Json json = pointer.empty() ? Json() : Json::parse(answer, nullptr, false);
  const Json* const id = pointer.empty() ? nullptr : found_at(json, pointer);
  return id == nullptr ? 1 : id_of(*id);
}

}  // namespace rehearse::simulators::live
