#pragma once
/// Reads EDN or JSON forms, or the lines of a Jepsen log, one after the other, from a stream of any
/// length in bounded memory.
///
/// A form is given as nodes in preorder: {:process 0, :value [1 2]} is map (7 nodes), keyword,
/// integer, keyword, vector (3 nodes), integer, integer. EDN as https://github.com/edn-format/edn
/// has it: commas are space, `;` begins a comment, tags (`#inst`) are passed over and their value
/// is taken. JSON is read strictly. A line of a log, `INFO  jepsen.util - 0  :invoke  :cas  [1 2]`,
/// is a vector of what stands behind the dash; lines of others are passed over.

#include <cstdint>
#include <deque>
#include <iosfwd>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace rehearse::harness {

struct FormNode {
  enum class Kind : std::uint8_t { nil, boolean, integer, number, text, keyword, vector, map };
  Kind kind = Kind::nil;
  std::uint32_t size = 1;    ///< Nodes, this one included.
  std::int64_t integer = 0;  ///< Of an integer; 1 of true.
  std::string_view
      text;  ///< Of a text without quotes, of a keyword without colon; else as written.
  const char* begin = nullptr;  ///< Its first byte; for `place_of` only.
};

class FormReader final {
 public:
  enum class Dialect : std::uint8_t { edn, json, log };
  enum class Next : std::uint8_t { form, end, wrong };
  struct Place {
    int line = 1, column = 1;  ///< From 1; columns in bytes.
  };

  /// `in` must outlive the reader. `head`: what was taken from it before.
  FormReader(std::istream& in, Dialect dialect, std::string_view head = {});
  FormReader(const FormReader&) = delete;
  FormReader& operator=(const FormReader&) = delete;

  /// The next form. In EDN a vector around all forms is entered, not given.
  Next next();
  /// Valid until the next call.
  std::span<const FormNode> nodes() const { return {nodes_.data(), used_}; }
  Place place_of(const FormNode& node) const { return place_of(node.begin); }
  /// Forms of one number that is not 0 are maps with the same keys in the same order.
  std::uint64_t shape() const { return shape_; }
  int line() const { return form_line_; }                  ///< Where the form begins.
  std::uint64_t offset() const { return offset_of(at_); }  ///< Bytes up to the form's end.

  /// After `wrong`.
  const std::string& message() const { return message_; }
  Place wrong_place() const { return wrong_place_; }

  static constexpr std::size_t form_bytes_max = std::size_t{64} << 20U;

 private:
  /// Bytes that are looked for; the first 16 as words, of which only the bytes under the mask
  /// count.
  struct Literal {
    std::string bytes;
    std::uint64_t words[2] = {0, 0}, masks[2] = {0, 0};
    void assign(const char* from, const char* to);
    /// Whether they stand at `at`, behind which `slack` bytes can be read.
    bool stands_at(const char* at) const;
  };
  /// What stands around the values of the map that was read last: ":type " and so on. Recordings
  /// write their events alike, so that most forms are compared with it, not read anew.
  struct Shape {
    struct Pair {
      Literal before;  ///< From the end of the value before to the begin of this one.
      FormNode key;    ///< Its text lies in `keys`.
    };
    std::vector<Pair> pairs;
    std::deque<std::string> keys;
    Literal behind;  ///< From the end of the last value to the end of the map.
    std::uint64_t number = 0;
  };

  /// Zeros behind what was read: scanners look at words of eight bytes.
  static constexpr std::size_t slack = 16;

  // Scanners take where something begins and give where it ends; null: `stopped_` says why not.
  enum class Stopped : std::uint8_t { more, wrong };
  bool fill();
  void begin_form();
  Next next_form();
  Next next_line();
  const char* line_values(const char* at);
  const char* skip_space(const char* at);
  const char* value(const char* at, int depth);
  const char* map_as_before();  // null: it is not
  const char* map_of_shape(const Shape& shape);
  void learn_shape(const char* behind);
  const char* container(const char* at, int depth, char close, FormNode::Kind kind);
  const char* separator(const char* at, bool first, char close);
  const char* json_colon(const char* at);
  const char* text(const char* at);
  const char* escape(const char* at, std::string& out);
  const char* number(const char* at);
  const char* word(const char* at);
  const char* tagged(const char* at, int depth);
  const char* wrong(const char* at, std::string message);
  const char* zero(const char* at);  // more is needed; or it stands in the file, which is wrong
  Place place_of(const char* at) const;
  FormNode& add(FormNode::Kind kind, const char* begin) {
    if (used_ == nodes_.size()) nodes_.resize(2 * used_ + 64);
    FormNode& node = nodes_[used_++];
    node.kind = kind;
    node.size = 1;
    node.integer = 0;
    node.text = {};
    node.begin = begin;
    return node;
  }
  std::uint64_t offset_of(const char* at) const {
    return buffer_offset_ + static_cast<std::uint64_t>(at - buffer_.data());
  }

  std::istream& in_;
  const bool json_, log_;
  std::vector<char> buffer_;
  const char* at_ = nullptr;
  const char* end_ = nullptr;        // of what was read; a 0 stands there
  const char* form_ = nullptr;       // where the form began
  std::uint64_t buffer_offset_ = 0;  // in the file, of the buffer's first byte
  std::uint64_t line_offset_ = 0;    // in the file, of the line's first byte
  int line_ = 1, form_line_ = 1;
  std::uint64_t form_line_offset_ = 0;
  bool ended_ = false, in_vector_ = false, after_vector_ = false;
  bool begun_ = false;
  Stopped stopped_ = Stopped::more;
  std::vector<FormNode> nodes_;  // the first `used_` are those of the form
  std::size_t used_ = 0;
  Shape shapes_[2];                 // of the last two kinds of maps
  std::uint32_t recent_ = 0;        // which of them the last map had
  std::uint64_t learnt_ = 0;        // shapes so far
  std::uint64_t shape_ = 0;         // of the form
  std::uint64_t keys_of_ = 0;       // the shape whose keys stand in the nodes, in every other one
  std::vector<const char*> edges_;  // begins and ends of the outermost values, in turn
  std::deque<std::string> unescaped_;
  std::string message_;
  Place wrong_place_;
};

}  // namespace rehearse::harness
