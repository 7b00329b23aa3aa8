#include "harness/certificate/digest.hpp"

#include <gtest/gtest.h>

namespace rehearse::tests {
namespace {

TEST(
    Digest,
    KnowsTheStandardsExamples) {  // FIPS 180-4, appendix; and openssl dgst -sha256 -binary | base64
  EXPECT_EQ(harness::sha256_hex("abc"),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(harness::sha256_hex(""),
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(harness::sha256_base64(""), "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=");
  EXPECT_EQ(harness::sha256_name("abc").substr(0, 15), "sha256:ba7816bf");
}

}  // namespace
}  // namespace rehearse::tests
