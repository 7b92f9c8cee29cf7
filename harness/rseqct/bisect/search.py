# SPDX-License-Identifier: MIT
"""The search itself: which of a row of kernels to try next, and between which two the change is. It runs nothing."""

from __future__ import annotations

import enum
from collections.abc import Callable, Sequence
from dataclasses import dataclass


class Outcome(enum.Enum):
    """What a kernel is by the case: good (it passes), bad (it fails in the way that is looked for), or neither."""

    GOOD = "good"
    BAD = "bad"
    SKIP = "skip"


@dataclass(frozen=True)
class Row:
    """Kernels in the order of their age, and how likely the change is between each and the one after it."""

    names: tuple[str, ...]
    weights: tuple[float, ...]      # one fewer

    def weight(self, low: int, high: int) -> float:
        """How likely the change is between two of them."""
        return sum(self.weights[low:high])


@dataclass(frozen=True)
class Span:
    """What is left: the change is between `low` and `high`, and these between them can still be tried."""

    low: int
    high: int
    between: tuple[int, ...]


def span(row: Row, outcomes: Sequence[Outcome | None], older: Outcome) -> Span:
    """What is left of a row whose first kernel is `older` and whose last one is the other; None: not tried yet.

    Raises ValueError where the outcomes contradict each other: not all `older` ones come first."""
    low = max(number for number, outcome in enumerate(outcomes) if outcome is older)
    high = min((number for number, outcome in enumerate(outcomes) if outcome not in (older, Outcome.SKIP, None)),
               default=-1)
    if high < low:
        raise ValueError(f"{row.names[high]} and {row.names[low]} contradict each other")
    return Span(low, high, tuple(number for number in range(low + 1, high) if outcomes[number] is None))


def steps(left: Span) -> int:
    """How many kernels may have to be tried yet, if none has to be skipped."""
    return len(left.between).bit_length()


def choose(row: Row, left: Span) -> int | None:
    """The kernel to try next: the one that leaves the most even halves, of those after which no more than `steps` are
    needed; None where there is none to try."""
    most = (1 << steps(left)) // 2 - 1      # of either half

    def evenness(number: int) -> float:
        return min(row.weight(left.low, number), row.weight(number, left.high))

    allowed = [number for place, number in enumerate(left.between)
               if place <= most and len(left.between) - 1 - place <= most]
    return max(allowed, key=evenness) if allowed else None


def run(row: Row, older: Outcome, known: dict[str, Outcome], attempt: Callable[[str, int], Outcome]) -> Span:
    """Tries kernels until two neighbours are left, or only skipped ones between them. `known` has the outcomes of both
    ends at least. `attempt` is given a name, and how many steps remain after it at the most."""
    while True:
        left = span(row, [known.get(name) for name in row.names], older)
        chosen = choose(row, left)
        if chosen is None:
            return left
        name = row.names[chosen]
        known[name] = attempt(name, steps(left) - 1)
