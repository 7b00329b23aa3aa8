#pragma once
/// Reads what others recorded: operations of clients, as they were invoked and as they ended.
///
/// - edn: as Jepsen and Knossos write it, `{:process 0, :type :invoke, :f :cas, :value [1 2]}`, one
///   map after the other or in one vector;
/// - jsonl: the same in JSON, `{"process":0,"type":"invoke","f":"cas","value":[1,2]}`, one a line;
/// - jepsen-log: `INFO  jepsen.util - 0  :invoke  :cas  [1 2]`.
///
/// `:type` is invoke, ok, fail (it did not happen) or info (nobody knows). `:key` names one of
/// several objects; so does a pair `[key value]` where a value is expected. A process has one
/// operation at a time; after `info` it may go on. `:process :nemesis` is passed over. An operation
/// without an end is one of unknown outcome.

#include <cstdint>
#include <iosfwd>
#include <optional>
#include <string>

#include "harness/recording/recording.hpp"
#include "scenarios/result.hpp"

namespace rehearse::harness {

enum class RecordingFormat : std::uint8_t { jsonl, edn, jepsen_log };

struct RecordingOptions {
  Model model = Model::reg;
  std::optional<RecordingFormat> format;  ///< None: as the first byte tells.
  /// Beyond these the recording is refused, before memory runs out.
  std::uint64_t operations_max = 20'000'000;
  std::uint64_t text_bytes_max = std::uint64_t{1} << 30U;
  std::uint64_t bytes =
      0;  ///< Of the file, where known: memory is set aside for all of it at once.
};

/// The first mistake, with line and column. `file` is only used for messages.
scenarios::Result<Recording> read_recording(std::istream& in, const std::string& file,
                                            const RecordingOptions& options);
scenarios::Result<Recording> load_recording(const std::string& path,
                                            const RecordingOptions& options);

/// What the beginning of a recording looks like.
RecordingFormat guess_format(std::string_view head);

}  // namespace rehearse::harness
