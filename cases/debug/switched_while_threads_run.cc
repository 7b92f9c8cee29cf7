// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Debugfs, DebugModeIsSwitchedForThreadsThatRunAlready) {
  VERIFIES("debug.switched-while-running");
  const KeepDebugfs keep("debug");
  for (const bool on : {true, false}) {
    SCOPED_TRACE(on);
    ASSERT_CONTROL("debug.takes-booleans", WriteDebugfs("debug", on ? "0" : "1"), Returns(1));
    Shared<std::atomic<bool>> registered, switched;
    Child child([&] {
      Registration mine(mode);
      Section section(SyscallSections()[2]);
      section.frame.number = SYS_getppid;
      *registered = true;
      WaitFor("the switch", [&] { return switched->load(); });
      PassUndisturbed(section, mine.area());  // a call inside a section, which debug mode forbids
    });
    WaitFor("the child's registration", [&] { return registered->load(); });
    ASSERT_CONTROL("debug.takes-booleans", WriteDebugfs("debug", on ? "1" : "0"), Returns(1));
    *switched = true;
    EXPECT_THAT(child.Wait(), on ? DiesOf(SIGSEGV) : Survives());
  }
}

}  // namespace
}  // namespace rct
