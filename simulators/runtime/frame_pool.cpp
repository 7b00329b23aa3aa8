#include "simulators/runtime/frame_pool.hpp"

#include <array>
#include <new>

namespace rehearse::simulators {

namespace {

constexpr std::size_t granularity = 64;
constexpr std::size_t classes = 32;  // frames up to 2 KiB are pooled

struct FreeFrame {
  FreeFrame* next;
};

struct Pool {
  std::array<FreeFrame*, classes> free{};
  ~Pool() {
    for (FreeFrame* head : free) {
      while (head != nullptr) {
        FreeFrame* next = head->next;
        ::operator delete(head);
        head = next;
      }
    }
  }
};

thread_local Pool pool;

}  // namespace

#if defined(__SANITIZE_ADDRESS__)
// Under ASan every frame has its own allocation, so that a use after destruction is seen.
void* allocate_frame(std::size_t bytes) { return ::operator new(bytes); }
void free_frame(void* frame, std::size_t) noexcept { ::operator delete(frame); }
#else
void* allocate_frame(std::size_t bytes) {
  const std::size_t size_class = (bytes + granularity - 1) / granularity;
  if (size_class >= classes) return ::operator new(bytes);
  FreeFrame*& head = pool.free[size_class];
  if (head == nullptr) return ::operator new(size_class* granularity);
  FreeFrame* frame = head;
  head = frame->next;
  return frame;
}

void free_frame(void* frame, std::size_t bytes) noexcept {
  const std::size_t size_class = (bytes + granularity - 1) / granularity;
  if (size_class >= classes) {
    ::operator delete(frame);
    return;
  }
  FreeFrame*& head = pool.free[size_class];
  head = ::new (frame) FreeFrame{head};
}
#endif

}  // namespace rehearse::simulators
