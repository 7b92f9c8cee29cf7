// SPDX-License-Identifier: MIT
// Code that runs in a forked child, whose end is the observation.
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
  int status;      // as waitpid(2) tells it
  bool timed_out;  // it did not end within LongTime() and was killed
};
std::ostream& operator<<(std::ostream& out, const Ending& ending);

struct ChildReport;

// What a child that was preempted where it might have been killed for it comes to.
enum class Preempted { kNeverCounts, kCountsIfAllIsWell };

// Forks. The child runs `body` and exits with 0; its failed expectations (file, line, text) and its Broken
// set-up are handed over through shared memory and count in the parent, whatever becomes of the child. It
// never dumps core, and dies with its parent. The destructor kills it if nobody waited.
class Child {
 public:
  explicit Child(const std::function<void()>& body);
  ~Child();
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;

  pid_t pid() const { return pid_; }
  // Waits for the end (not for stops), at most LongTime(), and takes over the child's failures.
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

// The same, in one child after another until one was not preempted between its call of `begin` and its end:
// for what a chance preemption would kill. What became of the others, and what they expected, does not count;
// but with kCountsIfAllIsWell one that came to its end and failed nothing: for what a preemption can only
// spoil. Under PREEMPT_RT each tick may be one. The caller has no other children meanwhile. Bounded; throws
// Broken.
Ending InChildUnpreempted(const std::function<void(const std::function<void()>& begin)>& body,
                          Preempted preempted = Preempted::kNeverCounts);

// The child was killed by this signal.
testing::Matcher<const Ending&> DiesOf(int signal);
// The child ran to the end of its body, or called _exit(0).
testing::Matcher<const Ending&> Survives();

}  // namespace rct

#endif  // RCT_CHILD_H_
