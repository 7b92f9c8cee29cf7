// SPDX-License-Identifier: MIT
// The executor as a guest's init: the first process of an initramfs, with nothing below it but the kernel.
#ifndef RCT_EXECUTOR_INIT_H_
#define RCT_EXECUTOR_INIT_H_

namespace rct {

// Whether this process is that: the first one, and the kernel's command line names a channel
// (RCT_CHANNEL=ttyS1; the kernel hands what it does not know to init's environment).
bool IsInit();

// Mounts what cases expect to find, brings up all CPUs, and makes the channel standard input and output: the
// virtio port "rct" where the kernel has it, else the terminal that RCT_CHANNEL names. Standard error stays
// the console.
void BecomeInit();

// Ends the guest.
[[noreturn]] void PowerOff();

}  // namespace rct

#endif  // RCT_EXECUTOR_INIT_H_
