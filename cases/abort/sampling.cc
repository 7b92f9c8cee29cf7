// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Abort, SamplingByPerfDoesNotAbort) {
  VERIFIES("abort.not-on-sampling");
  Needs("cpu-clock-sampling");
  Registration mine(mode);
  ExpectNoEvent(mine.area(), Sampling(mine.area()));
}

}  // namespace
}  // namespace rct
