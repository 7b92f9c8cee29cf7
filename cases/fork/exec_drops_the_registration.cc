// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

// What the program beside this case finds when a registered thread executes it; see there for its exit
// status.
void Execute(const Registration& mine) {
  ExecProgram({reinterpret_cast<std::uintptr_t>(mine.area()), mine.length(), mine.signature()});
}

TEST_MODES(Fork, ProgramExecutedByARegisteredThreadBeginsUnregistered) {
  VERIFIES("fork.exec-unregisters");

  EXPECT_THAT(InChild([mode] { Execute(Registration(mode)); }), Survives());
  // Control: without the exec, unregistering with the old arguments succeeds where the program is refused.
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
  // Control: without the exec such a thread is registered.
  InThread([mode] { CONTROL("reregister.same-arguments", Registration(mode), IsInForce()); });
}

}  // namespace
}  // namespace rct
