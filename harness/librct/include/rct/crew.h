// SPDX-License-Identifier: MIT
// Threads that do what they are told, and the concurrency ids (mm_cid) that the kernel gives them.
#ifndef RCT_CREW_H_
#define RCT_CREW_H_

#include <gmock/gmock-matchers.h>

#include <cstdint>
#include <functional>
#include <memory>
#include <vector>

#include "rct/registration.h"

namespace rct {

// Threads of the caller's process, each registered in extended mode with an area of its own. They sleep but
// for what they are told. The caller is none of them, but counts as one of the process's threads.
class Crew {
 public:
  explicit Crew(int size);
  ~Crew();  // every member unregisters and exits
  Crew(const Crew&) = delete;
  Crew& operator=(const Crew&) = delete;

  int size() const { return static_cast<int>(members_.size()); }
  const Area& area(int member) const;

  // Every member does this, all at the same time. Returns when the last one has; throws what any of them
  // threw.
  void Each(const std::function<void(int member)>& work);
  // This member unregisters and exits; those behind it move up.
  void Dismiss(int member);

 private:
  class Member;
  std::vector<std::unique_ptr<Member>> members_;
};

// Runs `body` in a child that never had more than a few CPUs, and expects that it survives. However many the
// machine has, `cpus` threads can then all run at once, and more threads than CPUs are still few. Needs two
// CPUs (skips).
void OnFewCpus(const std::function<void(int cpus)>& body);

// The mm_cid of each member, as it finds it when it runs again after having slept.
std::vector<std::uint32_t> CidsAfterSleep(Crew& crew);

// The mm_cid of each member while all of them run, each on a CPU of its own (there must be enough), where it
// is then left: there is an instant at which every one of them was in user mode and had this mm_cid, because
// none was switched out between two moments with that instant in between. Bounded; throws Broken.
std::vector<std::uint32_t> CidsWhileAllRun(Crew& crew);

// No two of these are equal.
testing::Matcher<const std::vector<std::uint32_t>&> AreAllDifferent();

}  // namespace rct

#endif  // RCT_CREW_H_
