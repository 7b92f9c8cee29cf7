// SPDX-License-Identifier: MIT
// Processes made in other ways than by fork(2), and programs executed in them. See child.h for the ordinary
// way.
#ifndef RCT_PROCESS_H_
#define RCT_PROCESS_H_

#include <sched.h>

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "rct/child.h"

namespace rct {

// Runs `body` in a child that clone(2) makes with these CLONE_… flags, on a stack of its own, and waits for
// its end. Its failed expectations count in the caller. With CLONE_VM it shares the caller's memory; without,
// it can leave what it found in a Shared<> only. Not for CLONE_THREAD: that is Thread. `tls` is for
// CLONE_SETTLS.
Ending InClone(int flags, const std::function<void()>& body, void* tls = nullptr);
// The same without flags, but the child begins on this CPU, whichever its parent runs on: it has been on no
// other, and nothing has switched it out when it comes to `body`. Skips without "userfaultfd".
Ending InCloneOn(int cpu, const std::function<void()>& body);
// The same by clone3(2), without a stack of its own: CLONE_VM needs CLONE_VFORK beside it.
Ending InClone3(std::uint64_t flags, const std::function<void()>& body);

// The path of the running case's program. /proc/self/exe may be its starter.
extern std::string own_program;

// The program beside the running case (cases/<area>/<claim>+child.cc), with these numbers as hexadecimal
// arguments and the caller's environment, which keeps libc from registering. ExecProgram replaces the calling
// process with it; SpawnProgram runs it by posix_spawn(3) and waits for its end. Both throw Broken where it
// cannot be executed.
[[noreturn]] void ExecProgram(const std::vector<std::uint64_t>& arguments);
Ending SpawnProgram(const std::vector<std::uint64_t>& arguments);

// The same program built for another ABI: in a 64-bit case the 32-bit one, and the reverse.
[[noreturn]] void ExecOtherAbi(const std::vector<std::uint64_t>& arguments);
void NeedsOtherAbi();  // skips where there is none, or the kernel does not execute it

}  // namespace rct

#endif  // RCT_PROCESS_H_
