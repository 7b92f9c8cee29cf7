# SPDX-License-Identifier: MIT
"""Results that are kept in expected/results/, one file a kernel: small, and judged as if they were whole."""

from __future__ import annotations

import base64
import contextlib
import gzip
import json
import re
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from rseqct import manifest, results
from rseqct.conditions import Condition
from rseqct.errors import RseqctError
from rseqct.expected import Expected
from rseqct.facts import Facts
from rseqct.files import write_atomically
from rseqct.results import Record, Results
from rseqct.verdicts import Verdict

_X86 = ("x86_64", "i386")      # whose cases are named claim.x86.cc
_QUIET = (Verdict.PASS, Verdict.NA, Verdict.SKIP)


def files(source: Path) -> list[Path]:
    """The files of a source tree."""
    return sorted((source / "expected" / "results").glob("*.json.gz"))


def read(path: Path) -> Results:
    """Reads results, kept or whole; raises RseqctError.

    A kept configuration has only the options that verdicts rested on then; what it does not mention is unknown, and
    excuses nothing. Files that were kept before compact() said so are read as if it had."""
    whole = results.read(path)
    config = whole.facts.config_event
    if config is None or whole.run.build:      # where it was built is told of a run, and not kept
        return whole
    return replace(whole, facts=replace(whole.facts, config_event={**config, "partial": True}))


def write(source: Path, name: str, whole: Results, expected: Expected) -> Path:
    """Keeps results under a name, the same as the same bytes. Returns the file; raises RseqctError."""
    path = _path(source, name)
    data = json.dumps(results.to_json(compact(whole, options(expected))), separators=(",", ":"))
    write_atomically(path, gzip.compress(data.encode(), mtime=0))
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
    """The same without what no verdict rests on: of the configuration only the wanted options, no output and
    no kernel messages of what is as promised, no times of this machine."""
    facts = whole.facts
    if facts.config_event is not None and facts.config is not None:
        text = "".join(f"CONFIG_{name}={facts.config[name]}\n" if name in facts.config else
                       f"# CONFIG_{name} is not set\n" for name in sorted(wanted)
                       if facts.configured(name) is not None)
        facts = Facts.of(facts.event, {**facts.config_event, "encoding": "base64", "partial": True,
                                       "data": base64.b64encode(text.encode()).decode()}, facts.as_release)
    return replace(whole, facts=facts, records=tuple(map(_slim, whole.records)),
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
    return source / "expected" / "results" / f"{name}.json.gz"


def _slim(record: Record) -> Record:
    seen = record.observation
    if seen is None or record.judgement.verdict not in _QUIET:
        return record
    tests = [replace(test, us=0) for test in seen.tests]
    return replace(record, observation=replace(seen, output="", kmsg=[], wall_us=0, cpu_us=0, tests=tests))
