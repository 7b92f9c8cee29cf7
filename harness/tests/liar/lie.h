// SPDX-License-Identifier: MIT
// A lie: one defect of an imaginary kernel. lies.cc has the table of all lies.
#ifndef RCT_LIAR_LIE_H_
#define RCT_LIAR_LIE_H_

#include <functional>
#include <optional>
#include <span>
#include <string_view>

#include "call.h"

namespace rct::liar {

// What a call returns, errors as -errno; nothing: what an honest kernel returns.
using Answer = std::optional<long>;

struct Lie {
  const char* name;
  const char* wrong;  // one sentence
  // Each may be absent: such calls then bypass the liar.
  std::function<Answer(RseqCall&)> rseq = nullptr;
  std::function<Answer(Call&)> membarrier = nullptr;
  std::function<Answer(Call&)> configuration = nullptr;  // ptrace(PTRACE_GET_RSEQ_CONFIGURATION)
  std::function<Answer(Call&)> execute = nullptr;        // execve(2)
  std::function<Answer(Call&)> unmap = nullptr;          // munmap(2)
  // The filter alone gives these, without a notification, because the caller would sleep during that.
  Answer unregister_gives = std::nullopt;         // rseq(…, UNREGISTER, …)
  Answer fence_gives = std::nullopt;              // membarrier(RSEQ, …)
  std::function<void(RseqCall&)> born = nullptr;  // before a thread's first rseq(2)
};

std::span<const Lie> Lies();
const Lie* FindLie(std::string_view name);

}  // namespace rct::liar

#endif  // RCT_LIAR_LIE_H_
