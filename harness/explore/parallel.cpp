#include "harness/explore/parallel.hpp"

#include <atomic>
#include <exception>
#include <mutex>
#include <thread>
#include <vector>

namespace rehearse::harness {

std::int64_t for_each_index(std::int64_t count, int jobs, const MakeWorker& make_worker,
                            const std::function<bool()>& stop) {
  std::atomic<std::int64_t> next{0};
  std::mutex guard;
  std::exception_ptr failure;
  const auto work = [&] {
    try {
      const auto worker = make_worker();
      while (!stop()) {
        const std::int64_t index = next.fetch_add(1);
        if (index >= count) return;
        worker(index);
      }
    } catch (...) {
      const std::lock_guard<std::mutex> lock(guard);
      if (!failure) failure = std::current_exception();
      next.store(count);
    }
  };
  if (jobs <= 1) {
    work();
  } else {
    std::vector<std::thread> threads;
    for (int i = 0; i < jobs; ++i) threads.emplace_back(work);
    for (std::thread& thread : threads) thread.join();
  }
  if (failure) std::rethrow_exception(failure);
  return next.load() < count ? next.load() : count;
}

}  // namespace rehearse::harness
