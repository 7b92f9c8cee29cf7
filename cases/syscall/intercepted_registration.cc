// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Syscall, RegistrationThatIsInterceptedIsTheHandlersToMake) {
  VERIFIES("syscall.intercepted-registration");
  Needs("syscall-user-dispatch");
  AreaMemory memory(mode);
  const auto registers = [&] { return Rseq(memory.get(), memory.length(), 0, kSignature); };
  const auto unregisters = [&] { return Rseq(memory.get(), memory.length(), kUnregister, kSignature); };
  {
    UserDispatch dispatch([] {});
    dispatch.InterceptNext();
    registers();  // the handler decides what it returns
    EXPECT_EQ(dispatch.intercepted(), 1);
    EXPECT_THAT(unregisters(), FailsWith(EINVAL)) << "nobody registered";
  }
  {
    UserDispatch dispatch([&] { EXPECT_THAT(registers(), Succeeds()); });
    dispatch.InterceptNext();
    registers();
    EXPECT_EQ(dispatch.intercepted(), 1);
    ASSERT_THAT(registers(), FailsWith(EBUSY)) << "the handler has made the call for it";
    CONTROL("unregister.matching-call", unregisters(), Succeeds());
  }
  // Control: a thread that intercepts calls, but not this one, registers itself.
  UserDispatch dispatch;
  CONTROL("register.repeatable", registers(), Succeeds());
  CONTROL("unregister.matching-call", unregisters(), Succeeds());
  if (dispatch.intercepted() != 0) throw Broken("a call was intercepted that should not be");
}

}  // namespace
}  // namespace rct
