#include "simulators/live/revision.hpp"

#include "scenarios/names.hpp"
#include "simulators/live/program_request.hpp"

namespace rehearse::simulators::live {

using scenarios::Side;

std::string revision_text(Side side, const Record& record) {
  return std::string(scenarios::name_of(side)) + "-" + std::to_string(record.write) + "-" +
         std::to_string(record.version);
}

std::optional<Revision> revision_of(const std::string& text) {
  const std::size_t first = text.find('-'), last = text.rfind('-');
  if (first == std::string::npos || first == last) return std::nullopt;
  const std::string side = text.substr(0, first);
  const auto write = number_of<WriteId>(text.substr(first + 1, last - first - 1));
  const auto version = number_of<std::uint64_t>(text.substr(last + 1));
  if (!write || !version || (side != "old" && side != "new")) return std::nullopt;
  return Revision{side == "old" ? Side::old_side : Side::new_side, *write, *version};
}

}  // namespace rehearse::simulators::live
