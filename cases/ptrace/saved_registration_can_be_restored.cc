// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Ptrace, AnotherProcessRegistersWithWhatWasToldOfOne) {
  VERIFIES("ptrace.saved-configuration");
  Needs("ptrace-rseq-configuration");
  AreaMemory memory(mode, Sharing::kShared);
  {
    // Control: with an ordinary registration, the section is aborted.
    const Registration mine(memory);
    Section section(TrapSections()[2]);
    ASSERT_CONTROL("abort.on-trap", Trap(section, mine.area()), Aborts());
  }
  const auto ask = [](const Tracee& tracee) {
    RseqConfiguration told{};
    CONTROL("ptrace.configuration", GetRseqConfiguration(tracee.pid(), sizeof told, &told),
            Returns(sizeof told));
    return told;
  };
  RseqConfiguration saved{};
  {
    Tracee dumped([&] {
      const Registration mine(memory);
      Tracee::Pause();
    });
    dumped.AwaitPause();
    saved = ask(dumped);
  }
  // The saved process is dead by now, as is common after a checkpoint.
  ASSERT_CONTROL("ptrace.configuration", saved.pointer,
                 testing::Eq(reinterpret_cast<std::uintptr_t>(memory.get())));
  Tracee restored([&] {
    Tracee::Pause();
    auto* const area = reinterpret_cast<Area*>(static_cast<std::uintptr_t>(saved.pointer));
    Pin(AllowedCpus().front());
    EXPECT_THAT(Rseq(area, saved.size, 0, saved.signature), Succeeds());
    EXPECT_THAT(*area, IsCurrent());
    Tracee::Pause();
    Section section(TrapSections()[2]);
    EXPECT_THAT(Trap(section, area), Aborts());
  });
  restored.AwaitPause();
  // Control: before the restored process registers, no area is reported.
  CONTROL("ptrace.configuration", ask(restored).pointer, testing::Eq(0u));
  restored.Continue();
  restored.AwaitPause();
  const RseqConfiguration again = ask(restored);
  EXPECT_EQ(again.pointer, reinterpret_cast<std::uintptr_t>(memory.get()));
  EXPECT_EQ(std::memcmp(&again, &saved, sizeof saved), 0);
  EXPECT_THAT(restored.Release(), Survives());
}

}  // namespace
}  // namespace rct
