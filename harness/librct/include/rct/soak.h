// SPDX-License-Identifier: MIT
// Soaks: threads that use sections as a run-time does, on data that belongs to a CPU or to an mm_cid, while
// events rain on them. They alone leave something to chance, how often a section is aborted; so they are
// time-boxed, and apart (cases/soak). What they must come to is exact: no update is lost.
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

// Does `work` over and over for SoakTime(), and on until there is `enough`, at most LongTime() more.
void Soaking(const std::function<void()>& work, const std::function<bool()>& enough);

// One value for each CPU or mm_cid, each on a cache line of its own.
template <typename T>
class PerId {
 public:
  PerId() : slots_(static_cast<std::size_t>(PossibleCpus())) {}
  T& operator[](std::uint32_t id) { return slots_.at(id).value; }
  // The sum of what `of` makes of each.
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

// What a section is to do, if the worker still has the id and the words are still as they were seen.
struct Change {
  std::uint32_t id;
  Word* word;
  std::uintptr_t expected, value;  // what it must be, and is to become
  const Word* also = nullptr;      // another word, which stays, and what it must be
  std::uintptr_t also_expected = 0;
  const std::uintptr_t* source = nullptr;  // RCT_COPIED words to copy before
  std::uintptr_t* destination = nullptr;
};

// An element of a list; Worker::Pop takes its first off.
struct Element {
  std::uintptr_t next = 0;  // the address of the next one
};

enum class Id { kCpu, kMmCid };

// How passages ended. One thread counts, others may look.
struct Count {
  std::atomic<long> commits{0}, aborts{0}, declined{0};
};

// A thread of a soak. All of it is that thread's own.
class Worker {
 public:
  Worker(Mode mode, Id id, int number, Count& count);

  int number() const { return number_; }                        // 0, 1, … of all workers
  std::uint32_t id() const { return *commit_.frame.id_field; }  // as it is now
  bool Commit(const Change& change);                            // true where it was done
  Element* Pop(std::uint32_t id, Word* head);                   // null where it was not, or nothing is there
  void Renew();  // unregisters and registers again; throws Broken

 private:
  bool Enter(Section& section, std::uint32_t id, Word* word);

  const int number_;
  Count& count_;
  Registration registration_;
  Section commit_, pop_;
  Word nothing_{0};
  std::uintptr_t scratch_[2][RCT_COPIED] = {};
};

// What the workers of a soak came to, together; `kept` are the signals that found a section running on.
struct Soaked {
  long commits, aborts, declined, kept;
};
std::ostream& operator<<(std::ostream& out, const Soaked& soaked);
testing::Matcher<const Soaked&>
WasDisturbed();  // sections were aborted, none was kept, and sections committed

// Runs two workers a CPU for SoakTime(), or longer until a section has been aborted, or kept by a signal;
// each does `turn` again and again. Another thread moves them to other CPUs, sends them signals and, where
// the kernel can, aborts what runs by membarrier(2); between that it does `meanwhile`. Throws what any of
// them threw.
Soaked Soak(Mode mode, Id id, const std::function<void(Worker&)>& turn,
            const std::function<void()>& meanwhile = nullptr);

}  // namespace rct

#endif  // RCT_SOAK_H_
