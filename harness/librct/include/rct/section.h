// SPDX-License-Identifier: MIT
// A critical section, its descriptor built at run time, and what became of a thread that went through it.
#ifndef RCT_SECTION_H_
#define RCT_SECTION_H_

#include <gmock/gmock-matchers.h>

#include <cstdint>
#include <iosfwd>
#include <span>

#include "rct/abi.h"
#include "rct/registration.h"

namespace rct {

// The instances of each kind, ordered by where its body is: the section's first instruction (slot 0), each
// one in between, its last and committing one (slot RCT_SLOTS-1).
std::span<const SectionCode> SpinSections();     // spins while the word at `operand` is 0
std::span<const SectionCode> TrapSections();     // raises RCT_TRAP_SIGNAL at `body`
std::span<const SectionCode> LoadSections();     // loads four bytes from `operand`
std::span<const SectionCode> StoreSections();    // stores four bytes, a 1, to `operand`
std::span<const SectionCode> SyscallSections();  // makes the system call `number`(`argument`…)
std::span<const SectionCode> CallSections();     // calls `callee`(`operand`), outside the section
const SectionCode& CommitSection();              // checks, copies, commits; see SectionFrame
const SectionCode& PopSection();                 // takes the first element off a list
const SectionCode& RegistersSection();           // loads every register, traps, stores every register

// What became of one pass through a section.
struct Passage {
  bool aborted;                    // left through the abort handler; else ran to its end, or
  bool declined = false;           // (commit, pop) found that it must not be done
  bool provoked = false;           // the event happened while the section was armed and the thread inside
  std::uint64_t rseq_cs_left = 0;  // the area's rseq_cs right after
  long switches = 0;               // how often the thread was switched out meanwhile
  long preemptions = 0;            // and how often of these against its will
  int rounds = 1;                  // attempts until one counted (see PassUndisturbed, Trap, SpinThrough)
};
std::ostream& operator<<(std::ostream& out, const Passage& passage);

testing::Matcher<const Passage&> Aborts();     // provoked, and left through the abort handler
testing::Matcher<const Passage&> Completes();  // provoked, and ran to its end nevertheless

// A section ready to be entered. Everything about it may be changed first: the frame, the descriptor (a copy
// that describes the code truthfully), and where the descriptor lies.
class Section {
 public:
  explicit Section(const SectionCode& code);
  Section(const Section&) = delete;  // it has pointers into itself
  Section& operator=(const Section&) = delete;

  SectionFrame frame{};
  const SectionCode& code;

  // The descriptor; writing to it changes what the kernel will read.
  Descriptor& descriptor() { return *descriptor_; }
  // Moves the descriptor, as it is now, to `where`, which the caller keeps alive.
  void PlaceDescriptor(void* where);
  // Makes the section arm with this address instead: rseq_cs will hold it whatever is, or is not, there.
  void ArmWith(std::uintptr_t address);

  // The bounds of the section, as data. [start, end) may be any range; the code stays what it is.
  void SetRange(std::uintptr_t start, std::uintptr_t end);

  // Passes once, armed through `area`, and leaves rseq_cs zero. `provoked` is left to the caller.
  Passage Enter(Area* area);

 private:
  alignas(32) Descriptor own_;
  Descriptor* descriptor_;
};

// The four bytes before an instruction, as the kernel compares them: a thread that registers them as its
// signature may have an abort handler there.
std::uint32_t SignatureBefore(std::uintptr_t ip);

}  // namespace rct

#endif  // RCT_SECTION_H_
