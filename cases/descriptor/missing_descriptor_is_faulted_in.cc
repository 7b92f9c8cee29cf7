// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Descriptor, DescriptorInAMissingPageIsFaultedIn) {
  VERIFIES("descriptor.faulted-in");
  Mapping page(1, Sharing::kShared);  // shared, so that a discarded page keeps its content
  const auto ending = [&](bool discard) {
    return TrapInChild(
        mode, TrapSections()[2],
        [&](Section& section) {
          *page.As<Descriptor>() = section.descriptor();
          section.ArmWith(reinterpret_cast<std::uintptr_t>(page.begin()));
          if (discard) page.Discard();
        },
        [](const TrapPassage& passage) { EXPECT_THAT(passage, Aborts()); });
  };

  EXPECT_THAT(ending(true), Survives());

  // Control: with its page present the same descriptor is used.
  CONTROL("abort.on-trap", ending(false), Survives());
}

}  // namespace
}  // namespace rct
