# SPDX-License-Identifier: MIT
"""The matrix as one HTML page, which needs no other file and is readable without scripts."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import jinja2

from rseqct.judging.verdicts import TABLE, Verdict
from rseqct.reports.matrix import Matrix, to_json


@dataclass(frozen=True)
class Finding:
    """One way in which a requirement is broken, and the columns that show it."""

    verdict: Verdict
    reasons: tuple[str, ...]
    columns: list[int]


def html(matrix: Matrix) -> str:
    """The page."""
    loader = jinja2.FileSystemLoader(Path(__file__).parent / "templates")
    environment = jinja2.Environment(loader=loader, autoescape=True, trim_blocks=True, lstrip_blocks=True,
                                     undefined=jinja2.StrictUndefined)
    data = json.dumps(to_json(matrix), separators=(",", ":")).replace("</", "<\\/")
    return environment.get_template("matrix.html.j2").render(
        matrix=matrix, table=TABLE, data=data, arches=_arches(matrix),
        findings=[(row.requirement, found) for number, row in enumerate(matrix.rows)
                  if (found := findings(matrix, number))],
        bugs=[(bug, spans(matrix, _seen(matrix, bug.id))) for bug in matrix.bugs],
        spans=lambda columns: spans(matrix, columns), column_class=_column_classes(matrix),
        verdicts={cell.verdict for row in matrix.rows for cell in row.cells},
        uncovered=[row.requirement for row in matrix.rows if row.requirement.uncovered])


def findings(matrix: Matrix, row: int) -> list[Finding]:
    """The ways in which a row is broken: each reason once, in the order of the columns."""
    found: dict[tuple[Verdict, tuple[str, ...]], Finding] = {}
    for column, cell in enumerate(matrix.rows[row].cells):
        if cell.broken and cell.verdict is not None:
            entry = found.setdefault((cell.verdict, cell.reasons), Finding(cell.verdict, cell.reasons, []))
            entry.columns.append(column)
    return list(found.values())


def spans(matrix: Matrix, columns: Sequence[int]) -> str:
    """Columns in words, with neighbors of one architecture combined: "6.19.6 to 7.0.13 aarch64"."""
    runs: list[list[int]] = []
    arches = [kernel.facts.arch for kernel in matrix.kernels]
    for column in columns:
        if runs and column == runs[-1][-1] + 1 and arches[column] == arches[column - 1]:
            runs[-1].append(column)
        else:
            runs.append([column])
    release = [str(kernel.facts.judged_as) for kernel in matrix.kernels]
    return ", ".join(f"{release[run[0]]} to {release[run[-1]]} {arches[run[0]]}" if len(run) > 1 else
                     f"{release[run[0]]} {arches[run[0]]}" for run in runs)


def _seen(matrix: Matrix, bug: str) -> list[int]:
    """The columns in which a case showed a bug."""
    return [number for number, kernel in enumerate(matrix.kernels)
            if any(record.judgement.bug == bug and record.judgement.verdict is Verdict.XFAIL
                   for record in kernel.records)]


def _arches(matrix: Matrix) -> list[tuple[str, int]]:
    """Each architecture, and how many columns it has."""
    arches = [kernel.facts.arch for kernel in matrix.kernels]
    return [(arch, arches.count(arch)) for arch in dict.fromkeys(arches)]


def _column_classes(matrix: Matrix) -> list[str]:
    """For each column " first" if another architecture begins there, else ""."""
    arches = [kernel.facts.arch for kernel in matrix.kernels]
    return [" first" if number and arch != arches[number - 1] else "" for number, arch in enumerate(arches)]
