// One buffer, a 0 behind what was read: a scanner that meets it asks for more, and the form is
// begun again with more bytes. So the scanners never look for the end of the buffer.
#include "harness/recording/form_reader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <istream>

#include "harness/recording/byte_words.hpp"

namespace rehearse::harness {

namespace {

constexpr std::size_t first_buffer_bytes = std::size_t{1} << 18U;
constexpr int depth_max = 64;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// Space, and in EDN commas; lines and comments are told apart by skip_space.
constexpr std::uint8_t space = 1, edn_space = 2;
/// What ends a number, a keyword or a word; in JSON a colon does, too.
constexpr std::uint8_t end = 4, json_end = 8;

constexpr std::array<std::uint8_t, 256> make_classes() {
  std::array<std::uint8_t, 256> classes{};
  for (const char c : {' ', '\t', '\r'}) classes[static_cast<unsigned char>(c)] = space | edn_space;
  classes[','] = edn_space;
  for (const char c :
       {' ', '\t', '\n', '\r', ',', '(', ')', '[', ']', '{', '}', '"', '\\', ';', '\0'})
    classes[static_cast<unsigned char>(c)] |= end | json_end;
  classes[':'] |= json_end;
  return classes;
}
constexpr std::array<std::uint8_t, 256> classes = make_classes();

bool is(char c, std::uint8_t wanted) {
  return (classes[static_cast<unsigned char>(c)] & wanted) != 0;
}
bool ends_word(char c) { return is(c, end); }

int hex_digit(char c) {
  if (is_digit(c)) return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

void append_utf8(std::string& out, unsigned code) {
  if (code < 0x80U) {
    out += static_cast<char>(code);
  } else if (code < 0x800U) {
    out += static_cast<char>(0xc0U | (code >> 6U));
    out += static_cast<char>(0x80U | (code & 0x3fU));
  } else {
    out += static_cast<char>(0xe0U | (code >> 12U));
    out += static_cast<char>(0x80U | ((code >> 6U) & 0x3fU));
    out += static_cast<char>(0x80U | (code & 0x3fU));
  }
}

}  // namespace

FormReader::FormReader(std::istream& in, Dialect dialect, std::string_view head)
    : in_(in),
      json_(dialect == Dialect::json),
      log_(dialect == Dialect::log),
      buffer_(first_buffer_bytes + head.size() + slack) {
  std::copy(head.begin(), head.end(), buffer_.begin());
  at_ = form_ = buffer_.data();
  end_ = at_ + head.size();
}

FormReader::Place FormReader::place_of(const char* at) const {
  Place place{form_line_, 1};
  std::uint64_t line_offset = form_line_offset_;
  for (const char* c = form_; c < at; ++c) {
    if (*c != '\n') continue;
    ++place.line;
    line_offset = offset_of(c + 1);
  }
  place.column = static_cast<int>(buffer_offset_ + static_cast<std::uint64_t>(at - buffer_.data()) -
                                  line_offset + 1);
  return place;
}

const char* FormReader::wrong(const char* at, std::string message) {
  message_ = std::move(message);
  wrong_place_ = place_of(at);
  stopped_ = Stopped::wrong;
  return nullptr;
}

const char* FormReader::zero(const char* at) {
  if (at != end_) return wrong(at, "a zero byte: this is no text file");
  stopped_ = Stopped::more;
  return nullptr;
}

/// Keeps the form that was begun and reads more behind it; false when there is no more.
bool FormReader::fill() {
  const auto kept = static_cast<std::size_t>(end_ - form_);
  const auto dropped = static_cast<std::size_t>(form_ - buffer_.data());
  std::memmove(buffer_.data(), form_, kept);
  buffer_offset_ += dropped;
  if (kept * 2 > buffer_.size()) buffer_.resize(buffer_.size() * 2);
  in_.read(buffer_.data() + kept, static_cast<std::streamsize>(buffer_.size() - slack - kept));
  const auto read = static_cast<std::size_t>(in_.gcount());
  form_ = at_ = buffer_.data();
  end_ = form_ + kept + read;
  std::memset(buffer_.data() + kept + read, 0, slack);
  return read > 0;
}

const char* FormReader::skip_space(const char* at) {
  const std::uint8_t passed = json_ ? space : edn_space;
  while (true) {
    while (is(*at, passed)) ++at;
    if (*at == '\n') {
      ++at;
      ++line_;
      line_offset_ = offset_of(at);
    } else if (*at == ';' && !json_) {
      while (*at != '\n' && at != end_) ++at;
    } else {
      return *at == '\0' ? zero(at) : at;
    }
  }
}

void FormReader::begin_form() {
  form_ = at_;
  form_line_ = line_;
  form_line_offset_ = line_offset_;
}

FormReader::Next FormReader::next() {
  if (!unescaped_.empty()) unescaped_.clear();
  if (log_) return next_line();
  while (true) {
    begin_form();
    const char* const at = skip_space(at_);
    if (at == nullptr && stopped_ == Stopped::wrong) return Next::wrong;
    if (at == nullptr) {
      at_ = end_;
      begin_form();
      if (fill()) continue;
      if (!in_vector_) return Next::end;
      wrong(at_, "the file ends within the vector that it began with: it was cut off");
      return Next::wrong;
    }
    at_ = at;
    begin_form();
    if (after_vector_) {
      wrong(at_, "nothing may follow the vector that the file began with");
      return Next::wrong;
    }
    const bool opens = !json_ && *at_ == '[' && !in_vector_ && !begun_;
    if (!opens && !(in_vector_ && *at_ == ']')) return next_form();
    in_vector_ = opens;
    after_vector_ = !opens;
    ++at_;
  }
}

FormReader::Next FormReader::next_form() {
  begun_ = true;
  while (true) {
    used_ = 0;
    const char* behind = map_as_before();
    if (behind == nullptr) {
      edges_.clear();
      behind = value(form_, 0);
      if (behind != nullptr) learn_shape(behind);
    }
    // A number or word at the end of what was read may go on behind it.
    if (behind != nullptr && (behind < end_ || ended_)) {
      at_ = behind;
      return Next::form;
    }
    if (behind == nullptr && stopped_ == Stopped::wrong) return Next::wrong;
    line_ = form_line_;
    line_offset_ = form_line_offset_;
    if (static_cast<std::size_t>(end_ - form_) > form_bytes_max) {
      wrong(form_, fmt::format("what begins here is longer than {} MiB", form_bytes_max >> 20U));
      return Next::wrong;
    }
    if (fill()) continue;
    if (behind == nullptr) {
      wrong(form_, "the file ends within what begins here: it was cut off");
      return Next::wrong;
    }
    ended_ = true;
  }
}

const char* FormReader::value(const char* at, int depth) {
  if (depth > depth_max) return wrong(at, "more than 64 brackets within each other");
  const char c = *at;
  if (is_digit(c)) return number(at);
  switch (c) {
    case '{':
      return container(at, depth, '}', FormNode::Kind::map);
    case '[':
      return container(at, depth, ']', FormNode::Kind::vector);
    case '"':
      return text(at);
    case '\0':
      return zero(at);
    case '(':
      if (!json_) return container(at, depth, ')', FormNode::Kind::vector);
      break;
    case '#':
      if (!json_) return tagged(at, depth);
      break;
    case '+':
      if (!json_ && is_digit(at[1])) return number(at);
      break;
    case '-':
      if (is_digit(at[1])) return number(at);
      break;
    default:
      break;
  }
  return word(at);
}

/// Between two values of a container. JSON wants one comma; in EDN it is space.
const char* FormReader::separator(const char* at, bool first, char close) {
  at = skip_space(at);
  if (!json_ || at == nullptr || first || *at == close) return at;
  if (*at != ',') return wrong(at, fmt::format("a comma or {} is missing here", close));
  at = skip_space(at + 1);
  if (at == nullptr || *at != close) return at;
  return wrong(at, "a value is missing behind the comma");
}

const char* FormReader::json_colon(const char* at) {
  at = skip_space(at);
  if (at == nullptr) return at;
  return *at == ':' ? skip_space(at + 1) : wrong(at, "a colon is missing behind the name");
}

const char* FormReader::container(const char* at, int depth, char close, FormNode::Kind kind) {
  const char* const begin = at;
  const std::size_t place = used_;
  add(kind, begin);
  ++at;
  const bool map = kind == FormNode::Kind::map;
  std::size_t values = 0;
  for (;; ++values) {
    const bool behind_name = json_ && map && values % 2 == 1;
    at = behind_name ? json_colon(at) : separator(at, values == 0, close);
    if (at == nullptr) return at;
    const char c = *at;
    if (c == close && !behind_name) break;
    if (json_ && map && !behind_name && c != '"') {
      return wrong(at, "a name in quotes is missing here");
    }
    if (c == ')' || c == ']' || c == '}') {
      return wrong(at, fmt::format("{} closes nothing here; {} would", c, close));
    }
    if (depth == 0) edges_.push_back(at);
    at = value(at, depth + 1);
    if (at == nullptr) return at;
    if (depth == 0) edges_.push_back(at);
  }
  if (map && values % 2 == 1) return wrong(begin, "this map has a key without a value");
  nodes_[place].size = static_cast<std::uint32_t>(used_ - place);
  return at + 1;
}

const char* FormReader::text(const char* at) {
  const char* const begin = at++;
  const char* from = at;
  std::string* escaped = nullptr;
  for (; *at != '"'; ++at) {
    const char c = *at;
    if (c == '\0') return zero(at);
    if (c == '\n') {
      if (json_) return wrong(begin, "this text has no closing quote on its line");
      ++line_;
      line_offset_ = offset_of(at + 1);
    }
    if (c == '\\') {
      if (escaped == nullptr) escaped = &unescaped_.emplace_back();
      escaped->append(from, at);
      at = escape(at, *escaped);
      if (at == nullptr) return at;
      from = at + 1;
    }
  }
  FormNode& node = add(FormNode::Kind::text, begin);
  if (escaped == nullptr) {
    node.text = std::string_view(from, static_cast<std::size_t>(at - from));
  } else {
    escaped->append(from, at);
    node.text = *escaped;
  }
  return at + 1;
}

/// The last byte of the escape that begins here.
const char* FormReader::escape(const char* at, std::string& out) {
  static constexpr std::string_view names = "\"\\/bfnrt", meanings = "\"\\/\b\f\n\r\t";
  const char c = at[1];
  if (c == '\0') return zero(at + 1);
  if (const std::size_t known = names.find(c); known != std::string_view::npos) {
    out += meanings[known];
    return at + 1;
  }
  if (c != 'u') return wrong(at, "this is no escape that a text knows");
  unsigned code = 0;
  for (int i = 2; i < 6; ++i) {
    if (at[i] == '\0') return zero(at + i);
    const int digit = hex_digit(at[i]);
    if (digit < 0) return wrong(at, "\\u needs four hexadecimal digits");
    code = code * 16U + static_cast<unsigned>(digit);
  }
  append_utf8(out, code);  // halves of a pair stay halves: texts are only compared
  return at + 5;
}

const char* FormReader::number(const char* at) {
  const char* const begin = at;
  const std::uint64_t first = word_at(at);
  const unsigned count = run_of(first, '0', '9');
  if (count - 1U < 7U && is(at[count], end)) {  // most are short, and have no sign
    FormNode& node = add(FormNode::Kind::integer, begin);
    node.integer = static_cast<std::int64_t>(value_of_digits(first, count));
    node.text = std::string_view(begin, count);
    return at + count;
  }
  const bool negative = *at == '-';
  if (negative || *at == '+') ++at;
  std::uint64_t integer = 0;
  const char* const digits = at;
  for (; is_digit(*at); ++at) integer = integer * 10 + static_cast<std::uint64_t>(*at - '0');
  const std::uint8_t ends = json_ ? json_end : end;
  bool whole = at - digits < 19 && (is(*at, ends) || (*at == 'N' && !json_));
  while (!is(*at, ends)) ++at;
  FormNode& node = add(whole ? FormNode::Kind::integer : FormNode::Kind::number, begin);
  node.integer = static_cast<std::int64_t>(negative ? 0 - integer : integer);
  node.text = std::string_view(begin, static_cast<std::size_t>(at - begin));
  return at;
}

const char* FormReader::word(const char* at) {
  const char* const begin = at;
  const bool keyword = !json_ && *at == ':';
  if (keyword) ++at;
  const char* const from = at;
  const std::uint8_t ends = json_ ? json_end : end;
  at += run_of(word_at(at), 'a', 'z');
  while (!is(*at, ends)) ++at;
  const std::string_view text(from, static_cast<std::size_t>(at - from));
  if (text.empty() && *at != '\0') {
    return wrong(begin, fmt::format("a value cannot begin with {}", *begin));
  }
  using Kind = FormNode::Kind;
  Kind kind = Kind::keyword;
  if (!keyword) {
    if (text == (json_ ? "null" : "nil")) kind = Kind::nil;
    if (text == "true" || text == "false") kind = Kind::boolean;
    if (json_ && kind == Kind::keyword) {
      if (*at == '\0') return zero(at);
      return wrong(begin, "this is no JSON value; texts stand in quotes");
    }
  }
  FormNode& node = add(kind, begin);
  node.text = text;
  node.integer = kind == Kind::boolean && text == "true" ? 1 : 0;
  return at;
}

/// `#{1 2}` is a set, `#inst "..."` a value with a tag, `#_ x` no value at all.
const char* FormReader::tagged(const char* at, int depth) {
  ++at;
  if (*at == '{') return container(at, depth, '}', FormNode::Kind::vector);
  const bool discarded = *at == '_';
  if (discarded) ++at;
  while (!discarded && !ends_word(*at)) ++at;
  const std::size_t before = used_;
  at = skip_space(at);
  if (at != nullptr) at = value(at, depth + 1);
  if (at == nullptr || !discarded) return at;
  used_ = before;
  at = skip_space(at);
  return at == nullptr ? at : value(at, depth + 1);
}

}  // namespace rehearse::harness
