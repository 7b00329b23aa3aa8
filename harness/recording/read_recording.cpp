#include "harness/recording/read_recording.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <istream>

#include "harness/recording/event_fields.hpp"

namespace rehearse::harness {

using scenarios::Error;

namespace {

enum class EventType : std::uint8_t { invoke, ok, fail, info };

/// As `==`, and the compiler knows how many bytes there are to compare.
template <std::size_t size>
bool is(std::string_view text, const char (&word)[size]) {
  return text.size() == size - 1 && std::memcmp(text.data(), word, size - 1) == 0;
}

std::optional<EventType> find_type(std::string_view name) {
  if (is(name, "ok")) return EventType::ok;
  if (is(name, "invoke")) return EventType::invoke;
  if (is(name, "fail")) return EventType::fail;
  if (is(name, "info")) return EventType::info;
  return std::nullopt;
}

/// Joins invocations and completions.
class Pairing final {
 public:
  Pairing(FormReader& reader, const RecordingOptions& options)
      : reader_(reader), options_(options) {
    recording_.model = options.model;
  }

  /// The event that the reader has just read; false: it is wrong, and `error` says why.
  bool event() {
    if (recording_.event_line.size() == first_events) expect_all();
    EventFields fields;
    if (auto mistake = find_fields(reader_, fields, order_)) return fail(*mistake);
    // The nemesis of Jepsen is no client.
    if (fields.process->kind != FormNode::Kind::integer && fields.process->text == "nemesis") {
      return true;
    }
    const auto type = find_type(fields.type->text);
    if (!type) {
      return fail({fields.type, fmt::format("\"{}\" is no type of event", fields.type->text),
                   "it is invoke, ok, fail or info"});
    }
    if (!in_time(fields)) return false;
    const std::uint32_t process = process_of(*fields.process);
    return *type == EventType::invoke ? invoke(process, fields) : complete(process, *type, fields);
  }

  Error& error() { return error_; }
  Recording take() { return std::move(recording_); }
  bool fail(const NodeMistake& mistake) {
    const FormNode& at = mistake.at == nullptr ? reader_.nodes()[0] : *mistake.at;
    const FormReader::Place place = reader_.place_of(at);
    error_.line = place.line;
    error_.column = place.column;
    error_.message = mistake.message;
    error_.way_out = mistake.way_out;
    return false;
  }

 private:
  bool in_time(const EventFields& fields) {
    if (fields.time == nullptr || fields.time->kind != FormNode::Kind::integer) return true;
    if (fields.time->integer < time_) {
      return fail(
          {fields.time,
           fmt::format("time runs backwards here: {} comes after {}", fields.time->integer, time_),
           "put the events in the order in which they happened"});
    }
    time_ = fields.time->integer;
    return true;
  }

  std::uint32_t process_of(const FormNode& node) {
    const bool small =
        node.kind == FormNode::Kind::integer && node.integer >= 0 && node.integer < small_numbers;
    if (small && static_cast<std::size_t>(node.integer) < small_.size()) {
      const std::uint32_t known = small_[static_cast<std::size_t>(node.integer)];
      if (known != never) return known;
    }
    const RecordedValue name = ValueReader(recording_).value(node);
    const auto fresh = static_cast<std::uint32_t>(recording_.processes.size());
    const auto [found, added] = process_places_.try_emplace(name, fresh);
    if (added) {
      recording_.processes.push_back(name);
      open_.push_back(never);
    }
    if (small) {
      const auto slot = static_cast<std::size_t>(node.integer);
      if (slot >= small_.size()) small_.resize(slot + 1, never);
      small_[slot] = found->second;
    }
    return found->second;
  }

  std::string process_words(std::uint32_t process) const {
    return "process " + value_words(recording_, recording_.processes[process]);
  }

  /// Sets memory aside for as many events as the file goes on to have if they are all alike:
  /// growing step by step takes twice the memory for a moment, and as much time as reading.
  void expect_all() {
    if (options_.bytes <= reader_.offset()) return;
    const double share =
        static_cast<double>(options_.bytes) / static_cast<double>(reader_.offset());
    const double events = std::min(1.02 * share * first_events, 2e9);
    const auto operations =
        std::min<std::size_t>(static_cast<std::size_t>(events / 2), options_.operations_max);
    recording_.event_operation.reserve(2 * operations);
    recording_.event_line.reserve(2 * operations);
    recording_.operations.reserve(operations);
  }

