# SPDX-License-Identifier: MIT
"""Kernel messages that report a broken kernel, as opposed to harmless ones."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

# Each is the kernel's own wording at the head of a report. The death of a user-space program ("segfault at",
# "traps: … trap int3") is not such a report: many cases die on purpose.
_SPLATS = re.compile("|".join((
    r"\bWARNING: (CPU: \d+ PID: |\S+:\d+ at |.*\bat \S+:\d+|possible |suspicious |inconsistent |bad unlock|"
    r"lock held|Nested lock|held lock|chain|stack recursion|kernel stack)",
    r"\bBUG: (?!.*\buser-?space\b)",
    r"\bkernel BUG at ",
    r"\bOops\b[:\[ ]",
    r"\bInternal error: ",
    r"\bUnable to handle kernel ",
    r"\bunable to handle (page fault|kernel) ",
    r"\bgeneral protection fault, (probably|maybe) ",
    r"\bgeneral protection fault: [0-9a-f]{4} \[",
    r"\bKernel panic\b",
    r"\bKASAN: |\bKCSAN: |\bKMSAN: |\bKFENCE: |\bUBSAN: ",
    r"\brcu.*(detected stalls|self-detected stall|detected expedited stalls)",
    r"\binfo: task .* blocked for more than \d+ seconds",
    r"\bINFO: (lockdep|trying to register non-static key|rcu_|suspicious RCU|possible )",
    r"\b(soft|hard) lockup\b|\bhard LOCKUP\b",
    r"\bDEBUG_LOCKS_WARN_ON\b",
    r"\bdouble fault: ",
    r"\bscheduling while atomic\b|\bsleeping function called from invalid context\b",
    r"\bunregister_netdevice: waiting\b|\bBad page state\b|\brefcount_t: ",
)), re.IGNORECASE)
_HARMLESS = re.compile(r"\bsegfault at |^traps: |\] traps: |\btrap (int3|invalid opcode|divide error) ip:")


# Bits 22 to 31 of EFLAGS are reserved and 0 on every x86 CPU (Intel SDM, volume 1, 3.4.3). QEMU 7.2 was seen to set
# them together with TF, and the kernel then reported an unexpected debug trap. If an instruction that computes flags
# faults on its memory operand, TCG can continue with arbitrary flags.
_FLAGS = re.compile(r"\bEFLAGS: ([0-9a-f]{8,16})\b")
_RESERVED_FLAGS = 0xffc00000
_MARK = re.compile(r"-\[ (cut here|end trace)\b")


def first_splat(messages: Iterable[str], emulated: bool = False) -> str | None:
    """The first kernel message that reports a broken kernel, or None. Each message is one raw line.

    With emulated CPUs, ignores the reports that the emulator caused; see emulator_fault."""
    return next((report[0] for report in _reports(messages)
                 if not emulated or _impossible_flags(report) is None), None)


def emulator_fault(messages: Iterable[str]) -> str | None:
    """The evidence that the emulated CPUs, not the kernel, caused one of these messages; None if there is no such
    evidence."""
    for report in _reports(messages):
        flags = _impossible_flags(report)
        if flags is not None:
            return f"EFLAGS {flags}, which no CPU can have: {report[0]}"
    return None


def _reports(messages: Iterable[str]) -> Iterator[list[str]]:
    """Each report of a broken kernel: its first line and, if its end is marked, the lines up to the end."""
    lines = list(messages)
    beyond = 0
    for number, line in enumerate(lines):
        if number < beyond or _HARMLESS.search(line) or not _SPLATS.search(line):
            continue
        mark = next((at for at in range(number, len(lines)) if _MARK.search(lines[at])), number)
        beyond = (mark if "end trace" in lines[mark] else number) + 1
        yield lines[number:beyond]


def _impossible_flags(report: list[str]) -> str | None:
    """The EFLAGS of a debug trap in the kernel, if no real CPU can have them; None for any other report."""
    if "exc_debug_kernel" not in report[0]:
        return None
    return next((match[1] for line in report if (match := _FLAGS.search(line))
                 and int(match[1], 16) & _RESERVED_FLAGS), None)
