#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include "harness/certificate/certificate_fields.hpp"
#include "harness/certificate/certificate_file.hpp"

namespace rehearse::tests {
namespace {

using harness::Certificate;

/// UTF-8, with what tends to break writers.
std::string any_text() {
  static const std::vector<std::string> pieces{"a",
                                               "order 41",
                                               "\"",
                                               "\\",
                                               "/",
                                               "\n",
                                               "\t",
                                               "\r",
                                               "é",
                                               "→",
                                               "😀",
                                               "</script>",
                                               "\x7F",
                                               "\x01",
                                               std::string(1, '\0'),
                                               "\xE2\x80\xA8",
                                               "{",
                                               "]"};
  std::string text;
  for (const auto& piece : *rc::gen::resize(
           8, rc::gen::container<std::vector<std::string>>(rc::gen::elementOf(pieces)))) {
    text += piece;
  }
  return text;
}

/// Fills every field that the field list names, so that a new field is tested without a line here.
struct Filler {
  void operator()(const char*, std::string& value) { value = any_text(); }
  void operator()(const char*, std::int64_t& value) {
    value = *rc::gen::oneOf(rc::gen::arbitrary<std::int64_t>(),
                            rc::gen::element<std::int64_t>(0, -1, INT64_MIN, INT64_MAX));
  }
  void operator()(const char* name, int& value) {
    value = std::string(name) == "format" ? 1 : *rc::gen::arbitrary<int>();
  }
  void operator()(const char*, bool& value) { value = *rc::gen::arbitrary<bool>(); }
  void operator()(const char*, harness::CertificateVerdict& value) {
    value = static_cast<harness::CertificateVerdict>(*rc::gen::inRange(0, 4));
  }
  template <typename T>
  void operator()(const char* name, std::vector<T>& items) {
    items.resize(*rc::gen::inRange<std::size_t>(0, 3));
    for (T& item : items) (*this)(name, item);
  }
  template <typename T>
  void operator()(const char*, T& object) {
    harness::certificate_fields::visit(object, *this);
  }
};

Certificate any_certificate() {
  Certificate c;
  Filler fill;
  harness::certificate_fields::visit(c, fill);
  return c;
}

RC_GTEST_PROP(CertificateFile, ReadUndoesWrite, ()) {
  const Certificate c = any_certificate();
  const auto result = harness::read_certificate(harness::write_certificate(c), "x");
  RC_ASSERT(result.ok());
  RC_ASSERT(result.value() == c);
}

RC_GTEST_PROP(CertificateFile, SealedCertificatesMatchTheirDigestAfterATrip, ()) {
  const Certificate c = sealed(any_certificate());
  const auto result = harness::read_certificate(harness::write_certificate(c), "x");
  RC_ASSERT(result.ok());
  RC_ASSERT(digest_matches(result.value()));
}

/// Any bytes in any string: writing succeeds, and what is written is a fixed point.
RC_GTEST_PROP(CertificateFile, WritesAnyBytes, (const std::string& bytes)) {
  Certificate c;
  c.cause = c.plan = bytes;
  const std::string text = harness::write_certificate(c);
  const auto result = harness::read_certificate(text, "x");
  RC_ASSERT(result.ok());
  RC_ASSERT(harness::write_certificate(result.value()) == text);
}

RC_GTEST_PROP(CertificateFile, AnswersAnyDamageWithErrorsOrACertificate, ()) {
  std::string text = harness::write_certificate(any_certificate());
  const int times = *rc::gen::inRange(1, 6);
  for (int i = 0; i < times; ++i) {
    const std::size_t at = *rc::gen::inRange<std::size_t>(0, text.size());
    const std::string piece = *rc::gen::element<std::string>(
        "", "[", "}", "\"", "\xFF", "1e999", "null", "-", ",", "{\"a\":", "99999999999999999999");
    text.replace(at, *rc::gen::inRange<std::size_t>(0, 4), piece);
  }
  const auto result = harness::read_certificate(text, "x");
  if (result.ok()) {
    const std::string again = harness::write_certificate(result.value());
    RC_ASSERT(harness::write_certificate(harness::read_certificate(again, "x").value()) == again);
  } else {
    RC_ASSERT(!result.errors().empty());
    RC_ASSERT(!result.errors()[0].message.empty());
  }
}

}  // namespace
}  // namespace rehearse::tests
