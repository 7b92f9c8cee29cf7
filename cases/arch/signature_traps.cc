// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

// Calls an instruction as if it were a function. Returns the signal that it raises, and the program counter.
std::pair<int, std::uintptr_t> Execute(std::uintptr_t ip) {
  sigjmp_buf before;
  volatile int signal = 0;
  volatile std::uintptr_t pc = 0;
  const auto note = [&](int number) {
    return [&, number](void* context) {
      signal = number;
      pc = ContextPc(context);
      siglongjmp(before, 1);
    };
  };
  const Handler ill(SIGILL, note(SIGILL)), trap(SIGTRAP, note(SIGTRAP));
  if (sigsetjmp(before, 1) == 0) reinterpret_cast<void (*)()>(ip)();
  return {signal, pc};
}

TEST_MODES(Arch, SignatureThatTheArchitectureAgreedOnIsAcceptedAndTraps) {
  VERIFIES("arch.signature-traps");
  Registration mine(mode, RCT_SIGNATURE);
  const SectionCode& code = TrapSections()[2];
  Section section(code);
  EXPECT_THAT(Trap(section, mine.area()), Aborts()) << "the signature is accepted";

  const auto [signal, pc] = Execute(code.signature);
  EXPECT_THAT(signal, testing::AnyOf(SIGILL, SIGTRAP)) << "a thread that strays there is stopped";
  // On s390x the reported program counter is behind the trapping instruction. On all other architectures it
  // is at it.
  const std::size_t behind = std::string(RCT_ABI) == "s390x" ? sizeof kSignature : 0;
  EXPECT_EQ(pc, code.signature + behind);
}

}  // namespace
}  // namespace rct
