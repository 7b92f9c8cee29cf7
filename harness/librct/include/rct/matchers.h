// SPDX-License-Identifier: MIT
// Matchers for system calls and registrations. They are functions with bodies in librct, so that a case
// compiles fast.
#ifndef RCT_MATCHERS_H_
#define RCT_MATCHERS_H_

#include <gmock/gmock-matchers.h>

#include "rct/registration.h"
#include "rct/syscall.h"

namespace rct {

testing::Matcher<const SyscallResult&> Succeeds();            // returned 0
testing::Matcher<const SyscallResult&> Returns(long value);   // returned exactly this
testing::Matcher<const SyscallResult&> FailsWith(int error);  // returned -1 with this errno

// The calling thread is registered exactly so: a second, identical registration is refused with EBUSY. Where
// it is not registered at all the probe's own registration is taken back.
testing::Matcher<const Registration&> IsInForce();

// The identity fields of an area are those of the CPU that the caller runs on: cpu_id, cpu_id_start, and
// where the kernel has it node_id. The caller must be pinned.
testing::Matcher<const Area&> IsCurrent();

}  // namespace rct

#endif  // RCT_MATCHERS_H_
