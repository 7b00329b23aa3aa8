#include "cli/identity.hpp"

#include <ctime>
#include <filesystem>

#include "harness/certificate/digest.hpp"
#include "scenarios/json_text.hpp"

namespace rehearse::cli {

std::string sha256_of_file(const std::string& path) {
  std::error_code ignored;
  if (!std::filesystem::is_regular_file(path, ignored)) return {};
  const auto text = scenarios::read_text_file(path);
  return text ? harness::sha256_hex(text.value()) : std::string();
}

std::string utc_now() {
  const std::time_t now = std::time(nullptr);
  std::tm parts{};
  gmtime_r(&now, &parts);
  char text[32];
  const std::size_t length = std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &parts);
  return std::string(text, length);
}

}  // namespace rehearse::cli
