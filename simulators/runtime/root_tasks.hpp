#pragma once
/// The root tasks of one process: those that nobody awaits. Each frees itself when it ends; a crash
/// destroys those that are left, and with them everything below.

#include <coroutine>
#include <utility>

#include "simulators/runtime/frame_pool.hpp"
#include "simulators/runtime/task.hpp"

namespace rehearse::simulators {

class RootTasks final {
 public:
  RootTasks() = default;
  /// Moved only while there are none: by a vector that grows before anything runs.
  RootTasks(RootTasks&& from) noexcept : first_(std::exchange(from.first_, nullptr)) {
    REHEARSE_ENSURE(first_ == nullptr);
  }
  RootTasks& operator=(RootTasks&&) = delete;

  class Root;
  /// What a root coroutine returns: suspended, until `resume`.
  class RootTask {
   public:
    using promise_type = Root;
    explicit RootTask(std::coroutine_handle<Root> handle) : handle_(handle) {}
    void resume() { handle_.resume(); }

   private:
    std::coroutine_handle<Root> handle_;
  };

  /// Runs a task from here on.
  void spawn(Task<void> task);
  void destroy();

 private:
  static RootTask run(RootTasks*, Task<void> task);

  Root* first_ = nullptr;
};

/// The promise of a root coroutine, linked into the list that is the coroutine's first parameter
/// (after the object, if it is a member).
class RootTasks::Root {
 public:
  static void* operator new(std::size_t bytes) { return allocate_frame(bytes); }
  static void operator delete(void* frame, std::size_t bytes) noexcept { free_frame(frame, bytes); }

  template <typename... Others>
  explicit Root(RootTasks* list, const Others&...) : list_(list) {
    next_ = list->first_;
    if (next_ != nullptr) next_->previous_ = this;
    list->first_ = this;
  }
  template <typename Object, typename... Others>
  Root(Object&, RootTasks* list, const Others&...) : Root(list) {}
  ~Root() {
    (previous_ != nullptr ? previous_->next_ : list_->first_) = next_;
    if (next_ != nullptr) next_->previous_ = previous_;
  }
  Root(const Root&) = delete;
  Root& operator=(const Root&) = delete;

  RootTask get_return_object() {
    return RootTask(std::coroutine_handle<Root>::from_promise(*this));
  }
  std::suspend_always initial_suspend() const noexcept { return {}; }
  std::suspend_never final_suspend() const noexcept { return {}; }
  void return_void() const noexcept {}
  void unhandled_exception() { throw; }

 private:
  RootTasks* list_;
  Root* previous_ = nullptr;
  Root* next_ = nullptr;
};

inline RootTasks::RootTask RootTasks::run(RootTasks*, Task<void> task) { co_await task; }

inline void RootTasks::spawn(Task<void> task) { run(this, std::move(task)).resume(); }

inline void RootTasks::destroy() {
  while (first_ != nullptr) std::coroutine_handle<Root>::from_promise(*first_).destroy();
}

}  // namespace rehearse::simulators
