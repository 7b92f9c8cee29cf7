// SPDX-License-Identifier: MIT
// The executor as a guest's init: the first process of an initramfs that contains nothing else.
#ifndef RCT_EXECUTOR_INIT_H_
#define RCT_EXECUTOR_INIT_H_

namespace rct {

// True if this is process 1 and the kernel's command line names a channel (RSEQCT_CHANNEL=ttyS1; the kernel
// puts unknown parameters into init's environment).
bool IsInit();

// Mounts the filesystems that cases expect, brings up all CPUs, and makes the channel standard input and
// output: the virtio port "rct" if the kernel has it, else the terminal that RSEQCT_CHANNEL names. Standard
// error stays the console.
void BecomeInit();

// Ends the guest.
[[noreturn]] void PowerOff();

}  // namespace rct

#endif  // RCT_EXECUTOR_INIT_H_
