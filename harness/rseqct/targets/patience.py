# SPDX-License-Identifier: MIT
"""How long to wait for a guest that has not sent anything yet.

A working kernel is silent until the executor starts ("quiet"). On a busy host that can take minutes, so neither the
console nor the elapsed time shows whether the guest hangs. The CPU time that QEMU uses does: see Patience.hopeless."""

from __future__ import annotations

import contextlib
import time
from collections import deque
from pathlib import Path

# A boot under TCG costs QEMU 4 to 13 s of CPU time, however busy the host is (measured with Debian's kernels), and
# several times that with debugging options. A guest that used more is spinning.
SPENT_S = 90.0
# Init brings the other CPUs up one by one, and each time waits for all of them (64 CPUs: 170 s on two busy CPUs).
SPENT_PER_CPU_S = 5.0
# If QEMU neither runs nor waits for a CPU during 20 s, its guest has halted; a booting guest never rests for 1 s.
IDLE_S = 20.0
_RESTING = 0.05      # a smaller share of the time is only the timer ticks of a kernel that waits forever


class Patience:
    """Watches the process of a guest with so many CPUs. `scale` multiplies the time that it may take."""

    def __init__(self, pid: int, scale: float, cpus: int = 1) -> None:
        self._tasks = Path(f"/proc/{pid}/task")
        self._scale = scale
        self._spent_s = (SPENT_S + SPENT_PER_CPU_S * (cpus - 1)) * scale
        self._seen: deque[tuple[float, float]] = deque()      # times, and the CPU time that it had wanted until then

    def hopeless(self) -> str | None:
        """Why waiting longer is useless; None while the guest may still come up, or if this cannot be known."""
        ran, wanted = self._work()
        if ran > self._spent_s:
            return f"used {ran:.0f} s of CPU time and sent nothing (a greater RSEQCT_TIME_SCALE allows more)"
        now, idle = time.monotonic(), IDLE_S * self._scale
        self._seen.append((now, wanted))
        while len(self._seen) > 1 and now - self._seen[1][0] >= idle:
            self._seen.popleft()
        since, before = self._seen[0]
        if wanted and now - since >= idle and wanted - before < _RESTING * (now - since):
            return f"halted and sent nothing: idle for {now - since:.0f} s"
        return None

    def _work(self) -> tuple[float, float]:
        """The seconds that its threads ran, and the seconds that they ran or waited for a CPU.

        From schedstat (Linux: Documentation/scheduler/sched-stats.rst); zeros if the kernel does not provide it."""
        ran = waited = 0
        with contextlib.suppress(OSError, ValueError):
            for task in self._tasks.iterdir():
                with contextlib.suppress(FileNotFoundError):
                    first, second, _ = (task / "schedstat").read_text(encoding="utf-8").split()
                    ran, waited = ran + int(first), waited + int(second)
        return ran / 1e9, (ran + waited) / 1e9
