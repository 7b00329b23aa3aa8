#pragma once
/// What ties a certificate to files and days.

#include <string>

namespace rehearse::cli {

/// SHA-256 of its bytes, in hex; empty for what is no ordinary file.
std::string sha256_of_file(const std::string& path);

/// Now: "2026-11-23T09:06:00Z".
std::string utc_now();

}  // namespace rehearse::cli
