/// "forgetful": a payment service that behaves like the mock, but whose workers do not share the
/// idempotency keys that they remember: every second call goes to the other worker.
#include "own.hpp"
#include "simulators/services/gateway.hpp"

using namespace rehearse::simulators;
using rehearse::scenarios::Side;

namespace {

class ForgetfulGateway final : public Service {
 public:
  ForgetfulGateway(const Blueprint& blueprint, TrackIndex track, Side side, Runtime& runtime)
      : gateway_(blueprint, track, side, runtime) {}

  void reset() override { gateway_.reset(), calls_ = 0; }
  void start() override { gateway_.start(); }
  std::size_t webhooks_under_way() const override { return gateway_.webhooks_under_way(); }
  std::optional<Reply> answer(const Request& request) override { return gateway_.answer(request); }
  Task<Reply> serve(const Request* request) override {
    Request at_a_worker = *request;  // lives as long as this task
    if (auto* call = std::get_if<ServiceCall>(&at_a_worker.body); call && ++calls_ % 2 == 0)
      call->idempotency_key ^= 1;  // nobody else's, and not the one that was remembered
    const Reply reply = co_await gateway_.serve(&at_a_worker);
    co_return reply;
  }

 private:
  Gateway gateway_;
  int calls_ = 0;
};

}  // namespace

void add_forgetful_gateway() {
  add_service("forgetful",
              [](const Blueprint& blueprint, TrackIndex track, Side side,
                 Runtime& runtime) -> std::unique_ptr<Service> {
                return std::make_unique<ForgetfulGateway>(blueprint, track, side, runtime);
              });
}
