// SPDX-License-Identifier: MIT
// Where user space ends.
#ifndef RCT_LIMIT_H_
#define RCT_LIMIT_H_

#include <cstdint>

namespace rct {

// The first address above everything that this task could ever map (the kernel's TASK_SIZE), found by asking
// for mappings: it depends on the architecture, the paging mode and the ABI, so no case can know it.
std::uintptr_t UserLimit();

// A page further; the same where that would be address 0.
std::uintptr_t PastUserLimit();

// Writes a signature to the last bytes of user space, where an abort handler at UserLimit() has it. For
// children only: the page may be the stack's, which has nothing there.
void SignUserLimit(std::uint32_t signature);

}  // namespace rct

#endif  // RCT_LIMIT_H_
