#pragma once
/// A recording: operations of clients on an object that somebody else recorded, to be judged
/// without plan or scenario. Values, read by read_recording.hpp, judged by harness/consistency.
///
///   file --read_recording--> Recording --judge_recording--> Report

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "harness/recording/value.hpp"

namespace rehearse::harness {

/// What the recorded object is.
enum class Model : std::uint8_t { reg, cas_register, append, counter, set, queue, bank };
constexpr Model all_models[] = {Model::reg, Model::cas_register, Model::append, Model::counter,
                                Model::set, Model::queue,        Model::bank};
std::string_view model_name(Model model);  ///< "cas-register".

enum class Function : std::uint8_t {
  read,
  write,
  cas,
  append,
  add,
  enqueue,
  dequeue,
  drain,
  transfer,
  transaction
};
std::string_view function_name(Function function);  ///< "enqueue".

/// How an operation ended for its client. `info`: nobody knows; it may take effect at any later
/// time, or never. Operations without an end are `info`.
enum class Completion : std::uint8_t { ok, fail, info };

/// Of `completed`: no end was recorded, or an unknown one.
constexpr std::uint32_t never = 0xffffffffU;

/// One operation. `invoked` and `completed` number the events of the recording from 0: their order
/// is real time.
struct RecordedOperation {
  std::uint32_t invoked = 0, completed = never;
  std::uint32_t process = 0;  ///< In Recording::processes.
  std::uint32_t key = 0;      ///< In Recording::keys.
  /// write, append, add, enqueue: what it brought; read, dequeue, drain: what came back; cas: what
  /// it expected; transfer: the account that pays; transaction: the first of its parts.
  RecordedValue value;
  RecordedValue
      second;  ///< cas: what it set; transfer: [payee amount]; transaction: how many parts.
  Function function = Function::read;
  Completion completion = Completion::info;
  bool definite() const { return completion == Completion::ok; }
  bool unknown() const { return completion == Completion::info; }
};

/// One read, write or append within a transaction.
struct TransactionPart {
  Function function = Function::read;
  std::uint32_t key = 0;
  RecordedValue value;  ///< Of a read that ended ok: what it saw; else nil.
};

struct Recording {
  std::string file;  ///< As the user named it.
  Model model = Model::reg;
  std::vector<RecordedOperation> operations;   ///< By invocation.
  std::vector<std::uint32_t> event_operation;  ///< By event: index in `operations`.
  std::vector<std::uint32_t> event_line;       ///< By event: its line in the file, from 1.
  std::vector<TransactionPart> parts;
  std::vector<RecordedValue> processes, keys;
  Texts texts;  ///< Of values of kind text.
  Texts lists;  ///< Of values of kind list: see append_element.
  boost::unordered_flat_map<RecordedValue, std::uint32_t, ValueHash>
      key_places;  ///< By key: its index.

  std::uint32_t key_index(RecordedValue key);  ///< Of a key that may be new.

  bool keyed() const { return keys.size() > 1 || (!keys.empty() && !keys[0].nil()); }
};

/// Begins texts that were not written in quotes, so that :a and "a" differ.
constexpr char bare_text = '\x01';
/// "4", "nil", "x 0 1 y" with quotes, "[1 2]"; longer texts are shortened in the middle.
std::string value_words(const Recording& recording, RecordedValue value);
/// The same of a text without its marks, or a list, given by its bytes.
std::string text_words(std::string_view text);
std::string list_words(const Recording& recording, std::string_view list);
/// "cas [1 2]", "read 4", "append "x" to key 7" as its client sees it.
std::string operation_words(const Recording& recording, const RecordedOperation& operation);
/// "line 3", "lines 3 and 17": where it begins and ends.
std::string operation_lines(const Recording& recording, const RecordedOperation& operation);

}  // namespace rehearse::harness
