// SPDX-License-Identifier: MIT
// Time-slice extensions: a thread that must not lose its CPU just now says so in its area. The kernel may
// then leave it there for some microseconds when somebody else wants the CPU; the thread is to give it up by
// rseq_slice_yield(2) as soon as it can.
#ifndef RCT_SLICE_H_
#define RCT_SLICE_H_

#include <cstdint>
#include <functional>
#include <iosfwd>
#include <optional>

#include "rct/abi.h"
#include "rct/cpu.h"
#include "rct/debugfs.h"
#include "rct/registration.h"
#include "rct/schedule.h"
#include "rct/syscall.h"

namespace rct {

// prctl(PR_RSEQ_SLICE_EXTENSION), and the value of rseq_slice_yield(2).
SyscallResult SliceExtension(long operation, unsigned long argument = 0, unsigned long fourth = 0,
                             unsigned long fifth = 0);
long SliceYield();

// The area's slice_ctrl, read at once, and written at once; and its request alone, as a thread is to write
// it: the kernel may write the rest at any moment.
SliceControl Control(const Area* area);
void SetControl(Area* area, SliceControl control);
void SetRequest(Area* area, std::uint8_t request);
bool operator==(SliceControl one, SliceControl other);
std::ostream& operator<<(std::ostream& out, SliceControl control);

// What became of a request.
struct Extension {
  bool granted = false;    // as the thread itself saw it, in user mode
  SliceControl control{};  // what it saw
  long turns = 0;          // how often the rival had had the CPU by then
};

// Asks for an extension, and spins in user mode until the kernel has granted it or the rival has had the CPU
// nevertheless. In the latter case it asks again, up to a bound: there may have been something else to do
// before the return to user mode, or the extension was over before the thread saw it. `meanwhile` is called
// while it is granted, in user mode, with no system call before it. Any that it makes ends the extension, and
// so does its own end.
Extension Ask(Rival& rival, Area* area, const std::function<void()>& meanwhile = nullptr,
              SliceControl request = {1, 0, 0});

// The same, but who spins is a section, which `enter` enters and which is left when the extension is granted
// or the thread was switched out.
Extension AskInSection(Rival& rival, Area* area, const std::function<void()>& enter);

// Asks often enough for a kernel that grants at all to have granted once, and says whether it never did.
bool IsNeverGranted(Rival& rival, Area* area, SliceControl request = {1, 0, 0});

// How many extensions the kernel has granted by its own count, on a machine of the suite's own; elsewhere,
// and where it does not count, this stays the same.
long GrantsCounted();

// Each spins in user mode, for longer than any extension lasts at most: until slice_ctrl is no longer as
// said, and until the extension is over.
void SpinWhile(const Area* area, SliceControl control);
void OutlastExtension(const Area* area);

// On a machine of the suite's own, makes extensions last as long as can be for as long as it lives: a slow
// CPU sees more of them then. Elsewhere it does nothing.
class LongExtensions {
 public:
  LongExtensions();

 private:
  std::optional<KeepDebugfs> keep_;
};

// The calling thread with all that it needs to be granted extensions, and long ones if possible: registered
// in extended mode, with the extension switched on, and on a CPU that a rival wants. Skips without
// "slice-extension".
class SliceThread {
 public:
  // `turn` is what the rival does each time it has the CPU.
  explicit SliceThread(std::function<void()> turn = nullptr);
  SliceThread(const SliceThread&) = delete;
  SliceThread& operator=(const SliceThread&) = delete;

  Area* area() const { return registration_->area(); }
  SliceControl control() const { return Control(area()); }
  const Registration& registration() const { return *registration_; }
  Rival& rival();  // there is none before it is asked for
  Extension Ask(const std::function<void()>& meanwhile = nullptr, SliceControl request = {1, 0, 0}) {
    return rct::Ask(rival(), area(), meanwhile, request);
  }

 private:
  KeepAffinity affinity_;
  LongExtensions long_;
  std::optional<Registration> registration_;
  std::function<void()> turn_;
  std::optional<Rival> rival_;
};

}  // namespace rct

#endif  // RCT_SLICE_H_
