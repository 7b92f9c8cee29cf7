# SPDX-License-Identifier: MIT
"""What one pytest session does with the suite: the session that runs cases, the records so far, the results."""

from __future__ import annotations

import functools
import os
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

import pytest

from rseqct.cases import manifest
from rseqct.cases.manifest import Case, select
from rseqct.catalogue.facts import Facts
from rseqct.errors import RseqctError
from rseqct.plugin.options import getter
from rseqct.reports import console, junit, ktap
from rseqct.results import history, names, results
from rseqct.results.results import Record, Results, RunInfo
from rseqct.running.session import Options, Session
from rseqct.support.files import write_atomically
from rseqct.support.places import shown, suite_version

_T = TypeVar("_T")
RUN = pytest.StashKey["Run"]()
ERROR = pytest.StashKey[Exception]()      # why there is no Run, or why it stopped


class Run:
    """A session, and what came of it. `cases` are those that the options name, in the manifest's order."""

    def __init__(self, config: pytest.Config, build: Path) -> None:
        get, tree = getter(config), manifest.read(build / "manifest.json")
        options = Options.of(get)
        self.cases = select(tree.cases, get("case"), options.abis)
        options = replace(options, at_a_time=get("at_a_time"), only=frozenset(case.id for case in self.cases))
        self.session = Session(build, options, _facts_of_controller(config), tree)
        self.records: dict[str, Record] = {}
        self.selected: dict[str, Case] = {}
        self.interrupted = False
        self.results: Results | None = None
        self._config = config
        self.connected = False

    def connect(self) -> None:
        """Reaches the kernel, at the first call; raises RseqctError. Cases that it cannot load are no longer there."""
        if not self.connected:
            self.session.connect()
            self.connected = True
            there = set(self.session.manifest.cases)
            self.cases = [case for case in self.cases if case in there]

    def close(self) -> None:
        """Ends the kernel's target, however the run ended."""
        if self.connected:
            self.session.close()

    def add(self, record: Record) -> None:
        """Takes the record of a case."""
        self.records[record.case.key] = record

    def finish(self) -> None:
        """Ends the session and writes the results, and what is made from them. Raises RseqctError."""
        if self.interrupted:
            self.records |= {key: record for key, case in self.selected.items() if key not in self.records
                             and (record := self.session.has_run(case)) is not None}
        self.session.close(at_once=self.interrupted)
        if self.selected:
            order = {case.key: number for number, case in enumerate(self.session.manifest.cases)}
            records = sorted(self.records.values(), key=lambda record: order[record.case.key])
            source = self.session.manifest.source
            self.results = Results(self.session.facts, tuple(records), RunInfo(
                suite_version(source), shown(self.session.build), self.session.options.target,
                tuple(map(str, self._config.invocation_params.args)), round(time.monotonic() - self.session.started, 3),
                len(self.selected), self.interrupted, tuple(self.session.notes)))
            self._write(self.results)

    def _write(self, whole: Results) -> None:
        directory, get = self.directory(), getter(self._config)
        results.write(directory / "results.json", whole)
        texts = {directory / "junit.xml": junit.render(whole), directory / "results.ktap": ktap.render(whole)}
        messages = [f"{record.case.key}: {line}\n" for record in whole.records if record.observation
                    for line in record.observation.kmsg]
        for name, text in (("dmesg.txt", "".join(messages)), ("console.txt", self.session.console())):
            if text:
                texts[directory / name] = text
        for option, render in (("junit", junit.render), ("ktap", ktap.render)):
            if get(option):
                texts[Path(get(option))] = render(whole)
        for path, text in texts.items():
            write_atomically(path, text)

    def directory(self) -> Path:
        """Where the results go."""
        if given := getter(self._config)("results"):
            return Path(given)
        return self.session.build / "results" / names.name_of(self.session.facts)

    def header(self) -> list[str]:
        """The kernel, and every fact that a verdict rests on, in lines."""
        run = RunInfo(suite_version(self.session.manifest.source))
        return console.header(Results(self.session.facts, (), run), self.session.expected).splitlines()

    def failure_block(self, record: Record) -> str:
        """The report of a red case."""
        run = RunInfo(build=shown(self.session.build))
        context = console.Context(history.passed_on(self.session.manifest.source, [record]))
        return console.failure(record, Results(self.session.facts, (record,), run), self.session.expected,
                               context=context)


def build_of(config: pytest.Config) -> Path | None:
    """The suite's build tree: as --rseq-build says, else RSEQCT_BUILD, which a build tree's own conftest.py sets. None:
    this pytest session has nothing to do with the suite."""
    given = getter(config)("build") or os.environ.get("RSEQCT_BUILD")
    return Path(given).absolute() if given else None


def run_of(config: pytest.Config) -> Run:
    """The Run of a pytest session with a build tree, made at the first call; raises RseqctError."""
    if RUN not in config.stash:
        build = build_of(config)
        assert build is not None
        config.stash[RUN] = guarded(config, functools.partial(Run, config, build))
    return config.stash[RUN]


def guarded(config: pytest.Config, act: Callable[[], _T]) -> _T:
    """Does what may raise RseqctError, or ImportError for a package that is missing, and keeps the error for
    `rseqct run`, which ends with its status."""
    try:
        return act()
    except (RseqctError, ImportError) as error:
        config.stash[ERROR] = error
        raise


def _facts_of_controller(config: pytest.Config) -> Facts | None:
    """In a worker of pytest-xdist: the facts that the controller probed."""
    worker = getattr(config, "workerinput", None)
    return Facts.from_json(worker["rseqct_facts"]) if worker else None
