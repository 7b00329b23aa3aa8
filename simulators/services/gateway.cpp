#include "simulators/services/gateway.hpp"

#include <algorithm>

#include "simulators/services/webhook.hpp"

namespace rehearse::simulators {

using scenarios::Duration;

namespace {
constexpr Duration webhook_delay{5'000};
constexpr int most_refusals = 5;
constexpr int most_unanswered = 14;  // the last after 80 s: real services try for days

EffectKind effect_of(ServiceVerb verb) {
  switch (verb) {
    case ServiceVerb::authorise:
      return EffectKind::authorise;
    case ServiceVerb::capture:
      return EffectKind::capture;
    case ServiceVerb::refund:
      return EffectKind::refund;
    case ServiceVerb::void_charge:
      return EffectKind::void_charge;
    case ServiceVerb::charge:
    case ServiceVerb::lookup:
      break;
  }
  return EffectKind::charge;
}

/// A call that waits looks again this often, whether anybody has left or not.
constexpr Duration longest_turn{60'000'000};
}  // namespace

Gateway::Gateway(const Blueprint& blueprint, TrackIndex track, scenarios::Side side,
                 Runtime& runtime)
    : blueprint_(blueprint),
      contract_(*blueprint.tracks[track].contracts[static_cast<std::size_t>(side)]),
      track_(track),
      side_(side),
      self_(blueprint.tracks[track].side(side).node),
      runtime_(runtime),
      freed_(runtime) {}

struct Gateway::Slot {
  explicit Slot(Gateway& of) : gateway(of) { ++gateway.busy_; }
  Slot(const Slot&) = delete;
  Slot& operator=(const Slot&) = delete;
  ~Slot() {
    --gateway.busy_;
    gateway.freed_.notify();
  }
  Gateway& gateway;
};

void Gateway::reset() {
  capacity_ = contract_.capacity.value_or(0);
  accounts_.clear();
  remembered_.clear();
  unsent_.clear();
  gone_ = false;
  next_serial_ = 1;
  next_tag_ = 1;
}

void Gateway::start() {
  for (const auto& [serial, identity] : unsent_)
    runtime_.spawn(self_, send_webhook(identity, serial));
}

std::optional<Reply> Gateway::answer(const Request& request) {
  if (const Control* asked = std::get_if<Control>(&request.body)) return change_life(*asked);
  if (!gone_) return std::nullopt;
  Reply reply;
  reply.status = FailureReason::no_such_table;
  return reply;
}

/// The steps hold (switched off), restore, purge (its book is emptied), drop and scale. It also
/// forgets idempotency keys, and tells how many webhooks it has yet to deliver.
Reply Gateway::change_life(const Control& asked) {
  using scenarios::StepKind;
  Reply reply;
  ControlReply body;
  if (asked.verb == ControlVerb::status) body.number = static_cast<std::int64_t>(unsent_.size());
  reply.body = body;
  if (asked.verb == ControlVerb::status) return reply;
  if (asked.verb == ControlVerb::forget) {
    remembered_.erase(static_cast<std::uint64_t>(asked.value));
    return reply;
  }
  const auto step = static_cast<StepKind>(asked.code);
  if (step == StepKind::hold || step == StepKind::drop) gone_ = true;
  if (step == StepKind::restore) gone_ = false;
  if (step == StepKind::scale) {
    capacity_ = asked.value;
    freed_.notify();
  }
  if (step == StepKind::purge || step == StepKind::drop) {
    accounts_.clear();
    remembered_.clear();
  }
  return reply;
}

void Gateway::recall(const Request& request, Time at) {
  if (const ServiceCall* call = std::get_if<ServiceCall>(&request.body)) {
    recalled_at_ = at;
    static_cast<void>(execute(request, *call));
    recalled_at_.reset();
  } else if (const Control* told = std::get_if<Control>(&request.body)) {
    if (told->verb == ControlVerb::webhook)
      unsent_.erase(told->value);
    else
      static_cast<void>(change_life(*told));
  }
}

Task<Reply> Gateway::serve(const Request* request) {
  const ServiceCall& call = std::get<ServiceCall>(request->body);
  while (capacity_ > 0 && busy_ >= capacity_) {
    Signal::Wait turn(freed_, longest_turn);
    co_await turn;
  }
  const Slot slot(*this);
  Choices& choices = runtime_.choices();
  const bool slow =
      choices.happens({SiteKind::work, 1, self_, 0, request->tag}, contract_.slow_per_million);
  const std::int64_t work =
      slow ? contract_.slow.count()
           : choices.between({SiteKind::work, 0, self_, 0, request->tag},
                             contract_.latency[0].count(), contract_.latency[1].count());
  // Half before the effect, half after: a caller that gives up in between does not know.
  Sleep before(runtime_, Duration(work / 2));
  co_await before;
  Reply reply = execute(*request, call);
  if (call.verb != ServiceVerb::lookup) runtime_.keep(self_, *request);
  Sleep after(runtime_, Duration(work - work / 2));
  co_await after;
  co_return reply;
}

Gateway::Account& Gateway::account(Key identity) {
  const auto place = std::lower_bound(accounts_.begin(), accounts_.end(), identity,
                                      [](const Account& a, Key key) { return a.identity < key; });
  if (place != accounts_.end() && place->identity == identity) return *place;
  Account fresh;
  fresh.identity = identity;
  return *accounts_.insert(place, fresh);
}

const Gateway::Remembered* Gateway::remembered(const ServiceCall& call) const {
  if (contract_.deduplicates != scenarios::Deduplication::by_key || call.idempotency_key == 0)
    return nullptr;
  const auto found = remembered_.find(call.idempotency_key);
  if (found == remembered_.end()) return nullptr;
  const Remembered& entry = found->second;
  const bool expired =
      contract_.key_expiry.has_value() && clock() - entry.at > contract_.key_expiry->count();
  return expired ? nullptr : &entry;
}

std::int64_t Gateway::kept(std::int64_t amount) const {
  const int scale = blueprint_.tracks[track_].amount_scale;
  std::int64_t unit = 1;
  for (int i = contract_.amount_decimals.value_or(scale); i < scale; ++i) unit *= 10;
  return (amount + unit / 2) / unit * unit;
}

Reply Gateway::execute(const Request& request, ServiceCall call) {
  call.amount = kept(call.amount);
  Reply reply;
  ServiceReply body;
  Account& about = account(call.identity);
  if (call.verb == ServiceVerb::lookup) {
    // Money that was only reserved is no charge and no capture.
    const bool reserved = about.authorisations > 0 && call.of != ServiceVerb::charge &&
                          call.of != ServiceVerb::capture;
    body.serial = about.charges > 0 || reserved ? about.serial : 0;
    body.amount = about.charged;
    reply.body = body;
    return reply;
  }
  if (const Remembered* before = remembered(call)) {
    reply = before->reply;
    if (reply.ok()) {
      body = std::get<ServiceReply>(reply.body);
      body.repeated = true;
      reply.body = body;
      record_effect(request, call, body.serial, true);
    }
    return reply;
  }
  Choices& choices = runtime_.choices();
  if (choices.happens({SiteKind::refuse, 0, self_, 0, request.tag},
                      contract_.unavailable_per_million)) {
    reply.status = FailureReason::unavailable;
    return reply;
  }
  const bool asks_bank = call.verb == ServiceVerb::charge || call.verb == ServiceVerb::authorise;
  // The bank's answer depends on the card, that is on the identity, not on the attempt or the
  // gateway.
  if (asks_bank &&
      choices.happens({SiteKind::decline, 0, 0, 0, static_cast<std::uint64_t>(call.identity)},
                      contract_.declined_per_million)) {
    reply.status = FailureReason::declined;
  } else if (call.suppressed) {
    body.amount = call.amount;
    reply.body = body;
    return reply;  // answered, nothing done, nothing remembered
  } else {
    reply.status = change(call, about);
    if (reply.ok()) {
      about.serial = next_serial_++;
      body.serial = about.serial;
      body.amount = call.amount;
      record_effect(request, call, body.serial, false);
      if (contract_.webhooks && call.verb == ServiceVerb::charge) {
        unsent_.emplace(body.serial, call.identity);
        runtime_.spawn(self_, send_webhook(call.identity, body.serial));
      }
    }
  }
  reply.body = body;
  if (call.idempotency_key != 0) remembered_[call.idempotency_key] = {clock(), reply};
  return reply;
}

FailureReason Gateway::change(const ServiceCall& call, Account& about) {
  const FailureReason none_open =
      about.serial == 0 ? FailureReason::unknown_effect : FailureReason::nothing_left;
  switch (call.verb) {
    case ServiceVerb::authorise:
      about.authorised += call.amount;
      ++about.authorisations;
      return FailureReason::none;
    case ServiceVerb::charge:
      about.charged += call.amount;
      ++about.charges;
      return FailureReason::none;
    case ServiceVerb::capture:
      if (about.authorisations == 0) return none_open;
      about.charged += about.authorised;
      ++about.charges;
      about.authorised = 0;
      about.authorisations = 0;
      return FailureReason::none;
    case ServiceVerb::refund:
    case ServiceVerb::void_charge:
      if (about.charges == 0 && about.authorisations == 0) return none_open;
      if (about.charges > 0) {
        about.charged -= call.amount;
        --about.charges;
      } else {
        about.authorised = 0;
        about.authorisations = 0;
      }
      return FailureReason::none;
    case ServiceVerb::lookup:
      break;
  }
  return FailureReason::none;
}

void Gateway::record_effect(const Request& request, const ServiceCall& call, std::int64_t serial,
                            bool repeat) {
  if (recalled_at_) return;
  Event event;
  event.kind = EventKind::effect;
  event.detail = static_cast<std::uint8_t>(effect_of(call.verb));
  event.track = track_;
  event.side = side_;
  event.node = self_;
  event.operation = request.operation;
  event.key = call.identity;
  event.write = call.write;
  event.value = call.amount;
  event.extra = serial;
  if (call.shadow) event.flags |= flag_shadow;
  if (repeat) event.flags |= flag_repeat;
  runtime_.record(event);
}

/// At least once: until an instance has taken it, or five times nobody there listened. What nobody
/// could answer is sent again, and each pause is twice as long as the one before.
Task<void> Gateway::send_webhook(Key identity, std::int64_t serial) {
  int refused = 0;
  int unanswered = 0;
  while (refused < most_refusals && unanswered < most_unanswered) {
    Sleep pause(runtime_, webhook_delay * (refused + 1) * (1 << unanswered));
    co_await pause;
    if (!unsent(serial)) co_return;  // an earlier process did it
    Task<Reply> telling = tell_by_webhook(&runtime_, &blueprint_, self_, next_tag_++,
                                          webhook_of(track_, side_, identity, serial));
    const Reply reply = co_await telling;
    if (reply.ok()) break;
    const bool answered =
        reply.status != FailureReason::unavailable && reply.status != FailureReason::timeout;
    ++(answered ? refused : unanswered);
  }
  taken(identity, serial);
}

/// Somebody has taken it, or nobody wants it.
void Gateway::taken(Key identity, std::int64_t serial) {
  unsent_.erase(serial);
  Request done;
  done.body = webhook_of(track_, side_, identity, serial);
  runtime_.keep(self_, done);
}

}  // namespace rehearse::simulators
