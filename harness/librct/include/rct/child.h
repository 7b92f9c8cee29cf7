// SPDX-License-Identifier: MIT
// Runs code in a forked child and reports how the child ended.
#ifndef RCT_CHILD_H_
#define RCT_CHILD_H_

#include <gmock/gmock-matchers.h>
#include <sys/types.h>

#include <functional>
#include <iosfwd>

#include "rct/memory.h"

namespace rct {

// How a child ended.
struct Ending {
  int status;      // the status from waitpid(2)
  bool timed_out;  // it did not end within LongTime() and was killed
};
std::ostream& operator<<(std::ostream& out, const Ending& ending);

struct ChildReport;

// How InChildUnpreempted treats a child that was preempted in the window where a preemption can kill it.
enum class Preempted { kNeverCounts, kCountsIfAllIsWell };

// Forks. The child runs `body` and exits with 0. Its failed expectations and its Broken set-up reach the
// parent through shared memory, however the child ends, and count there. The child never dumps core and dies
// with its parent. The destructor kills a child that nobody waited for.
class Child {
 public:
  explicit Child(const std::function<void()>& body);
  ~Child();
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;

  pid_t pid() const { return pid_; }
  // Waits for the child to end (not to stop), at most LongTime(), and takes over its failures.
  Ending Wait();

 private:
  friend Ending InChildUnpreempted(const std::function<void(const std::function<void()>& begin)>& body,
                                   Preempted preempted);
  Ending Await();

  Shared<ChildReport>* report_;
  pid_t pid_;
};

// Runs `body` in a child and waits for it.
Ending InChild(const std::function<void()>& body);

// As InChild, but a chance preemption can kill this child: tries one child after another until one was not
// preempted between its call of `begin` and its end. The results of the others do not count. With
// kCountsIfAllIsWell a preempted child still counts if it reached its end without a failure. Under PREEMPT_RT
// every tick may preempt. The caller must have no other children. Bounded; throws Broken.
Ending InChildUnpreempted(const std::function<void(const std::function<void()>& begin)>& body,
                          Preempted preempted = Preempted::kNeverCounts);

// The child was killed by this signal.
testing::Matcher<const Ending&> DiesOf(int signal);
// The child ran to the end of its body, or called _exit(0).
testing::Matcher<const Ending&> Survives();

}  // namespace rct

#endif  // RCT_CHILD_H_
