#include "simulators/workers/verifier.hpp"

#include <algorithm>
#include <utility>

namespace rehearse::simulators {

using scenarios::Duration;
using scenarios::Side;

namespace {

constexpr std::int64_t verified_at_once = 256;
constexpr int looks = 5;        // at a difference that stays
constexpr int most_looks = 60;  // at one that changes
constexpr Duration settle{60'000};
constexpr Duration verify_retry_pause{20'000};

bool present(const Record& record) { return !record.deleted && record.row != nullptr; }

bool agree(const Record& a, const Record& b) {
  if (!present(a) || !present(b)) return present(a) == present(b);
  return same(a.row, b.row);
}

}  // namespace

Verifier::Verifier(const Blueprint& blueprint, TrackIndex track, Runtime& runtime, Memory& memory)
    : Worker(blueprint, track, blueprint.tracks[track].verifier, runtime, memory) {}

void Verifier::reset() {
  reset_tags();
  active_ = false;
  mismatches_ = -1;
  compared_ = 0;
  unrepresentable_ = 0;
}

void Verifier::start() {
  if (active_) runtime_.spawn(self_, verify());
}

std::optional<Reply> Verifier::answer(const Request& request) {
  const Control& asked = std::get<Control>(request.body);
  if (asked.verb == ControlVerb::start && !active_) {
    mode_ = static_cast<scenarios::VerifyMode>(asked.code);
    mend_ = asked.value != 0;
    authority_ = asked.side;
    active_ = true;
    mismatches_ = -1;
    runtime_.spawn(self_, verify());
  }
  if (asked.verb == ControlVerb::status) return control_reply(active_ ? 0 : 1);
  if (asked.verb == ControlVerb::metric &&
      static_cast<Metric>(asked.code) == Metric::unrepresentable)
    return std::nullopt;
  // Never verified: every record may differ.
  return control_reply(mismatches_ < 0 ? 1'000'000 : mismatches_, compared_);
}

/// The metric: how many new records have no old shape.
Task<Reply> Verifier::serve(const Request*) {
  std::vector<KeyedRecord> rows;
  Task<void> loading = load(Side::new_side, &rows);
  co_await loading;
  std::int64_t unrepresentable = 0;
  for (const KeyedRecord& row : rows)
    if (!row.record.deleted && row.record.row == nullptr) ++unrepresentable;
  co_return control_reply(unrepresentable, static_cast<std::int64_t>(rows.size()));
}

Task<void> Verifier::verify() {
  compared_ = 0;
  if (mode_ == scenarios::VerifyMode::count) {
    Task<void> counting = compare_counts();
    co_await counting;
  } else {
    Task<void> comparing = compare_keys();
    co_await comparing;
  }
  active_ = false;
}

Task<void> Verifier::compare_counts() {
  std::int64_t counts[2] = {-1, -1};
  for (int look = 0; look < looks; ++look) {
    for (const Side side : {Side::old_side, Side::new_side}) {
      const std::vector<Statement> count{statement(StatementKind::count, side)};
      Task<Reply> asking = run_until_done(store(side), &count);
      const Reply reply = co_await asking;
      if (reply.ok())
        counts[static_cast<std::size_t>(side)] =
            std::get<TransactReply>(reply.body).results[0].number;
    }
    if (counts[0] == counts[1]) break;
    Sleep pause(runtime_, settle);
    co_await pause;
  }
  compared_ = counts[0];
  mismatches_ = std::abs(counts[0] - counts[1]);
}

/// All records of a side, ascending by key.
Task<void> Verifier::load(Side side, std::vector<KeyedRecord>* rows) {
  Key after = INT64_MIN;
  for (;;) {
    Statement next = statement(StatementKind::scan, side);
    next.key = after;
    next.by = verified_at_once;
    Task<Reply> asking = run(store(side), next);
    const Reply reply = co_await asking;
    if (reply.status == FailureReason::no_such_table) co_return;
    if (!reply.ok()) {
      Sleep pause(runtime_, verify_retry_pause);
      co_await pause;
      continue;
    }
    const TransactReply& body = std::get<TransactReply>(reply.body);
    rows->insert(rows->end(), body.rows, body.rows + body.count);
    if (body.count < verified_at_once) co_return;
    after = rows->back().key;
  }
}

Task<void> Verifier::compare_keys() {
  std::vector<KeyedRecord> sides[2];
  for (const Side side : {Side::old_side, Side::new_side}) {
    Task<void> loading = load(side, &sides[static_cast<std::size_t>(side)]);
    co_await loading;
  }
  std::vector<Key> suspects;
  std::size_t left = 0;
  std::size_t right = 0;
  const Record none;
  while (left < sides[0].size() || right < sides[1].size()) {
    const Key a = left < sides[0].size() ? sides[0][left].key : INT64_MAX;
    const Key b = right < sides[1].size() ? sides[1][right].key : INT64_MAX;
    const Key key = std::min(a, b);
    const Record& mine = a == key ? sides[0][left++].record : none;
    const Record& theirs = b == key ? sides[1][right++].record : none;
    ++compared_;
    if (!agree(mine, theirs) || (theirs.row == nullptr && b == key && !theirs.deleted))
      suspects.push_back(key);
  }
  Task<void> looking = keep_those_that_differ(&suspects);
  co_await looking;
  if (mend_) {
    for (const Key key : suspects) {
      Task<void> mending = mend(key);
      co_await mending;
    }
    Task<void> again = keep_those_that_differ(&suspects);
    co_await again;
  }
  mismatches_ = static_cast<std::int64_t>(suspects.size());
}

Task<Reply> Verifier::get(Side side, Key key) {
  Statement read = statement(StatementKind::get, side);
  read.key = key;
  return run(store(side), read);
}

/// One look at both sides: in one transaction where they share a database, else one after the
/// other.
Task<bool> Verifier::look(Key key, Looked* seen) {
  std::vector<Statement> both;
  for (const Side side : {Side::old_side, Side::new_side}) {
    Statement read = statement(StatementKind::get, side);
    read.key = key;
    both.push_back(read);
  }
  if (store(Side::old_side) == store(Side::new_side)) {
    Task<Reply> asking = transact(store(Side::old_side), &both);
    const Reply reply = co_await asking;
    if (!reply.ok()) co_return false;
    const StatementResult* const results = std::get<TransactReply>(reply.body).results;
    *seen = {results[0].record, results[1].record};
    co_return true;
  }
  Task<Reply> asking_old = run(store(Side::old_side), both[0]);
  const Reply mine = co_await asking_old;
  Task<Reply> asking_new = run(store(Side::new_side), both[1]);
  const Reply theirs = co_await asking_new;
  if (!mine.ok() || !theirs.ok()) co_return false;
  *seen = {std::get<TransactReply>(mine.body).results[0].record,
           std::get<TransactReply>(theirs.body).results[0].record};
  co_return true;
}

/// A difference counts when it stays while nobody writes the record. One that changes from look to
/// look is a record that is being written: it is looked at until it comes to rest. All are looked
/// at in turn, so that many take no longer than one.
Task<void> Verifier::keep_those_that_differ(std::vector<Key>* keys) {
  std::vector<Suspect> suspects, differing;
  for (const Key key : *keys) suspects.push_back({key, {}, 0});
  for (int turn = 0; turn < most_looks && !suspects.empty(); ++turn) {
    if (turn > 0) {
      Sleep pause(runtime_, settle);
      co_await pause;
    }
    std::vector<Suspect> next;
    for (Suspect suspect : suspects) {
      Looked seen;
      Task<bool> looking = look(suspect.key, &seen);
      const bool answered = co_await looking;
      if (answered && agree(seen.mine, seen.theirs)) continue;
      const Looked& before = suspect.before;
      const bool rests =
          seen.mine.write == before.mine.write && seen.mine.version == before.mine.version &&
          seen.theirs.write == before.theirs.write && seen.theirs.version == before.theirs.version;
      if (answered) {
        suspect.same_looks = rests ? suspect.same_looks + 1 : 1;
        suspect.before = seen;
      }
      (suspect.same_looks < looks ? next : differing).push_back(suspect);
    }
    suspects = std::move(next);
  }
  differing.insert(differing.end(), suspects.begin(), suspects.end());
  keys->clear();
  for (const Suspect& suspect : differing) keys->push_back(suspect.key);
  std::sort(keys->begin(), keys->end());
}

/// Carries the authority's record over; by version where that decides, else as it is.
Task<void> Verifier::mend(Key key) {
  Task<Reply> asking = get(authority_, key);
  const Reply mine = co_await asking;
  Task<Reply> asking_other = get(scenarios::other(authority_), key);
  const Reply theirs = co_await asking_other;
  if (!mine.ok() || !theirs.ok()) co_return;
  const StatementResult& right = std::get<TransactReply>(mine.body).results[0];
  const StatementResult& wrong = std::get<TransactReply>(theirs.body).results[0];
  Statement put = statement(StatementKind::apply, scenarios::other(authority_));
  put.source = WriteSource::verifier;
  put.rule = wrong.found && wrong.record.version >= right.record.version
                 ? scenarios::Apply::overwrite
                 : scenarios::Apply::version_guard;
  put.from_stream = true;
  put.key = key;
  put.write = right.record.write;
  put.version = right.record.version;
  put.row = right.record.row;
  put.deleted = !right.found || right.record.deleted;
  const std::vector<Statement> batch{put};
  Task<Reply> applying = run_until_done(store(put.side), &batch);
  const Reply reply = co_await applying;
  if (!reply.ok()) failed(put.side, reply.status);
}

}  // namespace rehearse::simulators
