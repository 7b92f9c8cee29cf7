// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

struct Stage {
  std::atomic<bool> ready{false}, moved{false};
};

TEST_MODES(Memory, AreaWhosePageIsMergedWithAnotherStaysInUse) {
  VERIFIES("memory.moved-by-kernel");
  PageMerging merging;
  NeedsCpus(2);
  const Shared<Stage> stage;
  Child child([&] {
    Pin(AllowedCpus()[0]);
    const Mapping pages(2);
    auto* const area = pages.As<Area>();
    auto* const twin = pages.As<Area>(PageSize());
    Require(madvise(pages.begin(), pages.size(), MADV_MERGEABLE) == 0, "madvise(MADV_MERGEABLE)");
    EXPECT_THAT(Rseq(area, LengthOf(mode), 0, kSignature), Succeeds());
    std::memcpy(pages.begin() + PageSize(), pages.begin(), PageSize());
    stage->ready = true;
    EXPECT_TRUE(EventuallySpinning([&] { return stage->moved.load(); }));
    EXPECT_THAT(*area, IsCurrent());
    EXPECT_EQ(twin->cpu_id, static_cast<std::uint32_t>(AllowedCpus()[0])) << "what it was merged with";
    EXPECT_EQ(area->cpu_id, static_cast<std::uint32_t>(AllowedCpus()[1]));  // control: it was moved
    EXPECT_THAT(Rseq(area, LengthOf(mode), kUnregister, kSignature), Succeeds());
  });
  WaitFor("the child", [&] { return stage->ready.load(); });
  WaitFor("the merging of its pages", [&] { return merging.Count() > 0; });
  Pin(AllowedCpus()[1], child.pid());
  stage->moved = true;
  EXPECT_THAT(child.Wait(), Survives());
}

}  // namespace
}  // namespace rct
