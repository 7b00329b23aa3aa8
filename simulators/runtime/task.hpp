#pragma once
/// `Task<T>`: a coroutine that starts when awaited and hands its result to the one that awaits it.
/// The awaiting frame owns the task, so destroying a root destroys everything below it, in order:
/// this is how a crashed node loses its volatile state.
///
/// Rules (GCC 12; docs/architecture.md, "Coroutines"): awaitables and anything else with a
/// destructor are never built with braces inside a co_await expression; parameters are values or
/// pointers whose owner outlives the task; model code does not throw (an exception is an internal
/// error and leaves through the event loop).

#include <coroutine>
#include <optional>
#include <utility>

#include "scenarios/ensure.hpp"
#include "simulators/runtime/frame_pool.hpp"

namespace rehearse::simulators {

template <typename T>
class Task;

namespace detail {

struct PromiseBase {
  std::coroutine_handle<> continuation;

  static void* operator new(std::size_t bytes) { return allocate_frame(bytes); }
  static void operator delete(void* frame, std::size_t bytes) noexcept { free_frame(frame, bytes); }

  struct FinalAwaiter {
    bool await_ready() const noexcept { return false; }
    template <typename Promise>
    std::coroutine_handle<> await_suspend(std::coroutine_handle<Promise> done) const noexcept {
      return done.promise().continuation;
    }
    void await_resume() const noexcept {}
  };

  std::suspend_always initial_suspend() const noexcept { return {}; }
  FinalAwaiter final_suspend() const noexcept { return {}; }
  /// Leaves through resume(), that is through the event loop, to main.
  void unhandled_exception() { throw; }
};

template <typename T>
struct Promise final : PromiseBase {
  std::optional<T> result;
  Task<T> get_return_object();
  template <typename U = T>
  void return_value(U&& value) {
    result.emplace(std::forward<U>(value));
  }
};

template <>
struct Promise<void> final : PromiseBase {
  Task<void> get_return_object();
  void return_void() const noexcept {}
};

}  // namespace detail

template <typename T = void>
class [[nodiscard]] Task final {
 public:
  using promise_type = detail::Promise<T>;
  using Handle = std::coroutine_handle<promise_type>;

  explicit Task(Handle handle) : handle_(handle) {}
  Task(Task&& from) noexcept : handle_(std::exchange(from.handle_, nullptr)) {}
  Task(const Task&) = delete;
  Task& operator=(const Task&) = delete;
  Task& operator=(Task&&) = delete;
  ~Task() {
    if (handle_) handle_.destroy();
  }

  bool await_ready() const noexcept { return false; }
  std::coroutine_handle<> await_suspend(std::coroutine_handle<> awaiting) noexcept {
    handle_.promise().continuation = awaiting;
    return handle_;
  }
  T await_resume() {
    if constexpr (!std::is_void_v<T>) {
      REHEARSE_ENSURE(handle_.promise().result.has_value());
      return std::move(*handle_.promise().result);
    }
  }

 private:
  Handle handle_;
};

template <typename T>
Task<T> detail::Promise<T>::get_return_object() {
  return Task<T>(std::coroutine_handle<Promise>::from_promise(*this));
}
inline Task<void> detail::Promise<void>::get_return_object() {
  return Task<void>(std::coroutine_handle<Promise>::from_promise(*this));
}

}  // namespace rehearse::simulators
