# SPDX-License-Identifier: MIT
"""The one table of verdicts: what each means, and that every report says the same of it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from conftest import make_case, make_facts

from rseqct.cases.observe import Observation
from rseqct.catalogue.expected import Expected
from rseqct.errors import Exit
from rseqct.judging.judge import Judgement
from rseqct.judging.verdicts import NOTED, TABLE, State, Verdict, status, worst
from rseqct.reports import compare, console, junit, ktap, matrix
from rseqct.results.results import Record, Results


def results(verdict: Verdict, allowed: bool = False) -> Results:
    """One case that verifies one requirement, judged so."""
    judgement = Judgement(verdict, "why", requirements=("unregister.promise",), allowed=allowed,
                          claims=(("unregister.promise", verdict),))
    return Results(make_facts(), (Record(make_case(), Observation("exit", 0), judgement),))


def test_every_verdict_has_a_row_of_its_own() -> None:
    assert set(TABLE) == set(Verdict)
    assert len({meaning.mark for meaning in TABLE.values()}) == len({meaning.glyph for meaning in TABLE.values()}) == \
        len({meaning.text for meaning in TABLE.values()}) == len(TABLE)


def test_what_is_red() -> None:
    assert {verdict for verdict, meaning in TABLE.items() if meaning.red} == {
        Verdict.FAIL, Verdict.BADSKIP, Verdict.ERROR, Verdict.MISS, Verdict.XPASS}
    assert not NOTED.red


def test_the_worst_counts() -> None:
    assert worst([Verdict.PASS, Verdict.SKIP]) is Verdict.PASS and worst([Verdict.PASS, Verdict.FAIL]) is Verdict.FAIL
    assert worst([Verdict.UNSHOWN, Verdict.PASS]) is Verdict.UNSHOWN and worst([]) is None
    assert status([TABLE[Verdict.MISS], TABLE[Verdict.ERROR]]) is Exit.ERROR and status([]) is Exit.OK


@pytest.mark.parametrize("verdict", Verdict)
@pytest.mark.parametrize("allowed", [False, True])
def test_every_report_says_the_same(load: Callable[..., Expected], verdict: Verdict, allowed: bool) -> None:
    if allowed and verdict is not Verdict.XPASS:
        return
    whole, expected, meaning = results(verdict, allowed), load(), NOTED if allowed else TABLE[verdict]
    assert whole.status() is meaning.status
    assert f"unregister  {meaning.glyph}" in console.render(whole, expected)
    assert ("not ok 1" in ktap.render(whole)) is (meaning.red or verdict is Verdict.XFAIL)
    for name in ("failure", "error", "skipped"):
        assert (f"<{name}" in junit.render(whole)) is (name == meaning.junit)
    cell = matrix.make([whole], expected).rows[0].cells[0]
    assert (cell.mark, cell.state) == (meaning.mark, meaning.state)
    passed = compare.compare(results(Verdict.PASS), whole)
    assert bool(passed.untold) is (meaning.state is State.UNTOLD)
    assert bool(passed.changes) is (meaning.state in (State.BROKEN, State.ABSENT))
    assert passed.status() is (Exit.FAIL if meaning.state is State.BROKEN else meaning.status)
