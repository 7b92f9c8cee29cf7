// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

// Reads the vector from procfs, so that libc's copy of it is not what is tested.
std::vector<unsigned long> Entries(unsigned long type) {
  std::FILE* const file = std::fopen("/proc/self/auxv", "rb");
  RequireCall(file != nullptr, "opening /proc/self/auxv");
  std::vector<unsigned long> values;
  for (unsigned long entry[2]; std::fread(entry, sizeof entry, 1, file) == 1 && entry[0] != AT_NULL;)
    if (entry[0] == type) values.push_back(entry[1]);
  std::fclose(file);
  return values;
}

TEST(Auxv, SizeAndAlignmentAreThereOnceEach) {
  VERIFIES("auxv.present");
  for (const unsigned long type : {kAuxFeatureSize, kAuxAlign}) {
    SCOPED_TRACE(type);
    EXPECT_NE(getauxval(type), 0u);
    EXPECT_THAT(Entries(type), testing::ElementsAre(getauxval(type)));
  }

  Require(Entries(AT_PAGESZ) == std::vector<unsigned long>{PageSize()},
          "finding an entry that every kernel has");
}

}  // namespace
}  // namespace rct
