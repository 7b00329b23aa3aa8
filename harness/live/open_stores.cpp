#include "harness/live/open_stores.hpp"

#include <boost/asio/io_context.hpp>
#include <stdexcept>

#include "harness/live/live_faults.hpp"
#include "harness/rehearsal/image.hpp"
#include "scenarios/ensure.hpp"
#include "simulators/live/program_store.hpp"
#include "simulators/live/record_json.hpp"

namespace rehearse::harness::live {

using namespace simulators;
using simulators::live::ProgramPlace;
using simulators::live::ProgramStore;
using simulators::live::RunningProgram;

namespace {
constexpr std::chrono::milliseconds program_ends_within{5'000};
}

struct OpenStores::Program {
  Program(const DatabaseBlueprint& database, const ProgramPlace& place)
      : running(*database.run, io, place) {}
  ~Program() { running.end(program_ends_within); }
  Program(const Program&) = delete;
  Program& operator=(const Program&) = delete;
  boost::asio::io_context io;
  RunningProgram running;
};

ProgramPlace place_of_program(const Blueprint& blueprint, NodeId node, const RunFolder& folder,
                              const RunSettings& settings) {
  const std::string& name = blueprint.nodes[node];
  ProgramPlace place;
  place.directory = settings.directory;
  place.log = folder.program_log(name);
  place.folder = folder.program_folder(name);
  if (wants_wrong_clocks(blueprint.scenario)) place.clock = folder.program_clock(name);
  return place;
}

ProgramPlace place_of_database(const Blueprint& blueprint, std::size_t database,
                               const RunFolder& folder, const RunSettings& settings) {
  ProgramPlace place =
      place_of_program(blueprint, blueprint.databases[database].node, folder, settings);
  place.folder = folder.disk(database) + "/program";
  return place;
}

OpenStores::OpenStores(const Blueprint& blueprint, const RunFolder& folder,
                       const RunSettings& settings, const std::function<bool()>& stop,
                       Memory& memory) {
  for (std::size_t i = 0; i < blueprint.databases.size(); ++i) {
    const DatabaseBlueprint& database = blueprint.databases[i];
    if (database.run == nullptr) {
      stores_.push_back(
          make_store(database.engine, database.shape, memory, folder.store(i, settings)));
      continue;
    }
    ProgramPlace place = place_of_database(blueprint, i, folder, settings);
    place.in_our_group = false;
    place.stop = stop;
    programs_.push_back(std::make_unique<Program>(database, place));
    auto store = std::make_unique<ProgramStore>(
        database.shape, *database.run, programs_.back()->running.port(), memory,
        folder.beside_program(blueprint.nodes[database.node]));
    if (store->await_predecessor() != StoreStatus::ok)
      programs_.back()->running.fail("does not let a transaction be undone: " + store->problem());
    stores_.push_back(std::move(store));
  }
}

OpenStores::~OpenStores() = default;

namespace {

std::string record_in_words(const TableShape& table, const Record* record) {
  return record == nullptr ? "none"
                           : simulators::live::record_json(record->row, table.columns).dump();
}

/// Throws where the two do not have the same records.
void compare(const DatabaseBlueprint& database, TableId id, Store& given, Store& shown) {
  const TableShape& table = database.shape.tables[id];
  std::vector<KeyedRecord> all, there;
  if (!given.exists(id)) return;
  REHEARSE_ENSURE(given.scan(id, 0, INT32_MAX, all) == StoreStatus::ok);
  if (shown.scan(id, 0, INT32_MAX, there) != StoreStatus::ok)
    throw std::runtime_error(shown.problem());
  const auto fail = [&](Key key, const Record* was, const Record* is) {
    throw std::runtime_error(
        "the program of the database " + database.shape.name + " was given the records of " +
        table.name + " and was started anew, and does not show them as they were (does it keep " +
        "them in {folder}?): the record " + std::to_string(key) + " was " +
        record_in_words(table, was) + " and is " + record_in_words(table, is));
  };
  for (std::size_t i = 0; i < std::max(all.size(), there.size()); ++i) {
    const KeyedRecord* const was = i < all.size() ? &all[i] : nullptr;
    const KeyedRecord* const is = i < there.size() ? &there[i] : nullptr;
    if (is == nullptr || (was != nullptr && was->key < is->key))
      fail(was->key, &was->record, nullptr);
    if (was == nullptr || is->key < was->key) fail(is->key, nullptr, &is->record);
    const bool equal = same(was->record.row, is->record.row) &&
                       was->record.write == is->record.write &&
                       was->record.version == is->record.version;
    if (!equal) fail(was->key, &was->record, &is->record);
  }
}

/// One that has records already would be taken to have them from the plan.
void expect_empty(const DatabaseBlueprint& database, Store& store) {
  for (TableId id = 0; id < database.shape.tables.size(); ++id) {
    const TableShape& table = database.shape.tables[id];
    if (!table.of_records || !store.exists(id)) continue;
    std::int64_t records = 0;
    if (store.count(id, records) != StoreStatus::ok) throw std::runtime_error(store.problem());
    if (records > 0)
      throw std::runtime_error("the program of the database " + database.shape.name +
                               " has records of " + table.name + " (" + std::to_string(records) +
                               ") when it is started for the first time: it is to keep them in "
                               "{folder}, which is empty then");
  }
}

}  // namespace

std::vector<InitialRecord> prepare_stores(const Blueprint& blueprint, const RunFolder& folder,
                                          const RunSettings& settings,
                                          const std::function<bool()>& stop) {
  Memory memory;
  std::vector<InitialRecord> initial;
  bool programs = false;
  {
    OpenStores stores(blueprint, folder, settings, stop, memory);
    for (std::size_t i = 0; i < blueprint.databases.size(); ++i) {
      if (blueprint.databases[i].run == nullptr) continue;
      programs = true;
      expect_empty(blueprint.databases[i], stores.engine(static_cast<int>(i)));
    }
    initial = prepare_image(
        blueprint, [&stores](int i) -> Store& { return stores.engine(i); }, memory);
  }
  if (!programs) return initial;
  std::vector<std::unique_ptr<Store>> given;
  for (const DatabaseBlueprint& database : blueprint.databases)
    given.push_back(make_store("model", database.shape, memory));
  const auto of_model = [&given](int i) -> Store& { return *given[static_cast<std::size_t>(i)]; };
  prepare_image(blueprint, of_model, memory);
  OpenStores stores(blueprint, folder, settings, stop, memory);
  for (std::size_t i = 0; i < blueprint.databases.size(); ++i)
    for (TableId id = 0; id < blueprint.databases[i].shape.tables.size(); ++id)
      if (blueprint.databases[i].run != nullptr &&
          blueprint.databases[i].shape.tables[id].of_records)
        compare(blueprint.databases[i], id, *given[i], stores.engine(static_cast<int>(i)));
  return initial;
}

}  // namespace rehearse::harness::live
