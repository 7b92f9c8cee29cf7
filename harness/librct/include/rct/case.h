// SPDX-License-Identifier: MIT
// Everything that a case may use. A case includes only this header.
#ifndef RCT_CASE_H_
#define RCT_CASE_H_

#include <fcntl.h>
#include <gmock/gmock-matchers.h>
#include <gtest/gtest.h>
#include <sys/auxv.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <csignal>
#include <cstdint>
#include <cstring>
#include <functional>
#include <sstream>
#include <string>
#include <vector>

#include "rct/abi.h"
#include "rct/child.h"
#include "rct/code_copy.h"
#include "rct/collapse.h"
#include "rct/condition.h"
#include "rct/control_group.h"
#include "rct/cpu.h"
#include "rct/crew.h"
#include "rct/debugfs.h"
#include "rct/event.h"
#include "rct/file.h"
#include "rct/handler.h"
#include "rct/interrupt.h"
#include "rct/io_ring.h"
#include "rct/kvm.h"
#include "rct/libc.h"
#include "rct/limit.h"
#include "rct/matchers.h"
#include "rct/memory.h"
#include "rct/overwritten.h"
#include "rct/page.h"
#include "rct/pass.h"
#include "rct/probe.h"
#include "rct/process.h"
#include "rct/region.h"
#include "rct/registration.h"
#include "rct/sched_ext.h"
#include "rct/schedule.h"
#include "rct/section.h"
#include "rct/setting.h"
#include "rct/slice.h"
#include "rct/soak.h"
#include "rct/suspension.h"
#include "rct/syscall.h"
#include "rct/thread.h"
#include "rct/trace.h"
#include "rct/tracee.h"
#include "rct/trap.h"
#include "rct/uninterrupted.h"
#include "rct/user_dispatch.h"
#include "rct/userfault.h"
#include "rct/verdict.h"
#include "rct/where.h"

#endif  // RCT_CASE_H_
