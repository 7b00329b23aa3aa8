#include "cli/commands.hpp"
#include "cli/results.hpp"
#include "reports/changes.hpp"
#include "reports/judgement.hpp"
#include "reports/text.hpp"

namespace rehearse::cli {
namespace {

constexpr std::size_t kind_width = 20;

std::string line_of(const char* which, const harness::Certificate& certificate) {
  return std::string(which) + "  " + std::string(reports::word(certificate.verdict)) + "  " +
         certificate.plan + "  " + reports::short_digest(certificate.digest) + "  " +
         reports::utc(certificate.finished_utc);
}

Paint paint_of(const reports::Change& change) {
  if (reports::worse(change)) return Paint::bad;
  const bool better = change.kind == reports::ChangeKind::no_longer_violated ||
                      change.kind == reports::ChangeKind::newly_exercised;
  return better ? Paint::good : Paint::plain;
}

}  // namespace

ExitCode diff(const DiffOptions& options, const Terminal& terminal) {
  const auto before = read_sealed_certificate(options.before);
  const auto after = read_sealed_certificate(options.after);
  if (!before) terminal.complain(before.errors());
  if (!after) terminal.complain(after.errors());
  if (!before || !after) return ExitCode::bad_input;
  terminal.say(line_of("old", before.value()));
  terminal.say(line_of("new", after.value()));
  const auto changes = reports::changes_between(before.value(), after.value());
  bool anything_worse = false;
  for (const reports::Change& change : changes) {
    std::string kind(word(change.kind));
    kind.resize(kind_width, ' ');
    terminal.say_painted(terminal.paint(paint_of(change), kind) +
                         terminal.paint(Paint::plain, reports::one_line(change.what)));
    anything_worse = anything_worse || reports::worse(change);
  }
  terminal.say(reports::in_words(changes));
  return anything_worse ? ExitCode::rejected : ExitCode::success;
}

}  // namespace rehearse::cli
