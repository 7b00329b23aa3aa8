#include "harness/certificate/certificate_file.hpp"

#include <array>
#include <cstdint>
#include <fstream>
#include <iterator>
#include <limits>
#include <nlohmann/json.hpp>
#include <set>
#include <utility>

#include "harness/certificate/certificate_fields.hpp"
#include "harness/certificate/digest.hpp"
#include "harness/certificate/json_place.hpp"

namespace rehearse::harness {
namespace {

using Json = nlohmann::ordered_json;
using scenarios::Error;

constexpr int certificate_format_known = 1;
constexpr std::size_t certificate_depth_max = 16;  ///< A certificate nests seven levels.
constexpr std::size_t errors_max = 20;             ///< More say nothing new.

constexpr std::array<std::pair<CertificateVerdict, std::string_view>, 4> verdicts{{
    {CertificateVerdict::certified, "certified"},
    {CertificateVerdict::rejected, "rejected"},
    {CertificateVerdict::inconclusive, "inconclusive"},
    {CertificateVerdict::incomplete, "incomplete"},
}};

// ---- writing

template <typename T>
Json to_json(const T& object);

Json to_json(const std::string& text) { return text; }
Json to_json(std::int64_t number) { return number; }
Json to_json(int number) { return number; }
Json to_json(bool flag) { return flag; }
Json to_json(CertificateVerdict verdict) { return std::string(to_string(verdict)); }

template <typename T>
Json to_json(const std::vector<T>& items) {
  Json array = Json::array();
  for (const T& item : items) array.push_back(to_json(item));
  return array;
}

struct FieldWriter {
  Json object = Json::object();
  template <typename T>
  void operator()(const char* name, const T& value) {
    object.push_back({name, to_json(value)});
  }
};

template <typename T>
Json to_json(const T& object) {
  FieldWriter writer;
  certificate_fields::visit(object, writer);
  return std::move(writer.object);
}

std::string dump(const Json& json) {
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

// ---- reading

/// Collects what is wrong, with places. Stops collecting at `errors_max`.
class Reader {
 public:
  Reader(std::string_view text, const std::string& file) : text_(text), file_(file) {}

  std::vector<Error> take_errors() { return std::move(errors_); }
  bool failed() const { return !errors_.empty(); }

  void fail(const std::string& pointer, const Json& value, std::string message,
            std::string way_out = {}) {
    if (errors_.size() >= errors_max) return;
    const TextPlace place = place_of_pointer(text_, pointer);
    errors_.push_back({.file = file_,
                       .line = place.line,
                       .column = place.column,
                       .pointer = pointer,
                       .value = shortened(value),
                       .message = std::move(message),
                       .way_out = std::move(way_out)});
  }

  void read(const Json& json, const std::string& pointer, std::string& out) {
    if (!json.is_string()) return fail(pointer, json, "expected a string");
    out = json.get_ref<const std::string&>();
  }

  void read(const Json& json, const std::string& pointer, std::int64_t& out) {
    if (!json.is_number_integer()) return fail(pointer, json, "expected an integer");
    if (json.is_number_unsigned() &&
        json.get<std::uint64_t>() > std::uint64_t{std::numeric_limits<std::int64_t>::max()}) {
      return fail(pointer, json, "the integer does not fit into 64 bits with a sign");
    }
    out = json.get<std::int64_t>();
  }

  void read(const Json& json, const std::string& pointer, int& out) {
    std::int64_t number = 0;
    const std::size_t errors_before = errors_.size();
    read(json, pointer, number);
    if (errors_.size() != errors_before) return;
    if (number < std::numeric_limits<int>::min() || number > std::numeric_limits<int>::max()) {
      return fail(pointer, json, "the integer does not fit into 32 bits with a sign");
    }
    out = static_cast<int>(number);
  }

  void read(const Json& json, const std::string& pointer, bool& out) {
    if (!json.is_boolean()) return fail(pointer, json, "expected true or false");
    out = json.get<bool>();
  }

  void read(const Json& json, const std::string& pointer, CertificateVerdict& out) {
    for (const auto& [verdict, word] : verdicts) {
      if (json.is_string() && json.get_ref<const std::string&>() == word) {
        out = verdict;
        return;
      }
    }
    fail(pointer, json, "unknown verdict",
         "it is one of certified, rejected, inconclusive, incomplete");
  }

  template <typename T>
  void read(const Json& json, const std::string& pointer, std::vector<T>& out) {
    if (!json.is_array()) return fail(pointer, json, "expected an array");
    for (std::size_t i = 0; i < json.size() && errors_.size() < errors_max; ++i) {
      read(json[i], pointer + "/" + std::to_string(i), out.emplace_back());
    }
  }

  template <typename T>
  void read(const Json& json, const std::string& pointer, T& out);

 private:
  static std::string shortened(const Json& json) {
    if (json.is_object()) return "an object";
    if (json.is_array()) return "an array";
    std::string text = json.dump(-1, ' ', true, Json::error_handler_t::replace);
    if (text.size() > 60) text = text.substr(0, 57) + "...";
    return text;
  }

  std::string_view text_;
  const std::string& file_;
  std::vector<Error> errors_;
};

struct FieldReader {
  Reader& reader;
  const Json& json;
  const std::string& pointer;
  std::set<std::string> known = {};

  template <typename T>
  void operator()(const char* name, T& value) {
    known.insert(name);
    const auto found = json.find(name);
    if (found == json.end()) {
      return reader.fail(pointer, json, std::string("the field \"") + name + "\" is missing");
    }
    reader.read(*found, pointer + "/" + name, value);
  }
};

/// A key as one token of a JSON pointer (RFC 6901).
std::string pointer_token(const std::string& key) {
  std::string token;
  for (const char c : key) token += c == '~' ? "~0" : c == '/' ? "~1" : std::string(1, c);
  return token;
}

template <typename T>
void Reader::read(const Json& json, const std::string& pointer, T& out) {
  if (!json.is_object()) return fail(pointer, json, "expected an object");
  FieldReader field{.reader = *this, .json = json, .pointer = pointer};
  certificate_fields::visit(out, field);
  for (const auto& [key, value] : json.items()) {
    if (field.known.count(key) != 0) continue;
    fail(pointer + "/" + pointer_token(key), value, "unknown field",
         "was the certificate written by a newer rehearse?");
  }
}

Error whole_file_error(const std::string& file, TextPlace place, std::string message,
                       std::string way_out) {
  return {.file = file,
          .line = place.line,
          .column = place.column,
          .pointer = {},
          .value = {},
          .message = std::move(message),
          .way_out = std::move(way_out)};
}

/// nlohmann's message without its "[json.exception.parse_error.101] parse error at line 1, column
/// 2: ".
std::string reason_of(const Json::exception& error) {
  const std::string text = error.what();
  const std::size_t cut = text.rfind("error at ") == std::string::npos
                              ? text.find("] ")
                              : text.find(": ", text.rfind("error at "));
  return cut == std::string::npos ? text : text.substr(cut + 2);
}

}  // namespace

std::string_view to_string(CertificateVerdict verdict) {
  for (const auto& [value, word] : verdicts) {
    if (value == verdict) return word;
  }
  return "incomplete";
}

std::string write_certificate(const Certificate& certificate) { return dump(to_json(certificate)); }

scenarios::Result<Certificate> read_certificate(std::string_view text, const std::string& file) {
  const std::string again = "write it again with `rehearse certify`";
  if (text.size() > certificate_bytes_max) {
    return whole_file_error(file, {}, "the file is larger than 64 MiB", again);
  }
  const std::size_t deep = offset_nested_deeper_than(text, certificate_depth_max);
  if (deep != std::string_view::npos) {
    return whole_file_error(file, place_of_offset(text, deep),
                            "values nest deeper than in any certificate", again);
  }
  Json json;
  try {
    json = Json::parse(text);
  } catch (const Json::parse_error& error) {
    const std::size_t offset = error.byte > 0 ? error.byte - 1 : 0;
    return whole_file_error(file, place_of_offset(text, offset),
                            "this is not JSON: " + reason_of(error), again);
  } catch (const Json::exception& error) {  // a number beyond all bounds
    return whole_file_error(file, {}, "this is not JSON: " + reason_of(error), again);
  }
  Reader reader(text, file);
  if (json.is_object() && json.contains("format") && json["format"] != certificate_format_known) {
    reader.fail("/format", json["format"], "this program reads certificates of format 1 only",
                "use the rehearse that wrote it, or certify again");
    return reader.take_errors();
  }
  Certificate certificate;
  reader.read(json, "", certificate);
  if (reader.failed()) return reader.take_errors();
  return certificate;
}

scenarios::Result<Certificate> read_certificate_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return whole_file_error(path, {0, 0}, "the file cannot be read", "check the path");
  std::string text;
  std::array<char, 1U << 16U> block{};
  while (text.size() <= certificate_bytes_max) {
    file.read(block.data(), static_cast<std::streamsize>(block.size()));
    if (file.gcount() == 0) break;
    text.append(block.data(), static_cast<std::size_t>(file.gcount()));
  }
  if (file.bad()) return whole_file_error(path, {0, 0}, "reading the file failed", "try again");
  return read_certificate(text, path);
}

std::string certificate_digest(const Certificate& certificate) {
  FieldWriter writer;
  certificate_fields::visit_digested(certificate, writer);
  return sha256_name(dump(writer.object));
}

bool digest_matches(const Certificate& certificate) {
  return certificate.digest == certificate_digest(certificate);
}

Certificate sealed(Certificate certificate) {
  certificate.digest = certificate_digest(certificate);
  return certificate;
}

}  // namespace rehearse::harness
