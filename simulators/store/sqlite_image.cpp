/// The image of an SQLite store: the state that it goes back to before a run.

#include <filesystem>

#include "scenarios/ensure.hpp"
#include "simulators/store/sqlite_store.hpp"

namespace rehearse::simulators {

void SqliteStore::keep_image() {
  REHEARSE_ENSURE(!open_);
  kept_states_ = states_;
  if (vfs_ == nullptr) {
    // Closed, the database is one file: its log is written back.
    disconnect();
    std::filesystem::copy_file(path_, image_path(),
                               std::filesystem::copy_options::overwrite_existing);
    connect();
    return;
  }
  REHEARSE_ENSURE(!vfs_->files().locked());
  vfs_->files().keep();
}

void SqliteStore::restore_image() {
  rollback();
  cut_at_.reset();
  commit_survived_ = false;
  if (vfs_ == nullptr) {
    disconnect();
    std::filesystem::copy_file(image_path(), path_,
                               std::filesystem::copy_options::overwrite_existing);
    connect();
    return;
  }
  const bool sound = connected_ && !vfs_->harmed();
  vfs_->heal();
  if (!sound) {
    vfs_->kill();
    disconnect();
    vfs_->revive();
  }
  REHEARSE_ENSURE(!vfs_->files().locked());
  vfs_->files().restore();
  if (sound) {
    connection_.forget_pages();
  } else {
    REHEARSE_ENSURE(connect() == StoreStatus::ok);
  }
  states_ = kept_states_;
}

}  // namespace rehearse::simulators
