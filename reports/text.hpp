#pragma once
/// Text for people: hostile bytes made harmless, numbers with their units. All of it is integer
/// arithmetic, so that a report is the same bytes on every machine.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace rehearse::reports {

/// Valid UTF-8 that XML 1.0 and HTML accept and that reads in the order it is written: bytes that
/// are not UTF-8, control characters (but tab and newline), non-characters and bidirectional
/// overrides become U+FFFD.
std::string clean(std::string_view text);

/// `clean`, on one line: newlines and tabs become blanks.
std::string one_line(std::string_view text);

/// `clean`, with & < > " ' as entities: safe in HTML and XML text and quoted attributes.
std::string escape(std::string_view text);

/// Number of code points of valid UTF-8.
std::size_t length(std::string_view text);

/// At most `most` code points of `text` (cleaned, on one line), the last an ellipsis if anything is
/// cut.
std::string shortened(std::string_view text, std::size_t most);

/// For identifiers in links: lower-case ASCII letters and digits, every other run one dash; "x" for
/// none.
std::string slug(std::string_view text);

/// "2 000" with no-break spaces.
std::string count(std::int64_t number);

/// "1 run", "2 000 runs", "3 properties": `noun` in the singular, English plural by rule.
std::string count(std::int64_t number, std::string_view noun);

/// Simulated time: "406.200 s".
std::string seconds(std::int64_t microseconds);

/// Latencies: "41.0 ms"; with an empty unit only the number, for where the unit stands beside it.
std::string milliseconds(std::int64_t microseconds, std::string_view unit = "ms");

/// "99.98 %" from parts per million, without trailing zeros.
std::string percent_of_million(std::int64_t parts);

/// 95 % upper bound of a rate when 0 of `runs` runs failed, as per cent, rounded up: "0.15 %";
/// empty below 4 runs, where it says nothing. Source: the rule of three (Hanley and Lippman-Hand,
/// JAMA 249:1743, 1983).
std::string bound_of_zero(std::int64_t runs);

/// A value in the certificate's units ("us", "per million", other or none) as people read it.
std::string measure(std::int64_t value, std::string_view unit);

/// "2026-11-23 09:06:00 UTC" from "2026-11-23T09:06:00Z"; anything else unchanged.
std::string utc(std::string_view iso);

/// "sha256:3f9a1b2c…90c1" from a long digest.
std::string short_digest(std::string_view digest);

/// Sum that stops at the limits instead of overflowing: certificates come from strangers.
std::int64_t add(std::int64_t a, std::int64_t b);

/// `a - b`, in the same way.
std::int64_t subtract(std::int64_t a, std::int64_t b);

}  // namespace rehearse::reports
