// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

// Returns whether the parent, on one CPU, ever sees the ids of its child, which keeps blocking on another
// CPU.
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
  // The child is moved while it is stopped, so that it writes its ids only while the parent spins. After that
  // write, a parent that is preempted dies on a kernel that verifies ids.
  WaitFor("the child's stop", [&] { return waitpid(child.pid(), nullptr, WUNTRACED | WNOHANG) != 0; });
  Pin(AllowedCpus()[1], child.pid());
  begin();
  kill(child.pid(), SIGCONT);
  bool seen = false;
  // A switch of the parent would overwrite the child's ids, so the parent only spins.
  const bool sure = EventuallySpinning([&] {
    // The count is read before the id, so that everything that the child wrote by then is visible.
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
    // A preemption hides the child's ids, or kills. It never makes them visible.
    return InChildUnpreempted(look, Preempted::kCountsIfAllIsWell);
  };
  EXPECT_THAT(in_child(Sharing::kShared, true), Survives());
  // Control: a private area becomes the child's own copy.
  CONTROL("fork.parent-ids-untouched", in_child(Sharing::kPrivate, false), Survives());
}

}  // namespace
}  // namespace rct
