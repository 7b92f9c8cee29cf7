// SPDX-License-Identifier: MIT
// Soaks: threads use sections as a run-time library does, on data of a CPU or an mm_cid, while many events
// disturb them. Only how often a section aborts is left to chance, so soaks have a time limit and their own
// directory (cases/soak). The result is exact: no update is lost.
#ifndef RCT_SOAK_H_
#define RCT_SOAK_H_

#include <gmock/gmock-matchers.h>

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <iosfwd>
#include <vector>

#include "rct/cpu.h"
#include "rct/registration.h"
#include "rct/section.h"

namespace rct {

// How long one TEST of a soak takes: the program's argument --soak=SECONDS, else two seconds.
std::chrono::milliseconds SoakTime();

// Repeats `work` for SoakTime(), then until `enough` returns true, at most LongTime() more.
void Soaking(const std::function<void()>& work, const std::function<bool()>& enough);

// One value for each CPU or mm_cid, each on its own cache line.
template <typename T>
class PerId {
 public:
  PerId() : slots_(static_cast<std::size_t>(PossibleCpus())) {}
  T& operator[](std::uint32_t id) { return slots_.at(id).value; }
  // The sum of `of` over all values.
  std::uintptr_t Sum(const std::function<std::uintptr_t(T&)>& of) {
    std::uintptr_t sum = 0;
    for (Slot& slot : slots_) sum += of(slot.value);
    return sum;
  }

 private:
  struct alignas(64) Slot {
    T value{};
  };
  std::vector<Slot> slots_;
};

using Word = std::atomic<std::uintptr_t>;
std::uintptr_t Sum(PerId<Word>& words);

// What a section should do, if the worker still has the id and the words still have the expected values.
struct Change {
  std::uint32_t id;
  Word* word;
  std::uintptr_t expected, value;  // its value before and after
  const Word* also = nullptr;      // another word that must have also_expected and stays unchanged
  std::uintptr_t also_expected = 0;
  const std::uintptr_t* source = nullptr;  // RCT_COPIED words to copy first
  std::uintptr_t* destination = nullptr;
};

// An element of a list. Worker::Pop removes the first one.
struct Element {
  std::uintptr_t next = 0;  // the address of the next one
};

enum class Id { kCpu, kMmCid };

// How section runs ended. One thread counts; others may read.
struct Count {
  std::atomic<long> commits{0}, aborts{0}, declined{0};
};

// One thread of a soak. Only that thread uses it.
class Worker {
 public:
  Worker(Mode mode, Id id, int number, Count& count);

  int number() const { return number_; }                        // 0, 1, … of all workers
  std::uint32_t id() const { return *commit_.frame.id_field; }  // its current id
  bool Commit(const Change& change);                            // true if the change was made
  Element* Pop(std::uint32_t id, Word* head);  // null if it was not made, or the list is empty
  void Renew();                                // unregisters and registers again; throws Broken

 private:
  bool Enter(Section& section, std::uint32_t id, Word* word);

  const int number_;
  Count& count_;
  Registration registration_;
  Section commit_, pop_;
  Word nothing_{0};
  std::uintptr_t scratch_[2][RCT_COPIED] = {};
};

// The sums over all workers. `kept` counts the signals after which a section continued.
struct Soaked {
  long commits, aborts, declined, kept;
};
std::ostream& operator<<(std::ostream& out, const Soaked& soaked);
testing::Matcher<const Soaked&>
WasDisturbed();  // sections were aborted, none was kept, and sections committed

// Runs two workers per CPU for SoakTime(), and longer until a section has been aborted, or a signal failed to
// abort one. Each worker repeats `turn`. Another thread moves the workers between CPUs, sends them signals,
// aborts running sections by membarrier(2) if the kernel supports it, and calls `meanwhile` in between.
// Rethrows what any of them threw.
Soaked Soak(Mode mode, Id id, const std::function<void(Worker&)>& turn,
            const std::function<void()>& meanwhile = nullptr);

}  // namespace rct

#endif  // RCT_SOAK_H_
