// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST(Debugfs, HowLongExtensionsLastCanBeSetWithinBounds) {
  VERIFIES("debug.slice-length");
  Needs("slice-extension");
  const KeepDebugfs keep("slice_ext_nsec");
  for (const std::string length : {"5000", "50000", "12345"}) {
    ASSERT_THAT(WriteDebugfs("slice_ext_nsec", length + "\n"), Returns(static_cast<long>(length.size()) + 1));
    EXPECT_EQ(ReadDebugfs("slice_ext_nsec"), length + "\n");
  }
  // Control: the value that was read from the file can be written back.
  const std::string now = ReadDebugfs("slice_ext_nsec");
  CONTROL("debug.slice-file", WriteDebugfs("slice_ext_nsec", now), Returns(static_cast<long>(now.size())));
  for (const char* length : {"0", "4999", "50001", "4294967295"})
    EXPECT_THAT(WriteDebugfs("slice_ext_nsec", length), FailsWith(ERANGE));
  for (const char* length : {"long", "-5000", "5000ns", "0x2000", "4294967296", "\n"})
    EXPECT_THAT(WriteDebugfs("slice_ext_nsec", length), FailsWith(EINVAL));
  EXPECT_EQ(ReadDebugfs("slice_ext_nsec"), "12345\n") << "what is refused changes nothing";
}

}  // namespace
}  // namespace rct
