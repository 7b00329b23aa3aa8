#include "cli/explanations.hpp"

#include <cstdint>
#include <utility>

#include "scenarios/reader/key_tables.hpp"
#include "scenarios/reader/object_file.hpp"

namespace rehearse::cli {
namespace {

using namespace scenarios::reading;

void read_reasons(const ObjectReader& object, std::string_view key, Blame blame,
                  Explanations& explanations) {
  const auto reasons = object.find(key);
  if (!reasons) return;
  read_named(*reasons, "mutants with their reasons", [&](const At& at, const std::string& mutant) {
    Explanation explanation{blame, {}};
    if (!read_value(at, explanation.why)) return;
    if (!explanations.emplace(mutant, std::move(explanation)).second)
      at.wrong("there is another reason for this mutant above", "keep one of the two");
  });
}

}  // namespace

std::string_view in_words(Blame blame) {
  switch (blame) {
    case Blame::needless:
      return "needless";
    case Blame::safety_net:
      return "a safety net";
    case Blame::blind:
      return "a blind spot";
  }
  return "";
}

scenarios::Result<Explanations> load_explanations(const std::string& path) {
  return read_object_file<Explanations>(
      path, mutant_reasons_table, [](const ObjectReader& object, Explanations& explanations) {
        read_reasons(object, "needless", Blame::needless, explanations);
        read_reasons(object, "safety_net", Blame::safety_net, explanations);
        read_reasons(object, "blind", Blame::blind, explanations);
      });
}

}  // namespace rehearse::cli
