#include "simulators/live/store_program.hpp"

#include "simulators/live/program_store.hpp"

namespace rehearse::simulators::live {

namespace {
constexpr std::chrono::milliseconds end_within{1'000};  // half of what a node is given
}

StoreProgram::StoreProgram(const Blueprint& blueprint, int database, LiveRuntime& runtime,
                           const ProgramPlace& place, const std::string& file)
    : plan_(blueprint.plan),
      process_(*blueprint.databases[static_cast<std::size_t>(database)].run,
               blueprint.databases[static_cast<std::size_t>(database)].node, runtime, place),
      node_(blueprint, database, runtime, runtime.memory(),
            std::make_unique<ProgramStore>(
                blueprint.databases[static_cast<std::size_t>(database)].shape,
                *blueprint.databases[static_cast<std::size_t>(database)].run, process_.port(),
                runtime.memory(), file)) {}

StoreProgram::~StoreProgram() { process_.end(end_within); }

void StoreProgram::start() {
  node_.start();
  process_.keep_clock();
}

std::optional<Reply> StoreProgram::answer(const Request& request) {
  const Control* const asked = std::get_if<Control>(&request.body);
  if (asked == nullptr || asked->verb != ControlVerb::phase) return node_.answer(request);
  process_.hear(*asked, plan_);
  Reply heard;
  heard.body = ControlReply{};
  return heard;
}

}  // namespace rehearse::simulators::live
