#include "reports/in_toto.hpp"

#include <nlohmann/json.hpp>

#include "reports/judgement.hpp"
#include "reports/text.hpp"

namespace rehearse::reports {
namespace {

using Json = nlohmann::ordered_json;

std::string_view result_of(harness::CertificateVerdict verdict) {
  if (verdict == harness::CertificateVerdict::certified) return "PASSED";
  return verdict == harness::CertificateVerdict::rejected ? "FAILED" : "WARNED";
}

/// "sha256:ab.." -> "ab.."
std::string hex_of(const std::string& name) { return name.substr(name.find(':') + 1); }

/// What is not a file, or was not found as one, is named by its canonical text.
Json digest_of(const std::string& bytes_sha256, const std::string& canonical) {
  Json digest = Json::object();
  if (!bytes_sha256.empty()) digest["sha256"] = bytes_sha256;
  if (!canonical.empty()) digest["rehearseCanonicalSha256"] = hex_of(canonical);
  return digest;
}

Json described(const std::string& name, const Json& digest) {
  return {{"name", clean(name)}, {"digest", digest}};
}

}  // namespace

std::string in_toto_statement(const harness::Certificate& certificate) {
  Json passed = Json::array(), warned = Json::array(), failed = Json::array();
  Json configuration = Json::array();
  for (const harness::ScenarioResult& scenario : certificate.scenarios) {
    configuration.push_back(described(scenario.file.empty() ? scenario.name : scenario.file,
                                      digest_of({}, scenario.digest)));
    for (const harness::PropertyResult& property : scenario.properties) {
      const Rank rank = rank_of(property);
      Json& list = rank == Rank::holds ? passed : rank == Rank::violated ? failed : warned;
      list.push_back(clean(scenario.name + "/" + property.id + " " + property.name));
    }
  }
  Json predicate = {{"result", result_of(certificate.verdict)}, {"configuration", configuration}};
  predicate["passedTests"] = passed;
  predicate["warnedTests"] = warned;
  predicate["failedTests"] = failed;
  predicate["annotations"] = {{"certificate", certificate.digest},
                              {"cause", clean(certificate.cause)},
                              {"mode", clean(certificate.mode)},
                              {"seed", clean(certificate.seed)},
                              {"reproduce", clean(certificate.reproduce)}};
  const Json statement = {
      {"_type", "https://in-toto.io/Statement/v1"},
      {"subject",
       Json::array({described(certificate.plan_file,
                              digest_of(certificate.plan_file_sha256, certificate.plan_digest))})},
      {"predicateType", "https://in-toto.io/attestation/test-result/v0.1"},
      {"predicate", predicate}};
  return statement.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace rehearse::reports
