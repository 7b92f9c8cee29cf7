# SPDX-License-Identifier: MIT
"""The raw outcome of one case on one kernel, whatever was promised when. So the end of a promise is found like the
beginning of a bug."""

from __future__ import annotations

import re
import time
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, replace
from typing import Any

from rseqct.bisect.search import Outcome
from rseqct.cases.manifest import Case
from rseqct.cases.observe import FAILED, Observation
from rseqct.cases.splat import first_splat
from rseqct.catalogue.facts import Facts
from rseqct.judging.judge import problem, suite_error
from rseqct.results.results import Record
from rseqct.running.session import Session

_NUMBER = re.compile(r"\b0x[0-9a-f]+\b|\b[0-9a-f]{8,}\b|\d+")


@dataclass(frozen=True)
class Seen:
    """The outcome on a kernel.

    `symptoms` distinguish failures; `text` is one line for the user; `failure` is the whole text of the first failed
    expectation; `wall_s` is in seconds."""

    outcome: Outcome
    symptoms: tuple[str, ...] = ()
    text: str = ""
    failure: str = ""
    runs: int = 1
    red_runs: int = 0
    wall_s: float = 0.0

    def to_json(self) -> dict[str, Any]:
        """The outcome as plain data."""
        return {**asdict(self), "outcome": self.outcome.value, "symptoms": list(self.symptoms)}

    @staticmethod
    def from_json(value: dict[str, Any]) -> Seen:
        """Reads the output of to_json; raises KeyError, TypeError or ValueError."""
        fields: dict[str, Any] = {**value, "outcome": Outcome(value["outcome"]), "symptoms": tuple(value["symptoms"])}
        return Seen(**fields)

    def alike(self, other: Seen) -> bool:
        """Whether both failed in the same way in at least one place."""
        return bool(set(self.symptoms) & set(other.symptoms))


def probe(session: Session, case: Case, runs: int) -> Seen:
    """Runs a case `runs` times. One failed run makes the kernel bad."""
    started = time.monotonic()
    seen = [_of_record(session.run(case), session.facts) for _ in range(runs)]
    red = [each for each in seen if each.outcome is Outcome.BAD]
    unclear = [each for each in seen if each.outcome is Outcome.SKIP]
    first = (red or unclear or seen)[0]
    symptoms = tuple(dict.fromkeys(symptom for each in red for symptom in each.symptoms))
    return replace(first, symptoms=symptoms, runs=runs, red_runs=len(red), wall_s=round(time.monotonic() - started, 1))


def cannot_tell(error: Exception) -> Seen:
    """The outcome for a kernel that cannot be built, booted or fetched: SKIP, with the error."""
    first, *more = (line.strip() for line in str(error).splitlines())
    return Seen(Outcome.SKIP, (), f"{first} {more[0]}" if more else first)


def _of_record(record: Record, facts: Facts) -> Seen:
    observation = record.observation
    if observation is None or observation.how == "unstartable":
        return Seen(Outcome.SKIP, (), record.missing or record.judgement.reason)
    splat = first_splat(observation.kmsg, facts.emulated)
    if splat is not None:
        text = f"the kernel reported: {splat.strip()}"
        return Seen(Outcome.BAD, (f"splat: {plain(splat)}",), text, splat.strip())
    found = problem(observation)
    if found is not None:
        first = next((test.failures[0] for test in observation.tests if test.failures), None)
        text = found.reason if first is None else f"{first.file}:{first.line}: {'; '.join(_words(first.text))}"
        return Seen(Outcome.BAD, tuple(_symptoms(found.kind, observation, found.reason)), text,
                    found.reason if first is None else first.text)
    error = suite_error(record.case, observation)
    if error is not None:
        return Seen(Outcome.SKIP, (), error)
    skips = [test.skip for test in observation.tests if test.outcome == "skip"]
    if len(skips) == len(observation.tests):
        return Seen(Outcome.SKIP, (), f"skipped: {skips[0]}")
    return Seen(Outcome.GOOD)


def _symptoms(kind: str, observation: Observation, reason: str) -> Iterable[str]:
    """A failed expectation is identified by its place; a crash or a time-out by its text."""
    if kind != "assertion":
        return (f"{kind}: {plain(reason)}",)
    return (f"{test.failures[0].file}:{test.failures[0].line}" if test.failures else f"{test.name} failed"
            for test in observation.tests if test.outcome in FAILED or (test.outcome is None and test.failures))


def _words(text: str) -> Iterator[str]:
    return (line.strip() for line in text.splitlines() if line.strip())


def plain(text: str) -> str:
    """The text without numbers, which differ from run to run."""
    return _NUMBER.sub("#", re.sub(r"^\s*(<\d+>)?\[ *\d+\.\d+\]\s*", "", text)).strip()
