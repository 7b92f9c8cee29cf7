// SPDX-License-Identifier: MIT
// The building blocks of lies.
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

// Changes an area after a call; `before` is the area as the call began.
using Spoil = std::function<void(const Call&, std::uint64_t area, const AreaWords& before)>;
Spoil Puts(int word, std::uint32_t value);       // sets the word, which may be outside the area
Spoil Keeps(std::initializer_list<Word> words);  // restores these words
Spoil Adds(std::initializer_list<Word> words, std::uint32_t sum);
void Nothing(const Call& call, std::uint64_t area, const AreaWords& before);

// Replaces one error by another.
RseqRule Mistakes(long due, long given);

// If one of these checks decides …
RseqRule Says(Checks checks, long value);  // … the call returns `value` and does nothing.
RseqRule Accepts(Checks checks);  // … the request is granted; only pretended if the kernel would refuse it.
RseqRule Drops(Checks checks);    // … the error is right, but the thread loses its registration.
RseqRule Writes(Checks checks,
                const Spoil& spoil);  // … the error is right, but the area that it names is written to.

// A correct registration is refused nevertheless.
RseqRule Refuses(bool (*condition)(const RseqCall&), long value = -EINVAL);
// The kernel registers, or unregisters; then `spoil` changes the area before the program sees it. It cannot
// change what the kernel keeps up to date while the thread is registered.
RseqRule Registers(const Spoil& spoil);
RseqRule Unregisters(const Spoil& spoil);
// A registration that is only recorded: the liar writes the identity fields once, then `spoil` changes them.
// Nothing is kept up to date, and no section is ever aborted.
RseqRule Records(const Spoil& spoil);

// Unregistering returns 0, but the kernel keeps the registration until the area's memory is unmapped
// (EndPutOff must then be the lie's rule for munmap(2)), or until the thread registers again.
RseqRule PutsOff();
Answer EndPutOff(Call& call);

// PTRACE_GET_RSEQ_CONFIGURATION with one word of its result changed (if the buffer includes that word).
enum ConfigurationWord { kPointer = 0, kSize = 2, kSignatureWord = 3, kConfigurationFlags = 4, kPad = 5 };
Rule Configures(ConfigurationWord word, std::uint32_t (*spoil)(std::uint32_t true_value));

// PTRACE_GET_RSEQ_CONFIGURATION of a registration that is only recorded.
Rule TellsBooks();

// Applies the rule to membarrier(2) with this command.
Rule Membarrier(int command, const Rule& rule);

// execve(2) whose new program finds this as the value of AT_RSEQ_…; 0: no such entry.
Rule TellsInAuxv(std::uint64_t type, std::uint64_t value);

}  // namespace rct::liar

#endif  // RCT_LIAR_RULES_H_