  std::uint32_t add_event(std::uint32_t operation) {
    recording_.event_operation.push_back(operation);
    recording_.event_line.push_back(static_cast<std::uint32_t>(reader_.line()));
    return static_cast<std::uint32_t>(recording_.event_line.size() - 1);
  }

  bool invoke(std::uint32_t process, const EventFields& fields) {
    if (open_[process] != never) {
      const RecordedOperation& open = recording_.operations[open_[process]];
      return fail({fields.process,
                   fmt::format("{} invokes {} while its {} of line {} has not ended",
                               process_words(process), fields.function->text,
                               function_name(open.function), recording_.event_line[open.invoked]),
                   "a process has one operation at a time"});
    }
    const auto function = find_function(options_.model, fields.function->text);
    if (!function) return unknown_function(*fields.function);
    if (recording_.operations.size() >= options_.operations_max ||
        recording_.texts.bytes() + recording_.lists.bytes() > options_.text_bytes_max) {
      return fail({nullptr,
                   fmt::format("the recording goes on beyond {} operations or {} MiB of texts",
                               options_.operations_max, options_.text_bytes_max >> 20U),
                   "judge a part of it at a time, e.g. one key"});
    }
    RecordedOperation operation;
    operation.process = process;
    operation.function = *function;
    const FormNode* value = fields.value;
    if (*function != Function::transaction) {  // whose parts have keys
      operation.key = key_index_of(*function, fields, value);
    }
    const auto index = static_cast<std::uint32_t>(recording_.operations.size());
    if (auto mistake = read_arguments(recording_, operation, value)) return fail(*mistake);
    operation.invoked = add_event(index);
    open_[process] = index;
    recording_.operations.push_back(operation);
    return true;
  }

  /// The number of the key; in `value` stays what is behind it.
  std::uint32_t key_index_of(Function function, const EventFields& fields, const FormNode*& value) {
    const bool small = fields.key != nullptr && fields.key->kind == FormNode::Kind::integer &&
                       fields.key->integer >= 0 && fields.key->integer < small_numbers;
    if (!small) return recording_.key_index(key_of(function, fields, value));
    const auto slot = static_cast<std::size_t>(fields.key->integer);
    if (slot >= small_keys_.size()) small_keys_.resize(slot + 1, never);
    std::uint32_t& index = small_keys_[slot];
    if (index == never) {
      index = recording_.key_index(RecordedValue::integer(fields.key->integer));
    }
    return index;
  }

  /// The key, and in `value` what is behind it.
  RecordedValue key_of(Function function, const EventFields& fields, const FormNode*& value) {
    if (fields.key != nullptr) return ValueReader(recording_).value(*fields.key);
    const FormNode* const behind = behind_key(function, value);
    if (behind == nullptr) return {};
    const FormNode& key = *ValueReader::first_child(*value);
    value = behind;
    return ValueReader(recording_).value(key);
  }

  bool unknown_function(const FormNode& node) {
    std::string others;
    for (const Model model : all_models) {
      if (!find_function(model, node.text)) continue;
      others += (others.empty() ? "" : ", ") + std::string(model_name(model));
    }
    return fail({&node,
                 fmt::format("\"{}\" is no function of the model {}, which has {}", node.text,
                             model_name(options_.model), functions_of(options_.model)),
                 others.empty() ? "" : "models that have it: " + others});
  }

