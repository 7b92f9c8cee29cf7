// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST(Auxv, TheAlignmentIsThePowerOfTwoThatHoldsTheSize) {
  VERIFIES("auxv.alignment-covers-size");
  Needs("extended-area");
  const unsigned long size = getauxval(kAuxFeatureSize);
  const unsigned long align = getauxval(kAuxAlign);

  EXPECT_EQ(align & (align - 1), 0u) << align << " is no power of two";
  EXPECT_GE(align, size) << "an area could cross a boundary of its own alignment, and so a page";
  EXPECT_LT(align / 2, std::max<unsigned long>(size, kOriginalSize)) << "needlessly strict";
}

}  // namespace
}  // namespace rct
