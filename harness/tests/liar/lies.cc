// SPDX-License-Identifier: MIT
// The catalogue of lies: each is a kernel with one defect. ../lies.toml says which cases must detect it.
#include <algorithm>
#include <cerrno>

#include "lie.h"
#include "rct/abi.h"
#include "rules.h"

namespace rct::liar {
namespace {

constexpr std::uint64_t kNoCpu = 1'000'000;  // membarrier(2) for this CPU reaches nobody

// A thread with this origin gets the registration of the thread that it comes from.
auto InheritsIf(Origin origin) {
  return [origin](RseqCall& call) {
    if (call.thread.origin != origin || !call.thread.from.there) return;
    call.thread.registration = call.thread.from;
    call.thread.registration.pretended = true;
  };
}

const Lie kLies[] = {
    // The truth, in two ways, to prove that the liar itself changes nothing.
    {.name = "none",
     .wrong = "Nothing is wrong: every call is looked at and let through.",
     .rseq = [](RseqCall&) { return kTruth; },
     .membarrier = [](Call&) { return kTruth; },
     .configuration = [](Call&) { return kTruth; },
     .execute = [](Call&) { return kTruth; },
     .unmap = [](Call&) { return kTruth; }},
    {.name = "none-by-proxy",
     .wrong =
         "Nothing is wrong: the liar makes the thread perform each call, and returns what that returned.",
     .rseq = [](RseqCall& call) -> Answer { return call.Really(); },
     .membarrier = [](Call& call) -> Answer { return call.Perform(); },
     .configuration = [](Call& call) -> Answer { return call.Perform(); }},

    // The system call itself.
    {.name = "no-rseq", .wrong = "There is no rseq(2).", .rseq = [](RseqCall&) -> Answer { return -ENOSYS; }},
    {.name = "upper-halves",
     .wrong = "What is in the upper halves of the 32-bit arguments' registers counts.",
     .rseq = [](RseqCall& call) -> Answer { return call.Whole() ? kTruth : Answer(-EINVAL); }},

    // Errors confused with others.
    {.name = "einval-is-eperm",
     .wrong = "Where EINVAL is due, EPERM is given.",
     .rseq = Mistakes(-EINVAL, -EPERM)},
    {.name = "eperm-is-einval",
     .wrong = "Where EPERM is due, EINVAL is given.",
     .rseq = Mistakes(-EPERM, -EINVAL)},
    {.name = "efault-is-einval",
     .wrong = "Where EFAULT is due, EINVAL is given.",
     .rseq = Mistakes(-EFAULT, -EINVAL)},
    {.name = "ebusy-is-einval",
     .wrong = "Where EBUSY is due, EINVAL is given.",
     .rseq = Mistakes(-EBUSY, -EINVAL)},

    // Registration: what must be refused.
    {.name = "flags-ignored", .wrong = "Registration ignores unknown flags.", .rseq = Accepts({kFlags})},
    {.name = "misaligned-accepted", .wrong = "A misaligned area is accepted.", .rseq = Accepts({kAlignment})},
    {.name = "short-accepted",
     .wrong = "A length of fewer than 32 bytes is accepted.",
     .rseq = Accepts({kLength})},
    {.name = "kernel-address-accepted",
     .wrong = "An area at an address of the kernel is accepted.",
     .rseq = Accepts({kRange})},
    {.name = "unusable-accepted",
     .wrong = "Registering memory that is not there, or cannot be used, returns 0 and registers nothing.",
     .rseq = Says({kMemory}, 0)},
    {.name = "unusable-registers",
     .wrong = "A registration that fails with EFAULT is in force nevertheless.",
     .rseq = [](RseqCall& call) -> Answer {
       if (call.check != kMemory && call.check != kRange) return kTruth;
       call.Pretend();
       return -EFAULT;
     },
     .configuration = TellsBooks()},
    {.name = "probe-accepted",
     .wrong = "rseq(NULL, 0, 0, 0) succeeds.",
     .rseq = [](RseqCall& call) -> Answer {
       return call.rseq.area == 0 && call.rseq.length == 0 ? Answer(0) : kTruth;
     }},
    {.name = "refusal-writes",
     .wrong = "A refused registration writes the CPU to the area that it names.",
     .rseq = Writes({kFlags, kOtherArea, kOtherLength, kOtherSignature, kBusy, kLength, kAlignment},
                    Puts(kCpuIdStart, 77))},

    // Registration: what must succeed.
    {.name = "registration-dropped",
     .wrong = "Registration returns 0 and does nothing.",
     .rseq = Says({kRegisters}, 0)},
    {.name = "only-feature-size",
     .wrong = "A length beyond what the kernel knows is refused.",
     .rseq = Refuses([](const RseqCall& call) { return call.rseq.length > 33; })},
    {.name = "length-signed",
     .wrong = "A length of 2 GiB or more counts as negative.",
     .rseq = Refuses([](const RseqCall& call) { return static_cast<int>(call.rseq.length) < 0; })},
    {.name = "alignment-64",
     .wrong = "Every area must be aligned to 64 bytes.",
     .rseq = Refuses([](const RseqCall& call) { return call.rseq.area % 64 != 0; })},
    {.name = "signature-0-refused",
     .wrong = "A signature of 0 is refused.",
     .rseq = Refuses([](const RseqCall& call) { return call.rseq.signature == 0; })},
    {.name = "area-once",
     .wrong = "An area that another thread has registered is refused with EBUSY.",
     .rseq = Refuses(
         [](const RseqCall& call) {
           for (const auto& [id, other] : call.threads) {
             const bool same_process = other.process == call.thread.process;
             if (same_process && other.registration.there && other.registration.area == call.rseq.area)
               return true;
           }
           return false;
         },
         -EBUSY)},

    // Registration: what it writes.
    {.name = "recorded-only",
     .wrong = "A registration is recorded; nothing is ever written, no section is ever aborted.",
     .rseq = Records(Keeps({kCpuIdStart, kCpuId, kNodeId, kMmCid})),
     .configuration = TellsBooks()},
    {.name = "ids-once",
     .wrong = "The identity fields are written at registration and never again; no section is ever aborted.",
     .rseq = Records(Nothing),
     .configuration = TellsBooks()},
    {.name = "cpu-id-wrong",
     .wrong = "As ids-once, and cpu_id is far too high.",
     .rseq = Records(Adds({kCpuId}, 4096)),
     .configuration = TellsBooks()},
    {.name = "node-id-wrong",
     .wrong = "As ids-once, and node_id is one too high.",
     .rseq = Records(Adds({kNodeId}, 1)),
     .configuration = TellsBooks()},
    {.name = "mm-cid-wrong",
     .wrong = "As ids-once, and mm_cid is far too high.",
     .rseq = Records(Adds({kMmCid}, 4096)),
     .configuration = TellsBooks()},
    {.name = "rseq-cs-kept",
     .wrong = "Registration leaves a stale rseq_cs as it is, and evaluates it.",
     .rseq = Registers(Keeps({kRseqCs, kRseqCsHigh}))},
    {.name = "flags-cleared",
     .wrong = "Registration clears the area's flags.",
     .rseq = Registers(Puts(kFlagsWord, 0))},
    {.name = "padding-written",
     .wrong = "Registration clears bytes 28 to 31.",
     .rseq = Registers(Puts(kSliceCtrl, 0))},
    {.name = "beyond-written",
     .wrong = "Registration writes to bytes 32 to 35.",
     .rseq = Registers(Puts(kBeyond, 0x5a5a5a5a))},

    // Registering again.
    {.name = "busy-swallowed", .wrong = "Registering the same again returns 0.", .rseq = Says({kBusy}, 0)},
    {.name = "other-area-replaces",
     .wrong = "Registering another area replaces the first.",
     .rseq = Accepts({kOtherArea})},
    {.name = "other-length-replaces",
     .wrong = "Registering with another length replaces the first registration.",
     .rseq = Accepts({kOtherLength})},
    {.name = "other-signature-replaces",
     .wrong = "Registering with another signature replaces the first registration.",
     .rseq = Accepts({kOtherSignature})},
    {.name = "signature-first",
     .wrong = "A registered thread that registers again has its signature checked before anything else.",
     .rseq = [](RseqCall& call) -> Answer {
       return (call.check == kOtherArea || call.check == kOtherLength) && call.OtherSignature()
                  ? Answer(-EPERM)
                  : kTruth;
     }},
    {.name = "busy-before-flags",
     .wrong = "A registered thread that registers again with an unknown flag is told EBUSY.",
     .rseq = [](RseqCall& call) -> Answer {
       return call.check == kFlags && call.thread.registration.there ? Answer(-EBUSY) : kTruth;
     }},
    {.name = "refusal-drops",
     .wrong = "A refused attempt to register again drops the registration that is in force.",
     .rseq = Drops({kOtherArea, kOtherLength, kOtherSignature, kBusy})},
    {.name = "refused-flags-drop",
     .wrong = "A call that is refused for its flags drops the registration that is in force.",
     .rseq = Drops({kFlags, kUnregisterFlags})},

    // Unregistering: what must be refused.
    {.name = "unregister-flags-ignored",
     .wrong = "UNREGISTER ignores further flags.",
     .rseq = Accepts({kUnregisterFlags})},
    {.name = "unregister-nothing-accepted",
     .wrong = "A thread that is not registered may unregister.",
     .rseq = Accepts({kUnregisterNothing})},
    {.name = "unregister-area-ignored",
     .wrong = "Unregistering does not look at the area.",
     .rseq = Accepts({kUnregisterArea})},
    {.name = "unregister-length-ignored",
     .wrong = "Unregistering does not look at the length.",
     .rseq = Accepts({kUnregisterLength})},
    {.name = "unregister-signature-ignored",
     .wrong = "Unregistering does not look at the signature.",
     .rseq = Accepts({kUnregisterSignature})},
    {.name = "unregister-signature-first",
     .wrong = "Unregistering checks the signature before the area and the length.",
     .rseq = [](RseqCall& call) -> Answer {
       return (call.check == kUnregisterArea || call.check == kUnregisterLength) && call.OtherSignature()
                  ? Answer(-EPERM)
                  : kTruth;
     }},
    {.name = "unregister-refusal-drops",
     .wrong = "An unregistration that is refused, unregisters.",
     .rseq = Drops({kUnregisterFlags, kUnregisterArea, kUnregisterLength, kUnregisterSignature})},

    // Unregistering: what must succeed, and what it writes.
    {.name = "unregister-refused",
     .wrong = "Unregistering unregisters, but gives EINVAL.",
     .rseq = [](RseqCall& call) -> Answer {
       if (call.check != kUnregisters) return kTruth;
       call.Drop();
       return -EINVAL;
     }},
    {.name = "unregister-resets-nothing",
     .wrong = "Unregistering leaves the area as it was.",
     .rseq = Unregisters(Keeps({kCpuIdStart, kCpuId, kNodeId, kMmCid}))},
    {.name = "unregister-cpu-id-start-minus-one",
     .wrong = "Unregistering sets cpu_id_start to -1, as in 6.19.",
     .rseq = Unregisters(Puts(kCpuIdStart, ~0u))},
    {.name = "unregister-mm-cid-minus-one",
     .wrong = "Unregistering sets mm_cid to -1.",
     .rseq = Unregisters(Puts(kMmCid, ~0u))},
    {.name = "unregister-unseen",
     .wrong = "Unregistering forgets the registration, but not to update the area and to abort sections.",
     .rseq = PutsOff(),
     .unmap = EndPutOff},
    {.name = "filter-unregister-einval",
     .wrong = "Unregistering gives EINVAL and does nothing.",
     .unregister_gives = -EINVAL},

    // fork(2), clone(2), execve(2).
    {.name = "fork-drops",
     .wrong = "A forked child is not registered.",
     .rseq = [](RseqCall&) { return kTruth; },
     .born =
         [](RseqCall& call) {
           if (call.thread.origin == Origin::kFork) call.Drop();
         }},
    {.name = "fork-shares",
     .wrong = "When a forked child unregisters, its parent is unregistered too.",
     .rseq = [](RseqCall& call) -> Answer {
       if (call.thread.loses) {
         call.Drop();
         call.thread.loses = false;
         return call.Really();
       }
       if (call.check == kUnregisters && call.thread.origin == Origin::kFork)
         for (auto& [id, other] : call.threads)
           if (other.process == call.thread.parent && other.registration.there) other.loses = true;
       return kTruth;
     }},
    {.name = "thread-inherits",
     .wrong = "A new thread is registered as its creator is.",
     .rseq = [](RseqCall&) { return kTruth; },
     .born = InheritsIf(Origin::kThread)},
    {.name = "vfork-inherits",
     .wrong = "A child that shares its parent's memory is registered as its parent is, as before 5.5.",
     .rseq = [](RseqCall&) { return kTruth; },
     .born = InheritsIf(Origin::kSharedMemory)},
    {.name = "exec-keeps",
     .wrong = "A new program is registered as the one was that it replaced.",
     .rseq = [](RseqCall&) { return kTruth; },
     .born = InheritsIf(Origin::kExec)},
    {.name = "failed-exec-drops",
     .wrong = "An execve(2) that fails drops the registration.",
     .rseq = [](RseqCall&) { return kTruth; },
     .execute = [](Call& call) -> Answer {
       if (!call.thread.registration.there || call.thread.id != call.thread.process) return kTruth;
       const long result = call.Perform();
       if (result == 0)
         call.hold()->LeaveAsIs();
       else
         call.Drop();
       return result;
     }},

    // PTRACE_GET_RSEQ_CONFIGURATION.
    {.name = "configuration-eio",
     .wrong = "PTRACE_GET_RSEQ_CONFIGURATION does not exist.",
     .configuration = [](Call&) -> Answer { return -EIO; }},
    {.name = "configuration-pointer",
     .wrong = "The configuration's pointer is 32 bytes too high.",
     .configuration = Configures(kPointer, [](std::uint32_t value) { return value + 32; })},
    {.name = "configuration-size",
     .wrong = "The configuration's size is always 32, as before 6.3.",
     .configuration = Configures(kSize, [](std::uint32_t) { return kOriginalSize; })},
    {.name = "configuration-signature",
     .wrong = "The configuration's signature is off by one.",
     .configuration = Configures(kSignatureWord, [](std::uint32_t value) { return value + 1; })},
    {.name = "configuration-flags",
     .wrong = "The configuration has a flag set.",
     .configuration = Configures(kConfigurationFlags, [](std::uint32_t) { return 1u; })},
    {.name = "configuration-returns-copied",
     .wrong = "The request returns how much it copied, instead of how much there is.",
     .configuration = [](Call& call) -> Answer {
       const long result = call.Perform();
       return result < 0 ? result : std::min(result, static_cast<long>(call.arguments[2]));
     }},
    {.name = "configuration-needs-room",
     .wrong = "A buffer smaller than the configuration is refused.",
     .configuration = [](Call& call) -> Answer {
       return call.arguments[2] < sizeof(RseqConfiguration) ? Answer(-EINVAL) : kTruth;
     }},
    {.name = "configuration-overruns",
     .wrong = "The request writes four bytes beyond what there is, or was asked for.",
     .configuration = [](Call& call) -> Answer {
       const long result = call.Perform();
       const std::uint64_t end =
           call.arguments[3] + std::min<std::uint64_t>(call.arguments[2], sizeof(RseqConfiguration));
       if (result >= 0) call.Write(end, 0x5a5a5a5au);
       return result;
     }},
    {.name = "configuration-efault-swallowed",
     .wrong = "A bad buffer is not told of.",
     .configuration = [](Call& call) -> Answer {
       const long result = call.Perform();
       return result == -EFAULT ? static_cast<long>(sizeof(RseqConfiguration)) : result;
     }},
    {.name = "configuration-of-running",
     .wrong = "The request succeeds for a tracee that is not stopped.",
     .configuration = [](Call& call) -> Answer {
       const long result = call.Perform();
       return result == -ESRCH ? static_cast<long>(sizeof(RseqConfiguration)) : result;
     }},

    // membarrier(2).
    {.name = "membarrier-eperm-swallowed",
     .wrong = "membarrier(RSEQ) of a process that is not registered for it returns 0.",
     .membarrier = Membarrier(kMembarrierRseq,
                              [](Call& call) -> Answer {
                                const long result = call.Perform();
                                return result == -EPERM ? 0 : result;
                              })},
    {.name = "membarrier-flags-ignored",
     .wrong = "membarrier(REGISTER_RSEQ) ignores flags.",
     .membarrier = Membarrier(
         kMembarrierRegisterRseq,
         [](Call& call) -> Answer { return call.Perform(call.number, {kMembarrierRegisterRseq, 0, 0}); })},
    {.name = "membarrier-flags-first",
     .wrong = "membarrier(RSEQ) with unknown flags gives EPERM.",
     .membarrier = Membarrier(kMembarrierRseq,
                              [](Call& call) -> Answer {
                                return (call.arguments[1] & ~std::uint64_t{kMembarrierCpu}) != 0
                                           ? Answer(-EPERM)
                                           : kTruth;
                              })},
    {.name = "membarrier-query-silent",
     .wrong = "membarrier(QUERY) does not tell of the RSEQ commands, as in 5.10.",
     .membarrier = Membarrier(kMembarrierQuery,
                              [](Call& call) -> Answer {
                                const long result = call.Perform();
                                return result < 0 ? result
                                                  : result & ~(kMembarrierRseq | kMembarrierRegisterRseq);
                              })},
    {.name = "membarrier-once",
     .wrong = "membarrier(REGISTER_RSEQ) succeeds only once.",
     .membarrier = Membarrier(kMembarrierRegisterRseq,
                              [](Call& call) -> Answer {
                                const bool first = !call.thread.membarrier_registered;
                                call.thread.membarrier_registered = true;
                                return first ? kTruth : Answer(-EBUSY);
                              })},
    {.name = "membarrier-register-forgotten",
     .wrong = "membarrier(REGISTER_RSEQ) returns 0 and does nothing.",
     .membarrier = Membarrier(kMembarrierRegisterRseq, [](Call&) -> Answer { return 0; })},
    {.name = "membarrier-idle",
     .wrong = "membarrier(RSEQ) returns 0 and does nothing.",
     .membarrier = Membarrier(kMembarrierRseq,
                              [](Call& call) -> Answer {
                                if ((call.arguments[1] & ~std::uint64_t{kMembarrierCpu}) != 0) return kTruth;
                                return call.Perform(call.number, {kMembarrierRseq, kMembarrierCpu, kNoCpu});
                              })},
    {.name = "membarrier-cpu-ignored",
     .wrong = "membarrier(RSEQ) for one CPU goes to all.",
     .membarrier = Membarrier(kMembarrierRseq,
                              [](Call& call) -> Answer {
                                return call.arguments[1] == kMembarrierCpu
                                           ? Answer(call.Perform(call.number, {kMembarrierRseq, 0, 0}))
                                           : kTruth;
                              })},
    {.name = "membarrier-absent-cpu",
     .wrong = "membarrier(RSEQ) for a CPU that is not there gives EINVAL.",
     .membarrier = Membarrier(kMembarrierRseq,
                              [](Call& call) -> Answer {
                                return call.arguments[1] == kMembarrierCpu && call.arguments[2] >= 2
                                           ? Answer(-EINVAL)
                                           : kTruth;
                              })},
    {.name = "membarrier-fork-forgets",
     .wrong = "A forked child does not inherit the registration for membarrier(RSEQ).",
     .membarrier = [](Call& call) -> Answer {
       const int command = static_cast<int>(call.arguments[0]);
       if (command == kMembarrierRegisterRseq) call.thread.membarrier_registered = true;
       const bool forgotten = call.thread.origin == Origin::kFork && !call.thread.membarrier_registered;
       return command == kMembarrierRseq && forgotten ? Answer(-EPERM) : kTruth;
     }},
    {.name = "membarrier-registrations-wrong",
     .wrong = "membarrier(GET_REGISTRATIONS) does not tell of RSEQ.",
     .membarrier = Membarrier(kMembarrierGetRegistrations,
                              [](Call& call) -> Answer {
                                const long result = call.Perform();
                                return result < 0 ? result : result & ~kMembarrierRegisterRseq;
                              })},

    {.name = "filter-membarrier-idle",
     .wrong = "membarrier(RSEQ) always returns 0, and does nothing.",
     .fence_gives = 0},

    // The auxiliary vector.
    {.name = "auxv-size-absent",
     .wrong = "AT_RSEQ_FEATURE_SIZE is absent.",
     .execute = TellsInAuxv(kAuxFeatureSize, 0)},
    {.name = "auxv-align-absent", .wrong = "AT_RSEQ_ALIGN is absent.", .execute = TellsInAuxv(kAuxAlign, 0)},
    {.name = "auxv-size-32",
     .wrong = "AT_RSEQ_FEATURE_SIZE is 32.",
     .execute = TellsInAuxv(kAuxFeatureSize, 32)},
    {.name = "auxv-size-40",
     .wrong = "AT_RSEQ_FEATURE_SIZE is 40.",
     .execute = TellsInAuxv(kAuxFeatureSize, 40)},
};

}  // namespace

std::span<const Lie> Lies() { return kLies; }

const Lie* FindLie(std::string_view name) {
  for (const Lie& lie : kLies)
    if (name == lie.name) return &lie;
  return nullptr;
}

}  // namespace rct::liar
