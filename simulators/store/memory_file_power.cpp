/// Power over MemoryFiles: what is durable, and what is left when the current goes.

#include <algorithm>
#include <array>
#include <cstring>

#include "scenarios/ensure.hpp"
#include "simulators/data/memory.hpp"
#include "simulators/store/memory_file.hpp"

namespace rehearse::simulators {

void MemoryFile::track(bool on, std::uint64_t* sequence) {
  sequence_ = sequence;
  if (on && pending_ == nullptr) pending_ = std::make_unique<PendingWrites>();
  if (pending_ != nullptr) pending_->forget();
  log_ = on ? pending_.get() : nullptr;
}

void MemoryFile::take_back() {
  const std::vector<UnsyncedCall>& calls = pending_->calls();
  for (auto call = calls.rbegin(); call != calls.rend(); ++call) {
    const std::span<const std::byte> old = pending_->old_bytes(*call);
    resize(call->old_size);
    if (!old.empty()) write(old, call->offset);
  }
}

void MemoryFile::write_piece(std::span<const std::byte> piece, std::uint64_t offset,
                             PieceFate fate) {
  const std::uint64_t torn = std::min<std::uint64_t>(fate.bytes, piece.size());
  switch (fate.kind) {
    case PieceFate::Kind::written:
      write(piece, offset);
      return;
    case PieceFate::Kind::lost:
      return;
    case PieceFate::Kind::head:
      write(piece.first(torn), offset);
      return;
    case PieceFate::Kind::tail:
      write(piece.last(torn), offset + (piece.size() - torn));
      return;
    case PieceFate::Kind::garbage:
      break;
  }
  std::array<std::byte, disk_sector> garbage;
  for (std::size_t i = 0; i < piece.size(); i += sizeof(std::uint64_t)) {
    const std::uint64_t word = digest_mix(fate.bytes, i + 1);
    std::memcpy(garbage.data() + i, &word, std::min(sizeof word, piece.size() - i));
  }
  write({garbage.data(), piece.size()}, offset);
}

/// The bytes that a lost truncation would have freed are those from before: what was written there
/// later went to new blocks, which belong to the file only with the truncation. (Without this rule
/// SQLite's journal can be broken: a sync of its truncation fails, and the next transaction writes
/// into what may be hot again. DiskRecovery.SurvivesAPowerCutAfterAnIoError found it.)
void MemoryFile::do_again(const PendingWrites& pending, Survival& survival) {
  std::uint64_t old_from = UINT64_MAX;
  for (const UnsyncedCall& call : pending.calls()) {
    PendingPiece piece{PendingPiece::Kind::truncate, name_, call.sequence, 0, 0};
    if (call.truncate) {
      const bool lost = survival.of(piece).kind == PieceFate::Kind::lost || old_from != UINT64_MAX;
      if (!lost) resize(call.offset);
      if (lost && call.offset < call.old_size) old_from = std::min(old_from, call.offset);
      continue;
    }
    piece.kind = PendingPiece::Kind::write;
    const std::span<const std::byte> bytes = pending.new_bytes(call);
    for (std::uint64_t done = 0; done < bytes.size(); ++piece.sector) {
      const std::uint64_t at = call.offset + done;
      piece.amount = std::min(disk_sector - at % disk_sector, bytes.size() - done);
      const PieceFate fate = survival.of(piece);
      if (at + piece.amount <= old_from) write_piece(bytes.subspan(done, piece.amount), at, fate);
      done += piece.amount;
    }
  }
}

FileStatus MemoryFiles::sync(MemoryFile& file) {
  if (tracked_ && file.name_pending_) settle_names();
  return file.sync();
}

/// The directory is synced.
void MemoryFiles::settle_names() {
  for (const auto& file : files_) {
    file->name_pending_ = false;
    if (file->ghost_name_.empty()) continue;
    file->ghost_name_.clear();
    if (file->handles_ == 0) file->forget();
  }
}

/// The directory is as `survival` says.
void MemoryFiles::settle_names(Survival& survival) {
  for (const auto& file : files_) {
    if (!file->name_pending_) continue;
    const PieceFate fate = survival.of({PendingPiece::Kind::created, file->name_, 0, 0, 0});
    if (fate.kind == PieceFate::Kind::lost) file->forget();
    file->name_pending_ = false;
  }
  for (const auto& file : files_) {
    if (file->ghost_name_.empty()) continue;
    // Another file of that name: the directory was written after the deletion.
    const bool replaced = find(file->ghost_name_) != nullptr;
    const PendingPiece piece{PendingPiece::Kind::removed, file->ghost_name_, 0, 0, 0};
    if (!replaced && survival.of(piece).kind == PieceFate::Kind::lost) {
      file->name_ = file->ghost_name_;
      file->ghost_name_.clear();
    } else {
      file->forget();
    }
  }
}

void MemoryFiles::track(bool on) {
  settle_names();
  tracked_ = on;
  sequence_ = 0;
  for (const auto& file : files_) file->track(on, &sequence_);
}

std::uint64_t MemoryFiles::pending() const {
  std::uint64_t pending = 0;
  for (const auto& file : files_)
    if (file->log_ != nullptr) pending += file->log_->calls().size();
  return pending;
}

void MemoryFiles::power_cut(Survival& survival) {
  std::uint64_t oldest = 0, youngest = 0;
  for (const auto& file : files_) {
    REHEARSE_ENSURE(file->handles_ == 0);
    if (file->log_ == nullptr || file->log_->calls().empty()) continue;
    const std::vector<UnsyncedCall>& calls = file->log_->calls();
    oldest = oldest == 0 ? calls.front().sequence : std::min(oldest, calls.front().sequence);
    youngest = std::max(youngest, calls.back().sequence);
  }
  survival.begin(oldest, youngest);
  settle_names(survival);
  for (const auto& file : files_) {
    if (file->log_ == nullptr || file->log_->calls().empty()) continue;
    file->log_ = nullptr;  // neither taking back nor doing again is a new call
    file->take_back();
    file->do_again(*file->pending_, survival);
    file->pending_->forget();
    file->log_ = file->pending_.get();
  }
}

}  // namespace rehearse::simulators
