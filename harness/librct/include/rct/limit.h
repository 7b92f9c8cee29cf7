// SPDX-License-Identifier: MIT
// The end of user space, for cases about addresses at and beyond it.
#ifndef RCT_LIMIT_H_
#define RCT_LIMIT_H_

#include <cstdint>

namespace rct {

// The first address above everything that this task could ever map (the kernel's TASK_SIZE). It depends on
// the architecture, the paging mode and the ABI, so it is found by trying mappings.
std::uintptr_t UserLimit();

// UserLimit() plus a page, or UserLimit() if that sum would be address 0.
std::uintptr_t PastUserLimit();

// Writes a signature to the last bytes of user space, so that an abort handler may be at UserLimit(). For
// children only: the page may be the unused end of the stack.
void SignUserLimit(std::uint32_t signature);

}  // namespace rct

#endif  // RCT_LIMIT_H_
