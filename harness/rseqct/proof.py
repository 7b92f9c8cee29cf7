# SPDX-License-Identifier: MIT
"""How each case has been seen to fail: a test that cannot fail is a defect (DESIGN 8).

A lie of the lying kernel (harness/tests/lies.toml) that it finds out is one proof, and a kernel of
expected/results on which it failed is another. expected/proof.toml has the rest: what was broken, for a moment, in
the case, its arrangement or a kernel, and what the case said then.
"""

from __future__ import annotations

import functools
import gzip
import json
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from rseqct import documents, kept
from rseqct.documents import Document
from rseqct.errors import RseqctError


def proofs(source: Path) -> dict[str, str]:
    """The best proof of each case that has one, in words; raises RseqctError."""
    return {case: f"a broken one, once: {said}" for case, said in by_hand(source).items()} | \
        {case: f"kernel {name}" for case, name in _by_kernels(source).items()} | \
        {case: f"lie {name}" for case, name in _by_lies(source).items()}


def by_hand(source: Path) -> dict[str, str]:
    """What expected/proof.toml says, by case; raises RseqctError."""
    document = _document(source)
    claims = document.content if document is not None else {}
    return {f"{area}.{claim}": said for area, table in claims.items() for claim, said in table.items()}


def complaints(source: Path, cases: dict[str, str]) -> Iterator[str]:
    """The cases (id, file) that nobody has seen fail, and what is said of cases that there are not; raises
    RseqctError. A second proof is no mistake: kernels are recorded again."""
    known, document = proofs(source), _document(source)
    for case, shown in cases.items():
        if case not in known:
            yield f"{shown}:1: not seen to fail; break it or a kernel for a moment, and say in " \
                "expected/proof.toml what it said then"
    if document is not None:
        for case in by_hand(source):
            if case not in cases:
                area, _, claim = case.partition(".")
                yield f"{document.where(area, claim)}: [{area}] {claim}: there is no such case; drop the entry"


def _document(source: Path) -> Document | None:
    path = source / "expected" / "proof.toml"
    if not path.exists():
        return None
    return documents.read(path, source / "expected" / "schema" / "proof.json")


def _by_lies(source: Path) -> dict[str, str]:
    path = source / "harness" / "tests" / "lies.toml"
    if not path.exists():
        return {}      # not a source tree
    try:
        ledger = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise RseqctError(f"{path}: {error}") from None
    return {case: name for name, reds in ledger["lies"].items() if name not in ledger["broad"]
            for cases in reds.values() for case in cases}


def _by_kernels(source: Path) -> dict[str, str]:
    found: dict[str, str] = {}
    for path in kept.files(source):
        name = path.name.removesuffix(".json.gz")
        for case in _failures(path):
            found.setdefault(case, name)
    return found


@functools.cache
def _failures(path: Path) -> tuple[str, ...]:
    """The cases that failed, whatever the verdict: a case about another era is not applicable, and fails."""
    try:
        value: dict[str, Any] = json.loads(gzip.decompress(path.read_bytes()))
        return tuple(dict.fromkeys(record["case"]["id"] for record in value["cases"]
                                   if _failed(record.get("observation") or {})))
    except (OSError, ValueError, KeyError) as error:
        raise RseqctError(f"{path}: cannot be read: {error}") from None


def _failed(observation: dict[str, Any]) -> bool:
    return observation.get("how") in ("signal", "timeout") or any(
        test.get("outcome") == "fail" for test in observation.get("tests", []))


def lines(source: Path, cases: list[str]) -> Iterator[str]:
    """How many cases each kind of proof is of, and which have none."""
    known = proofs(source)
    kinds = {"lie": "by a lie", "kernel": "on a recorded kernel", "a": "by hand (expected/proof.toml)"}
    counts = {kind: sum(known.get(case, "").split(" ")[0] == kind for case in cases) for kind in kinds}
    yield f"seen to fail: {len([case for case in cases if case in known])} of {len(cases)}: " + ", ".join(
        f"{counts[kind]} {said}" for kind, said in kinds.items())
    yield from (f"  {case}: not seen to fail" for case in cases if case not in known)
