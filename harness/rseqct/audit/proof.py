# SPDX-License-Identifier: MIT
"""How each TEST was seen to fail. A test that cannot fail is a defect (docs/formats.md: expected/).

A proof is a failure at a claim's line while every control of the TEST passes. A death, a time-out or a failed control
proves nothing. Proofs come from the lying kernel (harness/tests/lies.toml), from defects planted in a kernel
(expected/defects.toml, ci/defects), from recorded kernels (expected/results), and from temporary changes by hand
(expected/proof.toml). proof.toml also lists the TESTs without a proof, each with a way to get one.

A TEST's name is the id of its case, followed by its own name if the case has several TESTs: "abort.once_per_entry
Abort.OneAbortPerEntry"."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from rseqct.cases import manifest
from rseqct.cases.observe import Observation, TestRun
from rseqct.catalogue import documents, expected
from rseqct.catalogue.documents import Document
from rseqct.catalogue.requirements import Requirement
from rseqct.errors import RseqctError
from rseqct.results import kept

_OPEN = "open"      # the table of proof.toml for TESTs without a proof
# These messages do not prove a claim: the case did not reach it, or only a control failed.
_NO_CLAIM = re.compile(r"skipped|broken|died|timeout|exited|in the control|control of")
KINDS = ("a lie", "a planted defect", "a recorded kernel", "hand")


def tests(source: Path) -> dict[str, str]:
    """Every TEST of a source tree by name, with its FILE:LINE; without those of cases that lint refuses."""
    found: dict[str, str] = {}
    for path in manifest.sources(source):
        shown = str(path.relative_to(source))
        try:
            scanned, _ = manifest.scan(path, shown)
        except RseqctError:
            continue
        case = f"{path.parent.name}.{path.name.partition('.')[0]}"
        found.update({name_of(case, test.name, len(scanned)): f"{shown}:{test.line}" for test in scanned})
    return found


def name_of(case: str, test: str, count: int) -> str:
    """The name of a TEST of a case with `count` TESTs."""
    return case if count == 1 else f"{case} {test.partition('/')[0]}"


def proofs(source: Path) -> dict[str, tuple[str, str]]:
    """The best proof of each TEST that has one: its kind, which is one of KINDS, and its description. Raises
    RseqctError."""
    found: dict[str, tuple[str, str]] = {}
    known = tests(source)
    for kind, each in zip(KINDS, (_by_lies, _by_defects, _by_kernels, by_hand)):
        for name, said in each(source).items():
            found.setdefault(_known(name, known), (kind, said))
    return found


def by_hand(source: Path) -> dict[str, str]:
    """The proofs in expected/proof.toml; raises RseqctError."""
    return {f"{area}.{claim}": said for area, table in _content(source).items() if area != _OPEN
            for claim, said in table.items()}


def still_open(source: Path) -> dict[str, str]:
    """The TESTs that proof.toml lists as never seen to fail, each with a way to show it; raises RseqctError."""
    return dict(_content(source).get(_OPEN, {}))


def complaints(source: Path) -> Iterator[str]:
    """One line for each TEST without a proof that is not listed as open, and for each entry that is wrong; raises
    RseqctError.

    A second proof is allowed, because kernels are recorded again."""
    known, proved, listed, document = tests(source), proofs(source), still_open(source), _document(source)
    for name, where in known.items():
        if name not in proved and name not in listed:
            yield f"{where}: {name}: not seen to fail; break it or a kernel temporarily, and record the message of " \
                "its claim in expected/proof.toml"
    if document is not None:
        for area, table in document.content.items():
            for claim in table:
                name = claim if area == _OPEN else f"{area}.{claim}"
                at = f"{document.where(area, claim)}: [{area}] {claim}: "
                if name not in known:
                    yield f"{at}no TEST has this name; drop the entry"
                elif area == _OPEN and name in proved:
                    yield f"{at}{proved[name][1]} proves it; drop the entry"


def lines(source: Path) -> Iterator[str]:
    """How many TESTs each kind of proof covers, and the TESTs without a proof, each with a way to get one; raises
    RseqctError."""
    known, proved, listed = tests(source), proofs(source), still_open(source)
    counts = {kind: sum(proved[name][0] == kind for name in known if name in proved) for kind in KINDS}
    yield f"claims seen to fail: {sum(counts.values())} of {len(known)} TESTs: " + ", ".join(
        f"{count} by {kind}" for kind, count in counts.items())
    missing = [name for name in known if name not in proved]
    yield f"claims without proof: {len(missing)}"
    for name in missing:
        yield f"  {name}: {listed.get(name, 'how to show it is not recorded')}"


def fails_at_a_claim(test: TestRun) -> bool:
    """Whether a TEST failed at its claim and at no control."""
    return test.outcome == "fail" and bool(test.failures) and not any(each.control for each in test.failures)


def _known(name: str, known: Mapping[str, str]) -> str:
    """The name of a TEST in the form that `tests` uses, from its case's id and its own name."""
    return name if name in known else name.partition(" ")[0]


def _document(source: Path) -> Document | None:
    path = source / "expected" / "proof.toml"
    return documents.read(path, source / "expected" / "schema" / "proof.json") if path.exists() else None


def _content(source: Path) -> Mapping[str, Any]:
    document = _document(source)
    return document.content if document is not None else {}


def _by_lies(source: Path) -> dict[str, str]:
    path = source / "harness" / "tests" / "lies.toml"
    if not path.exists():
        return {}      # not a source tree
    ledger = documents.read(path, None).content
    return {name: f"lie {lie}" for lie, reds in ledger["lies"].items() if lie not in ledger["broad"]
            for message, names in reds.items() if not _NO_CLAIM.match(message) for name in names}


def _by_defects(source: Path) -> dict[str, str]:
    path = source / "expected" / "defects.toml"
    if not path.exists():
        return {}
    defects = documents.read(path, source / "expected" / "schema" / "defects.json").content["defects"]
    return {name: f"defect {defect}" for defect, entry in defects.items()
            for names in entry.get("noticed", {}).values() for name in names}


def _by_kernels(source: Path) -> dict[str, str]:
    found: dict[str, str] = {}
    for path in kept.files(source):
        kernel = path.stem
        for name in _failures(path, source):
            found.setdefault(name, f"kernel {kernel}")
    return found


@functools.cache
def _failures(path: Path, source: Path) -> tuple[str, ...]:
    """The TESTs that failed at a claim on a recorded kernel, whatever the verdict: a case about another era is not
    applicable, but its failure counts. A failure because of another architecture does not count. Raises RseqctError."""
    whole, promises = kept.read(path), _promises(source)
    return tuple(dict.fromkeys(
        name for record in whole.records if record.observation and all(
            promise in promises and promises[promise].concerns(whole.facts, record.case.abi)
            for promise in record.case.verifies) for name in _failing(record.case.id, record.observation)))


@functools.cache
def _promises(source: Path) -> Mapping[str, Requirement]:
    return expected.load(source / "expected", check=False).requirements


def _failing(case: str, seen: Observation) -> Iterable[str]:
    if seen.marked and seen.how == "exit":
        names = {test.name.partition("/")[0] for test in seen.tests}
        return [name_of(case, test.name, len(names)) for test in seen.tests if fails_at_a_claim(test)]
    return []
