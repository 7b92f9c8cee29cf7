# SPDX-License-Identifier: MIT
"""`rseqct matrix`: requirements by kernels, from results; as text and as matrix.json (page.py: as HTML)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from rseqct.expected import Bug, Expected, Requirement
from rseqct.judge import Verdict
from rseqct.results import Record, Results

# The worst of a requirement's cases is what its cell shows; a promise that is broken outranks all.
_WORST = (Verdict.FAIL, Verdict.XPASS, Verdict.BADSKIP, Verdict.ERROR, Verdict.MISS, Verdict.XFAIL,
          Verdict.PASS, Verdict.SKIP, Verdict.NA)
GLYPHS = {Verdict.PASS: "✓", Verdict.FAIL: "✗", Verdict.XFAIL: "x", Verdict.XPASS: "!", Verdict.BADSKIP: "!",
          Verdict.ERROR: "E", Verdict.MISS: "M", Verdict.SKIP: "·", Verdict.NA: "–", None: " "}
MEANINGS = {"✓": "holds", "✗": "broken", "x": "broken, a known bug",
            "!": "not as the ledger or features.toml say", "E": "the suite is at fault", "M": "never ran",
            "·": "unsupported", "–": "not promised there", " ": "not tested"}
_GOOD, _BAD, _ABSENT = (Verdict.PASS,), (Verdict.FAIL, Verdict.XFAIL), (Verdict.NA, Verdict.SKIP)


@dataclass(frozen=True)
class Cell:
    """A requirement on a kernel. `change` is "broke" or "fixed" where the kernel before it says the opposite,
    kernels where it does not apply being passed over; "begins" or "ends" where it starts or ceases to
    apply."""

    verdict: Verdict | None
    records: tuple[Record, ...]
    change: str = ""

    @property
    def glyph(self) -> str:
        """One character."""
        return GLYPHS[self.verdict]

    @property
    def broken(self) -> bool:
        """Whether it is not as promised, be it known or not."""
        return self.verdict not in (*_GOOD, *_ABSENT, None)

    @property
    def reason(self) -> str:
        """Why, in one line."""
        worst = next((record for record in self.records if record.judgement.verdict is self.verdict), None)
        lines = worst.judgement.reason.splitlines() if worst else []
        return f"{worst.case.key}: {lines[0]}" if worst and lines else ""


@dataclass(frozen=True)
class Row:
    """A requirement on every kernel."""

    requirement: Requirement
    cells: tuple[Cell, ...]

    @property
    def changes(self) -> bool:
        """Whether it broke or was fixed between two neighbours."""
        return any(cell.change in ("broke", "fixed") for cell in self.cells)

    @property
    def differs(self) -> bool:
        """Whether two neighbours differ in any way."""
        return any(cell.change for cell in self.cells)

    @property
    def broken(self) -> bool:
        """Whether any kernel does not keep it."""
        return any(cell.broken for cell in self.cells)


@dataclass(frozen=True)
class Matrix:
    """The kernels, oldest first within an architecture, and a row for each requirement of each area."""

    kernels: tuple[Results, ...]
    areas: tuple[tuple[str, tuple[Row, ...]], ...]
    bugs: tuple[Bug, ...]

    @property
    def rows(self) -> list[Row]:
        """All rows."""
        return [row for _, rows in self.areas for row in rows]

    def title(self, kernel: Results) -> str:
        """A column's head: the release of Linux, and the architecture."""
        facts = kernel.facts
        return f"{facts.judged_as} {facts.arch}"

    def detail(self, kernel: Results) -> str:
        """What else tells a column from others: its own release, and the guest's options."""
        guest = str(kernel.facts.event.get("guest", ""))
        said = re.sub(r" ?--(?:kernel|kernel-config|arch) (?:'[^']*'|\S+)|--(?:append[ =])?", "", guest)
        return kernel.facts.release + said.rstrip()

    def totals(self, column: int) -> Counter[Verdict | None]:
        """How many requirements have each verdict in a column."""
        return Counter(row.cells[column].verdict for row in self.rows)


def make(kernels: Sequence[Results], expected: Expected) -> Matrix:
    """The matrix of results that have been judged by `expected`."""
    columns = sorted(kernels, key=lambda whole: (
        whole.facts.arch, whole.facts.judged_as, whole.facts.release))
    indexes = [_by_requirement(whole) for whole in columns]
    areas: dict[str, list[Row]] = {}
    for name, requirement in expected.requirements.items():
        cells: list[Cell] = []
        for number, whole in enumerate(columns):
            records = tuple(indexes[number].get(name, ()))
            verdict = _verdict(name, records)
            before = [cell for cell, other in zip(cells, columns) if other.facts.arch == whole.facts.arch]
            cells.append(Cell(verdict, records, _change(before, verdict)))
        areas.setdefault(name.partition(".")[0], []).append(Row(requirement, tuple(cells)))
    return Matrix(tuple(columns), tuple((area, tuple(rows)) for area, rows in sorted(areas.items())),
                  tuple(expected.bugs.values()))


def text(matrix: Matrix) -> str:
    """For a terminal or a mail: a legend of columns, and a character a cell."""
    lines = [f"{chr(ord('a') + number % 26)}  {matrix.title(whole)}   {matrix.detail(whole)}"
             for number, whole in enumerate(matrix.kernels)]
    width = max([len(row.requirement.id) for row in matrix.rows], default=0)
    heads = "".join(chr(ord("a") + number % 26) for number in range(len(matrix.kernels)))
    lines += ["", f"{'':<{width}}  {heads}"]
    for area, rows in matrix.areas:
        lines += [row.requirement.id.ljust(width) + "  " + "".join(cell.glyph for cell in row.cells) +
                  ("  *" if row.changes else "") for row in rows]
    shown = {cell.glyph for row in matrix.rows for cell in row.cells}
    lines += ["", "   ".join(f"{glyph} {meaning}" for glyph, meaning in MEANINGS.items()
                             if glyph in shown and glyph.strip()) + "   * differs between neighbours"]
    return "\n".join(lines) + "\n"


def to_json(matrix: Matrix) -> dict[str, Any]:
    """matrix.json."""
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
                       "cases": {record.case.key: record.judgement.verdict.value for record in cell.records}}
                      for cell in row.cells]} for row in matrix.rows]}


def _by_requirement(whole: Results) -> dict[str, list[Record]]:
    index: dict[str, list[Record]] = {}
    for record in whole.records:
        for name in record.case.verifies:
            index.setdefault(name, []).append(record)
    return index


def _verdict(name: str, records: Sequence[Record]) -> Verdict | None:
    """The worst verdict; a case that failed counts only for the requirements that its failure names."""
    verdicts = set()
    for record in records:
        judgement = record.judgement
        blamed = not judgement.requirements or name in judgement.requirements
        verdicts.add(judgement.verdict if blamed or judgement.verdict not in _BAD else Verdict.PASS)
    return next((verdict for verdict in _WORST if verdict in verdicts), None)


def _change(before: Sequence[Cell], verdict: Verdict | None) -> str:
    """How a cell differs from those before it, of its architecture; see Cell."""
    last = next((cell.verdict for cell in reversed(before) if cell.verdict in (*_GOOD, *_BAD)), None)
    if last in _GOOD and verdict in _BAD:
        return "broke"
    if last in _BAD and verdict in _GOOD:
        return "fixed"
    beside = before[-1].verdict if before else None
    if beside in _ABSENT and verdict in (*_GOOD, *_BAD):
        return "begins"
    return "ends" if beside in (*_GOOD, *_BAD) and verdict in _ABSENT else ""
