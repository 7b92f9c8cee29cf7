# SPDX-License-Identifier: MIT
"""The search itself: which kernel of a row to try next, and between which two the change is. It runs nothing."""

from __future__ import annotations

import enum
from collections.abc import Callable, Sequence
from dataclasses import dataclass


class Outcome(enum.Enum):
    """The outcome for a kernel: good (the case passes), bad (it fails as in the failure to look for), or neither."""

    GOOD = "good"
    BAD = "bad"
    SKIP = "skip"


@dataclass(frozen=True)
class Row:
    """Kernels sorted by age, and the relative likelihood of the change between each and the next."""

    names: tuple[str, ...]
    weights: tuple[float, ...]      # one fewer than names

    def weight(self, low: int, high: int) -> float:
        """The relative likelihood of the change between two kernels."""
        return sum(self.weights[low:high])


@dataclass(frozen=True)
class Span:
    """The remaining part of a row. The change is between `low` and `high`; `between` are the kernels that can still be
    tried."""

    low: int
    high: int
    between: tuple[int, ...]


def span(row: Row, outcomes: Sequence[Outcome | None], older: Outcome) -> Span:
    """The remaining part of a row, given the outcome for each of its kernels (None: not tried yet).

    The first kernel has the outcome `older`, the last one the opposite. Raises ValueError if the outcomes contradict
    each other, that is, if not all `older` ones come first."""
    low = max(number for number, outcome in enumerate(outcomes) if outcome is older)
    high = min((number for number, outcome in enumerate(outcomes) if outcome not in (older, Outcome.SKIP, None)),
               default=-1)
    if high < low:
        raise ValueError(f"{row.names[high]} and {row.names[low]} contradict each other")
    return Span(low, high, tuple(number for number in range(low + 1, high) if outcomes[number] is None))


def steps(left: Span) -> int:
    """The most kernels that must still be tried, if none is skipped."""
    return len(left.between).bit_length()


def choose(row: Row, left: Span) -> int | None:
    """The kernel to try next; None if there is none.

    It is the one that divides the likelihood most evenly, among those that keep the promise of `steps`."""
    most = (1 << steps(left)) // 2 - 1      # of either half

    def evenness(number: int) -> float:
        return min(row.weight(left.low, number), row.weight(number, left.high))

    allowed = [number for place, number in enumerate(left.between)
               if place <= most and len(left.between) - 1 - place <= most]
    return max(allowed, key=evenness) if allowed else None


def run(row: Row, older: Outcome, known: dict[str, Outcome], attempt: Callable[[str, int], Outcome]) -> Span:
    """Tries kernels until the change is between two neighbors, or only skipped kernels are between them.

    `known` has at least the outcomes for both ends. `attempt` takes a name and the most steps that remain after it."""
    while True:
        left = span(row, [known.get(name) for name in row.names], older)
        chosen = choose(row, left)
        if chosen is None:
            return left
        name = row.names[chosen]
        known[name] = attempt(name, steps(left) - 1)
