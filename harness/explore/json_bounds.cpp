#include "harness/explore/json_bounds.hpp"

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace rehearse::harness {
namespace {

/// Counts; `false` from any call ends the parsing.
class Counter final : public nlohmann::json_sax<nlohmann::json> {
 public:
  explicit Counter(const JsonBounds& bounds) : bounds_(bounds) {}
  bool exceeded() const { return exceeded_; }

  bool null() override { return value(); }
  bool boolean(bool) override { return value(); }
  bool number_integer(number_integer_t) override { return value(); }
  bool number_unsigned(number_unsigned_t) override { return value(); }
  bool number_float(number_float_t, const string_t&) override { return value(); }
  bool string(string_t&) override { return value(); }
  bool binary(binary_t&) override { return value(); }
  bool start_array(std::size_t) override { return value(); }
  bool end_array() override { return true; }
  bool start_object(std::size_t) override {
    members_.push_back(0);
    return value();
  }
  bool end_object() override {
    members_.pop_back();
    return true;
  }
  bool key(string_t&) override { return within(++members_.back(), bounds_.members_max); }
  bool parse_error(std::size_t, const std::string&, const nlohmann::json::exception&) override {
    return false;
  }

 private:
  bool value() { return within(++values_, bounds_.values_max); }
  bool within(std::size_t count, std::size_t most) {
    exceeded_ = exceeded_ || count > most;
    return !exceeded_;
  }

  const JsonBounds bounds_;
  std::vector<std::size_t> members_;
  std::size_t values_ = 0;
  bool exceeded_ = false;
};

}  // namespace

bool within_bounds(std::string_view text, const JsonBounds& bounds) {
  Counter counter(bounds);
  nlohmann::json::sax_parse(text, &counter);
  return !counter.exceeded();
}

}  // namespace rehearse::harness
