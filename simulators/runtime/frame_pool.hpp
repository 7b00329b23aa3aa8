#pragma once
/// Coroutine frames come from size-classed free lists, one set per thread: a simulated operation
/// makes a dozen frames, and malloc would be a third of its cost. Frames must be freed on the
/// thread that made them (a run lives on one thread).

#include <array>
#include <cstddef>
#include <new>

namespace rehearse::simulators {

namespace detail {

constexpr std::size_t frame_granularity = 64;
constexpr std::size_t frame_classes = 32;  // frames below 2 KiB are pooled

struct FreeFrame {
  FreeFrame* next;
};

/// Free frames by size class. No destructor, so that no access is guarded; `fresh_frame` sees to it
/// that the thread's end frees them.
extern constinit thread_local std::array<FreeFrame*, frame_classes> free_frames;

/// For an empty list.
void* fresh_frame(std::size_t bytes);

constexpr std::size_t frame_class(std::size_t bytes) {
  return (bytes + frame_granularity - 1) / frame_granularity;
}

}  // namespace detail

#ifdef REHEARSE_SANITIZED
// Under a sanitizer every frame has its own allocation, so that a use after destruction is seen.
inline void* allocate_frame(std::size_t bytes) { return ::operator new(bytes); }
inline void free_frame(void* frame, std::size_t) noexcept { ::operator delete(frame); }
#else
inline void* allocate_frame(std::size_t bytes) {
  const std::size_t size_class = detail::frame_class(bytes);
  if (size_class >= detail::frame_classes) return ::operator new(bytes);
  detail::FreeFrame* const frame = detail::free_frames[size_class];
  if (frame == nullptr) return detail::fresh_frame(size_class * detail::frame_granularity);
  detail::free_frames[size_class] = frame->next;
  return frame;
}

inline void free_frame(void* frame, std::size_t bytes) noexcept {
  const std::size_t size_class = detail::frame_class(bytes);
  if (size_class >= detail::frame_classes) return ::operator delete(frame);
  detail::FreeFrame*& head = detail::free_frames[size_class];
  head = ::new (frame) detail::FreeFrame{head};
}
#endif

}  // namespace rehearse::simulators
