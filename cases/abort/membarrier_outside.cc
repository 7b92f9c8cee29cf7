// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Abort, MembarrierOutsideOnlyDisarms) {
  VERIFIES("abort.outside-only-disarms");
  Needs("membarrier-rseq");
  Registration mine(mode);
  ExpectOnlyDisarmsOutside(mine.area(), MembarrierToAll());
}

}  // namespace
}  // namespace rct
