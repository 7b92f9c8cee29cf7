// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST(Auxv, TheAreaReachesBeyondTheOriginal32Bytes) {
  VERIFIES("auxv.grown-values");
  EXPECT_GE(getauxval(kAuxFeatureSize), 33u);
  EXPECT_GE(getauxval(kAuxAlign), 64u);
}

}  // namespace
}  // namespace rct
