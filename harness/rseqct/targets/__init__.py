# SPDX-License-Identifier: MIT
"""Where cases run. Each target drives the same executor and passes its events on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from rseqct.cases.manifest import Case
from rseqct.cases.observe import Event


class TargetLost(Exception):
    """The target is gone, so a case has no observation; the message says why."""


class Target(Protocol):
    """A place that runs cases. `close` leaves no process behind, and may be called twice."""

    def facts(self) -> tuple[Event, Event | None]:
        """The events `facts` and `config` (None if the configuration is unknown); raises RseqctError."""

    def run(self, case: Case, limit_s: float, arguments: Sequence[str] = ()) -> list[Event]:
        """Runs one case with these arguments; returns its events, of which `end` is the last. `limit_s` is in seconds.

        Raises TargetLost or MalformedStream."""

    def console(self) -> str:
        """The output of the kernel's console so far; empty if the target does not see one."""

    def abandon(self) -> None:
        """Makes a pending `run` or `facts` of another thread return soon. Afterwards only `close` may be called."""

    def close(self) -> None:
        """Ends the target and frees its resources."""


def order(case: Case, binary: str, limit_s: float, arguments: Sequence[str]) -> bytes:
    """The line that tells an executor to run a case (harness/executor/executor.cc). The limit is at least a
    millisecond."""
    return f"{case.id}\t{case.abi}\t{binary}\t{max(1, round(limit_s * 1000))}\t{' '.join(arguments)}\n".encode()
