#pragma once
/// The certificate as an attestation that supply-chain tools understand.

#include <string>

#include "harness/certificate/certificate.hpp"

namespace rehearse::reports {

/// An in-toto statement, v1, with a test-result predicate, v0.1: unsigned JSON with a final
/// newline. Its subject is the plan's file. PASSED for a certified plan, FAILED for a rejected one,
/// WARNED for what nobody knows; properties are tests, and those that are not exercised or unknown
/// warn.
/// Source: https://github.com/in-toto/attestation/blob/main/spec/predicates/test-result.md
std::string in_toto_statement(const harness::Certificate& certificate);

}  // namespace rehearse::reports
