#pragma once
/// Between the plan's values and the JSON of a program of the user's.

#include <charconv>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>

#include "scenarios/program.hpp"
#include "simulators/live/http_client.hpp"
#include "simulators/runtime/messages.hpp"

namespace rehearse::simulators::live {

/// `text` with {name} replaced by the value of that name.
std::string filled(const std::string& text, const nlohmann::json& values);
/// `body` with its texts filled; a text that is one {name} becomes the value itself, and null where
/// that is empty.
nlohmann::json filled_json(const nlohmann::json& body, const nlohmann::json& values);

/// The request with its texts filled, those in its target percent-encoded. A header without a value
/// is left out.
HttpClient::HttpRequest request_of(const scenarios::ProgramRequest& asked,
                                   const nlohmann::json& values);
/// Whether `statuses` has this one.
bool has_status(const std::vector<int>& statuses, unsigned status);

/// What plans call it.
scenarios::ProgramVerb program_verb(ServiceVerb verb);

/// What `pointer` (RFC 6901; empty: all of it) points at; null when there is nothing.
const nlohmann::json* found_at(const nlohmann::json& json, const std::string& pointer);
/// All of the text is this number.
template <typename Number>
std::optional<Number> number_of(const std::string& text) {
  Number number{};
  const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
  if (read.ec != std::errc() || read.ptr != text.data() + text.size()) return std::nullopt;
  return number;
}
/// An integer, also as text, or as a number without a fraction.
std::optional<std::int64_t> integer_of(const nlohmann::json& json);
/// The integer that `pointer` points at.
std::optional<std::int64_t> integer_at(const nlohmann::json& json, const std::string& pointer);
/// charge, authorise, capture, refund, void.
std::optional<EffectKind> effect_of(const nlohmann::json& json);
/// The id of an effect, never 0: an integer, or the digest of what there is.
std::int64_t id_of(const nlohmann::json& json);
/// That in an answer; 1 where there is none.
std::int64_t id_in(const std::string& answer, const std::string& pointer);

}  // namespace rehearse::simulators::live
