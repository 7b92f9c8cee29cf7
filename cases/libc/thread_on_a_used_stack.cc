// SPDX-License-Identifier: MIT
#include <pthread.h>

#include "rct/case.h"

namespace rct {
namespace {

LIBC_REGISTERS;

// A thread of libc's on this stack, where libc keeps its area, too. Its end, or what it threw.
void InThreadOn(const Mapping& stack, const std::function<void()>& work) {
  struct Task {
    const std::function<void()>& work;
    std::exception_ptr thrown;
  } task{work, nullptr};
  const auto run = [](void* argument) -> void* {
    auto* const mine = static_cast<Task*>(argument);
    try {
      mine->work();
    } catch (...) {
      mine->thrown = std::current_exception();
    }
    return nullptr;
  };
  pthread_attr_t attributes;
  pthread_t thread;
  Require(pthread_attr_init(&attributes) == 0, "pthread_attr_init");
  Require(pthread_attr_setstack(&attributes, stack.begin(), stack.size()) == 0, "pthread_attr_setstack");
  Require(pthread_create(&thread, &attributes, run, &task) == 0, "pthread_create");
  pthread_attr_destroy(&attributes);
  pthread_join(thread, nullptr);
  if (task.thrown) std::rethrow_exception(task.thrown);
}

TEST(Libc, ThreadThatTakesOverTheAreaOfOneThatExitedIsRegisteredAnew) {
  VERIFIES("libc.used-stack");
  Needs("libc-registration");
  const KeepAffinity keep;
  const Mapping stack(256);
  Area* previous = nullptr;
  for (int round = 0; round < 8; ++round) {
    SCOPED_TRACE(testing::Message() << "thread " << round);
    Pin(AllowedCpus()[static_cast<std::size_t>(round) % AllowedCpus().size()]);  // a new thread inherits it
    if (previous != nullptr)
      previous->cpu_id = kCpuIdUninitialized;  // what is left there must not pass for its own
    InThreadOn(stack, [&] {
      Area* const area = Libc().area;
      Require(previous == nullptr || previous == area, "an area where the thread before had one");
      EXPECT_THAT(*area, IsCurrent());
      EXPECT_THAT(Rseq(area, LibcLength(), 0, kSignature), FailsWith(EBUSY));
      previous = area;
    });
  }
}

}  // namespace
}  // namespace rct
