// SPDX-License-Identifier: MIT
#include "rct/slice.h"

#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <bit>
#include <cerrno>
#include <chrono>
#include <cstddef>
#include <initializer_list>
#include <ostream>
#include <sstream>
#include <utility>

#include "feature_probe.h"
#include "rct/condition.h"
#include "rct/verdict.h"

namespace rct {
namespace {

constexpr int kOften = 50;
constexpr unsigned kLooks = 1u << 22;  // takes milliseconds at least; no extension lasts that long
constexpr char kLongest[] = "50000";   // nanoseconds

void Spin(const std::function<bool()>& on) {
  for (unsigned looks = 0; looks < kLooks && on(); ++looks) {
  }
}

bool Has(std::initializer_list<const char*> features) {
  return std::all_of(features.begin(), features.end(),
                     [](const char* feature) { return FindFeature(feature)->missing().empty(); });
}

Extension AskOnce(Rival& rival, Area* area, SliceControl request, const std::function<void()>& meanwhile,
                  const std::function<void()>& spin) {
  const long turns = rival.turns();
  SetControl(area, request);
  if (spin)
    spin();
  else
    Spin([&] { return Control(area) == request && rival.turns() == turns; });
  Extension seen;
  seen.turns = rival.turns();
  seen.control = Control(area);
  seen.granted = seen.control.granted != 0;
  if (seen.granted && meanwhile) meanwhile();
  SetRequest(area, 0);
  SliceYield();  // ends the extension; in debug mode the kernel compares slice_ctrl at the next call
  return seen;
}

Extension UntilGranted(const std::function<Extension()>& ask) {
  const auto end = std::chrono::steady_clock::now() + LongTime() / 2;
  for (;;) {
    const Extension seen = ask();
    if (seen.granted || std::chrono::steady_clock::now() > end) return seen;
  }
}

}  // namespace

SyscallResult SliceExtension(long operation, unsigned long argument, unsigned long fourth,
                             unsigned long fifth) {
  const long value = syscall(SYS_prctl, kPrctlSliceExtension, operation, argument, fourth, fifth);
  const int error = value == -1 ? errno : 0;
  std::ostringstream call;
  call << "prctl(PR_RSEQ_SLICE_EXTENSION, " << operation << ", " << argument << ", " << fourth << ", "
       << fifth << ")";
  return {value, error, call.str()};
}

long SliceYield() { return syscall(kNrSliceYield); }

SliceControl Control(const Area* area) {
  return std::bit_cast<SliceControl>(std::uint32_t{area->slice_ctrl});
}
void SetControl(Area* area, SliceControl control) {
  area->slice_ctrl = std::bit_cast<std::uint32_t>(control);
}
void SetRequest(Area* area, std::uint8_t request) {
  auto* const bytes = reinterpret_cast<volatile std::uint8_t*>(&area->slice_ctrl);
  bytes[offsetof(SliceControl, request)] = request;
}
bool operator==(SliceControl one, SliceControl other) {
  return std::bit_cast<std::uint32_t>(one) == std::bit_cast<std::uint32_t>(other);
}
std::ostream& operator<<(std::ostream& out, SliceControl control) {
  return out << "{request " << int{control.request} << ", granted " << int{control.granted} << ", reserved "
             << control.reserved << "}";
}

Extension Ask(Rival& rival, Area* area, const std::function<void()>& meanwhile, SliceControl request) {
  return UntilGranted([&] { return AskOnce(rival, area, request, meanwhile, nullptr); });
}

Extension AskInSection(Rival& rival, Area* area, const std::function<void()>& enter) {
  return UntilGranted([&] { return AskOnce(rival, area, {1, 0, 0}, nullptr, enter); });
}

bool IsNeverGranted(Rival& rival, Area* area, SliceControl request) {
  for (int i = 0; i < kOften; ++i)
    if (AskOnce(rival, area, request, nullptr, nullptr).granted) return false;
  return true;
}

void SpinWhile(const Area* area, SliceControl control) {
  Spin([&] { return Control(area) == control; });
}

void OutlastExtension(const Area* area) {
  Spin([&] { return Control(area).granted != 0; });
}

long GrantsCounted() { return Has({"rseq-stats", "own-machine"}) ? RseqStats()["sgrant"] : 0; }

LongExtensions::LongExtensions() {
  if (!Has({"slice-extension", "debugfs", "own-machine"})) return;
  keep_.emplace("slice_ext_nsec");
  WriteDebugfs("slice_ext_nsec", kLongest);
}

SliceThread::SliceThread(std::function<void()> turn) : turn_(std::move(turn)) {
  Needs("slice-extension");
  Pin(AllowedCpus().front());
  registration_.emplace(Mode::kExtended);
  const SyscallResult on = SliceExtension(kSliceSet, kSliceEnable);
  if (on.value != 0) throw Broken("switching time-slice extensions on, which must work: " + on.call);
}

Rival& SliceThread::rival() {
  if (!rival_) rival_.emplace(turn_);
  return *rival_;
}

}  // namespace rct
