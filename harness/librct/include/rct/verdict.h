// SPDX-License-Identifier: MIT
// What a case reports besides pass and fail: its requirement, what it needs, and broken set-up.
#ifndef RCT_VERDICT_H_
#define RCT_VERDICT_H_

#include <gtest/gtest.h>

#include <optional>
#include <string>

#include "rct/registration.h"
#include "rct/where.h"

namespace rct {

// Names the requirement (expected/requirements/) that the running TEST verifies, and skips without rseq(2).
// Every TEST calls it first.
void Verifies(const char* requirement, Where where = Where::Here());
#define VERIFIES(requirement) ::rct::Verifies(requirement)

// For a case about kernels without rseq(2), outside its TESTs: it does not skip there.
#define WITHOUT_RSEQ [[maybe_unused]] static const bool rct_without_rseq = ::rct::RunWithoutRseq()
bool RunWithoutRseq();

// CONTROL(requirement, value, matcher): expects, as EXPECT_THAT does, that the arrangement of the running
// TEST works, as `requirement` (expected/requirements/) promises. A failure is evidence against that
// requirement and never against the claim. That includes every failure while `value` is evaluated, in helper
// threads and children too. ASSERT_CONTROL also returns from the function, as ASSERT_THAT does. In a case
// `requirement` is a string literal, so that lint can check it; a harness function may pass any string with
// static lifetime.
#define CONTROL(requirement, value, matcher) \
  if (const ::rct::ControlScope rct_control{requirement}; true) EXPECT_THAT(value, matcher)
#define ASSERT_CONTROL(requirement, value, matcher) \
  if (const ::rct::ControlScope rct_control{requirement}; true) ASSERT_THAT(value, matcher)

// For a control that does not fit between CONTROL's parentheses: every expectation that fails while the
// object lives belongs to the control.
class ControlScope {
 public:
  explicit ControlScope(const char* requirement);
  ~ControlScope();
  ControlScope(const ControlScope&) = delete;
  ControlScope& operator=(const ControlScope&) = delete;

 private:
  const char* outer_;
  std::optional<testing::ScopedTrace> trace_;  // names the control in GoogleTest's output, not in the stream
};

// Thrown if set-up that must work failed: the case is reported as ERROR at this place, never as FAIL. The
// constructor reports; the exception only unwinds.
class Broken : public testing::AssertionException {
 public:
  explicit Broken(const std::string& what, Where where = Where::Here());
};

// Throws Broken(what) unless `good`. RequireCall is for a call that set errno: it adds errno's name.
void Require(bool good, const std::string& what, Where where = Where::Here());
void RequireCall(bool good, const std::string& call, Where where = Where::Here());

// Skips the running TEST, in the one wording that the judge can check: "needs <feature>: <detail>". `feature`
// is a key of expected/features.toml.
[[noreturn]] void Unmet(const std::string& feature, const std::string& detail, Where where = Where::Here());

// Each skips unless the kernel has the feature. Features are probed (harness/probe/feature_probe.cc), never
// derived from a version.
void Needs(const char* feature, Where where = Where::Here());
void NeedsCpus(int count, Where where = Where::Here());   // CPUs that this process may run on
void NeedsNodes(int count, Where where = Where::Here());  // NUMA nodes with CPUs that this process may run on
void NeedsRoot(Where where = Where::Here());

// TEST_MODES(Suite, Claim) { … mode … }: one TEST, run once in each registration mode, as Suite.Claim/bytes32
// and Suite.Claim/extended; the latter needs "extended-area". Not TEST_P: its templates double a case's
// compile time.
bool RegisterInBothModes(const char* suite, const char* name, const char* file, int line, void (*body)(Mode));
#define TEST_MODES(suite, name)                                                              \
  static void suite##_##name##_body(::rct::Mode mode);                                       \
  [[maybe_unused]] static const bool suite##_##name##_registered =                           \
      ::rct::RegisterInBothModes(#suite, #name, __FILE__, __LINE__, &suite##_##name##_body); \
  static void suite##_##name##_body([[maybe_unused]] ::rct::Mode mode)

}  // namespace rct

#endif  // RCT_VERDICT_H_
