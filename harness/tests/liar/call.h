// SPDX-License-Identifier: MIT
// The objects that a lie works on: threads as the liar knows them, and their system calls.
#ifndef RCT_LIAR_CALL_H_
#define RCT_LIAR_CALL_H_

#include <sys/types.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>

#include "hold.h"
#include "process.h"

namespace rct::liar {

// The arguments of rseq(2), in the width that the kernel uses.
struct RseqArguments {
  std::uint64_t area = 0;
  std::uint32_t length = 0;
  int flags = 0;
  std::uint32_t signature = 0;
};

// A thread's registration as the program sees it.
struct Registration {
  bool there = false;
  bool pretended = false;  // the kernel does not know it; the liar makes all its effects
  std::uint64_t area = 0;
  std::uint32_t length = 0;
  std::uint32_t signature = 0;
};

// How a thread came into being before its first call.
enum class Origin { kUnknown, kFork, kSharedMemory, kThread, kExec };

struct Thread {
  pid_t id = 0;
  pid_t process = 0;
  pid_t parent = 0;  // its parent process
  Identity identity;
  Origin origin = Origin::kUnknown;
  bool fresh = true;  // its first call is not answered yet
  Registration from;  // what it was registered as before execve(2), or its creator's registration
  Registration registration;
  Registration secret;                 // in the kernel, while the program believes it is gone
  bool loses = false;                  // loses its registration at its next call
  bool membarrier_registered = false;  // has called membarrier(REGISTER_PRIVATE_EXPEDITED_RSEQ) itself
};
using Threads = std::map<pid_t, Thread>;

// A system call that is about to be made: its thread waits for an answer.
class Call {
 public:
  Call(Threads& all, pid_t caller, long its_number, const std::array<std::uint64_t, 6>& its_arguments,
       bool is_compat);

  Threads& threads;  // all that ever made a call
  Thread& thread;    // the one that makes this call
  const long number;
  const std::array<std::uint64_t, 6> arguments;
  const bool compat;  // made by a 32-bit program

  // Access the memory of the thread's process. False if it is not mapped, or not writable.
  bool Read(std::uint64_t from, void* to, std::size_t size) const;
  bool Write(std::uint64_t to, const void* from, std::size_t size) const;
  template <typename T>
  bool Write(std::uint64_t to, T value) const {
    return Write(to, &value, sizeof value);
  }

  // Makes the thread perform this call, or another one, in the kernel now. Returns the kernel's result,
  // errors as -errno. Throws Gone if the thread cannot be held; it then makes its call again.
  long Perform();
  long Perform(long other_number, std::array<std::uint64_t, 6> other_arguments);
  // Makes the thread call rseq(2) with these arguments, and updates its registration.
  long Rseq(const RseqArguments& now);
  // Removes the thread's registration and all its effects.
  void Drop();
  // Not null once Perform held the thread: its answer then goes by the hold.
  Hold* hold() { return hold_.get(); }

 private:
  std::unique_ptr<Hold> hold_;
};

// The checks of rseq(2) in the order in which Linux makes them. The first one that applies decides what the
// kernel returns.
enum class Check {
  kUnregisterFlags,      // UNREGISTER with further flags: EINVAL
  kUnregisterNothing,    // … but not registered: EINVAL
  kUnregisterArea,       // … another area than registered: EINVAL
  kUnregisterLength,     // … another length: EINVAL
  kUnregisterSignature,  // … another signature: EPERM
  kUnregisterWrite,      // … the area cannot be reset: EFAULT
  kUnregisters,          // … nothing wrong
  kFlags,                // unknown flags: EINVAL
  kOtherArea,            // registered already, with another area: EINVAL
  kOtherLength,          // … another length: EINVAL
  kOtherSignature,       // … another signature: EPERM
  kBusy,                 // … the same registration: EBUSY
  kLength,               // too short: EINVAL
  kAlignment,            // not aligned: EINVAL
  kRange,                // not a user-space address: EFAULT
  kMemory,               // not mapped, or not writable: EFAULT
  kRegisters,            // nothing wrong
};

// A call of rseq(2).
class RseqCall : public Call {
 public:
  RseqCall(Threads& all, pid_t caller, long its_number, const std::array<std::uint64_t, 6>& its_arguments,
           bool is_compat);

  RseqArguments rseq;
  Check check;  // the check that decides in an honest kernel

  long HonestError() const;  // -errno of `check`, or 0
  bool Refused() const { return HonestError() != 0; }
  bool RefusesUnregister() const { return check < Check::kUnregisters; }
  bool RefusesAnother() const { return check >= Check::kOtherArea && check <= Check::kBusy; }
  bool OtherSignature() const { return rseq.signature != thread.registration.signature; }
  bool Whole() const;  // no bit is set in the arguments' upper halves

  // The answer of an honest kernel; nothing if the kernel itself should give it. Updates the registration.
  std::optional<long> Truth();
  // Makes the thread perform its own request in the kernel.
  long Really() { return Rseq(rseq); }
  // Marks the thread as registered, but only in the liar's records.
  void Pretend();
  // Writes what registration writes to an area: the identity of the CPU that the thread is on.
  void WriteIds() const;
};

// The check that decides about these arguments, in a call by a thread with this registration.
Check Decide(const Call& call, const RseqArguments& arguments);

}  // namespace rct::liar

#endif  // RCT_LIAR_CALL_H_
