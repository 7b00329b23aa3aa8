#include "scenarios/json_text.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "scenarios/ensure.hpp"
#include "scenarios/json_scan.hpp"
#include "scenarios/json_syntax.hpp"
#include "scenarios/suggest.hpp"

namespace rehearse::scenarios {
namespace {

constexpr std::size_t errors_max = 200;

/// Where something is wrong, before lines are known.
struct Mistake {
  std::size_t offset = 0;
  std::string message;
  std::string way_out;
};

/// nlohmann's SAX events -> JsonValue. The cursor walks along the text: with each event the
/// library has accepted one more token, so that stepping over it is safe.
class Builder {
 public:
  Builder(std::string_view text, JsonValue& root) : text_(text), root_(root) {}

  bool null() { return add(JsonValue::Kind::null) != nullptr; }
  bool boolean(bool value) {
    JsonValue* added = add(JsonValue::Kind::boolean);
    if (added != nullptr) added->boolean = value;
    return added != nullptr;
  }
  bool number_integer(std::int64_t value) { return add_integer(value); }
  bool number_unsigned(std::uint64_t value) {
    constexpr auto most = static_cast<std::uint64_t>(INT64_MAX);
    return value <= most ? add_integer(static_cast<std::int64_t>(value)) : number_float(0.0, "");
  }
  bool number_float(double /*value*/, const std::string& /*text*/) {
    JsonValue* added = add(JsonValue::Kind::number);
    if (added != nullptr) added->string = text_.substr(added->begin, added->end - added->begin);
    return added != nullptr;
  }
  bool string(std::string& value) {
    JsonValue* added = add(JsonValue::Kind::string);
    if (added != nullptr) added->string = std::move(value);
    return added != nullptr;
  }
  bool binary(std::vector<std::uint8_t>& /*value*/) { return false; }
  bool start_object(std::size_t /*size*/) { return open(JsonValue::Kind::object); }
  bool start_array(std::size_t /*size*/) { return open(JsonValue::Kind::array); }
  bool key(std::string& name) {
    step();
    open_.back()->members.push_back({std::move(name), token_begin_, {}});
    return true;
  }
  bool end_object() {
    find_duplicates(*open_.back());
    return close();
  }
  bool end_array() { return close(); }
  template <typename Exception>
  bool parse_error(std::size_t position, const std::string& /*token*/, const Exception& error) {
    const SyntaxWords words = explain_syntax(text_, cursor_, position, error.what());
    fatal_.push_back({words.offset, words.message, words.way_out});
    return false;
  }

  /// A fatal mistake hides the others: what follows from half a file only confuses.
  std::vector<Mistake> mistakes() const { return fatal_.empty() ? duplicates_ : fatal_; }

 private:
  void step() {
    do {
      token_begin_ = skip_blank(text_, cursor_);
      cursor_ = skip_token(text_, token_begin_);
      REHEARSE_ENSURE(token_begin_ < text_.size());
    } while (text_[token_begin_] == ',' || text_[token_begin_] == ':');
  }

  bool add_integer(std::int64_t value) {
    JsonValue* added = add(JsonValue::Kind::integer);
    if (added == nullptr) return false;
    added->integer = value;
    added->string = text_.substr(added->begin, added->end - added->begin);
    return true;
  }

  JsonValue* add(JsonValue::Kind kind) {
    step();
    if (++count_ > json_values_max) {
      fatal_.push_back({token_begin_,
                        "the file has more than " + std::to_string(json_values_max) + " values",
                        "this is not a plan or scenario that a person wrote"});
      return nullptr;
    }
    JsonValue* place = &root_;
    if (!open_.empty()) {
      JsonValue& parent = *open_.back();
      place = parent.kind == JsonValue::Kind::array ? &parent.items.emplace_back()
                                                    : &parent.members.back().value;
    }
    place->kind = kind;
    place->begin = token_begin_;
    place->end = cursor_;
    return place;
  }

  bool open(JsonValue::Kind kind) {
    JsonValue* added = add(kind);
    if (added == nullptr) return false;
    open_.push_back(added);
    if (open_.size() <= json_depth_max) return true;
    fatal_.push_back(
        {token_begin_,
         "the values are nested deeper than " + std::to_string(json_depth_max) + " levels",
         "check for brackets that are opened and never closed"});
    return false;
  }

  bool close() {
    step();
    open_.back()->end = cursor_;
    open_.pop_back();
    return true;
  }

  void find_duplicates(const JsonValue& object) {
    std::vector<const JsonMember*> sorted;
    sorted.reserve(object.members.size());
    for (const JsonMember& member : object.members) sorted.push_back(&member);
    std::sort(sorted.begin(), sorted.end(), [](const JsonMember* a, const JsonMember* b) {
      return std::tie(a->key, a->key_begin) < std::tie(b->key, b->key_begin);
    });
    for (std::size_t i = 1; i < sorted.size() && duplicates_.size() < errors_max; ++i) {
      if (sorted[i]->key != sorted[i - 1]->key) continue;
      duplicates_.push_back({sorted[i]->key_begin,
                             "the key " + in_quotes(sorted[i]->key) + " is here a second time",
                             "keep one of the two"});
    }
  }

