# SPDX-License-Identifier: MIT
"""docs/abi.md defines each id that the requirements cite, and lists the bugs of the ledger."""

from __future__ import annotations

import re
from collections import Counter

import pytest
from conftest import HARNESS

from rseqct.catalogue import expected

TOP = HARNESS.parent
TEXT = (TOP / "docs/abi.md").read_text(encoding="utf-8")
EXPECTED = expected.load(TOP / "expected")
REQUIREMENTS = EXPECTED.requirements.values()
DEFINED = re.compile(r"\*\*([A-Z]{3}-\d{3})\*\*(†?)")
# The chapters, without the text before the first one.
CHAPTERS = dict(part.split("\n", 1) for part in re.split(r"^## ", TEXT, flags=re.MULTILINE)[1:])


def levels() -> dict[str, set[str]]:
    """The levels of the requirements that cite an id, for each id."""
    cited: dict[str, set[str]] = {}
    for requirement in REQUIREMENTS:
        for name in requirement.abi_id:
            cited.setdefault(name, set()).add(requirement.level)
    return cited


def test_each_cited_id_is_defined_once() -> None:
    times = Counter(name for name, _ in DEFINED.findall(TEXT))
    wrong = {name: times[name] for name in sorted(levels()) if times[name] != 1}
    assert not wrong, f"docs/abi.md: state each of these ids in bold exactly once; it does so this many times: {wrong}"


def test_no_other_id_is_defined() -> None:
    excused = {name for name, _ in DEFINED.findall(CHAPTERS["Not asserted"])}
    other = {name for name, _ in DEFINED.findall(TEXT)} - levels().keys() - excused
    assert not other, f"docs/abi.md: no requirement cites {sorted(other)}; give the reason under 'Not asserted'"


def test_each_mentioned_id_is_defined() -> None:
    unknown = set(re.findall(r"\b[A-Z]{3}-\d{3}\b", TEXT)) - {name for name, _ in DEFINED.findall(TEXT)}
    assert not unknown, f"docs/abi.md: mentioned and not defined: {sorted(unknown)}"


def test_observed_behavior_is_marked() -> None:
    marked = {name for name, mark in DEFINED.findall(TEXT) if mark}
    observed = {name for name, of in levels().items() if of == {"observed"}}
    assert marked == observed, f"docs/abi.md: † belongs after exactly these ids: {sorted(observed)}"


@pytest.mark.parametrize("area", sorted({requirement.id.partition(".")[0] for requirement in REQUIREMENTS}))
def test_each_area_has_a_chapter(area: str) -> None:
    assert area in CHAPTERS


def test_each_requirement_without_a_case_has_a_reason() -> None:
    listed = dict(re.findall(r"^\* `([\w.-]+)` \(([A-Z]{3}-\d{3})\): ", CHAPTERS["Not asserted"], re.MULTILINE))
    assert listed == {requirement.id: ", ".join(requirement.abi_id) for requirement in REQUIREMENTS
                      if requirement.uncovered}


def test_known_bugs_are_those_of_the_ledger() -> None:
    rows = [[cell.strip() for cell in line.strip("|").split("|")]
            for line in CHAPTERS["Known bugs"].splitlines() if line.startswith("| `")]
    assert all(len(row) == 5 and all(row) for row in rows)
    assert sorted(row[:3] for row in rows) == sorted(
        [f"`{bug.id}`", str(bug.introduced), str(bug.fixed or "open")] for bug in EXPECTED.bugs.values())
