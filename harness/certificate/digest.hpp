#pragma once
/// SHA-256, the one digest that plans, scenarios, histories and certificates are named by.

#include <string>
#include <string_view>

namespace rehearse::harness {

/// SHA-256 of `bytes` as 64 lower-case hexadecimal digits, without a prefix.
/// Source: FIPS 180-4, computed by Nettle.
std::string sha256_hex(std::string_view bytes);

/// SHA-256 of `bytes` in standard base64 (RFC 4648, padded), as a Content-Security-Policy names it.
std::string sha256_base64(std::string_view bytes);

/// "sha256:" and the hexadecimal digest: how certificates and plans print it.
std::string sha256_name(std::string_view bytes);

}  // namespace rehearse::harness
