// SPDX-License-Identifier: MIT
// Matchers for system calls and registrations. They are functions defined in librct, so that a case compiles
// fast.
#ifndef RCT_MATCHERS_H_
#define RCT_MATCHERS_H_

#include <gmock/gmock-matchers.h>

#include "rct/registration.h"
#include "rct/syscall.h"

namespace rct {

testing::Matcher<const SyscallResult&> Succeeds();            // returned 0
testing::Matcher<const SyscallResult&> Returns(long value);   // returned exactly this
testing::Matcher<const SyscallResult&> FailsWith(int error);  // returned -1 with this errno

// The calling thread has exactly this registration: a second, identical registration fails with EBUSY. If the
// thread is not registered, the matcher undoes its own test registration.
testing::Matcher<const Registration&> IsInForce();

// The area's cpu_id and cpu_id_start (and node_id, if the kernel has it) name the CPU that the caller runs
// on. The caller must be pinned.
testing::Matcher<const Area&> IsCurrent();

}  // namespace rct

#endif  // RCT_MATCHERS_H_
