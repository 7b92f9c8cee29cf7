// SPDX-License-Identifier: MIT
// What a case can do to its executor, one TEST each. test_executor.py runs them one at a time with a filter.
#include <stdexcept>

#include "rct/case.h"

namespace rct {
namespace {

TEST(Sample, Passes) { VERIFIES("sample.any"); }

TEST_MODES(Sample, PassesInBothModes) { VERIFIES("sample.any"); }

TEST(Sample, Fails) {
  VERIFIES("sample.any");
  EXPECT_THAT(Rseq(nullptr, 0, 0, 0), Succeeds()) << "with \"quotes\", a\ttab and a \x01";
}

TEST(Sample, FailsInAChild) {
  VERIFIES("sample.any");
  EXPECT_THAT(InChild([] { ADD_FAILURE() << "from the child"; }), Survives());
}

TEST(Sample, FailsInAControl) {
  VERIFIES("sample.any");
  CONTROL("sample.other", Rseq(nullptr, 0, 0, 0), Succeeds()) << "as a control";
}

TEST(Sample, FailsInAControlsChild) {
  VERIFIES("sample.any");
  CONTROL("sample.other", InChild([] { ADD_FAILURE() << "from the control's child"; }), Survives());
  CONTROL("sample.other", InChild([] { CONTROL("sample.third", 1, testing::Eq(2)); }), Survives());
  EXPECT_THAT(InChild([] { CONTROL("sample.third", 1, testing::Eq(2)); }), Survives());
}

TEST(Sample, FailsInAControlAndInItsClaim) {
  VERIFIES("sample.any");
  CONTROL("sample.other", 1, testing::Eq(2));
  EXPECT_EQ(1, 2);
}

TEST(Sample, ReturnsFromAControl) {
  VERIFIES("sample.any");
  ASSERT_CONTROL("sample.other", 1, testing::Eq(2));
  ADD_FAILURE() << "went on";
}

TEST(Sample, Skips) {
  VERIFIES("sample.any");
  NeedsCpus(100000);
}

TEST(Sample, Breaks) {
  VERIFIES("sample.any");
  Require(false, "a step of the set-up");
}

TEST(Sample, BreaksInAChild) {
  VERIFIES("sample.any");
  InChild([] { Require(false, "a step of the child's set-up"); });
}

TEST(Sample, BreaksInAThread) {
  VERIFIES("sample.any");
  Thread([] { Require(false, "a step of the thread's set-up"); }).Join();
}

TEST(Sample, BreaksInAThreadThatNobodyJoins) {
  VERIFIES("sample.any");
  const Thread thread([] { Require(false, "a step of a thread's set-up"); });
}

TEST(Sample, BreaksInAClone) {
  VERIFIES("sample.any");
  InClone(0, [] { Require(false, "a step of the clone's set-up"); });
}

TEST(Sample, BreaksAndHangs) {
  VERIFIES("sample.any");
  const Thread thread([] { Require(false, "a step of the thread's set-up"); });
  for (;;) pause();
}

TEST(Sample, BreaksByACall) {
  VERIFIES("sample.any");
  RequireCall(close(-1) == 0, "close");
}

TEST(Sample, Throws) {
  VERIFIES("sample.any");
  throw std::runtime_error("not one of ours");
}

TEST(Sample, ThrowsInAChild) {
  VERIFIES("sample.any");
  EXPECT_THAT(InChild([] { throw std::runtime_error("not one of ours"); }), Survives());
}

TEST(Sample, ThrowsInAClone) {
  VERIFIES("sample.any");
  for (const int flags : {0, CLONE_VM})
    EXPECT_THAT(InClone(flags, [] { throw std::runtime_error("not one of ours"); }), Survives());
}

TEST(Sample, ThrowsInAThreadThatNobodyJoins) {
  VERIFIES("sample.any");
  const Thread thread([] { throw std::runtime_error("not one of ours"); });
}

TEST(Sample, SkipsInAChild) {
  VERIFIES("sample.any");
  EXPECT_THAT(InChild([] { NeedsCpus(100001); }), Survives());
}

TEST(Sample, FailsInAClone) {
  VERIFIES("sample.any");
  EXPECT_THAT(InClone(0, [] { ADD_FAILURE() << "from the clone"; }), Survives());
}

TEST(Sample, Registers) {
  VERIFIES("sample.any");
  const Registration mine;
}

TEST(Sample, CitesNothing) {}

TEST(Sample, Crashes) {
  VERIFIES("sample.any");
  raise(SIGSEGV);
}

TEST(Sample, Hangs) {
  VERIFIES("sample.any");
  for (;;) pause();
}

TEST(Sample, ExitsInTheMiddle) {
  VERIFIES("sample.any");
  _exit(0);
}

TEST(Sample, LeavesAChildBehind) {
  VERIFIES("sample.any");
  if (fork() != 0) return;
  setsid();  // leaves the process group as well
  for (;;) pause();
}

TEST(Sample, KillsItsStarter) {
  VERIFIES("sample.any");
  kill(getppid(), SIGKILL);
  for (;;) pause();
}

TEST(Sample, LeavesAChildBehindAndKillsItsStarter) {
  VERIFIES("sample.any");
  const pid_t starter = getppid();
  if (fork() == 0) {
    setsid();
    for (;;) pause();
  }
  kill(starter, SIGKILL);
  for (;;) pause();
}

TEST(Sample, SaysItsName) {
  VERIFIES("sample.any");
  char name[16];
  prctl(PR_GET_NAME, name);
  std::printf("%s %s\n", name, own_program.c_str());
}

TEST(Sample, FailsInUtf8AndInNone) {
  VERIFIES("sample.any");
  const std::string text =
      "caf\u00e9 \u20ac \U0001f600 \xff \xc3( \xe2\x82 \xc0\x80 \xed\xa0\x80 \xf4\x90\x80\x80 end\xf0\x9f";
  puts(text.c_str());
  ADD_FAILURE() << text;
}

TEST(Sample, FloodsItsOutput) {
  VERIFIES("sample.any");
  const std::string line(1023, 'x');
  for (int i = 0; i < 200; ++i) puts(line.c_str());
}

}  // namespace
}  // namespace rct
