#include "scenarios/json_syntax.hpp"

#include <algorithm>

#include "scenarios/json_scan.hpp"
#include "scenarios/suggest.hpp"

namespace rehearse::scenarios {
namespace {

struct Culprit {
  std::size_t begin = 0;
  std::size_t end = 0;
  char before = '\0';  ///< First character of the token before it.
};

/// A word that JSON does not know, whatever follows.
bool is_bad_word(std::string_view token) {
  if (token.empty() ||
      std::string_view("{}[],:\"-0123456789").find(token.front()) != std::string_view::npos) {
    return false;
  }
  return token != "true" && token != "false" && token != "null";
}

/// A number that the library accepted in part: 0100.
Culprit half_a_number(std::string_view text, std::size_t end) {
  Culprit culprit;
  culprit.begin = culprit.end = end;
  const auto in_word = [&](std::size_t i) {
    return std::string_view(" \t\r\n{}[],:\"").find(text[i]) == std::string_view::npos;
  };
  while (culprit.begin > 0 && in_word(culprit.begin - 1)) --culprit.begin;
  culprit.end = skip_token(text, culprit.begin);
  return culprit;
}

Culprit find_culprit(std::string_view text, std::size_t last_good, std::size_t reported) {
  Culprit culprit;
  std::size_t at = last_good;
  if (reported <= last_good && reported > 0) return half_a_number(text, reported - 1);
  while (true) {
    culprit.begin = skip_blank(text, at);
    culprit.end = skip_token(text, culprit.begin);
    if (culprit.begin >= text.size() || culprit.end >= std::min(reported, text.size())) {
      return culprit;
    }
    if (is_bad_word(text.substr(culprit.begin, culprit.end - culprit.begin))) return culprit;
    culprit.before = text[culprit.begin];
    at = culprit.end;
  }
}

bool says(std::string_view words, std::string_view part) {
  return words.find(part) != std::string_view::npos;
}

SyntaxWords bad_string(SyntaxWords words, std::string_view library, std::size_t reported,
                       std::size_t size) {
  if (says(library, "missing closing quote")) {
    words.message = "this text has no closing quote";
    words.way_out = "add the missing \"";
  } else if (says(library, "control character")) {
    words.message = "this text goes over the end of its line, or has a control character in it";
    words.way_out = "close it with \" on the same line; write \\n for a line break";
  } else {
    words.offset = std::min(reported > 0 ? reported - 1 : 0, size);
    words.message = "there is a backslash sequence in this text that JSON does not know";
    words.way_out = "write \\\\ for a backslash";
  }
  return words;
}

SyntaxWords bad_word(SyntaxWords words, std::string_view token) {
  const char first = token.empty() ? '\0' : token.front();
  words.message = in_quotes(token) + " is not JSON";
  if (first == '\'') {
    words.way_out = "write texts and names in double quotes";
  } else if (first == '#' || first == ';') {
    words.way_out = "comments begin with //";
  } else if (token == "True" || token == "False" || token == "None" || token == "NULL") {
    words.way_out = "write true, false or null in small letters";
  } else if ((first >= '0' && first <= '9') || first == '-' || first == '+' || first == '.') {
    words.message = in_quotes(token) + " is not a number";
    words.way_out = "durations, rates and percentages are texts with their unit, e.g. \"250ms\"";
  } else {
    words.way_out = "write texts and names in double quotes";
  }
  return words;
}

/// The token between quotes; a text has its own.
std::string shown(std::string_view token) {
  if (token.empty() || token.front() != '"') return in_quotes(token);
  constexpr std::size_t longest = 60;
  return token.size() <= longest ? std::string(token) : "this text";
}

SyntaxWords unexpected(SyntaxWords words, std::string_view library, std::string_view token,
                       char before) {
  const bool closes = token == "}" || token == "]";
  if (closes && before == ',') {
    words.message = "there is a comma before this " + shown(token);
    words.way_out = "remove the comma";
  } else if (says(library, "expected end of input")) {
    words.message = "there is more text behind the end of the JSON value";
    words.way_out = "check for a bracket that closes too early, or remove what follows";
  } else if (says(library, "expected ':'")) {
    words.message = "a colon is missing before " + shown(token);
    words.way_out = "write \"name\": value";
  } else if (closes) {
    words.message = "this " + shown(token) + " does not close what is open here";
    words.way_out = "check the brackets before it";
  } else if (says(library, "expected '}'") || says(library, "expected ']'")) {
    words.message = "a comma is missing before " + shown(token);
    words.way_out = "put a comma behind the value before it";
  } else if (says(library, "expected string literal")) {
    words.message = "a name in double quotes is expected here, and there is " + shown(token);
  } else {
    words.message = "a value is expected here, and there is " + shown(token);
    if (token == ",") words.way_out = "remove the comma, or write the value that is missing";
  }
  return words;
}

}  // namespace

SyntaxWords explain_syntax(std::string_view text, std::size_t last_good, std::size_t reported,
                           std::string_view library_words) {
  const Culprit culprit = find_culprit(text, last_good, reported);
  SyntaxWords words;
  words.offset = culprit.begin;
  const std::string_view token = text.substr(std::min(culprit.begin, text.size()),
                                             culprit.end - std::min(culprit.begin, culprit.end));
  if (says(library_words, "out of range") || says(library_words, "number overflow")) {
    words.message = "the number " + in_quotes(token) + " is too large";
  } else if (says(library_words, "invalid comment") ||
             says(library_words, "missing closing '*/'")) {
    words.offset = culprit.begin < text.size() ? culprit.begin : std::min(reported, text.size());
    words.message = "this comment is broken or has no end";
    words.way_out = "write // ... to the end of the line, or /* ... */";
  } else if (culprit.begin >= text.size() || says(library_words, "unexpected end of input")) {
    words.offset = text.size();
    words.message = "the file ends too early: something that was opened is not closed";
    words.way_out = "check whether the file is complete";
  } else if (says(library_words, "invalid string")) {
    words = bad_string(words, library_words, reported, text.size());
  } else if (culprit.end <= last_good) {
    words.message = in_quotes(token) + " is not a number";
    words.way_out = "numbers have no leading zero, and units go with the number in one text";
  } else if (says(library_words, "unexpected")) {
    words = unexpected(words, library_words, token, culprit.before);
  } else {
    words = bad_word(words, token);
  }
  return words;
}

}  // namespace rehearse::scenarios
