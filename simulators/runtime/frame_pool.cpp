#include "simulators/runtime/frame_pool.hpp"

namespace rehearse::simulators::detail {

constinit thread_local std::array<FreeFrame*, frame_classes> free_frames{};

namespace {

/// Frees the thread's frames when it ends.
struct Cleaner {
  bool used = false;
  ~Cleaner() {
    for (FreeFrame*& head : free_frames) {
      while (head != nullptr) {
        FreeFrame* const next = head->next;
        ::operator delete(head);
        head = next;
      }
    }
  }
};

thread_local Cleaner cleaner;

}  // namespace

void* fresh_frame(std::size_t bytes) {
  cleaner.used = true;  // a use makes it, and with it the destructor
  return ::operator new(bytes);
}

}  // namespace rehearse::simulators::detail
