// SPDX-License-Identifier: MIT
// Registered threads that run a function together, and the mm_cids that the kernel gives them.
#ifndef RCT_CREW_H_
#define RCT_CREW_H_

#include <gmock/gmock-matchers.h>

#include <cstdint>
#include <functional>
#include <memory>
#include <vector>

#include "rct/registration.h"

namespace rct {

// Threads of the caller's process, each registered in extended mode with its own area. They sleep between
// calls of Each. The caller is not a member, but counts as one of the process's threads.
class Crew {
 public:
  explicit Crew(int size);
  ~Crew();  // every member unregisters and exits
  Crew(const Crew&) = delete;
  Crew& operator=(const Crew&) = delete;

  int size() const { return static_cast<int>(members_.size()); }
  const Area& area(int member) const;

  // Runs `work` in every member at the same time. Returns when the last one is done; rethrows what any of
  // them threw.
  void Each(const std::function<void(int member)>& work);
  // This member unregisters and exits; the numbers of later members decrease by one.
  void Dismiss(int member);

 private:
  class Member;
  std::vector<std::unique_ptr<Member>> members_;
};

// Runs `body` in a child that never had more than a few CPUs, and expects that it survives. On any machine,
// `cpus` threads can then all run at once, and a small number of threads exceeds the CPUs. Needs two CPUs
// (skips).
void OnFewCpus(const std::function<void(int cpus)>& body);

// The mm_cid of each member, read when it runs again after a sleep.
std::vector<std::uint32_t> CidsAfterSleep(Crew& crew);

// The mm_cid of each member while all of them run, each on its own CPU (there must be enough CPUs). The
// members stay pinned there. At one instant all of them were in user mode with these values: none was
// switched out between a moment before that instant and a moment after it. Bounded; throws Broken.
std::vector<std::uint32_t> CidsWhileAllRun(Crew& crew);

// No two elements are equal.
testing::Matcher<const std::vector<std::uint32_t>&> AreAllDifferent();

}  // namespace rct

#endif  // RCT_CREW_H_
