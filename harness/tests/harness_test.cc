// SPDX-License-Identifier: MIT
// The harness's own tests: above all, that its observations distinguish an abort from none. An unregistered
// thread stands in for a kernel that never aborts.
#include <gtest/gtest-spi.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <ucontext.h>

#include <bit>
#include <stdexcept>

#include "rct/case.h"

namespace rct {
namespace {

std::vector<std::span<const SectionCode>> Kinds() {
  return {SpinSections(), TrapSections(), LoadSections(), StoreSections(), SyscallSections(), CallSections()};
}

TEST(Sections, BodiesMoveFromTheFirstInstructionToTheCommittingOne) {
  for (const auto codes : Kinds()) {
    ASSERT_EQ(codes.size(), std::size_t{RCT_SLOTS});
    EXPECT_EQ(codes.front().body, codes.front().start);
    EXPECT_EQ(codes.back().body_end, codes.back().post_commit);
    for (std::size_t slot = 1; slot < codes.size(); ++slot) {
      EXPECT_GT(codes[slot].body, codes[slot].start);
      EXPECT_GT(codes[slot].body - codes[slot].start, codes[slot - 1].body - codes[slot - 1].start);
      EXPECT_LE(codes[slot].body_end, codes[slot].post_commit);
    }
  }
}

TEST(Sections, AbortHandlersAreSignedAndOutside) {
  for (const auto codes : Kinds()) {
    for (const SectionCode& code : codes) {
      EXPECT_EQ(SignatureBefore(code.abort), kSignature);
      EXPECT_GE(code.abort - sizeof(kSignature), code.signature);
      EXPECT_GT(code.signature, code.post_commit);
      EXPECT_GT(code.end, code.abort);
    }
  }
}

// An area that is not registered.
class Unregistered : public testing::Test {
 protected:
  AreaMemory area_;
};

TEST_F(Unregistered, EverySectionRunsToItsEnd) {
  std::uint32_t word = 1;
  for (const auto codes : {SpinSections(), LoadSections(), StoreSections()}) {
    for (const SectionCode& code : codes) {
      Section section(code);
      section.frame.operand = &word;
      EXPECT_THAT(PassUndisturbed(section, area_.get()), Completes());
    }
  }
  for (const SectionCode& code : SyscallSections()) {
    Section section(code);
    section.frame.number = SYS_getpid;
    EXPECT_THAT(PassUndisturbed(section, area_.get()), Completes());
    EXPECT_EQ(section.frame.result, getpid());
  }
  for (const SectionCode& code : CallSections()) {
    Section section(code);
    section.frame.operand = &word;
    section.frame.callee = [](void* operand) -> long { return ++*static_cast<std::uint32_t*>(operand); };
    word = 41;
    EXPECT_THAT(section.Enter(area_.get()), testing::Field(&Passage::aborted, false));
    EXPECT_EQ(section.frame.result, 42);
  }
}

TEST_F(Unregistered, CopiesRunWhereverTheyLie) {
  const SectionCode& original = StoreSections()[2];
  for (const std::uintptr_t first : {original.start, original.body, original.abort, original.end}) {
    const CodeCopy copy(original, first, ~kSignature);
    EXPECT_EQ((copy.code().start - original.start + first) % PageSize(), 0u);
    EXPECT_EQ(SignatureBefore(copy.code().abort), ~kSignature);
    EXPECT_EQ(SignatureBefore(original.abort), kSignature);
    std::uint32_t word = 0;
    Section section(copy.code());
    section.frame.operand = &word;
    EXPECT_THAT(PassUndisturbed(section, area_.get()), Completes());
    EXPECT_EQ(word, 1u);
  }
}

TEST_F(Unregistered, SectionsArmTheAreaAndLeaveItClear) {
  Section section(SpinSections()[2]);
  std::uint32_t word = 1;
  section.frame.operand = &word;
  const Passage passage = section.Enter(area_.get());
  EXPECT_EQ(passage.rseq_cs_left, reinterpret_cast<std::uintptr_t>(&section.descriptor()));
  EXPECT_EQ(area_->rseq_cs, 0u);
}

TEST_F(Unregistered, TrapIsSeenAtItsExactAddressAndIsNoAbort) {
  for (const SectionCode& code : TrapSections()) {
    Section section(code);
    const TrapPassage passage = Trap(section, area_.get());
    EXPECT_THAT(passage, Completes());
    EXPECT_EQ(passage.trap.signal, RCT_TRAP_SIGNAL);
    EXPECT_EQ(passage.trap.pc, code.body);
  }
}

TEST_F(Unregistered, FaultsAreSeenAtTheirExactAddress) {
  Mapping unreadable;
  unreadable.Protect(PROT_NONE);
  for (const auto codes : {LoadSections(), StoreSections()}) {
    for (const SectionCode& code : codes) {
      Section section(code);
      section.frame.operand = unreadable.begin();
      const TrapPassage passage = Trap(section, area_.get());
      EXPECT_EQ(passage.trap.signal, SIGSEGV);
      EXPECT_EQ(passage.trap.pc, code.body);
    }
  }
}

TEST_F(Unregistered, RegistersComeBackAsTheyWere) {
  Section section(RegistersSection());
  for (std::uintptr_t i = 0; i < RCT_REGISTERS; ++i) section.frame.before[i] = 0x11111111u * (i % 7 + 1);
  section.frame.before[RCT_REGISTER_FLAGS] = RCT_FLAGS_PATTERN;
  EXPECT_THAT(Trap(section, area_.get()), Completes());
  for (int i = 0; i < RCT_REGISTERS; ++i) {
    if (i == RCT_REGISTER_FLAGS) continue;
    EXPECT_EQ(section.frame.after[i], section.frame.before[i]) << "register " << i;
  }
  EXPECT_EQ(section.frame.after[RCT_REGISTER_FLAGS] & RCT_FLAGS_MASK,
            static_cast<unsigned>(RCT_FLAGS_PATTERN));
}

TEST_F(Unregistered, EveryEventIsProvokedAndItsMissingAbortSeen) {
  VERIFIES("harness.events");
  RequireCall(Membarrier(kMembarrierRegisterRseq).value == 0, "membarrier registration");
  std::vector<Event> events{Preemption()};
  if (AllowedCpus().size() > 1)
    events = {Preemption(),           Migration(),     HandledSignal(),   IgnoredSignal(),
              DefaultIgnoredSignal(), BlockedSignal(), MembarrierToAll(), MembarrierToCpu()};
  for (const Event& event : events) {
    SCOPED_TRACE(event.name);
    Section section(SpinSections()[1]);
    const Passage passage = SpinThrough(section, area_.get(), event);
    EXPECT_THAT(passage, Completes());
    EXPECT_THAT(passage, testing::Not(Aborts()));
  }
}

std::vector<std::string> FailuresOf(const std::function<void()>& expectations) {
  testing::TestPartResultArray failures;
  {
    const testing::ScopedFakeTestPartResultReporter in_its_stead(
        testing::ScopedFakeTestPartResultReporter::INTERCEPT_ALL_THREADS, &failures);
    expectations();
  }
  std::vector<std::string> messages;
  messages.reserve(static_cast<std::size_t>(failures.size()));
  for (int i = 0; i < failures.size(); ++i) messages.emplace_back(failures.GetTestPartResult(i).message());
  return messages;
}

TEST_F(Unregistered, WhatIsNoEventIsAClaimAndTheSignalThatIsOneAControl) {
  NeedsCpus(2);
  EXPECT_THAT(
      FailuresOf([&] { ExpectNoEvent(area_.get(), IgnoredSignal()); }),
      testing::AllOf(testing::SizeIs(RCT_SLOTS),
                     testing::Each(testing::HasSubstr("a control, which relies on abort.on-signal"))));
}

TEST_F(Unregistered, ControlsOutsideOfASectionAreTheEventsOwn) {
  // Before and after the section the claim fails first, because nothing disarms, and then the control.
  const auto failures = FailuresOf([&] { ExpectOnlyDisarmsOutside(area_.get(), Preemption()); });
  const auto control = testing::HasSubstr("a control, which relies on abort.on-preemption");
  EXPECT_THAT(failures, testing::ElementsAre(testing::Not(control), control, testing::Not(control), control));
}

TEST(Children, EndingsAreToldApart) {
  EXPECT_THAT(InChild([] {}), Survives());
  EXPECT_THAT(InChild([] { raise(SIGKILL); }), DiesOf(SIGKILL));
  EXPECT_THAT(InChild([] { _exit(3); }), testing::Not(Survives()));
  EXPECT_THAT(InChild([] { raise(SIGTERM); }), testing::Not(DiesOf(SIGKILL)));
}

TEST(Children, AreWaitedForThroughSignals) {
  const Handler ignored(SIGALRM, [](void*) {});
  const itimerval often{{0, 1000}, {0, 1000}};
  ASSERT_EQ(setitimer(ITIMER_REAL, &often, nullptr), 0);
  int rounds = 0;  // each takes at least half a millisecond, so that signals interrupt the waiting parent
  EXPECT_THAT(InChild([&] {
                while (++rounds < 100) Doze();
              }),
              Survives());
  const itimerval never{};
  setitimer(ITIMER_REAL, &never, nullptr);
}

TEST(Threads, KeepWhatTheyThrowUntilTheyAreJoined) {
  Thread thread([] { throw std::out_of_range("kept"); });
  EXPECT_THROW(thread.Join(), std::out_of_range);
  thread.Join();  // does nothing
  bool stopped = false;
  {
    const Thread waiting([&](const std::stop_token& stop) {
      while (!stop.stop_requested()) Doze();
      stopped = true;
    });
  }
  EXPECT_TRUE(stopped);
  const Mapping stack(64);
  EXPECT_THROW(InThreadOn(stack, [] { throw std::out_of_range("kept"); }), std::out_of_range);
}

TEST(Handlers, AreOneAtATimeForASignal) {
  {
    const Handler one(SIGUSR1, [](void*) {});
    const Handler another(SIGUSR2, [](void*) {});
    std::string said;
    InThread([&] {
      testing::TestPartResultArray results;
      const testing::ScopedFakeTestPartResultReporter reporter(
          testing::ScopedFakeTestPartResultReporter::INTERCEPT_ONLY_CURRENT_THREAD, &results);
      EXPECT_THROW(Handler(SIGUSR1, [](void*) {}), Broken);
      said = results.GetTestPartResult(0).message();
    });
    EXPECT_THAT(said, testing::HasSubstr("a second handler at the same time for SIGUSR1"));
  }
  const Handler next(SIGUSR1, [](void*) {});
}

TEST(Handlers, AreRefusedToAnEventToo) {
  const Handler one(SIGUSR1, [](void*) {});
  testing::TestPartResultArray results;
  const testing::ScopedFakeTestPartResultReporter reporter(
      testing::ScopedFakeTestPartResultReporter::INTERCEPT_ONLY_CURRENT_THREAD, &results);
  const Event event = HandledSignal();
  ASSERT_THROW(event.prepare(), Broken);
}

TEST(Settings, ArePutBackToWhatTheyWere) {
  const File file(memfd_create("setting", MFD_CLOEXEC));
  const std::string path = "/proc/self/fd/" + std::to_string(file.get());
  const auto content = [&] {
    char text[16] = {};
    return std::string(text, static_cast<std::size_t>(pread(file.get(), text, sizeof text, 0)));
  };
  ASSERT_EQ(write(file.get(), "30000\n", 6), 6);
  {
    Setting setting(path);
    EXPECT_EQ(setting.was(), "30000\n");
    setting.Set("5");
    EXPECT_EQ(content(), "5");
  }
  EXPECT_EQ(content(), "30000\n");
}

TEST(Memory, PagesAreGuardedOnBothSides) {
  Mapping page;
  EXPECT_THAT(InChild([&] { *(page.end() - 1) = std::byte{1}; }), Survives());
  EXPECT_THAT(InChild([&] { *page.end() = std::byte{1}; }), DiesOf(SIGSEGV));
  EXPECT_THAT(InChild([&] { *(page.begin() - 1) = std::byte{1}; }), DiesOf(SIGSEGV));
}

TEST(Memory, HarmIsReal) {
  Mapping page(2);
  *page.begin() = std::byte{7};
  page.Discard();
  EXPECT_EQ(*page.begin(), std::byte{0});
  EXPECT_THAT(InChild([&] { page.Protect(PROT_READ), *page.begin() = std::byte{1}; }), DiesOf(SIGSEGV));
  EXPECT_THAT(InChild([&] { page.Unmap(1), *page.begin() = std::byte{1}; }), DiesOf(SIGSEGV));
  EXPECT_THAT(InChild([&] { page.Unmap(1), *(page.end() - 1) = std::byte{1}; }), Survives());
}

TEST(Cpus, PinningIsEffectiveAndBlockingIsCounted) {
  const KeepAffinity keep;
  for (const int cpu : AllowedCpus()) {
    Pin(cpu);
    EXPECT_EQ(WhereAmI().cpu, static_cast<unsigned>(cpu));
  }
  const long before = ContextSwitches();
  BlockOnce();
  EXPECT_GT(ContextSwitches(), before);
}

// A kernel built for 8192 CPUs refuses smaller sets of CPUs.
void RefuseSmallSetsOfCpus() {
  constexpr unsigned kLength =
      offsetof(seccomp_data, args[1]) + (std::endian::native == std::endian::big ? 4 : 0);
  sock_filter code[] = {
      BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(seccomp_data, nr)),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_sched_getaffinity, 0, 3),
      BPF_STMT(BPF_LD | BPF_W | BPF_ABS, kLength),
      BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, 8192 / 8, 1, 0),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EINVAL),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
  };
  sock_fprog program{std::size(code), code};
  RequireCall(prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0, "PR_SET_NO_NEW_PRIVS");
  RequireCall(prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) == 0, "PR_SET_SECCOMP");
}

TEST(Cpus, AffinityIsKeptWhereThereMayBeThousands) {
  EXPECT_THAT(InChild([] {
                RefuseSmallSetsOfCpus();
                cpu_set_t small;
                EXPECT_EQ(sched_getaffinity(0, sizeof small, &small), -1);
                const KeepAffinity keep;
                Pin(AllowedCpus().front());
                const Rival rival;  // requires that the caller is pinned
              }),
              Survives());
}

TEST(Results, ExplainThemselves) {
  const SyscallResult refused = Rseq(nullptr, 0, 0, 0);
  EXPECT_EQ(testing::PrintToString(refused), "rseq(0x0, 0, 0, 0x0) = -1 EINVAL (22)");
  EXPECT_EQ(ErrnoName(524), "ENOTSUPP (524)");
  EXPECT_THAT(refused, FailsWith(EINVAL));
  EXPECT_THAT(refused, testing::Not(Succeeds()));
}

}  // namespace
}  // namespace rct
