// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

// Executes the program beside this case as a registered thread. The exit status of that program says what it
// found.
void Execute(const Registration& mine) {
  ExecProgram({reinterpret_cast<std::uintptr_t>(mine.area()), mine.length(), mine.signature()});
}

TEST_MODES(Fork, ProgramExecutedByARegisteredThreadBeginsUnregistered) {
  VERIFIES("fork.exec-unregisters");

  EXPECT_THAT(InChild([mode] { Execute(Registration(mode)); }), Survives());
  // Control: without the exec, the same unregistering call succeeds.
  const Registration mine(mode);
  CONTROL("unregister.matching-call", Rseq(mine.area(), mine.length(), kUnregister, mine.signature()),
          Succeeds());
}

TEST_MODES(Fork, ProgramExecutedByAnotherThreadThanTheFirstBeginsUnregistered) {
  VERIFIES("fork.exec-unregisters");

  EXPECT_THAT(InChild([mode] {
                const Registration leader(mode);
                InThread([mode] { Execute(Registration(mode)); });
              }),
              Survives());
  // Control: without the exec, such a thread is registered.
  InThread([mode] { CONTROL("reregister.same-arguments", Registration(mode), IsInForce()); });
}

}  // namespace
}  // namespace rct
