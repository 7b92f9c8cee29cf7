// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

struct Stage {
  const std::byte* pages;
  std::atomic<bool> ready{false}, moved{false};
};

TEST_MODES(Memory, AreaWhosePageIsMergedWithAnotherStaysInUse) {
  VERIFIES("memory.moved-by-kernel");
  const PageMerging merging;
  NeedsCpus(2);
  const int here = AllowedCpus()[0], there = AllowedCpus()[1];
  const Shared<Stage> stage;
  Child child([&] {
    Pin(here);
    const Mapping pages(2);
    auto* const area = pages.As<Area>();
    auto* const twin = pages.As<Area>(PageSize());
    RequireCall(madvise(pages.begin(), pages.size(), MADV_MERGEABLE) == 0, "madvise(MADV_MERGEABLE)");
    ASSERT_CONTROL("register.valid-area", Rseq(area, LengthOf(mode), 0, kSignature), Succeeds());
    std::memcpy(pages.begin() + PageSize(), pages.begin(), PageSize());
    stage->pages = pages.begin();
    stage->ready = true;
    Require(EventuallySpinning([&] { return stage->moved.load(); }), "waiting in user mode for the move");
    Require(WhereAmI().cpu == static_cast<unsigned>(there), "a move to the other CPU");
    EXPECT_THAT(*area, IsCurrent());
    EXPECT_EQ(twin->cpu_id, static_cast<std::uint32_t>(here)) << "what it was merged with";
    EXPECT_THAT(Rseq(area, LengthOf(mode), kUnregister, kSignature), Succeeds());
  });
  WaitFor("the child", [&] { return stage->ready.load(); });
  const PageMap map(child.pid());
  WaitFor("the merging of its pages", [&] { return map.AreOne(stage->pages, stage->pages + PageSize()); });
  Pin(there, child.pid());
  stage->moved = true;
  EXPECT_THAT(child.Wait(), Survives());
}

}  // namespace
}  // namespace rct
