// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Descriptor, TheSignatureThatCountsIsTheThreadsOwn) {
  VERIFIES("descriptor.signature-per-task");
  // The abort handlers of both threads have the same signature, so only the registrations differ.
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
  // Control: a second thread that is registered with the same signature is aborted as well.
  CONTROL("abort.on-trap", ending(kSignature), Survives());
}

}  // namespace
}  // namespace rct
