// SPDX-License-Identifier: MIT
#include "rct/matchers.h"

#include <sys/auxv.h>

#include <cerrno>
#include <ostream>

#include "rct/cpu.h"

namespace rct {
namespace {

using testing::Matcher;
using testing::MatcherInterface;
using testing::MatchResultListener;

class ReturnsMatcher : public MatcherInterface<const SyscallResult&> {
 public:
  ReturnsMatcher(long value, int error) : value_(value), error_(error) {}
  bool MatchAndExplain(const SyscallResult& result, MatchResultListener* /*listener*/) const override {
    return result.value == value_ && result.error == error_;
  }
  void DescribeTo(std::ostream* out) const override {
    if (error_ != 0)
      *out << "fails with " << ErrnoName(error_);
    else if (value_ == 0)
      *out << "succeeds";
    else
      *out << "returns " << value_;
  }

 private:
  long value_;
  int error_;
};

class InForceMatcher : public MatcherInterface<const Registration&> {
 public:
  bool MatchAndExplain(const Registration& registration, MatchResultListener* listener) const override {
    const SyscallResult again = Rseq(registration.area(), registration.length(), 0, registration.signature());
    if (again.value == 0)
      Rseq(registration.area(), registration.length(), kUnregister, registration.signature());
    *listener << "where the same registration again gave " << again;
    return again.error == EBUSY;
  }
  void DescribeTo(std::ostream* out) const override { *out << "is in force"; }
  void DescribeNegationTo(std::ostream* out) const override { *out << "is not in force"; }
};

class CurrentMatcher : public MatcherInterface<const Area&> {
 public:
  bool MatchAndExplain(const Area& area, MatchResultListener* listener) const override {
    const Place here = WhereAmI();
    const bool has_node = getauxval(kAuxFeatureSize) >= offsetof(Area, mm_cid);
    const std::uint32_t start = area.cpu_id_start;
    const std::uint32_t cpu = area.cpu_id;
    const std::uint32_t node = area.node_id;
    *listener << "where cpu_id_start " << static_cast<std::int32_t>(start) << ", cpu_id "
              << static_cast<std::int32_t>(cpu);
    if (has_node) *listener << ", node_id " << static_cast<std::int32_t>(node);
    *listener << "; getcpu says cpu " << here.cpu << ", node " << here.node;
    return start == here.cpu && cpu == here.cpu && (!has_node || node == here.node);
  }
  void DescribeTo(std::ostream* out) const override { *out << "names the CPU and node of its thread"; }
  void DescribeNegationTo(std::ostream* out) const override {
    *out << "does not name its thread's CPU and node";
  }
};

}  // namespace

Matcher<const SyscallResult&> Succeeds() { return Returns(0); }
Matcher<const SyscallResult&> Returns(long value) {
  return Matcher<const SyscallResult&>(new ReturnsMatcher(value, 0));
}
Matcher<const SyscallResult&> FailsWith(int error) {
  return Matcher<const SyscallResult&>(new ReturnsMatcher(-1, error));
}
Matcher<const Registration&> IsInForce() { return Matcher<const Registration&>(new InForceMatcher); }
Matcher<const Area&> IsCurrent() { return Matcher<const Area&>(new CurrentMatcher); }

}  // namespace rct
