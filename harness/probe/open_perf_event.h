// SPDX-License-Identifier: MIT
// Opens perf_event_open(2) events that count only user mode.
#ifndef RCT_PROBE_OPEN_PERF_EVENT_H_
#define RCT_PROBE_OPEN_PERF_EVENT_H_

#include <linux/hw_breakpoint.h>
#include <linux/perf_event.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>
#include <fstream>

namespace rct {

// An event of this thread (0: the caller), on any CPU. -1 with errno on failure.
inline int OpenPerfEvent(perf_event_attr attributes, pid_t thread) {
  attributes.size = sizeof attributes;
  attributes.exclude_kernel = 1;
  attributes.exclude_hv = 1;
  return static_cast<int>(
      syscall(SYS_perf_event_open, &attributes, thread, -1, -1, static_cast<long>(PERF_FLAG_FD_CLOEXEC)));
}

// The caller gets SIGTRAP just before it executes the instruction at `address` (since 5.13).
inline int OpenBreakpoint(std::uintptr_t address) {
  perf_event_attr attributes{};
  attributes.type = PERF_TYPE_BREAKPOINT;
  attributes.bp_type = HW_BREAKPOINT_X;
  attributes.bp_addr = address;
  attributes.sample_period = 1;
  attributes.sigtrap = 1;
  attributes.remove_on_exec = 1;
  attributes.bp_len = sizeof(std::uint64_t);  // the size of a long in the kernel
  const int file = OpenPerfEvent(attributes, 0);
  if (file != -1 || errno != EINVAL) return file;
  attributes.bp_len = sizeof(std::uint32_t);
  return OpenPerfEvent(attributes, 0);
}

// The caller executes the instruction at this offset of a file out of line, in a page of the kernel. Nobody
// gets a notification.
inline int OpenUprobe(const char* path, std::uint64_t offset) {
  perf_event_attr attributes{};
  std::ifstream("/sys/bus/event_source/devices/uprobe/type") >> attributes.type;
  attributes.uprobe_path = reinterpret_cast<std::uintptr_t>(path);
  attributes.probe_offset = offset;
  attributes.sample_period = 1;
  return OpenPerfEvent(attributes, 0);
}

// Samples the thread's program counter every `period` nanoseconds of its CPU time, by the timer interrupt.
inline int OpenCpuClock(pid_t thread, std::uint64_t period) {
  perf_event_attr attributes{};
  attributes.type = PERF_TYPE_SOFTWARE;
  attributes.config = PERF_COUNT_SW_CPU_CLOCK;
  attributes.sample_period = period;
  attributes.sample_type = PERF_SAMPLE_IP;
  return OpenPerfEvent(attributes, thread);
}

}  // namespace rct

#endif  // RCT_PROBE_OPEN_PERF_EVENT_H_
