#pragma once
/// The one place in harness/ that knows threads.

#include <cstdint>
#include <functional>

namespace rehearse::harness {

/// Makes a worker: a function called with indices, all from one thread. Called once per thread, on
/// it.
using MakeWorker = std::function<std::function<void(std::int64_t)>()>;

/// Calls workers with every index in [0, count), on `jobs` threads (1: on this one), until `stop`
/// says true. Returns how many indices were done; they are the first ones. An exception of a worker
/// is thrown here, once all have ended.
std::int64_t for_each_index(std::int64_t count, int jobs, const MakeWorker& make_worker,
                            const std::function<bool()>& stop);

}  // namespace rehearse::harness
