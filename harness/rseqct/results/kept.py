# SPDX-License-Identifier: MIT
"""Results that are kept in expected/results/, one file a kernel: small, and judged as if they were whole."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from rseqct.cases import manifest
from rseqct.cases.observe import Failure, Observation, TestRun
from rseqct.catalogue.conditions import Condition
from rseqct.catalogue.expected import Expected
from rseqct.catalogue.facts import Facts
from rseqct.errors import RseqctError
from rseqct.judging.verdicts import Verdict
from rseqct.results import recorded, results
from rseqct.results.results import Record, Results
from rseqct.support.files import write_atomically

_X86 = ("x86_64", "i386")      # whose cases are named claim.x86.cc
_SUFFIX = ".jsonl"
_QUIET = (Verdict.PASS, Verdict.NA, Verdict.SKIP)


def files(source: Path) -> list[Path]:
    """The files of a source tree."""
    return sorted((source / "expected" / "results").glob(f"*{_SUFFIX}"))


def read(path: Path) -> Results:
    """Reads results, recorded or of a run; raises RseqctError. Of a recorded judgement only the verdict is known."""
    text = results.text_of(path)
    return recorded.parse(text, path) if recorded.is_recorded(text) else results.parse(text, path)


def write(source: Path, name: str, whole: Results, expected: Expected) -> Path:
    """Keeps results under a name, the same as the same bytes. Returns the file; raises RseqctError."""
    path = _path(source, name)
    write_atomically(path, recorded.render(compact(whole, options(expected))))
    return path


def committed(whole: Results) -> bool:
    """Whether the suite that made the results is a commit, without changes."""
    return re.fullmatch(r"\S+ \([0-9a-f]{7,40}\)", whole.run.suite) is not None


def absent(source: Path, name: str, whole: Results) -> list[str]:
    """The cases, by key, that results lack to be kept under a name: of all that the source tree has for their ABIs, the
    kernel's own, and those that were kept under that name before."""
    abis = {whole.facts.arch, *(record.case.abi for record in whole.records)}
    with contextlib.suppress(RseqctError):      # there is none, or it is damaged
        abis |= {record.case.abi for record in read(_path(source, name)).records}
    there = {record.case.key for record in whole.records}
    wanted = []
    for path in manifest.sources(source):
        claim, _, only = path.stem.partition(".")
        for abi in abis & set(_X86 if only == "x86" else (only,)) if only else abis:
            wanted.append(f"{path.parent.name}.{claim}[{abi}]")
    return sorted(set(wanted) - there)


def compact(whole: Results, wanted: Iterable[str]) -> Results:
    """The same without what no verdict rests on: of the configuration only the wanted options; of what is not red no
    times but those of soaks, and of each TEST only the first failure at a place; of what is as promised no output and
    no kernel messages."""
    facts = whole.facts
    config = facts.config_event
    if config is not None and facts.config is not None:
        text = "".join(f"CONFIG_{name}={facts.config[name]}\n" if name in facts.config else
                       f"# CONFIG_{name} is not set\n" for name in sorted(wanted)
                       if facts.configured(name) is not None)
        config = {**config, "encoding": "text", "partial": True, "data": text}
    event = {key: value for key, value in facts.event.items() if key != "boot_id"}
    return replace(whole, facts=Facts.of(event, config, facts.as_release), records=tuple(map(_slim, whole.records)),
                   run=replace(whole.run, options=(), build=""))


def options(expected: Expected) -> set[str]:
    """The configuration options that verdicts can rest on."""
    names = {"RSEQ", "DEBUG_RSEQ", "RSEQ_DEBUG_DEFAULT_ENABLE"}      # Facts.debug reads two of them
    conditions: list[Condition] = [requirement.when for requirement in expected.requirements.values()]
    conditions += [bug.when for bug in expected.bugs.values()]
    conditions += [absent for feature in expected.features.values() for absent in feature.absent]
    for condition in conditions:
        for key in ("config", "not_config"):
            value = condition.get(key, [])
            names |= {value} if isinstance(value, str) else set(value)
    return names


def _path(source: Path, name: str) -> Path:
    return source / "expected" / "results" / f"{name}{_SUFFIX}"


def _slim(record: Record) -> Record:
    seen = record.observation
    if seen is None or record.judgement.red:
        return record
    tests = [replace(test, us=test.us if test.measured else 0, failures=_first_of_each_place(test))
             for test in seen.tests]
    wall_us = seen.wall_us if seen.how == "timeout" else 0      # which the reason of a verdict says
    slim: Observation = replace(seen, wall_us=wall_us, cpu_us=0, tests=tests)
    if record.judgement.verdict in _QUIET:
        slim = replace(slim, output="", kmsg=[])
    return replace(record, observation=slim)


def _first_of_each_place(test: TestRun) -> list[Failure]:
    """The failures of a TEST without those that a loop repeated: a verdict rests on the first, and on where the first
    one is that relies on a promise."""
    first: dict[tuple[str, int, str, bool], Failure] = {}
    for failure in test.failures:
        first.setdefault((failure.file, failure.line, failure.control, failure.child), failure)
    return list(first.values())
