# SPDX-License-Identifier: MIT
"""`rseqct matrix`: requirements by kernels, from results, as text and as matrix.json (page.py: as HTML)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from rseqct.catalogue.expected import Expected
from rseqct.catalogue.ledger import Bug
from rseqct.catalogue.requirements import Requirement
from rseqct.judging.verdicts import TABLE, UNTESTED, State, Verdict, worst
from rseqct.results import names
from rseqct.results.results import Record, Results
from rseqct.targets import where
from rseqct.targets.where import GuestOptions

_CERTAIN = (State.HOLDS, State.BROKEN)


@dataclass(frozen=True)
class Cell:
    """A requirement on a kernel.

    `change` is "broke" or "fixed" if the previous kernel of its architecture says the opposite; kernels to which the
    requirement does not apply are passed over. It is "begins" or "ends" if the requirement starts or stops to apply."""

    verdict: Verdict | None
    records: tuple[tuple[Record, Verdict], ...]
    change: str = ""

    @property
    def mark(self) -> str:
        """The verdict as one character."""
        return TABLE[self.verdict].mark if self.verdict else UNTESTED

    @property
    def state(self) -> State | None:
        """What is known about the promise; None if no case verifies it."""
        return TABLE[self.verdict].state if self.verdict else None

    @property
    def broken(self) -> bool:
        """Whether the promise is not kept, or the verdict is red for another reason; known bugs count."""
        return self.state is State.BROKEN or self.verdict is not None and TABLE[self.verdict].red

    @property
    def reasons(self) -> tuple[str, ...]:
        """The reasons of the verdict, one line for each case that has one."""
        return tuple(f"{record.case.key}: {record.judgement.reason.splitlines()[0]}" for record, verdict in self.records
                     if verdict is self.verdict and record.judgement.reason)


@dataclass(frozen=True)
class Row:
    """A requirement on every kernel."""

    requirement: Requirement
    cells: tuple[Cell, ...]

    @property
    def changes(self) -> bool:
        """Whether it broke or was fixed between two neighboring kernels."""
        return any(cell.change in ("broke", "fixed") for cell in self.cells)

    @property
    def differs(self) -> bool:
        """Whether two neighboring kernels differ in any way."""
        return any(cell.change for cell in self.cells)

    @property
    def broken(self) -> bool:
        """Whether any kernel does not keep it."""
        return any(cell.broken for cell in self.cells)


@dataclass(frozen=True)
class Matrix:
    """The kernels, sorted by age within each architecture, and the rows of each area."""

    kernels: tuple[Results, ...]
    areas: tuple[tuple[str, tuple[Row, ...]], ...]
    bugs: tuple[Bug, ...]

    @property
    def rows(self) -> list[Row]:
        """All rows."""
        return [row for _, rows in self.areas for row in rows]

    def title(self, kernel: Results) -> str:
        """The head of a column: the Linux release and the architecture."""
        facts = kernel.facts
        return f"{facts.judged_as} {facts.arch}"

    def detail(self, kernel: Results) -> str:
        """What else distinguishes a column: the kernel's own release, and the options of its guest."""
        words = where.words(GuestOptions("", shape=names.shape(kernel.facts)))
        return " ".join([kernel.facts.release, *(word.removeprefix("--") for word in words if word != "--append")])

    def totals(self, column: int) -> Counter[Verdict | None]:
        """How many requirements have each verdict in a column."""
        return Counter(row.cells[column].verdict for row in self.rows)


def make(kernels: Sequence[Results], expected: Expected) -> Matrix:
    """The matrix of results that were judged by `expected`."""
    columns = sorted(kernels, key=lambda whole: (
        whole.facts.arch, whole.facts.judged_as, whole.facts.release))
    indexes = [(whole.facts.arch, whole.by_requirement()) for whole in columns]
    areas: dict[str, list[Row]] = {}
    for name, requirement in expected.requirements.items():
        cells: list[Cell] = []
        before: dict[str, list[State | None]] = {}
        for arch, index in indexes:
            records = index.get(name, [])
            verdict = worst(each for _, each in records)
            state = TABLE[verdict].state if verdict else None
            cells.append(Cell(verdict, tuple(records), _change(before.setdefault(arch, []), state)))
            before[arch].append(state)
        areas.setdefault(name.partition(".")[0], []).append(Row(requirement, tuple(cells)))
    return Matrix(tuple(columns), tuple((area, tuple(rows)) for area, rows in sorted(areas.items())),
                  tuple(expected.bugs.values()))


def text(matrix: Matrix) -> str:
    """The matrix for a terminal or a mail: a legend of its columns, then one character for each cell."""
    lines = [f"{chr(ord('a') + number % 26)}  {matrix.title(whole)}   {matrix.detail(whole)}"
             for number, whole in enumerate(matrix.kernels)]
    width = max([len(row.requirement.id) for row in matrix.rows], default=0)
    heads = "".join(chr(ord("a") + number % 26) for number in range(len(matrix.kernels)))
    lines += ["", f"{'':<{width}}  {heads}"]
    for area, rows in matrix.areas:
        lines += [row.requirement.id.ljust(width) + "  " + "".join(cell.mark for cell in row.cells) +
                  ("  *" if row.changes else "") for row in rows]
    shown = {cell.verdict for row in matrix.rows for cell in row.cells}
    lines += ["", "   ".join(f"{meaning.mark} {meaning.text}" for verdict, meaning in TABLE.items()
                             if verdict in shown) + "   * differs between neighbours"]
    return "\n".join(lines) + "\n"


def to_json(matrix: Matrix) -> dict[str, Any]:
    """The content of matrix.json."""
    return {
        "format": "rseqct-matrix", "version": 1,
        "kernels": [{"release": whole.facts.release, "linux": str(whole.facts.judged_as),
                     "arch": whole.facts.arch, "accelerator": whole.facts.event.get("accelerator"),
                     "cmdline": whole.facts.event.get("cmdline"), "suite": whole.run.suite}
                    for whole in matrix.kernels],
        "requirements": [{
            "id": row.requirement.id, "text": row.requirement.text, "level": row.requirement.level,
            "range": row.requirement.range,
            "cells": [{"verdict": cell.verdict.value if cell.verdict else None, "change": cell.change or None,
                       "cases": {record.case.key: verdict.value for record, verdict in cell.records}}
                      for cell in row.cells]} for row in matrix.rows]}


def _change(before: Sequence[State | None], state: State | None) -> str:
    """How a cell differs from the previous cells of its architecture; see Cell."""
    last = next((each for each in reversed(before) if each in _CERTAIN), None)
    if last is State.HOLDS and state is State.BROKEN:
        return "broke"
    if last is State.BROKEN and state is State.HOLDS:
        return "fixed"
    beside = before[-1] if before else None
    if beside is State.ABSENT and state in _CERTAIN:
        return "begins"
    return "ends" if beside in _CERTAIN and state is State.ABSENT else ""
