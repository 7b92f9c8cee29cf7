// SPDX-License-Identifier: MIT
// Sets of CPUs for a machine of any size. A cpu_set_t ends at CPU 1023, and a kernel built for more CPUs
// refuses it.
#ifndef RCT_PROBE_CPU_SET_H_
#define RCT_PROBE_CPU_SET_H_

#include <sched.h>
#include <sys/types.h>

#include <cerrno>
#include <climits>
#include <cstddef>
#include <vector>

namespace rct {

class CpuSet {
 public:
  explicit CpuSet(const std::vector<int>& cpus) {
    for (const int cpu : cpus) {
      const auto word = static_cast<std::size_t>(cpu) / kBits;
      if (word >= words_.size()) words_.resize(word + 1);
      words_[word] |= 1ul << static_cast<std::size_t>(cpu) % kBits;
    }
  }
  // The CPUs that a thread (0: the caller) may run on; empty, with errno, if the kernel does not say.
  static CpuSet Of(pid_t thread) {
    constexpr std::size_t kMost = 1u << 20;  // bits: the largest set to try
    CpuSet set({});
    do set.words_.resize(set.words_.empty() ? CPU_SETSIZE / kBits : 2 * set.words_.size());
    while (sched_getaffinity(thread, set.size(), set.set()) != 0 && errno == EINVAL &&
           set.words_.size() * kBits < kMost);
    return set;
  }
  // Every CPU that the kernel could ever have.
  static CpuSet Full() {
    CpuSet set = Of(0);
    for (unsigned long& word : set.words_) word = ~0ul;
    return set;
  }

  // Restricts a thread to these CPUs by sched_setaffinity(2); false with errno on failure.
  bool Restrict(pid_t thread) const { return sched_setaffinity(thread, size(), set()) == 0; }

  std::vector<int> cpus() const {
    std::vector<int> cpus;
    for (std::size_t cpu = 0; cpu < words_.size() * kBits; ++cpu)
      if ((words_[cpu / kBits] >> cpu % kBits & 1) != 0) cpus.push_back(static_cast<int>(cpu));
    return cpus;
  }

  // The set as the system calls take it.
  const cpu_set_t* set() const { return reinterpret_cast<const cpu_set_t*>(words_.data()); }
  std::size_t size() const { return words_.size() * sizeof(unsigned long); }

 private:
  static constexpr std::size_t kBits = sizeof(unsigned long) * CHAR_BIT;
  cpu_set_t* set() { return reinterpret_cast<cpu_set_t*>(words_.data()); }

  std::vector<unsigned long> words_;
};

}  // namespace rct

#endif  // RCT_PROBE_CPU_SET_H_
