// SPDX-License-Identifier: MIT
// A critical section, its descriptor built at run time, and the result of running it.
#ifndef RCT_SECTION_H_
#define RCT_SECTION_H_

#include <gmock/gmock-matchers.h>

#include <cstdint>
#include <iosfwd>
#include <span>

#include "rct/abi.h"
#include "rct/registration.h"

namespace rct {

// The sections of each kind, ordered by where the body is: the first instruction (slot 0), each one in
// between, the last and committing one (slot RCT_SLOTS-1).
std::span<const SectionCode> SpinSections();     // spins while the word at `operand` is 0
std::span<const SectionCode> TrapSections();     // raises RCT_TRAP_SIGNAL at `body`
std::span<const SectionCode> LoadSections();     // loads four bytes from `operand`
std::span<const SectionCode> StoreSections();    // stores four bytes, a 1, to `operand`
std::span<const SectionCode> SyscallSections();  // makes the system call `number`(`argument`…)
std::span<const SectionCode> CallSections();     // calls `callee`(`operand`), outside the section
const SectionCode& CommitSection();              // checks, copies, commits; see SectionFrame
const SectionCode& PopSection();                 // takes the first element off a list
const SectionCode& RegistersSection();           // loads every register, traps, stores every register

// The result of one section run.
struct Passage {
  bool aborted;                    // left through the abort handler
  bool declined = false;           // commit, pop: found that the change must not be made
  bool provoked = false;           // the event happened while the section was armed and the thread inside
  std::uint64_t rseq_cs_left = 0;  // the area's rseq_cs right after
  long switches = 0;               // how often the thread was switched out meanwhile
  long preemptions = 0;            // how many of these were involuntary
  int rounds = 1;                  // attempts until one counted (see PassUndisturbed, Trap, SpinThrough)
};
std::ostream& operator<<(std::ostream& out, const Passage& passage);

testing::Matcher<const Passage&> Aborts();     // provoked, and left through the abort handler
testing::Matcher<const Passage&> Completes();  // provoked, and ran to its end nevertheless

// A section ready to run. A case may first change the frame, the descriptor (a copy that initially describes
// the code correctly), and the descriptor's place.
class Section {
 public:
  explicit Section(const SectionCode& code);
  Section(const Section&) = delete;  // it has pointers into itself
  Section& operator=(const Section&) = delete;

  SectionFrame frame{};
  const SectionCode& code;

  // The descriptor; writing to it changes what the kernel will read.
  Descriptor& descriptor() { return *descriptor_; }
  // Moves the current descriptor to `where`, which the caller keeps alive.
  void PlaceDescriptor(void* where);
  // Makes the section store this address in rseq_cs, whether or not a descriptor is there.
  void ArmWith(std::uintptr_t address);

  // Sets the bounds in the descriptor to any range; the code does not change.
  void SetRange(std::uintptr_t start, std::uintptr_t end);

  // Runs the section once, armed through `area`, and leaves rseq_cs zero. The caller sets `provoked`.
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
