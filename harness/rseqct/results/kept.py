# SPDX-License-Identifier: MIT
"""Kept results: expected/results/, one small file for each kernel. They can be judged like complete results."""

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

_X86 = ("x86_64", "i386")      # the ABIs of cases named claim.x86.cc
_SUFFIX = ".jsonl"
_QUIET = (Verdict.PASS, Verdict.NA, Verdict.SKIP)


def files(source: Path) -> list[Path]:
    """The files of kept results in a source tree, sorted."""
    return sorted((source / "expected" / "results").glob(f"*{_SUFFIX}"))


def read(path: Path) -> Results:
    """Reads results, kept or of a run; raises RseqctError. A kept judgement contains only the verdict."""
    text = results.text_of(path)
    return recorded.parse(text, path) if recorded.is_recorded(text) else results.parse(text, path)


def write(source: Path, name: str, whole: Results, expected: Expected) -> Path:
    """Keeps results under a name; returns the file. The same results make the same bytes. Raises RseqctError."""
    path = _path(source, name)
    write_atomically(path, recorded.render(compact(whole, options(expected))))
    return path


def committed(whole: Results) -> bool:
    """Whether the results were made by a suite without uncommitted changes."""
    return re.fullmatch(r"\S+ \([0-9a-f]{7,40}\)", whole.run.suite) is not None


def absent(source: Path, name: str, whole: Results) -> list[str]:
    """The keys of the cases that results lack; results with such a case should not be kept under this name.

    Complete results have every case of the source tree for the kernel's own ABI, for the ABIs in the results, and for
    those that were kept under this name before."""
    abis = {whole.facts.arch, *(record.case.abi for record in whole.records)}
    with contextlib.suppress(RseqctError):      # not kept yet, or damaged
        abis |= {record.case.abi for record in read(_path(source, name)).records}
    there = {record.case.key for record in whole.records}
    wanted = []
    for path in manifest.sources(source):
        claim, _, only = path.stem.partition(".")
        for abi in abis & set(_X86 if only == "x86" else (only,)) if only else abis:
            wanted.append(f"{path.parent.name}.{claim}[{abi}]")
    return sorted(set(wanted) - there)


def compact(whole: Results, wanted: Iterable[str]) -> Results:
    """The same results without the data that no verdict depends on.

    - Of the configuration, only the options `wanted` stay.
    - A case that is not red loses its times, except for soaks, and all but the first failure at each place of a TEST.
    - A case that behaves as promised also loses its output and kernel messages.
    """
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
    """The configuration options that a verdict can depend on."""
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
    wall_us = seen.wall_us if seen.how == "timeout" else 0      # the verdict's reason mentions it
    slim: Observation = replace(seen, wall_us=wall_us, cpu_us=0, tests=tests)
    if record.judgement.verdict in _QUIET:
        slim = replace(slim, output="", kmsg=[])
    return replace(record, observation=slim)


def _first_of_each_place(test: TestRun) -> list[Failure]:
    """A TEST's failures without those that a loop repeated.

    A verdict depends on the first failure, and on the place of the first one that relies on a promise."""
    first: dict[tuple[str, int, str, bool], Failure] = {}
    for failure in test.failures:
        first.setdefault((failure.file, failure.line, failure.control, failure.child), failure)
    return list(first.values())
