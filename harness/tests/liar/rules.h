// SPDX-License-Identifier: MIT
// What lies are made of.
#ifndef RCT_LIAR_RULES_H_
#define RCT_LIAR_RULES_H_

#include <array>
#include <cerrno>
#include <cstdint>
#include <functional>
#include <initializer_list>

#include "lie.h"

namespace rct::liar {

using enum Check;
using Checks = std::initializer_list<Check>;
using RseqRule = std::function<Answer(RseqCall&)>;
using Rule = std::function<Answer(Call&)>;

inline constexpr Answer kTruth = std::nullopt;

// The words of an area's first 32 bytes.
enum Word { kCpuIdStart, kCpuId, kRseqCs, kRseqCsHigh, kFlagsWord, kNodeId, kMmCid, kSliceCtrl, kBeyond };
using AreaWords = std::array<std::uint32_t, 8>;

// Writes into an area, which was `before` as the call began.
using Spoil = std::function<void(const Call&, std::uint64_t area, const AreaWords& before)>;
Spoil Puts(int word, std::uint32_t value);       // the word becomes this; it may be outside, also negative
Spoil Keeps(std::initializer_list<Word> words);  // the words become what they were
Spoil Adds(std::initializer_list<Word> words, std::uint32_t sum);
void Nothing(const Call& call, std::uint64_t area, const AreaWords& before);

// Calls that are refused with one error are refused with another.
RseqRule Mistakes(long due, long given);

// Where one of these checks decides …
RseqRule Says(Checks checks, long value);  // … the call returns `value` and does nothing.
RseqRule Accepts(Checks checks);  // … what it asks for is done; pretended where the kernel cannot be made to.
RseqRule Drops(Checks checks);    // … it is refused rightly, but takes the thread's registration away.
RseqRule Writes(Checks checks,
                const Spoil& spoil);  // … it is refused rightly, but writes to the area that it names.

// A registration that is in order is refused nevertheless.
RseqRule Refuses(bool (*condition)(const RseqCall&), long value = -EINVAL);
// A registration, or an unregistration, that the kernel carries out; then `spoil` has its way with the area,
// before the program sees it. What the kernel keeps up to date while registered cannot be spoilt so.
RseqRule Registers(const Spoil& spoil);
RseqRule Unregisters(const Spoil& spoil);
// A registration that is only recorded: its identity fields are written once, and then `spoil` has its way
// with them. Nothing is kept up to date, and no section is ever aborted.
RseqRule Records(const Spoil& spoil);

// Unregistering returns 0, but the kernel goes on until the area's memory is unmapped (for which EndPutOff
// must look at munmap(2)), or until the thread registers again.
RseqRule PutsOff();
Answer EndPutOff(Call& call);

// PTRACE_GET_RSEQ_CONFIGURATION that writes this to its buffer's words (as far as the buffer is long).
enum ConfigurationWord { kPointer = 0, kSize = 2, kSignatureWord = 3, kConfigurationFlags = 4, kPad = 5 };
Rule Configures(ConfigurationWord word, std::uint32_t (*spoil)(std::uint32_t true_value));

// PTRACE_GET_RSEQ_CONFIGURATION of a registration that is only recorded.
Rule TellsBooks();

// membarrier(2): where the command is this and the condition holds.
Rule Membarrier(int command, const Rule& rule);

// execve(2) whose new program finds this instead of the value of AT_RSEQ_…; 0: no such entry.
Rule TellsInAuxv(std::uint64_t type, std::uint64_t value);

}  // namespace rct::liar

#endif  // RCT_LIAR_RULES_H_
