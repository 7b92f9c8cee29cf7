# SPDX-License-Identifier: MIT
"""results.json: the observations of a run, and the facts about the kernel (docs/formats.md).

Every report is a pure function of it and of `expected/`."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from rseqct.cases.manifest import Case
from rseqct.cases.observe import Failure, Observation
from rseqct.catalogue.expected import Expected
from rseqct.catalogue.facts import Facts
from rseqct.errors import Exit, RseqctError
from rseqct.judging.judge import Judge, Judgement
from rseqct.judging.verdicts import Verdict, status, worst as worst_of
from rseqct.support.files import write_atomically

FORMAT = "rseqct-results"
VERSION = 2
_UNMARKED = 1      # in this version cases did not mark their controls


@dataclass(frozen=True)
class Record:
    """One case on one kernel: the raw observation (or why it is missing), and its judgement."""

    case: Case
    observation: Observation | None
    judgement: Judgement
    missing: str = ""
    runs: int = 1
    red_runs: int = 0

    def to_json(self) -> dict[str, Any]:
        """The record as plain data, for results.json and for the transfer from a pytest-xdist worker."""
        judgement = {**asdict(self.judgement), "verdict": self.judgement.verdict.value,
                     "claims": {name: verdict.value for name, verdict in self.judgement.claims}}
        observation = self.observation.to_json() if self.observation else None
        return {"case": asdict(self.case), "observation": observation, "missing": self.missing,
                "runs": self.runs, "red_runs": self.red_runs,
                "judgement": {**judgement, "requirements": list(self.judgement.requirements)}}

    def failures(self) -> list[Failure]:
        """Every failed expectation of the case, in order."""
        tests = self.observation.tests if self.observation else []
        return [failure for test in tests for failure in test.failures]

    @staticmethod
    def from_json(value: dict[str, Any]) -> Record:
        """Reads the output of to_json; raises KeyError, TypeError or ValueError."""
        judgement: dict[str, Any] = value["judgement"]
        judgement = {**judgement, "verdict": Verdict(judgement["verdict"]),
                     "requirements": tuple(judgement["requirements"]),
                     "claims": tuple((name, Verdict(each)) for name, each in judgement.get("claims", {}).items())}
        observation = value["observation"]
        return Record(Case.from_json(value["case"]),
                      None if observation is None else Observation.from_json(observation),
                      Judgement(**judgement), value["missing"], value["runs"], value["red_runs"])


@dataclass(frozen=True)
class RunInfo:
    """How a run was made. Only reports use this, the judge does not.

    `wall_s` is in seconds. `notes` has one line for each failed boot, lost guest, and repeated case."""

    suite: str = ""
    build: str = ""
    target: str = "local"
    options: tuple[str, ...] = ()
    wall_s: float = 0.0
    selected: int = 0
    interrupted: bool = False
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Results:
    """The results of a whole run."""

    facts: Facts
    records: tuple[Record, ...]
    run: RunInfo = field(default_factory=RunInfo)

    def status(self) -> Exit:
        """The exit status for the verdicts. A broken promise outranks an error of the suite."""
        return status(record.judgement.meaning for record in self.records) if self.records else Exit.NOTHING

    def requirements(self) -> dict[str, Verdict]:
        """The verdict on each requirement: the worst of its cases."""
        return {name: verdict for name, records in self.by_requirement().items()
                if (verdict := worst_of(each for _, each in records))}

    def by_requirement(self) -> dict[str, list[tuple[Record, Verdict]]]:
        """For each requirement, every case that says something about it, with its verdict on it."""
        found: dict[str, list[tuple[Record, Verdict]]] = {}
        for record in self.records:
            for name, verdict in record.judgement.claims:
                found.setdefault(name, []).append((record, verdict))
        return found


def rejudge(results: Results, expected: Expected, as_release: str | None = None) -> Results:
    """Judges stored observations again, with the given data and, if `as_release` is given, by another release."""
    old = results.facts
    facts = Facts.of(old.event, old.config_event, as_release) if as_release else old
    judge = Judge(facts, expected).judge
    records = tuple(Record(
        record.case, record.observation, judge(record.case, record.observation, record.missing), record.missing,
        record.runs, record.red_runs) for record in results.records)
    return replace(results, facts=facts, records=records)


def worst(records: Iterable[Record]) -> Record:
    """One record for several runs of a case: the first red one if there is one, because a red case stays red."""
    runs = list(records)
    red = [record for record in runs if record.judgement.red]
    return replace(red[0] if red else runs[-1], runs=len(runs), red_runs=len(red))


def write(path: Path, results: Results) -> None:
    """Writes results.json, completely or not at all; raises RseqctError."""
    write_atomically(path, json.dumps(to_json(results), separators=(",", ":")) + "\n")


def to_json(results: Results) -> dict[str, Any]:
    """The content of results.json."""
    return {"format": FORMAT, "version": VERSION, "run": asdict(results.run),
            "facts": results.facts.to_json(), "cases": [record.to_json() for record in results.records]}


def read(path: Path) -> Results:
    """Reads results.json; raises RseqctError in one line if the file is damaged, or not results."""
    return parse(text_of(path), path)


def text_of(path: Path) -> str:
    """The text of a results file; raises RseqctError."""
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise RseqctError(f"{path}: cannot be read: {error.strerror}", Exit.USAGE) from None
    except UnicodeDecodeError as error:
        raise RseqctError(f"{path}: not a results file of rseqct: {error}", Exit.USAGE) from None


def parse(text: str, path: Path) -> Results:
    """Parses the text of results.json; `path` is for messages. Raises RseqctError."""
    try:
        value = json.loads(text)
    except ValueError as error:
        raise RseqctError(f"{path}: not a results file of rseqct: {error}", Exit.USAGE) from None
    if not isinstance(value, dict) or value.get("format") != FORMAT:
        raise RseqctError(f"{path}: not a results file of rseqct", Exit.USAGE)
    if value.get("version") not in (_UNMARKED, VERSION):
        raise RseqctError(f"{path}: results of version {value.get('version')}; this tool reads {VERSION}",
                          Exit.USAGE)
    try:
        if value["version"] == _UNMARKED:
            for case in value["cases"]:
                if case["observation"] is not None:
                    case["observation"]["marked"] = False
        run: dict[str, Any] = {key: tuple(item) if isinstance(item, list) else item
                               for key, item in value["run"].items()}
        records = tuple(map(Record.from_json, value["cases"]))
        return Results(Facts.from_json(value["facts"]), records, RunInfo(**run))
    except (KeyError, TypeError, ValueError, RseqctError) as error:
        raise RseqctError(f"{path}: a damaged results file: {error}", Exit.USAGE) from None
