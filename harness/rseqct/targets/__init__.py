# SPDX-License-Identifier: MIT
"""Where cases run. Each target drives the same executor, and hands on its events."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from rseqct.cases.manifest import Case
from rseqct.cases.observe import Event


class TargetLost(Exception):
    """The target is gone, so that a case has no observation; says why."""


class Target(Protocol):
    """A place that runs cases. `close` leaves no process behind, and may be called twice."""

    def facts(self) -> tuple[Event, Event | None]:
        """The events `facts` and `config` (None where there is no configuration); raises RseqctError."""

    def run(self, case: Case, limit_s: float, arguments: Sequence[str] = ()) -> list[Event]:
        """Runs one case with these arguments and returns its events up to `end`; raises TargetLost or
        MalformedStream."""

    def console(self) -> str:
        """What the kernel's console has shown, where the target has one; else nothing."""

    def abandon(self) -> None:
        """Makes a call of `run` or `facts` in another thread end soon. Only `close` may be called afterwards."""

    def close(self) -> None:
        """Ends it."""


def order(case: Case, binary: str, limit_s: float, arguments: Sequence[str]) -> bytes:
    """The line that has an executor run a case (harness/executor/executor.cc); a limit is a millisecond at least."""
    return f"{case.id}\t{case.abi}\t{binary}\t{max(1, round(limit_s * 1000))}\t{' '.join(arguments)}\n".encode()
