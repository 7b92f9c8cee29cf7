// SPDX-License-Identifier: MIT
// Makes processes in other ways than fork(2), and executes programs in them. For fork(2) see child.h.
#ifndef RCT_PROCESS_H_
#define RCT_PROCESS_H_

#include <sched.h>

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "rct/child.h"

namespace rct {

// Runs `body` in a child that clone(2) makes with these CLONE_… flags, on its own stack, and waits for its
// end. Its failed expectations count in the caller. With CLONE_VM it shares the caller's memory; without it,
// only a Shared<> can bring back results. For CLONE_THREAD use Thread instead. `tls` is for CLONE_SETTLS.
Ending InClone(int flags, const std::function<void()>& body, void* tls = nullptr);
// The same without flags, but the child starts on this CPU, wherever its parent runs: it was on no other CPU,
// and nothing switched it out before it calls `body`. Skips without "userfaultfd".
Ending InCloneOn(int cpu, const std::function<void()>& body);
// The same by clone3(2), without its own stack: CLONE_VM must come with CLONE_VFORK.
Ending InClone3(std::uint64_t flags, const std::function<void()>& body);

// The path of the running case's program; /proc/self/exe may name its starter instead.
extern std::string own_program;

// The program beside the running case (cases/<area>/<claim>+child.cc). It gets these numbers as hexadecimal
// arguments, and the caller's environment, which keeps libc from registering. ExecProgram replaces the
// calling process with it; SpawnProgram runs it by posix_spawn(3) and waits for its end. Both throw Broken on
// failure.
[[noreturn]] void ExecProgram(const std::vector<std::uint64_t>& arguments);
Ending SpawnProgram(const std::vector<std::uint64_t>& arguments);

// The same program built for the other ABI: the 32-bit one in a 64-bit case, and the reverse.
[[noreturn]] void ExecOtherAbi(const std::vector<std::uint64_t>& arguments);
void NeedsOtherAbi();  // skips if there is none, or the kernel cannot execute it

}  // namespace rct

#endif  // RCT_PROCESS_H_
