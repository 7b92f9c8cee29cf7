# SPDX-License-Identifier: MIT
"""Kernel messages that say that the kernel itself is broken, told from those that do not matter."""

from __future__ import annotations

import re
from collections.abc import Iterable

# Each is the kernel's own wording at the head of a report. A user-space program that dies ("segfault at",
# "traps: … trap int3") is no report of this kind: many cases die on purpose.
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


def first_splat(messages: Iterable[str]) -> str | None:
    """The first kernel message that reports a broken kernel, or None. Each message is one raw line."""
    return next((message for message in messages
                 if not _HARMLESS.search(message) and _SPLATS.search(message)), None)
