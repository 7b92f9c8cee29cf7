// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Descriptor, SignatureThatCanOnlyBeExecutedKills) {
  VERIFIES("descriptor.signature-execute-only");
  Needs("execute-only-memory");
  const auto ending = [&](int protection) {
    return InChild([&] {
      CodeCopy copy(TrapSections()[2]);
      copy.pages().Protect(protection);
      Registration mine(mode);
      Section section(copy.code());
      EXPECT_THAT(Trap(section, mine.area()), Aborts());
    });
  };
  EXPECT_THAT(ending(PROT_EXEC), DiesOf(SIGSEGV));
  // Control: if the same memory is also readable, the signature is accepted.
  CONTROL("abort.generated-code", ending(PROT_READ | PROT_EXEC), Survives());
}

}  // namespace
}  // namespace rct
