// What it costs to judge a recording, reading included: a file is read and judged as `rehearse
// judge
// --model` does it. Recordings are written to a temporary folder first. `rss_mib` is the peak of
// the process so far, so that only what grows beyond earlier benchmarks shows.
#include <benchmark/benchmark.h>
#include <sys/resource.h>
#include <unistd.h>

#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <map>
#include <string>
#include <vector>

#include "harness/consistency/judge_recording.hpp"
#include "harness/recording/read_recording.hpp"

namespace {

using namespace rehearse;
using harness::Model;

struct Shape {
  std::int64_t operations = 0, keys = 1, clients = 10, values = 0;  // values 0: all different
  bool cas = false;
  std::int64_t unknown = 0;  // writes whose outcome nobody knows
  bool stale = false;        // the last read shows what was overwritten
};

/// Clients of registers that take effect at one moment between invocation and end.
class Clients {
 public:
  Clients(const Shape& shape, std::ostream& out) : shape_(shape), out_(out) {
    state_.assign(static_cast<std::size_t>(shape.keys), "nil");
    before_ = state_;
    for (std::int64_t client = 0; client < shape.clients; ++client) idle_.push_back(client);
  }

  void run() {
    while (begun_ < shape_.operations || !busy_.empty()) {
      const bool may = begun_ < shape_.operations && !idle_.empty();
      if (may && (busy_.empty() || random(2) == 0)) {
        begin();
      } else {
        go_on(random(busy_.size()));
      }
    }
    if (!shape_.stale) return;
    line(9'999'999, "invoke", "read", 0, "nil");
    line(9'999'999, "ok", "read", 0, before_[0]);
  }

 private:
  struct Busy {
    std::int64_t client = 0;
    std::size_t key = 0;
    std::string function, value, expected, next, end;
  };

  /// xorshift64 (Marsaglia, 2003): the same recordings on every machine.
  std::uint64_t random(std::uint64_t below) {
    bits_ ^= bits_ << 13U;
    bits_ ^= bits_ >> 7U;
    bits_ ^= bits_ << 17U;
    return (bits_ >> 11U) % below;
  }

  std::string value() {
    ++written_;
    return std::to_string(shape_.values == 0 ? static_cast<std::uint64_t>(written_)
                                             : random(static_cast<std::uint64_t>(shape_.values)));
  }

  void line(std::int64_t client, const std::string& type, const std::string& function,
            std::size_t key, const std::string& value) {
    out_ << "{:process " << client << ", :type :" << type << ", :f :" << function;
    if (shape_.keys > 1) out_ << ", :key " << key;
    out_ << ", :value " << value << "}\n";
  }

  void begin() {
    Busy busy;
    busy.client = idle_.back();
    idle_.pop_back();
    busy.key = random(static_cast<std::uint64_t>(shape_.keys));
    const std::uint64_t kind = random(shape_.cas ? 3 : 2);
    busy.function = kind == 0 ? "read" : kind == 1 ? "write" : "cas";
    if (kind > 0) busy.next = value();
    if (kind == 2) busy.expected = value();
    busy.value = kind == 0   ? "nil"
                 : kind == 1 ? busy.next
                             : "[" + busy.expected + " " + busy.next + "]";
    line(busy.client, "invoke", busy.function, busy.key, busy.value);
    busy_.push_back(std::move(busy));
    ++begun_;
  }

  void go_on(std::size_t place) {
    Busy& busy = busy_[place];
    std::string& state = state_[busy.key];
    if (busy.end.empty()) {
      busy.end = "ok";
      if (busy.function == "read") {
        busy.value = state;
      } else if (busy.function == "cas" && state != busy.expected) {
        busy.end = "fail";
      } else {
        if (before_[busy.key] == "nil") before_[busy.key] = state;  // the first one
        state = busy.next;
      }
      return;
    }
    // A client whose outcome is unknown does not come back; another one takes its place.
    const std::int64_t every = shape_.unknown > 0 ? shape_.operations / shape_.unknown : 0;
    const bool lost = every > 0 && busy.function == "write" && begun_ / every > lost_;
    if (lost) ++lost_;
    line(busy.client, lost ? "info" : busy.end, busy.function, busy.key, busy.value);
    idle_.push_back(lost ? shape_.clients + lost_ : busy.client);
    busy_[place] = std::move(busy_.back());
    busy_.pop_back();
  }

