#include "simulators/runtime/task.hpp"

#include <gtest/gtest.h>

#include <memory>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "tests/simulators/runtime/laboratory.hpp"

namespace rehearse::simulators {
namespace {

using laboratory::Farewell;

/// Starts at once, ends by itself or when destroyed: like the runtime's roots, without a runtime.
class Root final {
 public:
  struct promise_type {
    Root get_return_object() {
      return Root(std::coroutine_handle<promise_type>::from_promise(*this));
    }
    std::suspend_never initial_suspend() const noexcept { return {}; }
    std::suspend_always final_suspend() const noexcept { return {}; }
    void return_void() const noexcept {}
    void unhandled_exception() { throw; }
  };
  explicit Root(std::coroutine_handle<promise_type> handle) : handle_(handle) {}
  Root(Root&& from) noexcept : handle_(std::exchange(from.handle_, nullptr)) {}
  Root(const Root&) = delete;
  Root& operator=(const Root&) = delete;
  Root& operator=(Root&&) = delete;
  ~Root() {
    if (handle_) handle_.destroy();
  }
  bool done() const { return handle_.done(); }

 private:
  std::coroutine_handle<promise_type> handle_;
};

/// Suspends until `open` is called.
struct Latch {
  std::coroutine_handle<> waiting;
  bool await_ready() const noexcept { return false; }
  void await_suspend(std::coroutine_handle<> who) noexcept { waiting = who; }
  void await_resume() const noexcept {}
  void open() { waiting.resume(); }
};

Task<int> number(int n) { co_return n; }

Task<int> sum(int n) {
  int total = 0;
  for (int i = 1; i <= n; ++i) total += co_await number(i);
  co_return total;
}

Task<std::unique_ptr<int>> moved_only() { co_return std::make_unique<int>(5); }

Task<void> note(std::vector<std::string>* log, std::string what) {
  log->push_back(std::move(what));
  co_return;
}

TEST(Task, StartsOnlyWhenAwaited) {
  std::vector<std::string> log;
  const auto body = [](std::vector<std::string>* out) -> Root {
    Task<void> task = note(out, "task");
    out->push_back("made");
    co_await task;
    out->push_back("after");
  };
  const Root root = body(&log);
  EXPECT_EQ(log, (std::vector<std::string>{"made", "task", "after"}));
  EXPECT_TRUE(root.done());
}

TEST(Task, IsNeverRunWhenNobodyAwaitsIt) {
  std::vector<std::string> log;
  { const Task<void> task = note(&log, "task"); }
  EXPECT_TRUE(log.empty());
}

TEST(Task, HandsItsResultToTheAwaiter) {
  int result = 0;
  const auto body = [](int* out) -> Root { *out = co_await sum(10); };
  body(&result);
  EXPECT_EQ(result, 55);
}

TEST(Task, MayReturnWhatCanOnlyBeMoved) {
  int result = 0;
  const auto body = [](int* out) -> Root {
    const std::unique_ptr<int> got = co_await moved_only();
    *out = *got;
  };
  body(&result);
  EXPECT_EQ(result, 5);
}

TEST(Task, DoesNotGrowTheStackInALongLoop) {
  // Symmetric transfer only where the compiler makes a tail call: without optimisation GCC 12 does
  // not, so the loop is kept short enough for that as well.
  int result = 0;
  const auto body = [](int* out) -> Root { *out = co_await sum(10'000); };
  body(&result);
  EXPECT_EQ(result, 50'005'000);
}

Task<void> inner(std::vector<std::string>* log, Latch* latch) {
  const Farewell mark(log, "inner");
  co_await *latch;
  log->push_back("inner ends");
}

Task<void> middle(std::vector<std::string>* log, Latch* latch) {
  const Farewell mark(log, "middle");
  co_await inner(log, latch);
  log->push_back("middle ends");
}

Root outer(std::vector<std::string>* log, Latch* latch) {
  const Farewell mark(log, "outer");
  co_await middle(log, latch);
  log->push_back("outer ends");
}

TEST(Task, ResumesTheAwaiterWhenItEnds) {
  std::vector<std::string> log;
  Latch latch;
  const Root root = outer(&log, &latch);
  EXPECT_TRUE(log.empty());
  EXPECT_FALSE(root.done());
  latch.open();
  EXPECT_TRUE(root.done());
  EXPECT_EQ(log, (std::vector<std::string>{"inner ends", "~inner", "middle ends", "~middle",
                                           "outer ends", "~outer"}));
}

TEST(Task, DestroyingTheRootDestroysEveryFrameOnceFromTheInside) {
  std::vector<std::string> log;
  Latch latch;
  { const Root root = outer(&log, &latch); }
  EXPECT_EQ(log, (std::vector<std::string>{"~inner", "~middle", "~outer"}));
}

Task<int> fails() {
  throw std::runtime_error("broken");
  co_return 0;
}

TEST(Task, AnExceptionLeavesThroughResume) {
  Latch latch;
  const auto body = [](Latch* wait) -> Root {
    co_await *wait;
    co_await fails();
  };
  const Root root = body(&latch);
  EXPECT_THROW(latch.open(), std::runtime_error);
}

TEST(FramePool, GivesFramesOfEverySizeAndTakesThemBack) {
  for (const std::size_t bytes : {1U, 63U, 64U, 65U, 500U, 1983U, 1984U, 2048U, 5000U}) {
    void* const first = allocate_frame(bytes);
    void* const second = allocate_frame(bytes);
    ASSERT_NE(first, nullptr);
    EXPECT_NE(first, second);
    static_cast<char*>(first)[bytes - 1] = 1;
    static_cast<char*>(second)[bytes - 1] = 2;
    EXPECT_EQ(static_cast<char*>(first)[bytes - 1], 1) << bytes;
    free_frame(first, bytes);
    free_frame(second, bytes);
  }
}

}  // namespace
}  // namespace rehearse::simulators
