# SPDX-License-Identifier: MIT
"""`rseqct compare A B`: the differences between two kernels, and nothing else."""

from __future__ import annotations

import fnmatch
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from rseqct.catalogue.expected import Expected
from rseqct.catalogue.versions import Release
from rseqct.errors import Exit, RseqctError
from rseqct.judging.verdicts import State, status
from rseqct.kernels.names import DebianName
from rseqct.results import kept, names, results
from rseqct.results.results import Record, Results

GROUPS = ("broke", "fixed", "became supported", "became unsupported")


@dataclass(frozen=True)
class Change:
    """A case whose judgement differs between two kernels. `group` is one of GROUPS."""

    group: str
    before: Record
    after: Record


@dataclass(frozen=True)
class Comparison:
    """The changes, and the keys of the cases without a result on one side: they never ran, or the suite is at fault."""

    before: Results
    after: Results
    changes: tuple[Change, ...]
    untold: tuple[str, ...]

    def status(self) -> Exit:
        """FAIL if something broke; otherwise the exit status for the cases that are red on the second side only."""
        if any(change.group == "broke" for change in self.changes):
            return Exit.FAIL
        red = {record.case.id for record in self.before.records if record.judgement.red}
        return status(record.judgement.meaning for record in self.after.records if record.case.id not in red)


def compare(before: Results, after: Results) -> Comparison:
    """Compares two results case by case. Between different architectures, each one's own ABI counts as the same."""
    one, other = ({_key(record, whole): record for record in whole.records} for whole in (before, after))
    changes, untold = [], []
    for key in one.keys() | other.keys():
        if key not in one or key not in other:
            untold.append(key)
            continue
        states = [record.judgement.meaning.state for record in (one[key], other[key])]
        if State.UNTOLD in states:
            untold.append(key)
        elif group := _group(*states):
            changes.append(Change(group, one[key], other[key]))
    changes.sort(key=lambda change: (GROUPS.index(change.group), change.after.case.key))
    return Comparison(before, after, tuple(changes), tuple(sorted(untold)))


def render(comparison: Comparison) -> str:
    """The comparison as text."""
    return "\n".join(_lines(comparison)) + "\n"


def find(name: str, source: Path, build: Path, expected: Expected) -> tuple[Path, Results]:
    """The results with a name, judged again, and their file; raises RseqctError.

    `name` is the path of a file or directory; or a kernel, that is a release, a glob of releases, or "debian:7.3",
    which all mean a guest of the usual shape; or the name of results, such as "7.3.4-x86_64-cpus1". Results in the
    build tree take precedence over kept ones."""
    path = Path(name)
    if path.exists():
        path = path / "results.json" if path.is_dir() else path
        return path, results.rejudge(kept.read(path), expected)
    fresh = sorted((build / "results").glob("*/results.json"), key=lambda file: -file.stat().st_mtime)
    known = [_Kernel(file, kept.read(file)) for file in [*fresh, *kept.files(source)]]
    named = {names.name_of(kernel.whole.facts): kernel for kernel in reversed(known)}
    usual = [kernel for kernel in known if not names.unusual(kernel.whole.facts)]
    found = named.get(name) or _by_name(name, usual)
    if found is None:
        there = sorted(named, key=lambda each: (named[each].upstream, each))
        raise RseqctError(f"'{name}' is neither a file nor a kernel that has results; results there are: "
                          f"{', '.join(there) or 'none'}", Exit.USAGE)
    return found.path, results.rejudge(found.whole, expected)


def _by_name(name: str, known: list[_Kernel]) -> _Kernel | None:
    if name.startswith("debian:"):
        return DebianName.parse(name.removeprefix("debian:")).newest(known)
    return next((kernel for kernel in known if fnmatch.fnmatchcase(kernel.release, name)
                 or name == str(kernel.upstream)), None)


@dataclass(frozen=True)
class _Kernel:
    """Results, in the form that can be compared with the name of a Debian kernel."""

    path: Path
    whole: Results

    @property
    def release(self) -> str:
        return self.whole.facts.release

    @property
    def arch(self) -> str:
        return self.whole.facts.arch

    @property
    def upstream(self) -> Release:
        return self.whole.facts.judged_as


def _key(record: Record, whole: Results) -> str:
    native = record.case.abi == whole.facts.arch
    return f"{record.case.id}[{'native' if native else record.case.abi}]"


def _group(before: State, after: State) -> str | None:
    if before is after:
        return None
    return "became supported" if before is State.ABSENT else "became unsupported" if after is State.ABSENT else \
        "broke" if after is State.BROKEN else "fixed"


def _lines(comparison: Comparison) -> Iterator[str]:
    first, second = (" ".join([whole.facts.release, whole.facts.arch, *names.unusual(whole.facts)])
                     for whole in (comparison.before, comparison.after))
    yield f"{first}  →  {second}"
    for group in GROUPS:
        changes = [change for change in comparison.changes if change.group == group]
        if changes:
            yield ""
            yield f"{group}: {len(changes)}"
        for change in changes:
            judged = change.before.judgement if group == "fixed" else change.after.judgement
            why = judged.reason.splitlines()[0] if judged.reason else ""
            yield f"  {change.after.case.key:<58} {judged.verdict.value:<6} {why}".rstrip()
    if not comparison.changes:
        yield "no difference"
    if comparison.untold:
        shown = ", ".join(comparison.untold[:4]) + (", …" if len(comparison.untold) > 4 else "")
        yield f"not compared, because they have no verdict on one side: {len(comparison.untold)} ({shown})"