  const Shape& shape_;
  std::ostream& out_;
  std::uint64_t bits_ = 88'172'645'463'325'252ULL;
  std::int64_t begun_ = 0, written_ = 0, lost_ = 0;
  std::vector<std::int64_t> idle_;
  std::vector<Busy> busy_;
  std::vector<std::string> state_, before_;
};

void judge_file(benchmark::State& state, const std::string& path, Model model,
                harness::Outcome expected) {
  harness::RecordingOptions options;
  options.model = model;
  std::size_t operations = 0;
  for (auto _ : state) {
    const auto recording = harness::load_recording(path, options);
    if (!recording) {
      state.SkipWithError(to_string(recording.errors()[0]).c_str());
      return;
    }
    operations = recording.value().operations.size();
    const auto report = harness::judge_recording(recording.value(), {});
    if (report.outcome != expected) {
      state.SkipWithError("another verdict than expected");
      return;
    }
  }
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  state.counters["rss_mib"] = static_cast<double>(usage.ru_maxrss) / 1024;
  state.counters["per_op"] = benchmark::Counter(
      static_cast<double>(operations),
      benchmark::Counter::kIsIterationInvariantRate | benchmark::Counter::kInvert);
}

void judge_shape(benchmark::State& state, const Shape& shape, Model model) {
  const auto path = std::filesystem::temp_directory_path() /
                    ("rehearse-recording-bench-" + std::to_string(getpid()) + ".edn");
  {
    std::ofstream out(path);
    Clients(shape, out).run();
  }
  judge_file(state, path.string(), model,
             shape.stale ? harness::Outcome::violated : harness::Outcome::holds);
  std::filesystem::remove(path);
}

void register_10k_keys(benchmark::State& state) {
  Shape shape;
  shape.operations = state.range(0);
  shape.keys = 10'000;
  shape.clients = 50;
  judge_shape(state, shape, Model::reg);
}
BENCHMARK(register_10k_keys)
    ->Arg(10'000)
    ->Arg(100'000)
    ->Arg(1'000'000)
    ->Arg(10'000'000)
    ->Unit(benchmark::kMillisecond);

void register_one_key(benchmark::State& state) {
  Shape shape;
  shape.operations = state.range(0);
  shape.clients = 50;
  judge_shape(state, shape, Model::reg);
}
BENCHMARK(register_one_key)->Arg(100'000)->Unit(benchmark::kMillisecond);

void register_stale_read(benchmark::State& state) {
  Shape shape;
  shape.operations = 3'000;
  shape.unknown = 23;
  shape.stale = true;
  judge_shape(state, shape, Model::reg);
}
BENCHMARK(register_stale_read)->Unit(benchmark::kMillisecond);

void cas_one_key(benchmark::State& state) {
  Shape shape;
  shape.operations = 1'000'000;
  shape.clients = state.range(0);
  shape.values = 5;
  shape.cas = true;
  judge_shape(state, shape, Model::cas_register);
}
BENCHMARK(cas_one_key)->Arg(5)->Arg(10)->Unit(benchmark::kMillisecond);

void shared_etcd_logs(benchmark::State& state) {
  const auto folder =
      std::filesystem::path(REHEARSE_SOURCE_DIR).parent_path() / "shared" / "histories";
  std::vector<std::string> logs;
  std::error_code ignored;
  for (const auto& entry : std::filesystem::directory_iterator(folder, ignored)) {
    if (entry.path().extension() == ".log") logs.push_back(entry.path().string());
  }
  if (logs.empty()) {
    state.SkipWithError("there are no logs beside the project");
    return;
  }
  harness::RecordingOptions options;
  options.model = Model::cas_register;
  for (auto _ : state) {
    for (const std::string& log : logs) {
      const auto recording = harness::load_recording(log, options);
      benchmark::DoNotOptimize(harness::judge_recording(recording.value(), {}).outcome);
    }
  }
}
BENCHMARK(shared_etcd_logs)->Unit(benchmark::kMillisecond);

}  // namespace
