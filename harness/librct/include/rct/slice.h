// SPDX-License-Identifier: MIT
// Time-slice extensions: a thread requests in its area to keep its CPU for a moment. If another thread wants
// the CPU, the kernel may then leave it to the thread for some microseconds; the thread should give it up by
// rseq_slice_yield(2) as soon as possible.
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

// Read and write the area's slice_ctrl in one access. SetRequest writes only the request, as a thread should:
// the kernel may write the rest at any moment.
SliceControl Control(const Area* area);
void SetControl(Area* area, SliceControl control);
void SetRequest(Area* area, std::uint8_t request);
bool operator==(SliceControl one, SliceControl other);
std::ostream& operator<<(std::ostream& out, SliceControl control);

// The outcome of a request.
struct Extension {
  bool granted = false;    // as the thread itself saw it, in user mode
  SliceControl control{};  // what it saw
  long turns = 0;          // how often the competing thread had had the CPU by then
};

// Asks for an extension, and spins in user mode until the kernel has granted it or the competing thread has
// had the CPU. In the latter case it asks again, up to a bound: the kernel may have had other work before the
// return to user mode, or the extension was over before the thread saw it. `meanwhile` runs in user mode
// during the extension, with no system call before it. A system call in it ends the extension, and so does
// its return.
Extension Ask(Rival& rival, Area* area, const std::function<void()>& meanwhile = nullptr,
              SliceControl request = {1, 0, 0});

// The same, but a section spins: `enter` enters it, and it ends when the extension is granted or the thread
// was switched out.
Extension AskInSection(Rival& rival, Area* area, const std::function<void()>& enter);

// Asks often enough that a kernel with extensions would have granted one; true if it never did.
bool IsNeverGranted(Rival& rival, Area* area, SliceControl request = {1, 0, 0});

// How many extensions the kernel has granted, by its own count. Without "own-machine", or if the kernel does
// not count, this never changes.
long GrantsCounted();

// Both spin in user mode, for longer than any extension can last: SpinWhile until slice_ctrl differs from
// `control`, OutlastExtension until the extension is over.
void SpinWhile(const Area* area, SliceControl control);
void OutlastExtension(const Area* area);

// With "own-machine", extensions last as long as the kernel allows while this object lives, so that a slow
// CPU sees more of them. Otherwise it does nothing.
class LongExtensions {
 public:
  LongExtensions();

 private:
  std::optional<KeepDebugfs> keep_;
};

// Prepares the calling thread for extensions, long ones if possible: registered in extended mode, with the
// extension enabled, on a CPU that a competing thread wants. Skips without "slice-extension".
class SliceThread {
 public:
  // The competing thread calls `turn` each time it has the CPU.
  explicit SliceThread(std::function<void()> turn = nullptr);
  SliceThread(const SliceThread&) = delete;
  SliceThread& operator=(const SliceThread&) = delete;

  Area* area() const { return registration_->area(); }
  SliceControl control() const { return Control(area()); }
  const Registration& registration() const { return *registration_; }
  Rival& rival();  // created by the first call
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
