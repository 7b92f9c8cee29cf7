# SPDX-License-Identifier: MIT
"""Kernel messages: reports of a broken kernel, and everything else."""

from __future__ import annotations

import pytest

from rseqct.cases.splat import emulator_fault, first_splat

REPORTS = """\
WARNING: CPU: 1 PID: 412 at kernel/rseq.c:308 rseq_syscall+0x5c/0x70
WARNING: kernel/rseq.c:308 at rseq_syscall+0x5c/0x70, CPU#1: case/412
WARNING: possible circular locking dependency detected
WARNING: suspicious RCU usage
WARNING: inconsistent lock state
WARNING: bad unlock balance detected!
BUG: kernel NULL pointer dereference, address: 0000000000000008
BUG: KASAN: slab-out-of-bounds in mm_cid_fixup+0x1a/0x90
BUG: KCSAN: data-race in rseq_update / rseq_update
BUG: unable to handle page fault for address: ffffffffc0001000
BUG: scheduling while atomic: case/412/0x00000002
BUG: sleeping function called from invalid context at mm/memory.c:1
BUG: workqueue lockup - pool cpus=0 node=0
watchdog: BUG: soft lockup - CPU#1 stuck for 26s! [case:412]
kernel BUG at kernel/sched/core.c:10720!
Oops: int3: 0000 [#1] PREEMPT SMP
Oops: general protection fault, probably for non-canonical address 0xdead: 0000 [#1] SMP
Internal error: Oops: 0000000096000004 [#1] SMP
Unable to handle kernel NULL pointer dereference at virtual address 0000000000000000
Kernel panic - not syncing: Attempted to kill init!
UBSAN: array-index-out-of-bounds in kernel/rseq.c:1
rcu: INFO: rcu_preempt detected stalls on CPUs/tasks:
rcu: INFO: rcu_sched self-detected stall on CPU
INFO: task case:412 blocked for more than 120 seconds.
watchdog: Watchdog detected hard LOCKUP on cpu 1
refcount_t: underflow; use-after-free.
"""

HARMLESS = """\
case[412]: segfault at 0 ip 000055d0c0de sp 00007ffc1234 error 6 in case[55d0c0de+1000]
traps: case[412] trap int3 ip:55d0c0de sp:7ffc1234 error:0 in case[55d0c0de+1000]
traps: case[412] trap invalid opcode ip:55d0c0de sp:7ffc1234 error:0 in case
traps: case[412] general protection fault ip:55d0c0de sp:7ffc1234 error:0 in case
traps: warning_bug[412] trap int3 ip:401136 sp:7ffd0 error:0 in warning_bug[401000+1000]
Possible rseq signature mismatch. Expected 0x53053053, found 0xacfacfac (pid=412, addr=0x55d0c0de).
rseq: WARNING the flags field is deprecated
hrtimer: interrupt took 12345 ns
perf: interrupt took too long (2501 > 2500), lowering kernel.perf_event_max_sample_rate to 79750
audit: type=1701 audit(1700000000.1:2): auid=0 uid=0 exe="/BUG/case" sig=11 res=1
systemd[1]: a unit has a bug
sched: RT throttling activated
process 'case' launched with NULL argv: empty string added
"""


@pytest.mark.parametrize("line", REPORTS.splitlines())
def test_reports(line: str) -> None:
    assert first_splat(["Linux version 6.18", line]) == line
    assert first_splat([f"[   12.345678][  T412] {line}"]) is not None


@pytest.mark.parametrize("line", HARMLESS.splitlines())
def test_what_is_no_report(line: str) -> None:
    assert first_splat([line]) is None
    assert first_splat([f"[   12.345678] {line}"]) is None


TRAP = """\
------------[ cut here ]------------
WARNING: CPU: 0 PID: 1 at arch/x86/kernel/traps.c:1120 exc_debug_kernel+0xca/0x160
RIP: 0010:exc_debug_kernel+0xca/0x160
RSP: 0000:fffffe5c2c373f28 EFLAGS: {flags}
RSP: 0018:ff829b24c019fa30 EFLAGS: 00000202
---[ end trace 0000000000000000 ]---
"""
OTHER = "BUG: workqueue lockup - pool cpus=0 node=0"


def test_a_report_with_flags_that_no_cpu_has() -> None:
    report = TRAP.format(flags="bfe82022").splitlines()
    assert first_splat(report, emulated=True) is None
    assert first_splat(report) == report[1], "on a CPU that is none of an emulator's, a kernel that lost its mind"
    assert emulator_fault(report) == f"EFLAGS bfe82022, which no CPU can have: {report[1]}"
    assert first_splat([*report, OTHER], emulated=True) == OTHER, "what follows is read all the same"
    assert first_splat([OTHER, *report], emulated=True) == OTHER
    assert first_splat(report[:4], emulated=True) == report[1], "nothing marks its end: the flags may be another's"
    oops = [line.replace("exc_debug_kernel", "rseq_update") for line in report]
    assert first_splat(oops, emulated=True) == oops[1], "only the debug trap is known to be the emulator's"


def test_a_report_with_flags_of_a_cpu() -> None:
    report = TRAP.format(flags="00010082").splitlines()
    assert first_splat(report, emulated=True) == report[1]
    assert emulator_fault(report) is None
