#include "scenarios/printer/json_out.hpp"

namespace rehearse::scenarios::printing {

Json to_json(const Literal& value) {
  if (const auto* boolean = std::get_if<bool>(&value)) return *boolean;
  if (const auto* integer = std::get_if<std::int64_t>(&value)) return *integer;
  if (const auto* text = std::get_if<std::string>(&value)) return *text;
  return nullptr;
}

std::string text_of(const Json& json, bool everything) {
  constexpr auto replace = Json::error_handler_t::replace;  // strings made in code may be anything
  return everything ? json.dump(-1, ' ', false, replace) : json.dump(2, ' ', false, replace) + "\n";
}

}  // namespace rehearse::scenarios::printing
