// SPDX-License-Identifier: MIT
// What cases can do to their executor, one TEST each. test_executor.py runs them one at a time with a filter.
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
  setsid();  // out of the process group as well
  for (;;) pause();
}

TEST(Sample, FloodsItsOutput) {
  VERIFIES("sample.any");
  const std::string line(1023, 'x');
  for (int i = 0; i < 200; ++i) puts(line.c_str());
}

}  // namespace
}  // namespace rct
