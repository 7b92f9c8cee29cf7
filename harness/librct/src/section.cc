// SPDX-License-Identifier: MIT
#include "rct/section.h"

#include <sys/resource.h>

#include <cstring>
#include <ostream>

#include "rct/cpu.h"

namespace rct {
namespace {

class PassageMatcher : public testing::MatcherInterface<const Passage&> {
 public:
  explicit PassageMatcher(bool aborted) : aborted_(aborted) {}
  bool MatchAndExplain(const Passage& passage, testing::MatchResultListener* /*listener*/) const override {
    return passage.provoked && passage.aborted == aborted_;
  }
  void DescribeTo(std::ostream* out) const override {
    *out << (aborted_ ? "the event aborts the section" : "the section runs to its end through the event");
  }

 private:
  bool aborted_;
};

}  // namespace

std::span<const SectionCode> SpinSections() { return rct_sections_spin; }
std::span<const SectionCode> TrapSections() { return rct_sections_trap; }
std::span<const SectionCode> LoadSections() { return rct_sections_load; }
std::span<const SectionCode> StoreSections() { return rct_sections_store; }
std::span<const SectionCode> SyscallSections() { return rct_sections_syscall; }
std::span<const SectionCode> CallSections() { return rct_sections_call; }
const SectionCode& CommitSection() { return rct_sections_commit[0]; }
const SectionCode& PopSection() { return rct_sections_pop[0]; }
const SectionCode& RegistersSection() { return rct_sections_registers[0]; }

std::ostream& operator<<(std::ostream& out, const Passage& passage) {
  return out << "a passage that " << (passage.aborted ? "was aborted" : "ran to its end") << ", "
             << (passage.provoked ? "the event having happened inside" : "without the event")
             << " (rseq_cs left 0x" << std::hex << passage.rseq_cs_left << std::dec << ", "
             << passage.switches << " context switches, attempt " << passage.rounds << ")";
}

testing::Matcher<const Passage&> Aborts() {
  return testing::Matcher<const Passage&>(new PassageMatcher(true));
}
testing::Matcher<const Passage&> Completes() {
  return testing::Matcher<const Passage&>(new PassageMatcher(false));
}

Section::Section(const SectionCode& section_code)
    : code(section_code),
      own_{0, 0, section_code.start, section_code.post_commit - section_code.start, section_code.abort},
      descriptor_(&own_) {
  frame.descriptor = descriptor_;
}

void Section::PlaceDescriptor(void* where) {
  std::memcpy(where, descriptor_, sizeof(Descriptor));
  descriptor_ = static_cast<Descriptor*>(where);
  frame.descriptor = where;
}

void Section::ArmWith(std::uintptr_t address) { frame.descriptor = reinterpret_cast<const void*>(address); }

void Section::SetRange(std::uintptr_t start, std::uintptr_t end) {
  descriptor_->start_ip = start;
  descriptor_->post_commit_offset = end - start;
}

Passage Section::Enter(Area* area) {
  frame.cs_field = const_cast<std::uint64_t*>(&area->rseq_cs);
  // The preemption count covers a wider span than the switch count: one switch without a preemption was
  // therefore voluntary.
  const long preempted_before = Preemptions(RUSAGE_THREAD);
  const long before = ContextSwitches();
  const long how = code.enter(&frame);
  Passage passage{how == 1, how == 2};
  passage.rseq_cs_left = area->rseq_cs;
  area->rseq_cs = 0;  // the descriptor may be gone before the next event
  passage.switches = ContextSwitches() - before;
  passage.preemptions = Preemptions(RUSAGE_THREAD) - preempted_before;
  return passage;
}

std::uint32_t SignatureBefore(std::uintptr_t ip) {
  std::uint32_t signature = 0;
  std::memcpy(&signature, reinterpret_cast<const void*>(ip - sizeof signature), sizeof signature);
  return signature;
}

}  // namespace rct
