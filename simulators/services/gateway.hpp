#pragma once
/// A mock external service with a contract: authorise, charge, capture, refund, void, lookup;
/// idempotency keys (none, or per key with expiry); webhooks; declines and refusals; latency with a
/// slow tail. Effects are recorded in the history as `effect` events, the ledger that the
/// properties read. The service itself never loses state: what is rehearsed is its callers.
/// As a process it keeps what has changed it, and its next process does all of that again.
///
/// Not modelled: partial captures, currencies, settlement.

#include <map>
#include <optional>
#include <vector>

#include "simulators/blueprint/blueprint.hpp"
#include "simulators/runtime/runtime.hpp"
#include "simulators/services/service.hpp"

namespace rehearse::simulators {

class Gateway final : public Service {
 public:
  Gateway(const Blueprint& blueprint, TrackIndex track, scenarios::Side side, Runtime& runtime);

  void reset() override;
  /// Takes up again the webhooks that it had not delivered: a service loses nothing.
  void start() override;
  NodeId node() const { return self_; }
  std::size_t webhooks_under_way() const override { return unsent_.size(); }
  /// Steps of the plan; and every call while it is switched off.
  std::optional<Reply> answer(const Request& request) override;
  Task<Reply> serve(const Request* request) override;
  void recall(const Request& request, Time at) override;

 private:
  struct Account {  // one business operation
    Key identity = 0;
    std::int64_t authorised = 0;
    std::int64_t charged = 0;
    int charges = 0;  // that stand: an amount of 0 is a charge too
    int authorisations = 0;
    std::int64_t serial = 0;
  };
  struct Remembered {
    Time at = 0;  // by its own clock
    Reply reply;
  };

  struct Slot;  // held while a call is worked on
  Reply change_life(const Control& asked);
  Reply execute(const Request& request, ServiceCall call);
  FailureReason change(const ServiceCall& call, Account& account);
  /// An amount as this side keeps it: rounded, half up, to the decimals that it knows.
  std::int64_t kept(std::int64_t amount) const;
  Account& account(Key identity);
  const Remembered* remembered(const ServiceCall& call) const;
  void record_effect(const Request& request, const ServiceCall& call, std::int64_t serial,
                     bool repeat);
  Task<void> send_webhook(Key identity, std::int64_t serial);
  void taken(Key identity, std::int64_t serial);
  bool unsent(std::int64_t serial) const { return unsent_.count(serial) != 0; }
  Time clock() const { return recalled_at_ ? *recalled_at_ : runtime_.clock(self_); }

  const Blueprint& blueprint_;
  const scenarios::ServiceContract& contract_;
  TrackIndex track_;
  scenarios::Side side_;
  NodeId self_;
  Runtime& runtime_;
  std::vector<Account> accounts_;                   // sorted by identity
  std::map<std::uint64_t, Remembered> remembered_;  // by idempotency key, the last of each
  std::map<std::int64_t, Key> unsent_;              // webhooks that nobody has taken yet, by serial
  std::int64_t capacity_ = 0;                       // calls worked on at once; 0: any number
  std::int64_t busy_ = 0;                           // of them; every slot gives itself back
  Signal freed_;
  std::optional<Time> recalled_at_;  // what is executed was executed before
  bool gone_ = false;                // held or dropped: switched off
  std::int64_t next_serial_ = 1;
  std::uint64_t next_tag_ = 1;
};

}  // namespace rehearse::simulators
