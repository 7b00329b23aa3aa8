#include "harness/certificate/digest.hpp"

#include <openssl/evp.h>

#include <array>
#include <cstddef>

#include "scenarios/ensure.hpp"

namespace rehearse::harness {
namespace {

using Digest = std::array<unsigned char, 32>;

Digest sha256(std::string_view bytes) {
  Digest digest{};
  unsigned int length = 0;
  const int done =
      EVP_Digest(bytes.data(), bytes.size(), digest.data(), &length, EVP_sha256(), nullptr);
  REHEARSE_ENSURE(done == 1);
  REHEARSE_ENSURE(length == digest.size());
  return digest;
}

}  // namespace

std::string sha256_hex(std::string_view bytes) {
  static constexpr std::string_view digits = "0123456789abcdef";
  std::string text;
  text.reserve(64);
  for (const unsigned char byte : sha256(bytes)) {
    text += digits[byte >> 4U];
    text += digits[byte & 15U];
  }
  return text;
}

std::string sha256_base64(std::string_view bytes) {
  const Digest digest = sha256(bytes);
  std::array<unsigned char, 45> text{};  // 4 * ceil(32 / 3), and a terminating zero
  const int length = EVP_EncodeBlock(text.data(), digest.data(), static_cast<int>(digest.size()));
  REHEARSE_ENSURE(length == 44);
  return {text.begin(), text.begin() + length};
}

std::string sha256_name(std::string_view bytes) { return "sha256:" + sha256_hex(bytes); }

}  // namespace rehearse::harness