  bool complete(std::uint32_t process, EventType type, const EventFields& fields) {
    const std::uint32_t index = open_[process];
    if (index == never) {
      return fail({fields.process,
                   fmt::format("{} ends with {} what it never invoked", process_words(process),
                               fields.type->text),
                   "each ok, fail or info stands behind the invoke of its process"});
    }
    RecordedOperation& operation = recording_.operations[index];
    const auto function = find_function(options_.model, fields.function->text);
    if (function != operation.function) {
      return fail(
          {fields.function,
           fmt::format("{} ends {} here, and line {} had invoked {}", process_words(process),
                       fields.function->text, recording_.event_line[operation.invoked],
                       function_name(operation.function)),
           "a process has one operation at a time"});
    }
    const std::uint32_t event = add_event(index);
    open_[process] = never;
    if (type == EventType::info) return true;
    operation.completed = event;
    operation.completion = type == EventType::ok ? Completion::ok : Completion::fail;
    if (type == EventType::fail) return true;
    const FormNode* value = fields.value;
    if (recording_.keyed() && fields.key == nullptr) {
      key_of(operation.function, fields, value);
    }
    if (auto mistake = read_result(recording_, operation, value)) return fail(*mistake);
    return true;
  }

  static constexpr std::size_t first_events = 8'192;
  static constexpr std::int64_t small_numbers = std::int64_t{1} << 20;

  FormReader& reader_;
  const RecordingOptions& options_;
  Recording recording_;
  FieldOrder order_;
  std::vector<std::uint32_t> small_;       // by number of a process: its index
  std::vector<std::uint32_t> small_keys_;  // by number of a key: its index
  boost::unordered_flat_map<RecordedValue, std::uint32_t, ValueHash> process_places_;
  std::vector<std::uint32_t> open_;  // by process: its operation under way
  std::int64_t time_ = INT64_MIN;
  Error error_;
};

FormReader::Dialect dialect_of(RecordingFormat format) {
  if (format == RecordingFormat::edn) return FormReader::Dialect::edn;
  return format == RecordingFormat::jsonl ? FormReader::Dialect::json : FormReader::Dialect::log;
}

}  // namespace

RecordingFormat guess_format(std::string_view head) {
  const auto skip_space = [&] {
    head.remove_prefix(std::min(head.size(), head.find_first_not_of(" \t\r\n")));
  };
  skip_space();
  if (head.starts_with('[') || head.starts_with(';')) return RecordingFormat::edn;
  if (!head.starts_with('{')) return RecordingFormat::jepsen_log;
  head.remove_prefix(1);
  skip_space();
  return head.starts_with('"') ? RecordingFormat::jsonl : RecordingFormat::edn;
}

scenarios::Result<Recording> read_recording(std::istream& in, const std::string& file,
                                            const RecordingOptions& options) {
  std::string head(4096, '\0');
  in.read(head.data(), static_cast<std::streamsize>(head.size()));
  head.resize(static_cast<std::size_t>(in.gcount()));
  if (head.starts_with("\xef\xbb\xbf")) head.erase(0, 3);  // the mark of UTF-8 that some put first
  const RecordingFormat format = options.format ? *options.format : guess_format(head);
  FormReader reader(in, dialect_of(format), head);
  Pairing pairing(reader, options);
  bool any = false;
  FormReader::Next next = reader.next();
  for (; next == FormReader::Next::form; next = reader.next()) {
    any = true;
    if (pairing.event()) continue;
    pairing.error().file = file;
    return pairing.error();
  }
  Error error;
  error.file = file;
  if (next == FormReader::Next::wrong) {
    error.message = reader.message();
    error.line = reader.wrong_place().line;
    error.column = reader.wrong_place().column;
    return error;
  }
  if (!any) {
    error.message = "there is no operation in this file";
    error.way_out = format == RecordingFormat::jepsen_log
                        ? "a line of a Jepsen log is \"INFO  jepsen.util - 0  :invoke  :read  nil\""
                        : "record it again";
    return error;
  }
  Recording recording = pairing.take();
  recording.file = file;
  return recording;
}

scenarios::Result<Recording> load_recording(const std::string& path,
                                            const RecordingOptions& options) {
  Error error;
  error.file = path;
  std::error_code ignored;
  if (std::filesystem::is_directory(path, ignored)) {
    error.message = "this is a directory, and a recording is needed";
    return error;
  }
  std::ifstream in(path, std::ios::binary);
  if (!in) {
    error.message = fmt::format("cannot be read: {}", std::strerror(errno));
    return error;
  }
  RecordingOptions known = options;
  if (known.bytes == 0) known.bytes = std::filesystem::file_size(path, ignored);
  if (ignored) known.bytes = 0;  // a pipe has none
  return read_recording(in, path, known);
}

}  // namespace rehearse::harness
