# SPDX-License-Identifier: MIT
"""How long to wait for a guest that has not said a word yet.

A sound kernel is silent until the executor speaks ("quiet"), and on a busy machine it may be so for minutes,
so neither its console nor the clock tells whether it hangs. What QEMU does tells: see Patience.hopeless.
"""

from __future__ import annotations

import contextlib
import time
from collections import deque
from pathlib import Path

# A boot under TCG costs QEMU 4 to 13 s of CPU time, however busy the machine is (measured on Debian's kernels);
# one with debugging options costs several times that. Who has used more spins.
SPENT_S = 90.0
# Init brings up the other CPUs one by one, and each of them waits for all (64: 170 s on two busy ones).
SPENT_PER_CPU_S = 5.0
# QEMU that neither runs nor waits for a CPU in 20 s serves a halted guest; a booting one never rests for 1 s.
IDLE_S = 20.0
_RESTING = 0.05      # as a share of the time: the ticks of a kernel that waits for what never comes


class Patience:
    """Watches one process, a guest of so many CPUs. `scale` is how much more than usual it may take."""

    def __init__(self, pid: int, scale: float, cpus: int = 1) -> None:
        self._tasks = Path(f"/proc/{pid}/task")
        self._scale = scale
        self._spent_s = (SPENT_S + SPENT_PER_CPU_S * (cpus - 1)) * scale
        self._seen: deque[tuple[float, float]] = deque()      # when, and how much CPU it had wanted by then

    def hopeless(self) -> str | None:
        """Why nothing more is to be expected; None while there is hope, or no way to know."""
        ran, wanted = self._work()
        if ran > self._spent_s:
            return f"used {ran:.0f} s of CPU time without a word (RCT_TIME_SCALE allows more)"
        now, idle = time.monotonic(), IDLE_S * self._scale
        self._seen.append((now, wanted))
        while len(self._seen) > 1 and now - self._seen[1][0] >= idle:
            self._seen.popleft()
        since, before = self._seen[0]
        if wanted and now - since >= idle and wanted - before < _RESTING * (now - since):
            return f"halted without a word: idle for {now - since:.0f} s"
        return None

    def _work(self) -> tuple[float, float]:
        """The seconds that its threads ran, and those that they ran or waited for a CPU (Linux:
        Documentation/scheduler/sched-stats.rst); zeros where the kernel does not tell."""
        ran = waited = 0
        with contextlib.suppress(OSError, ValueError):
            for task in self._tasks.iterdir():
                with contextlib.suppress(FileNotFoundError):
                    first, second, _ = (task / "schedstat").read_text(encoding="utf-8").split()
                    ran, waited = ran + int(first), waited + int(second)
        return ran / 1e9, (ran + waited) / 1e9
