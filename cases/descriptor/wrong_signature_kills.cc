// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Descriptor, WrongSignatureKills) {
  VERIFIES("descriptor.signature-checked");
  const auto ending = [&](std::uint32_t registered) {
    return InChild([&] {
      Registration mine(mode, registered);
      Section section(TrapSections()[2]);
      EXPECT_THAT(Trap(section, mine.area()), Aborts());
    });
  };

  EXPECT_THAT(ending(~kSignature), DiesOf(SIGSEGV));
  EXPECT_THAT(ending(0), DiesOf(SIGSEGV));

  // Control: a thread that is registered with the signature before the abort handler survives.
  CONTROL("abort.on-trap", ending(kSignature), Survives());
}

}  // namespace
}  // namespace rct
