#include "simulators/live/running_program.hpp"

#include <unistd.h>

#include <boost/asio/ip/tcp.hpp>
#include <chrono>
#include <filesystem>
#include <stdexcept>
#include <utility>

#include "scenarios/units.hpp"
#include "simulators/data/memory.hpp"
#include "simulators/live/address_book.hpp"
#include "simulators/live/loopback.hpp"
#include "simulators/live/program_request.hpp"

namespace rehearse::simulators::live {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;
using Json = nlohmann::json;

namespace {

constexpr int most_starts = 5;
/// Below those that the system gives to whoever asks for any, so that no connection takes it
/// between now and when the program listens.
constexpr std::uint64_t first_port = 10'000, ports = 20'000;

bool is_free(std::uint16_t port) {
  using boost::asio::ip::tcp;
  boost::asio::io_context io;
  tcp::acceptor acceptor(io, tcp::v4());
  boost::system::error_code taken;
  acceptor.set_option(tcp::acceptor::reuse_address(true), taken);  // as most servers do
  acceptor.bind(loopback(port), taken);
  if (!taken) acceptor.listen(1, taken);
  return !taken;
}

/// One that was free a moment ago.
std::uint16_t free_port() {
  const auto process = static_cast<std::uint64_t>(getpid());
  for (std::uint64_t attempt = 0;; ++attempt) {
    const std::uint64_t draw = digest_mix(static_cast<std::uint64_t>(monotonic_ns()), process);
    const auto port = static_cast<std::uint16_t>(first_port + draw % ports);
    if (is_free(port) || attempt > ports) return port;
  }
}

/// As a shell would find it, from the plan's folder.
std::string find_program(const std::string& name, const fs::path& directory) {
  if (name.find('/') != std::string::npos) return (directory / name).lexically_normal().string();
  for (const std::string& folder : folders_of_path()) {
    const std::string candidate = folder + "/" + name;
    if (access(candidate.c_str(), X_OK) == 0) return candidate;
  }
  throw std::runtime_error("there is no program \"" + name + "\" in PATH");
}

}  // namespace

std::optional<ProgramClock> clock_of_program(const ProgramPlace& place) {
  const std::optional<std::string> faketime =
      place.clock.empty() ? std::nullopt : ProgramClock::library();
  if (!faketime) return std::nullopt;
  return ProgramClock(*faketime, place.clock);
}

ChildCommand command_of_program(const std::vector<std::string>& words, const ProgramPlace& place,
                                const ProgramClock* clock, const Json& values) {
  ChildCommand command;
  command.program = find_program(words.front(), place.directory);
  command.log = place.log;
  command.directory = place.directory;
  command.in_our_group = place.in_our_group;
  if (clock != nullptr) {
    command.arguments = clock->environment();
    command.arguments.push_back(std::exchange(command.program, "/usr/bin/env"));
  }
  fs::create_directories(place.folder);
  Json known = values;
  known["folder"] = place.folder;
  for (std::size_t i = 1; i < words.size(); ++i)
    command.arguments.push_back(filled(words[i], known));
  return command;
}

RunningProgram::RunningProgram(const scenarios::ProgramStart& about, boost::asio::io_context& io,
                               const ProgramPlace& place, Json values)
    : about_(about), io_(io), client_(io), log_(place.log) {
  for (int start = 1;; ++start) {
    try {
      launch(place, values);
      wait_until_ready(place.stop);
      return;
    } catch (const std::runtime_error&) {
      // Somebody else may have been faster at its port.
      const bool ended = process_ != nullptr && !process_->running();
      if (start == most_starts || !ended || is_free(port_)) throw;
      io_.restart();  // its end was the last that there was to be done
    }
  }
}

void RunningProgram::fail(const std::string& problem) const {
  throw std::runtime_error(about_.command.front() + " " + problem);
}

void RunningProgram::launch(const ProgramPlace& place, Json values) {
  port_ = free_port();
  clock_ = clock_of_program(place);
  values["port"] = port_;
  const ChildCommand command =
      command_of_program(about_.command, place, clock_ ? &*clock_ : nullptr, values);
  process_ = std::make_unique<ChildProcess>(
      io_, command, [this](int status) { fail(end_in_words(status) + last_words(log_)); });
}

void RunningProgram::wait_until_ready(const std::function<bool()>& stop) {
  const Clock::time_point until = Clock::now() + about_.ready_within;
  struct Look {
    bool ready = false, under_way = false;
  };
  const auto look = std::make_shared<Look>();  // an answer may come when nobody waits any more
  while (!look->ready) {
    if (stop()) fail("was not waited for any longer");
    if (Clock::now() > until)
      fail("was not ready within " + scenarios::duration_text(about_.ready_within) + " (GET " +
           about_.ready + ")" + last_words(log_));
    if (!look->under_way) {
      look->under_way = true;
      client_.send(port_, {"GET", about_.ready, {}, {}}, [look](const HttpClient::Answer& answer) {
        look->under_way = false;
        look->ready = answer.kind == HttpClient::Answer::Kind::answered && answer.status / 100 == 2;
      });
    }
    io_.run_one_for(std::chrono::milliseconds(5));
    if (!look->ready && !look->under_way) io_.run_one_for(std::chrono::milliseconds(5));
  }
}

}  // namespace rehearse::simulators::live
