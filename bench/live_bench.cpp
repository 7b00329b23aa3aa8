/// What live runs stand on: processes, HTTP over loopback, PostgreSQL.

#include <benchmark/benchmark.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include <boost/asio/io_context.hpp>
#include <filesystem>
#include <functional>
#include <string>

#include "bench/scratch.hpp"
#include "simulators/live/child_process.hpp"
#include "simulators/live/http_client.hpp"
#include "simulators/live/http_server.hpp"
#include "simulators/live/postgres_cluster.hpp"

namespace {

using namespace rehearse::simulators::live;
using rehearse::bench::Scratch;

/// From nothing to a server that answers; the template is there from the first time on.
void postgres_cluster(benchmark::State& state) {
  const Scratch scratch;
  { const PostgresCluster makes_the_template(scratch.path + "/0"); }
  int n = 0;
  for (auto _ : state) {
    auto cluster = std::make_unique<PostgresCluster>(scratch.path + "/" + std::to_string(++n));
    state.PauseTiming();
    cluster.reset();
    state.ResumeTiming();
  }
}
BENCHMARK(postgres_cluster)->Unit(benchmark::kMillisecond)->UseRealTime()->Iterations(10);

/// A process from its start to its end, which does nothing.
void child_process(benchmark::State& state) {
  const Scratch scratch;
  boost::asio::io_context io;
  ChildCommand command;
  command.program = "/bin/true";
  command.log = scratch.path + "/log";
  for (auto _ : state) {
    io.restart();
    const ChildProcess child(io, command, nullptr);
    while (child.running()) io.run_one();
  }
}
BENCHMARK(child_process)->Unit(benchmark::kMicrosecond)->UseRealTime();

/// A server in a process of its own, and so many requests under way from here.
void http_requests(benchmark::State& state) {
  int ready[2];
  if (pipe(ready) != 0) abort();
  const pid_t server = fork();
  if (server == 0) {
    boost::asio::io_context io;
    const HttpServer serves(io, [](const HttpServer::Exchange& exchange) {
      exchange.respond(200, R"({"status":"none","number":1})");
    });
    const std::uint16_t port = serves.port();
    if (write(ready[1], &port, sizeof port) < 0) _exit(1);
    io.run();
    _exit(0);
  }
  std::uint16_t port = 0;
  if (read(ready[0], &port, sizeof port) < 0) abort();
  boost::asio::io_context io;
  HttpClient client(io);
  std::int64_t done = 0;
  const std::function<void()> ask = [&] {
    client.post(port, "/call", "bench", R"({"verb":"status"})", [&](const HttpClient::Answer&) {
      ++done;
      ask();
    });
  };
  for (std::int64_t i = 0; i < state.range(0); ++i) ask();
  for (auto _ : state) {
    const std::int64_t until = done + 1'000;
    while (done < until) io.run_one();
  }
  state.SetItemsProcessed(done);
  kill(server, SIGKILL);
  waitpid(server, nullptr, 0);
  close(ready[0]);
  close(ready[1]);
}
BENCHMARK(http_requests)->Arg(1)->Arg(50)->Unit(benchmark::kMillisecond)->UseRealTime();

}  // namespace
