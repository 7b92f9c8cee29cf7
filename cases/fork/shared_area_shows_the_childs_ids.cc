// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

// Whether the parent, on one CPU, ever sees the ids of its child, which keeps blocking on another one.
bool ParentSeesItsChild(Mode mode, Sharing sharing, const std::function<void()>& begin) {
  const KeepAffinity keep;
  Pin(AllowedCpus()[0]);
  AreaMemory memory(mode, sharing);
  memory->cpu_id = kCpuIdUninitialized;
  const Registration mine(memory);
  CONTROL("register.ids-are-current", *memory.get(), IsCurrent());
  const Shared<std::atomic<int>> blocked;
  const Shared<std::atomic<bool>> stop;
  Child child([&] {
    raise(SIGSTOP);
    for (; !*stop; ++*blocked) BlockOnce();
  });
  // It is moved while it is stopped, so that it writes nothing before the parent only spins: where ids are
  // verified, a parent that is preempted after that dies.
  WaitFor("the child's stop", [&] { return waitpid(child.pid(), nullptr, WUNTRACED | WNOHANG) != 0; });
  Pin(AllowedCpus()[1], child.pid());
  begin();
  kill(child.pid(), SIGCONT);
  bool seen = false;
  // The parent's own switches would write its own ids over the child's.
  const bool sure = EventuallySpinning([&] {
    // Asked first: what the child wrote until then is there to be seen.
    const bool enough = *blocked >= 20;
    seen = mine->cpu_id == static_cast<unsigned>(AllowedCpus()[1]);
    return seen || enough;
  });
  *stop = true;
  EXPECT_THAT(child.Wait(), Survives());
  return sure && seen;
}

TEST_MODES(Fork, SharedAreaShowsTheChildsIdsToItsParent) {
  VERIFIES("fork.shared-area-shows-child");
  NeedsCpus(2);

  const auto in_child = [&](Sharing sharing, bool sees) {
    const auto look = [&](const std::function<void()>& begin) {
      EXPECT_EQ(ParentSeesItsChild(mode, sharing, begin), sees);
    };
    // A preemption hides the child's ids, or kills; it makes nobody see them.
    return InChildUnpreempted(look, Preempted::kCountsIfAllIsWell);
  };
  EXPECT_THAT(in_child(Sharing::kShared, true), Survives());
  // Control: a private area becomes the child's own copy.
  CONTROL("fork.parent-ids-untouched", in_child(Sharing::kPrivate, false), Survives());
}

}  // namespace
}  // namespace rct
