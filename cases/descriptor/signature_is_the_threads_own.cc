// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Descriptor, TheSignatureThatCountsIsTheThreadsOwn) {
  VERIFIES("descriptor.signature-per-task");
  // Two threads of one process abort sections whose handlers have the same signature in front of them.
  const auto ending = [&](std::uint32_t second) {
    return InChild([&] {
      const Registration mine(mode);
      Section section(TrapSections()[2]);
      CONTROL("abort.on-trap", Trap(section, mine.area()), Aborts());
      InThread([&] {
        const Registration own(mode, second);
        EXPECT_THAT(Trap(section, own.area()), Aborts());
      });
      EXPECT_THAT(Trap(section, mine.area()), Aborts());
    });
  };
  EXPECT_THAT(ending(~kSignature), DiesOf(SIGSEGV));
  // Control: registered with the same signature, the second thread is aborted as the first.
  CONTROL("abort.on-trap", ending(kSignature), Survives());
}

}  // namespace
}  // namespace rct
