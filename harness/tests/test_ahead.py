# SPDX-License-Identifier: MIT
"""Running ahead, with targets that are none."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import cast

import pytest
from conftest import make_case

from rseqct.cases.manifest import Case
from rseqct.errors import RseqctError
from rseqct.running.ahead import Ahead
from rseqct.targets import Target

CASES = [make_case(f"unregister.claim{number}") for number in range(6)]


class FakeTarget:
    """Counts how often it is closed."""

    def __init__(self) -> None:
        self.closed = 0

    def close(self) -> None:
        """See Target."""
        self.closed += 1


MADE: Callable[[], Target] = lambda: cast(Target, FakeTarget())      # noqa: E731


def not_made() -> Target:
    """A target that cannot be started."""
    raise RseqctError("no memory")


def test_every_case_is_run_once_and_taken_in_any_order() -> None:
    ran = []

    def observe(_: Target, case: Case) -> str:
        ran.append(case.id)
        return case.id
    ahead = Ahead([MADE, MADE], observe, CASES, print)
    assert [ahead.take(case) for case in reversed(CASES)] == [case.id for case in reversed(CASES)]
    ahead.join()
    assert sorted(ran) == [case.id for case in CASES]
    assert CASES[0] in ahead and make_case("unregister.other") not in ahead


def test_a_target_that_cannot_be_started_leaves_its_cases_to_the_others() -> None:
    noted = threading.Event()
    notes: list[str] = []

    def observe(_: Target, case: Case) -> str:
        noted.wait(10)
        return case.id

    def note(text: str) -> None:
        notes.append(text)
        noted.set()
    ahead = Ahead([MADE, not_made], observe, CASES, note)
    assert [ahead.take(case) for case in CASES] == [case.id for case in CASES]
    assert notes == ["a further target could not be started: no memory"]


def test_a_target_is_closed_after_its_last_case() -> None:
    targets = [FakeTarget(), FakeTarget()]
    ahead = Ahead([lambda: cast(Target, targets[0]), lambda: cast(Target, targets[1])], lambda _, case: case.id, CASES,
                  print)
    ahead.join()
    assert [target.closed for target in targets] == [1, 1]
    assert all(ahead.has(case) for case in CASES)


def test_nobody_waits_where_there_is_no_target() -> None:
    ahead = Ahead([not_made], lambda _, case: case.id, CASES, lambda _: None)
    with pytest.raises(RseqctError, match="no memory"):
        ahead.take(CASES[3])


def test_what_the_observation_raises_is_raised_where_it_is_taken() -> None:
    def observe(_: Target, case: Case) -> str:
        if case is CASES[1]:
            raise KeyError(case.id)
        return case.id
    ahead = Ahead([MADE], observe, CASES, print)
    assert ahead.take(CASES[2]) == CASES[2].id
    with pytest.raises(KeyError):
        ahead.take(CASES[1])


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
@pytest.mark.parametrize("make", [MADE, lambda: cast(Target, object())], ids=["", "cannot be closed"])
def test_after_a_stop_no_further_case_is_started(make: Callable[[], Target]) -> None:
    begun, go_on = threading.Event(), threading.Event()

    def observe(_: Target, case: Case) -> str:
        begun.set()
        go_on.wait(10)
        return case.id
    ahead = Ahead([make], observe, CASES, print)
    begun.wait(10)
    ahead.stop()
    go_on.set()
    ahead.join()
    assert ahead.take(CASES[0]) == CASES[0].id
    with pytest.raises(RseqctError, match="stopped before this case"):
        ahead.take(CASES[1])
