// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

bool IsThere(const Mapping& page) {
  unsigned char resident = 0;
  RequireCall(mincore(page.begin(), page.size(), &resident) == 0, "mincore");
  return (resident & 1) != 0;
}

TEST_MODES(Register, PageThatWasNeverTouchedIsBroughtIn) {
  VERIFIES("register.untouched-page");
  const KeepAffinity keep;
  Pin(AllowedCpus().back());  // the ids of the last CPU are rarely zero, unlike fresh memory
  AreaMemory memory(mode);
  Require(!IsThere(memory.page()), "a page that is not there yet");

  ASSERT_THAT(Rseq(memory.get(), memory.length(), 0, kSignature), Succeeds());
  EXPECT_TRUE(IsThere(memory.page()));
  EXPECT_THAT(*memory.get(), IsCurrent());
  ASSERT_CONTROL("unregister.matching-call", Rseq(memory.get(), memory.length(), kUnregister, kSignature),
                 Succeeds());

  // Control: a page that is already present is accepted too.
  Registration again(memory);
  CONTROL("register.ids-are-current", *memory.get(), IsCurrent());
}

}  // namespace
}  // namespace rct
