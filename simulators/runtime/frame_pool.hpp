#pragma once
/// Coroutine frames come from size-classed free lists, one set per thread: a simulated operation
/// makes a dozen frames, and malloc would be a third of its cost. Frames must be freed on the
/// thread that made them (a run lives on one thread).

#include <cstddef>

namespace rehearse::simulators {

void* allocate_frame(std::size_t bytes);
void free_frame(void* frame, std::size_t bytes) noexcept;

}  // namespace rehearse::simulators
