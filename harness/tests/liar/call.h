// SPDX-License-Identifier: MIT
// What a lie works on: threads, as the liar knows them, and the system calls that they make.
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

// The arguments of rseq(2), in the width in which the kernel takes them.
struct RseqArguments {
  std::uint64_t area = 0;
  std::uint32_t length = 0;
  int flags = 0;
  std::uint32_t signature = 0;
};

// A thread's registration as the program is made to believe it.
struct Registration {
  bool there = false;
  bool pretended = false;  // the kernel knows nothing of it, all its effects are the liar's
  std::uint64_t area = 0;
  std::uint32_t length = 0;
  std::uint32_t signature = 0;
};

// How a thread came to be that makes its first call.
enum class Origin { kUnknown, kFork, kSharedMemory, kThread, kExec };

struct Thread {
  pid_t id = 0;
  pid_t process = 0;
  pid_t parent = 0;  // process
  Identity identity;
  Origin origin = Origin::kUnknown;
  bool fresh = true;  // its first call is still to be answered
  Registration from;  // what it was registered as before execve(2), or who made it
  Registration registration;
  Registration secret;                 // the kernel still has it, and the program shall believe it is gone
  bool loses = false;                  // its registration, at its next call
  bool membarrier_registered = false;  // has called membarrier(REGISTER_PRIVATE_EXPEDITED_RSEQ) itself
};
using Threads = std::map<pid_t, Thread>;

// A system call that is about to be made: its thread waits for an answer.
class Call {
 public:
  Call(Threads& all, pid_t caller, long its_number, const std::array<std::uint64_t, 6>& its_arguments,
       bool is_compat);

  Threads& threads;  // all that ever made a call
  Thread& thread;    // who makes this one
  const long number;
  const std::array<std::uint64_t, 6> arguments;
  const bool compat;  // made by a 32-bit program

  // The memory of the thread's process. False where it is not there, or not to be written to.
  bool Read(std::uint64_t from, void* to, std::size_t size) const;
  bool Write(std::uint64_t to, const void* from, std::size_t size) const;
  template <typename T>
  bool Write(std::uint64_t to, T value) const {
    return Write(to, &value, sizeof value);
  }

  // Makes the thread do it, now, in the kernel: this very call, or another one. Returns what the kernel
  // returned, errors as -errno. Throws Gone where the thread cannot be held, which then makes its call again.
  long Perform();
  long Perform(long other_number, std::array<std::uint64_t, 6> other_arguments);
  // Makes the thread call rseq(2) with these arguments. Keeps the books.
  long Rseq(const RseqArguments& now);
  // Takes the thread's registration away, with all that belongs to it.
  void Drop();
  // Held, it has performed something, and its answer goes another way.
  Hold* hold() { return hold_.get(); }

 private:
  std::unique_ptr<Hold> hold_;
};

// The checks of rseq(2) in the order in which Linux makes them. Which one decides is what the kernel would
// say.
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
  kBusy,                 // … exactly so: EBUSY
  kLength,               // too short: EINVAL
  kAlignment,            // not aligned: EINVAL
  kRange,                // not an address of user space: EFAULT
  kMemory,               // not there, or not to be written to: EFAULT
  kRegisters,            // nothing wrong
};

// A call of rseq(2).
class RseqCall : public Call {
 public:
  RseqCall(Threads& all, pid_t caller, long its_number, const std::array<std::uint64_t, 6>& its_arguments,
           bool is_compat);

  RseqArguments rseq;
  Check check;  // what decides about it in an honest kernel

  long HonestError() const;  // -errno of `check`, or 0
  bool Refused() const { return HonestError() != 0; }
  bool RefusesUnregister() const { return check < Check::kUnregisters; }
  bool RefusesAnother() const { return check >= Check::kOtherArea && check <= Check::kBusy; }
  bool OtherSignature() const { return rseq.signature != thread.registration.signature; }
  bool Whole() const;  // nothing is set in the arguments' upper halves

  // The answer of an honest kernel; nothing where the kernel itself shall give it. Keeps the books.
  std::optional<long> Truth();
  // Makes the thread do in the kernel what it asked for.
  long Really() { return Rseq(rseq); }
  // From now on the thread is registered so, but only in the liar's books.
  void Pretend();
  // What registration writes to an area: the identity of the CPU that the thread is on.
  void WriteIds() const;
};

// Which check decides about these arguments, called by a thread with this registration.
Check Decide(const Call& call, const RseqArguments& arguments);

}  // namespace rct::liar

#endif  // RCT_LIAR_CALL_H_
