// The words for enumerations of the history.
#include "harness/properties/words.hpp"

namespace rehearse::harness {

using simulators::EffectKind;
using simulators::FailureReason;
using simulators::WriteSource;

std::string_view reason_name(FailureReason reason) {
  switch (reason) {
    case FailureReason::none:
      return "no reason given";
    case FailureReason::timeout:
      return "no answer in time";
    case FailureReason::unavailable:
      return "not available";
    case FailureReason::sold_out:
      return "sold out";
    case FailureReason::declined:
      return "declined";
    case FailureReason::not_found:
      return "not found";
    case FailureReason::already_exists:
      return "it already exists";
    case FailureReason::no_such_table:
      return "the table is not there";
    case FailureReason::incompatible:
      return "it does not understand the record";
    case FailureReason::stale_epoch:
      return "refused for a stale epoch";
    case FailureReason::denied:
      return "writes are denied";
    case FailureReason::second_write:
      return "the second write failed";
    case FailureReason::needs_missing:
      return "a record side that it needs is missing";
    case FailureReason::unknown_effect:
      return "it knows of no such effect";
    case FailureReason::key_taken:
      return "the store made a key that is taken";
    case FailureReason::field_missing:
      return "a field that the table requires is missing";
    case FailureReason::value_taken:
      return "another record has this value already";
    case FailureReason::newly_unique:
      return "another record has this value already, which nothing minded before the migration";
    case FailureReason::nothing_left:
      return "nothing is left of it";
  }
  return "an unknown reason";
}

std::string_view ending_name(Ending ending) {
  switch (ending) {
    case Ending::ok:
      return "was confirmed";
    case Ending::refused:
      return "was refused";
    case Ending::fail:
      return "failed";
    case Ending::info:
      return "was left with an unknown outcome";
    case Ending::unfinished:
      return "was never answered";
  }
  return "ended somehow";
}

std::string_view effect_name(EffectKind kind) {
  switch (kind) {
    case EffectKind::authorise:
      return "authorisation";
    case EffectKind::charge:
      return "charge";
    case EffectKind::capture:
      return "capture";
    case EffectKind::refund:
      return "refund";
    case EffectKind::void_charge:
      return "void";
  }
  return "effect";
}

std::string_view source_name(WriteSource source) {
  switch (source) {
    case WriteSource::application:
      return "the application";
    case WriteSource::second:
      return "the second write";
    case WriteSource::relay:
      return "the relay";
    case WriteSource::backfill:
      return "the backfill";
    case WriteSource::repair:
      return "a repair";
    case WriteSource::verifier:
      return "the verifier";
    case WriteSource::bypass:
      return "a writer beside the application";
  }
  return "an unknown writer";
}

}  // namespace rehearse::harness
