// SPDX-License-Identifier: MIT
#include "call.h"

#include <sys/auxv.h>
#include <sys/uio.h>

#include <algorithm>
#include <cerrno>

#include "rct/abi.h"

namespace rct::liar {
namespace {

constexpr std::uint64_t kEndOfUserSpace = 0x7ffffffff000;  // also for 32-bit programs: the kernel is 64-bit

constexpr long kRseqNative = RCT_NR_RSEQ;
constexpr long kRseqCompat = 386;  // arch/x86/entry/syscalls/syscall_32.tbl

iovec Piece(std::uint64_t address, std::size_t size) { return {reinterpret_cast<void*>(address), size}; }

bool KnownFlags(int flags) {
  const bool has_slices = getauxval(kAuxFeatureSize) > kOriginalSize;
  return (flags & ~(has_slices ? kSliceDefaultOn : 0)) == 0;
}

bool LongEnough(std::uint32_t length) {
  const auto feature_size = static_cast<std::uint32_t>(getauxval(kAuxFeatureSize));
  if (feature_size == 0) return length == kOriginalSize;
  return length == kOriginalSize || (length > kOriginalSize && length >= feature_size);
}

std::uint64_t AlignmentFor(std::uint32_t length) {
  return length == kOriginalSize ? 32 : std::max<std::uint64_t>(32, getauxval(kAuxAlign));
}

// Registration clears an rseq_cs that is not zero, so it needs to read it and may need to write it.
bool Usable(const Call& call, std::uint64_t area) {
  const std::uint64_t where = area + offsetof(Area, rseq_cs);
  std::uint64_t rseq_cs = 0;
  if (!call.Read(where, &rseq_cs, sizeof rseq_cs)) return false;
  return rseq_cs == 0 || call.Write(where, rseq_cs);
}

bool Writable(const Call& call, std::uint64_t area) {
  std::uint64_t ids = 0;
  return call.Read(area, &ids, sizeof ids) && call.Write(area, ids);
}

long ErrorOf(Check check) {
  switch (check) {
    case Check::kUnregisterSignature:
    case Check::kOtherSignature:
      return -EPERM;
    case Check::kBusy:
      return -EBUSY;
    case Check::kUnregisterWrite:
    case Check::kRange:
    case Check::kMemory:
      return -EFAULT;
    case Check::kUnregisters:
    case Check::kRegisters:
      return 0;
    default:
      return -EINVAL;
  }
}

}  // namespace

Check Decide(const Call& call, const RseqArguments& arguments) {
  const Registration& now = call.thread.registration;
  if ((arguments.flags & kUnregister) != 0) {
    if (arguments.flags != kUnregister) return Check::kUnregisterFlags;
    if (!now.there) return Check::kUnregisterNothing;
    if (arguments.area != now.area) return Check::kUnregisterArea;
    if (arguments.length != now.length) return Check::kUnregisterLength;
    if (arguments.signature != now.signature) return Check::kUnregisterSignature;
    return now.pretended || Writable(call, now.area) ? Check::kUnregisters : Check::kUnregisterWrite;
  }
  if (!KnownFlags(arguments.flags)) return Check::kFlags;
  if (now.there) {
    if (arguments.area != now.area) return Check::kOtherArea;
    if (arguments.length != now.length) return Check::kOtherLength;
    return arguments.signature != now.signature ? Check::kOtherSignature : Check::kBusy;
  }
  if (!LongEnough(arguments.length)) return Check::kLength;
  if (arguments.area % AlignmentFor(arguments.length) != 0) return Check::kAlignment;
  if (arguments.area >= kEndOfUserSpace || kEndOfUserSpace - arguments.area < arguments.length)
    return Check::kRange;
  return Usable(call, arguments.area) ? Check::kRegisters : Check::kMemory;
}

Call::Call(Threads& all, pid_t caller, long its_number, const std::array<std::uint64_t, 6>& its_arguments,
           bool is_compat)
    : threads(all), thread(all.at(caller)), number(its_number), arguments(its_arguments), compat(is_compat) {}

bool Call::Read(std::uint64_t from, void* to, std::size_t size) const {
  const iovec local{to, size};
  const iovec remote = Piece(from, size);
  return process_vm_readv(thread.id, &local, 1, &remote, 1, 0) == static_cast<ssize_t>(size);
}

bool Call::Write(std::uint64_t to, const void* from, std::size_t size) const {
  const iovec local{const_cast<void*>(from), size};
  const iovec remote = Piece(to, size);
  return process_vm_writev(thread.id, &local, 1, &remote, 1, 0) == static_cast<ssize_t>(size);
}

long Call::Perform() { return Perform(number, arguments); }

long Call::Perform(long other_number, std::array<std::uint64_t, 6> other_arguments) {
  if (!hold_) hold_ = std::make_unique<Hold>(thread.id, number, compat);
  return hold_->Perform(other_number, other_arguments);
}

long Call::Rseq(const RseqArguments& now) {
  const long result =
      Perform(compat ? kRseqCompat : kRseqNative,
              {now.area, now.length, static_cast<std::uint32_t>(now.flags), now.signature, 0, 0});
  if (result != 0) return result;
  thread.registration = {};
  if ((now.flags & kUnregister) == 0)
    thread.registration = {true, false, now.area, now.length, now.signature};
  return 0;
}

void Call::Drop() {
  const Registration was = thread.registration;
  if (!was.there) return;
  if (!was.pretended) {
    Rseq({was.area, was.length, kUnregister, was.signature});
  } else {
    Write(was.area, std::uint64_t{kCpuIdUninitialized} << 32);    // cpu_id_start 0, cpu_id -1
    Write(was.area + offsetof(Area, node_id), std::uint64_t{0});  // and mm_cid
  }
  thread.registration = {};
}

RseqCall::RseqCall(Threads& all, pid_t caller, long its_number,
                   const std::array<std::uint64_t, 6>& its_arguments, bool is_compat)
    : Call(all, caller, its_number, its_arguments, is_compat),
      rseq{its_arguments[0], static_cast<std::uint32_t>(its_arguments[1]), static_cast<int>(its_arguments[2]),
           static_cast<std::uint32_t>(its_arguments[3])},
      check(Decide(*this, rseq)) {}

long RseqCall::HonestError() const { return ErrorOf(check); }

bool RseqCall::Whole() const { return (arguments[1] | arguments[2] | arguments[3]) >> 32 == 0; }

std::optional<long> RseqCall::Truth() {
  Registration& now = thread.registration;
  if (check == Check::kRegisters) now = {true, false, rseq.area, rseq.length, rseq.signature};
  if (!now.pretended) {
    if (check == Check::kUnregisters) now = {};
    return std::nullopt;
  }
  if (check == Check::kUnregisters) Drop();
  return HonestError();
}

void RseqCall::Pretend() { thread.registration = {true, true, rseq.area, rseq.length, rseq.signature}; }

void RseqCall::WriteIds() const {
  const auto cpu = static_cast<std::uint32_t>(LookAt(thread.id).cpu);
  Write(rseq.area + offsetof(Area, cpu_id_start), cpu);
  Write(rseq.area + offsetof(Area, cpu_id), cpu);
  Write(rseq.area + offsetof(Area, node_id), static_cast<std::uint32_t>(NodeOf(static_cast<int>(cpu))));
  Write(rseq.area + offsetof(Area, mm_cid), std::uint32_t{0});
}

}  // namespace rct::liar
