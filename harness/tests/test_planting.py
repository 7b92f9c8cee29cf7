# SPDX-License-Identifier: MIT
"""The defects that ci/defects plants in a kernel: the data names what there is, and only a claim's failure counts."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import planting
import pytest
from rseqct.cases import manifest, observe
from rseqct.cases.manifest import Case
from rseqct.cases.observe import Event, Failure
from rseqct.catalogue.documents import Document
from rseqct.errors import RseqctError
from rseqct.targets import Target, TargetLost

TOP = Path(__file__).resolve().parents[2]


def document(find: str = "act", put: str | None = None, code: str = "skip();") -> Document:
    place = {"file": "a.c", "find": find} | ({"put": put} if put else {})
    return Document(Path("defects.toml"), "", {
        "places": {"here": place}, "defects": {"lost": {"number": 7, "code": {"here": code}}}})


def test_a_defect_is_executed_with_its_number_only() -> None:
    text = planting.planted(document(), "a.c", "act;")
    assert text == "act\nif (({ extern int rct_defect; unlikely(rct_defect == 7); })) { skip(); };"


def test_a_place_says_where_the_code_goes() -> None:
    assert planting.planted(document(put=r"{} \g<0>", code="{}"), "a.c", "act;").endswith("{ {} } act;")


def test_another_file_stays_as_it_is() -> None:
    assert planting.planted(document(), "b.c", "act;") == "act;"


@pytest.mark.parametrize("text", ["", "act; act;"])
def test_a_place_is_found_once(text: str) -> None:
    with pytest.raises(RseqctError, match=r"\[places.here\] find: matches \d times in a.c, not once"):
        planting.planted(document(), "a.c", text)


CLAIM, CONTROL = Failure("a.cc", 1, "Expected: aborts"), Failure("a.cc", 2, "no", control="abort.on-trap")


@pytest.mark.parametrize(("outcome", "failures", "message"), [
    ("pass", [], None), ("fail", [CLAIM], "Expected: aborts"), ("control", [CONTROL], None),
    ("fail", [CLAIM, CONTROL], None), ("broken", [CLAIM], None)])
def test_only_a_claim_s_failure_notices_a_defect(outcome: str, failures: list[Failure], message: str | None) -> None:
    assert planting.claim(observe.TestRun("Abort.X", outcome, failures=failures)) == message


class FakeGuest:
    """A target that hands on which defect a case was run with."""

    def run(self, case: Case, _limit_s: float, arguments: Sequence[str] = ()) -> list[Event]:
        if case.id == "a.lost":
            raise TargetLost("died")
        return [{"case": case.id, "arguments": arguments}]


def test_each_case_is_run_with_the_defect_s_number(monkeypatch: pytest.MonkeyPatch) -> None:
    def observed(events: list[Event]) -> SimpleNamespace:
        text = f"{events[0]['case']} with {' '.join(events[0]['arguments'])}"
        runs = [observe.TestRun(f"A.B/{mode}", outcome, failures=[Failure("a.cc", 1, f"{text}, {mode}")])
                for mode, outcome in (("bytes32", "pass"), ("extended", "fail"))]
        return SimpleNamespace(tests=runs)

    monkeypatch.setattr(planting, "observe", observed)
    guest = cast(Target, FakeGuest())
    cases = [Case(name, "x86_64", "", "", (), ()) for name in ("a.lost", "a.b")]
    assert planting.noticed(guest, 7, cases) == {"a.b A.B": "a.b with --gtest_random_seed=7, extended"}


def test_what_is_said_and_not_seen_is_a_complaint() -> None:
    defect = {"noticed": {"aborts": ["a.b A.B", "a.c A.C", "a.d A.D"]}}
    found = {"a.b A.B": "Expected: aborts", "a.c A.C": "survives", "a.e A.E": "aborts"}
    complaints = list(planting.complaints(defect, found))
    assert complaints == ["a.c A.C: fails with another message than aborts:\nsurvives",
                          "a.d A.D: does not fail at its claim"]


def test_the_data_names_tests_that_there_are() -> None:
    cases = manifest.read(planting.RSEQCT.parent / "manifest.json").cases
    there = {f"{case.id} {test.name}" for case in cases for test in case.tests}
    defects = planting.load().content["defects"].values()
    named = {test for defect in defects for tests in defect.get("noticed", {}).values() for test in tests}
    assert not named - there
