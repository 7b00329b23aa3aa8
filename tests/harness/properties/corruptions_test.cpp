// Every class of damage against every property: what must notice does, and the undamaged histories
// are accepted. The table stands in docs/properties.md; REHEARSE_UPDATE_GOLDEN=1 writes it anew.
#include "tests/harness/properties/corruptions.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <map>
#include <sstream>

#include "harness/explore/rehearsal.hpp"
#include "harness/history/verdict_proof.hpp"
#include "harness/impact/timelines.hpp"
#include "scenarios/read_plan.hpp"
#include "scenarios/read_scenario.hpp"

namespace rehearse::harness {
namespace {

/// The plan of the shop, and runs of it in which every property holds: to the end, and back from
/// several places.
class Undamaged {
 public:
  Undamaged() {
    const std::string folder = std::string(REHEARSE_SOURCE_DIR) + "/scenarios/ecommerce/";
    auto read_plan = scenarios::load_plan(folder + "plan.json");
    auto read_scenario = scenarios::load_scenario(folder + "after-the-sale.json");
    plan = std::move(read_plan).value();
    scenario = std::move(read_scenario).value();
    scenario.faults.clear();
    const simulators::Blueprint blueprint(plan, scenario);
    Rehearsal rehearsal(blueprint);
    for (std::int64_t index = 0; histories.size() < 12 && index < 60; ++index) {
      rehearsal.run(run_spec(plan, scenario, 1, index));
      bool holds = true;
      for (const Verdict& verdict : rehearsal.judge()) {
        holds = holds && verdict.outcome == Outcome::holds;
      }
      if (holds) histories.push_back(rehearsal.history());
    }
  }

  scenarios::Plan plan;
  scenarios::Scenario scenario;
  std::vector<History> histories;
};

Verdict judge_by(std::string_view id, const Facts& facts) {
  for (const Property& property : all_properties())
    if (property.id == id) return judge(property, facts);
  return {};
}

/// Timelines count what D1, D2, D4 and C2 find one example of; of writes that were confirmed.
void expect_timelines_agree(const Facts& facts, std::string_view damage) {
  std::vector<Timelines> all(1);
  for (const Timelines& track : timelines_of(facts)) add({track}, all);
  const Timelines& sum = all[0];
  const auto violated = [&](std::string_view id) {
    return judge_by(id, facts).outcome == Outcome::violated;
  };
  // Of two truths, "less or equal" is "implies".
  EXPECT_EQ(sum.lost > 0, violated("D1")) << damage;
  EXPECT_LE(sum.duplicated > 0, violated("D2")) << damage;
  EXPECT_LE(sum.stale > 0, violated("C2")) << damage;
  EXPECT_LE(sum.resurrected > 0, violated("C2") || violated("D4")) << damage;
  const Verdict order = judge_by("C2", facts);
  const bool told = order.because.find("had been shown") == std::string::npos;
  const bool stale_read = told && order.lost == "linearizability of the record";
  EXPECT_LE(stale_read, sum.stale + sum.lost + sum.resurrected > 0) << damage;
}

/// By property: whether it is violated in some damaged history.
std::map<std::string_view, bool> noticed(const Undamaged& undamaged, const Corruption& corruption) {
  std::map<std::string_view, bool> red;
  for (const History& history : undamaged.histories) {
    const Facts facts(undamaged.plan, undamaged.scenario, history);
    History damaged = history;
    if (!corruption.damage(facts, damaged)) continue;
    red.try_emplace(corruption.expected, false);
    const Facts damaged_facts(undamaged.plan, undamaged.scenario, damaged);
    expect_timelines_agree(damaged_facts, corruption.name);
    for (const Property& property : all_properties()) {
      const Verdict verdict = judge(property, damaged_facts);
      if (verdict.outcome != Outcome::violated) continue;
      red[property.id] = true;
      // Whatever is violated has a witness, and says what contradicts what.
      const Proof proof = prove(damaged_facts, verdict);
      EXPECT_EQ(proof.let.size(), std::max<std::size_t>(1, verdict.witness.size()));
      EXPECT_FALSE(proof.let.empty()) << verdict.because;
      EXPECT_NE(proof.then[0], "") << verdict.because;
      EXPECT_NE(proof.however, "") << verdict.because;
      EXPECT_NE(verdict.lost, "") << verdict.because;
    }
  }
  return red;
}

TEST(Corruptions, AreNoticedByTheProperty) {
  const Undamaged undamaged;
  ASSERT_EQ(undamaged.histories.size(), 12U);
  std::string table = "| damage |";
  std::string rule = "| --- |";
  std::map<std::string_view, int> expected_of;
  for (const Property& property : all_properties()) {
    table += fmt::format(" {} |", property.id);
    rule += " :-: |";
  }
  table += "\n" + rule + "\n";
  for (const Corruption& corruption : all_corruptions()) {
    const auto red = noticed(undamaged, corruption);
    EXPECT_TRUE(red.contains(corruption.expected)) << "nothing to damage: " << corruption.name;
    const auto found = red.find(corruption.expected);
    EXPECT_TRUE(found != red.end() && found->second)
        << corruption.expected << " does not notice: " << corruption.name;
    ++expected_of[corruption.expected];
    table += fmt::format("| {} |", corruption.name);
    for (const Property& property : all_properties()) {
      const auto cell = red.find(property.id);
      const bool here = cell != red.end() && cell->second;
      table += here ? property.id == corruption.expected ? " **red** |" : " red |" : "  |";
    }
    table += "\n";
  }
  for (const Property& property : all_properties()) {
    EXPECT_GT(expected_of[property.id], 0) << "no damage is meant for " << property.id;
  }

  const std::string path = std::string(REHEARSE_SOURCE_DIR) + "/docs/properties.md";
  std::ifstream in(path);
  std::stringstream text;
  text << in.rdbuf();
  const std::string page = text.str();
  const std::size_t begin = page.find("| damage |");
  ASSERT_NE(begin, page.npos);
  const std::size_t end = std::min(page.size(), page.find("\n\n", begin) + 1);
  if (std::getenv("REHEARSE_UPDATE_GOLDEN") != nullptr) {
    std::ofstream(path) << page.substr(0, begin) + table + page.substr(end);
    return;
  }
  EXPECT_EQ(page.substr(begin, end - begin), table)
      << "REHEARSE_UPDATE_GOLDEN=1 writes the table anew";
}

}  // namespace
}  // namespace rehearse::harness
