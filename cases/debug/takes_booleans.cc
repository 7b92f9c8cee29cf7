// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST(Debugfs, TheFileDebugTakesBooleansAndRefusesAllElse) {
  VERIFIES("debug.takes-booleans");
  const KeepDebugfs keep("debug");
  for (const std::string text : {"1", "0", "y", "n", "on", "off", "Y\n", "N\n"}) {
    const bool on = text == "on" || std::string("1yY").find(text[0]) != std::string::npos;
    ASSERT_THAT(WriteDebugfs("debug", text), Returns(static_cast<long>(text.size())));
    EXPECT_EQ(ReadDebugfs("debug"), on ? "1\n" : "0\n");
  }
  for (const std::string now : {"1", "0"}) {
    // Control: the value that was read from the file can be written back.
    CONTROL("debug.file", WriteDebugfs("debug", now), Returns(1));
    for (const char* text : {"2", "-1", "o", "?", "\n"})
      EXPECT_THAT(WriteDebugfs("debug", text), FailsWith(EINVAL));
    EXPECT_EQ(ReadDebugfs("debug"), now + "\n") << "what is refused changes nothing";
  }
}

}  // namespace
}  // namespace rct
