#include "tests/tidy/links.hpp"

#include <algorithm>
#include <cctype>
#include <sstream>

namespace rehearse::tidy {
namespace {

namespace fs = std::filesystem;

/// As GitHub makes it.
std::string anchor_of(std::string_view heading) {
  std::string made;
  for (const char c : heading) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == ' ')
      made += '-';
    else if (std::isalnum(byte) != 0 || c == '-' || c == '_')
      made += static_cast<char>(std::tolower(byte));
  }
  return made;
}

std::vector<std::string> links_in(std::string_view line) {
  std::vector<std::string> found;
  for (auto at = line.find("]("); at != line.npos; at = line.find("](", at + 1)) {
    const auto end = line.find(')', at);
    if (end == line.npos) break;
    found.emplace_back(line.substr(at + 2, end - at - 2));
  }
  return found;
}

/// Why it leads nowhere; empty: it leads somewhere.
std::string trouble(const fs::path& root, const fs::path& page, const std::string& link) {
  if (link.find("://") != link.npos || link.starts_with("mailto:")) return {};
  const auto hash = link.find('#');
  const std::string name = link.substr(0, hash);
  const fs::path target = name.empty() ? root / page : (root / page).parent_path() / name;
  if (!fs::exists(target)) return "there is no " + name;
  if (hash == link.npos || target.extension() != ".md") return {};
  const auto anchors = anchors_of(whole(target));
  const std::string anchor = link.substr(hash + 1);
  const bool there = std::find(anchors.begin(), anchors.end(), anchor) != anchors.end();
  return there ? std::string() : "no heading of " + target.filename().string() + " is #" + anchor;
}

}  // namespace

std::vector<std::string> anchors_of(std::string_view page) {
  std::vector<std::string> found;
  bool code = false;
  std::istringstream lines{std::string(page)};
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with("```")) code = !code;
    const auto text = line.find_first_not_of('#');
    if (!code && text != 0 && text != line.npos && line[text] == ' ')
      found.push_back(anchor_of(line.substr(text + 1)));
  }
  return found;
}

Findings dead_links(const fs::path& root, const fs::path& page) {
  Findings findings;
  std::istringstream lines(whole(root / page));
  std::size_t number = 0;
  for (std::string line; std::getline(lines, line);) {
    ++number;
    for (const std::string& link : links_in(line))
      if (const std::string why = trouble(root, page, link); !why.empty())
        findings.push_back({page.string(), number, why});
  }
  return findings;
}

}  // namespace rehearse::tidy
