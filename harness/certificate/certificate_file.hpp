#pragma once
/// certificate.json: a certificate as canonical JSON, and back.
///
/// Canonical means: fields in a fixed order, two blanks of indentation, integers only, UTF-8 with
/// every byte that is not UTF-8 replaced by U+FFFD. The same certificate is the same bytes on every
/// machine. For certificates whose strings are UTF-8, `read_certificate(write_certificate(c)) ==
/// c`.

#include <cstddef>
#include <string>
#include <string_view>

#include "harness/certificate/certificate.hpp"
#include "scenarios/result.hpp"

namespace rehearse::harness {

/// Larger files are refused unread; a certificate of a 60-phase plan has about 2 MB.
inline constexpr std::size_t certificate_bytes_max = 64U << 20U;

/// "certified", "rejected", "inconclusive" or "incomplete".
std::string_view to_string(CertificateVerdict verdict);

/// The canonical JSON, with a final newline. Never fails, whatever bytes the strings hold.
std::string write_certificate(const Certificate& certificate);

/// The certificate in `text`, or what is wrong with it and where; `file` is only for the messages.
/// Strict: unknown, missing, mistyped and out-of-range fields are errors. Any bytes are safe input.
/// The digest is not verified here, see `digest_matches`.
scenarios::Result<Certificate> read_certificate(std::string_view text, const std::string& file);

/// Reads the file `path`; an unreadable or oversized file is an error.
scenarios::Result<Certificate> read_certificate_file(const std::string& path);

/// "sha256:..." over the canonical JSON of the digested fields: all but the digest itself, the hash
/// of the plan's file, waivers, the certificate before, tool version and commit, finishing time,
/// wall time and number of jobs.
std::string certificate_digest(const Certificate& certificate);

/// Whether the certificate still is what its digest was computed over.
bool digest_matches(const Certificate& certificate);

/// The certificate with its digest filled in.
Certificate sealed(Certificate certificate);

}  // namespace rehearse::harness
