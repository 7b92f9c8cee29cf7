# SPDX-License-Identifier: MIT
"""`rseqct coverage`: the promises with a case; those without one, and why; those that are not written down yet; and the
claims that were seen to fail."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from rseqct.audit import proof
from rseqct.cases import manifest
from rseqct.cases.manifest import Case
from rseqct.catalogue import expected
from rseqct.catalogue.expected import Expected
from rseqct.errors import Exit, RseqctError

# A line that defines an id, "ABT-006 | …", or a range of ids, "ARC-001..010 | …".
_ID = re.compile(r"^([A-Z]{3})-(\d{3})(?:\.\.(\d{3}))? \|", re.MULTILINE)


def describe(build: Path, listed: Path | None = None) -> list[str]:
    """The report's lines: a table by area, the requirements without a case and their reasons, and the state of the
    proofs.

    With `listed`, also the ids that are defined in that file and that no requirement names. Raises RseqctError if a
    file cannot be read."""
    built = manifest.read(build / "manifest.json")
    catalogue, cases = expected.load(built.source / "expected"), built.cases
    lines = [*_table(catalogue, cases), "", *_uncovered(catalogue), "", *proof.lines(built.source)]
    if listed is not None:
        lines += ["", *_unknown(catalogue, listed)]
    return lines


def _table(catalogue: Expected, cases: Sequence[Case]) -> Iterator[str]:
    cited = {name for case in cases for name in case.verifies}
    areas = dict.fromkeys(name.split(".")[0] for name in catalogue.requirements)
    areas |= dict.fromkeys(case.id.split(".")[0] for case in cases)
    rows = [(area, [name for name in catalogue.requirements if name.startswith(f"{area}.")],
             {case.source for case in cases if case.id.startswith(f"{area}.")}) for area in sorted(areas)]
    yield f"{'area':<14}{'requirements':>12}{'covered':>10}{'cases':>8}"
    for area, names, files in [*rows, ("all", list(catalogue.requirements), {case.source for case in cases})]:
        yield f"{area:<14}{len(names):>12}{len(cited.intersection(names)):>10}{len(files):>8}"


def _uncovered(catalogue: Expected) -> Iterator[str]:
    missing = [item for item in catalogue.requirements.values() if item.uncovered is not None]
    share = 100 * len(missing) / max(1, len(catalogue.requirements))
    yield f"without a case: {len(missing)} of {len(catalogue.requirements)} ({share:.0f} %)"
    for item in missing:
        yield f"  {item.id}  {' '.join(item.abi_id)}"
        yield f"      {item.uncovered}"


def _unknown(catalogue: Expected, listed: Path) -> Iterator[str]:
    try:
        text = listed.read_text(encoding="utf-8")
    except OSError as error:
        raise RseqctError(f"{listed}: cannot be read: {error.strerror}", Exit.USAGE) from None
    except UnicodeDecodeError:
        raise RseqctError(f"{listed}: not a text", Exit.USAGE) from None
    ids = {f"{area}-{number:03}": None for area, first, last in _ID.findall(text)
           for number in range(int(first), int(last or first) + 1)}
    if not ids:
        raise RseqctError(f"{listed}: no line begins with an id, such as 'ABT-006 | …'", Exit.USAGE)
    known = {name for item in catalogue.requirements.values() for name in item.abi_id}
    unknown = [name for name in ids if name not in known]
    yield f"ids of {listed.name} that no requirement names: {len(unknown)} of {len(ids)}"
    yield from (f"  {name}" for name in unknown)