  std::string_view text_;
  JsonValue& root_;
  std::vector<JsonValue*> open_;  ///< Stable: only the innermost open value grows.
  std::size_t cursor_ = 0;
  std::size_t token_begin_ = 0;
  std::size_t count_ = 0;
  std::vector<Mistake> fatal_, duplicates_;
};

std::vector<std::size_t> find_lines(std::string_view text) {
  std::vector<std::size_t> starts{0};
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\n') starts.push_back(i + 1);
  }
  return starts;
}

std::optional<Mistake> unreadable(std::string_view text) {
  if (text.size() > json_bytes_max) {
    return Mistake{0, "the file is larger than 16 MiB",
                   "this is not a plan or scenario that a person wrote"};
  }
  if (text.substr(0, 2) == "\xFF\xFE" || text.substr(0, 2) == "\xFE\xFF") {
    return Mistake{0, "the file is UTF-16", "save it as UTF-8"};
  }
  if (const auto bad = first_bad_byte(text)) {
    if (text[*bad] == '\0') {
      return Mistake{*bad, "there is a NUL byte", "save the file as UTF-8 text"};
    }
    return Mistake{*bad, "this byte is not valid UTF-8", "save the file as UTF-8"};
  }
  if (skip_blank(text, 0) >= text.size()) {
    return Mistake{0, "the file is empty", "start from scenarios/ecommerce/plan.json"};
  }
  return std::nullopt;
}

Error error_at(const JsonText& json, const Mistake& mistake) {
  Error error;
  const Place place = json.place(mistake.offset);
  error.file = json.file;
  error.line = place.line;
  error.column = place.column;
  error.message = mistake.message;
  error.way_out = mistake.way_out;
  return error;
}

void collect_places(const JsonText& json, const JsonValue& value, const std::string& pointer,
                    SourceMap& map) {
  for (std::size_t i = 0; i < value.items.size(); ++i) {
    const std::string inner = pointer + pointer_segment(i);
    map.places[inner] = json.place(value.items[i].begin);
    collect_places(json, value.items[i], inner, map);
  }
  for (const JsonMember& member : value.members) {
    const std::string inner = pointer + pointer_segment(member.key);
    map.places[inner] = json.place(member.key_begin);
    collect_places(json, member.value, inner, map);
  }
}

}  // namespace

const JsonMember* JsonValue::member(std::string_view key) const {
  for (const JsonMember& candidate : members) {
    if (candidate.key == key) return &candidate;
  }
  return nullptr;
}

Place JsonText::place(std::size_t offset) const {
  const auto next = std::upper_bound(line_starts.begin(), line_starts.end(), offset);
  REHEARSE_ENSURE(next != line_starts.begin());
  return {static_cast<int>(next - line_starts.begin()),
          static_cast<int>(offset - *std::prev(next)) + 1};
}

std::string JsonText::excerpt(const JsonValue& value) const {
  constexpr std::size_t longest = 40;
  std::string shown = text.substr(value.begin, std::min(value.end - value.begin, longest + 1));
  const bool cut = shown.size() > longest;
  if (cut) shown.resize(longest);
  while (cut && !shown.empty() && (static_cast<unsigned char>(shown.back()) & 0x80U) != 0) {
    shown.pop_back();  // never half a character
  }
  for (char& letter : shown) {
    if (static_cast<unsigned char>(letter) < 0x20) letter = ' ';
  }
  return cut ? shown + "..." : shown;
}

SourceMap JsonText::source_map() const {
  SourceMap map;
  map.file = file;
  map.places[""] = place(root.begin);
  collect_places(*this, root, "", map);
  return map;
}

Result<JsonText> parse_json(std::string_view text, std::string file) {
  if (text.substr(0, 3) == "\xEF\xBB\xBF") text.remove_prefix(3);
  JsonText json;
  json.file = std::move(file);
  json.line_starts = {0};
  if (text.size() <= json_bytes_max) json.line_starts = find_lines(text);
  if (const auto mistake = unreadable(text)) return error_at(json, *mistake);

  json.text = std::string(text);
  Builder builder(json.text, json.root);
  nlohmann::json::sax_parse(json.text, &builder, nlohmann::json::input_format_t::json,
                            /*strict=*/true, /*ignore_comments=*/true);
  std::vector<Error> errors;
  for (const Mistake& mistake : builder.mistakes()) errors.push_back(error_at(json, mistake));
  std::sort(errors.begin(), errors.end(), [](const Error& a, const Error& b) {
    return std::tie(a.line, a.column) < std::tie(b.line, b.column);
  });
  if (!errors.empty()) return errors;
  return json;
}

}  // namespace rehearse::scenarios
