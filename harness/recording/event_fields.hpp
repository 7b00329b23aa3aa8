#pragma once
/// One event of a recording as it was written: which node of its form says what.

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "harness/recording/form_reader.hpp"
#include "harness/recording/recording.hpp"

namespace rehearse::harness {

struct EventFields {
  const FormNode* process = nullptr;
  const FormNode* type = nullptr;
  const FormNode* function = nullptr;
  const FormNode* value = nullptr;  ///< Null: not written, which means nil.
  const FormNode* key = nullptr;
  const FormNode* time = nullptr;
};

/// Which field each pair of a map is, of the last shape of map: see FormReader::shape.
struct FieldOrder {
  std::uint64_t shape = 0;
  std::vector<const FormNode * EventFields::*> fields;  ///< By pair; null: none of ours.
  /// Where the nodes of the fields stand when no value has nodes of its own; 0: there is none. As
  /// in EventFields.
  std::array<std::uint32_t, 6> places{};
};

/// What is wrong with a node.
struct NodeMistake {
  const FormNode* at = nullptr;
  std::string message, way_out;
};

/// Finds the fields of the form that was read: a map or, as logs give them, a vector of four.
/// `process`, `type` and `function` are there unless a mistake is returned.
std::optional<NodeMistake> find_fields(const FormReader& reader, EventFields& fields,
                                       FieldOrder& order);

/// Turns nodes into values of one recording.
class ValueReader final {
 public:
  explicit ValueReader(Recording& recording) : recording_(recording) {}

  RecordedValue value(const FormNode& node);
  /// The children of a vector or map, each once. Maps give keys and values in turn.
  static const FormNode* first_child(const FormNode& node) { return &node + 1; }
  static const FormNode* after(const FormNode& node) { return &node + node.size; }
  static std::size_t children(const FormNode& node);
  /// Calls `each(key, value)` for the pairs of a map.
  template <typename Each>
  static void each_pair(const FormNode& map, Each each) {
    const FormNode* const end = after(map);
    for (const FormNode* key = first_child(map); key < end;) {
      const FormNode* const value = after(*key);
      each(*key, *value);
      key = after(*value);
    }
  }

 private:
  Recording& recording_;
};

/// Writes what the node says into an operation: what is wanted of the client (`invoke`), or what
/// came back (`ok`). Transactions put their parts into the recording.
std::optional<NodeMistake> read_arguments(Recording& recording, RecordedOperation& operation,
                                          const FormNode* value);
std::optional<NodeMistake> read_result(Recording& recording, RecordedOperation& operation,
                                       const FormNode* value);

/// The value behind the key of a pair [key value], where a value that is no pair is expected; else
/// null. Jepsen's independent keys are written so.
const FormNode* behind_key(Function function, const FormNode* value);

/// Of the functions that `model` has; none: it has no such function.
std::optional<Function> find_function(Model model, std::string_view name);
std::string functions_of(Model model);  ///< "read, write and cas".

}  // namespace rehearse::harness
