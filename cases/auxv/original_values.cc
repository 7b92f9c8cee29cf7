// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST(Auxv, TheAreaEndsBehindMmCidAndIsAlignedTo32) {
  VERIFIES("auxv.original-values");
  EXPECT_EQ(getauxval(kAuxFeatureSize), 28u);
  EXPECT_EQ(getauxval(kAuxAlign), 32u);
}

}  // namespace
}  // namespace rct
