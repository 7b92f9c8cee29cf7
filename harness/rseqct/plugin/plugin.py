# SPDX-License-Identifier: MIT
"""The pytest plugin: collects manifest.json, an item a case and ABI. `rseqct run` is pytest with it."""

from __future__ import annotations

import time
from collections.abc import Generator, Iterable
from pathlib import Path
from typing import Any

import pytest

from rseqct.cases.manifest import Case, select
from rseqct.catalogue.facts import Facts
from rseqct.errors import RseqctError
from rseqct.judging.judge import Judgement
from rseqct.judging.verdicts import State, Verdict
from rseqct.plugin.hooks import hook
from rseqct.reports import console, junit, ktap
from rseqct.results import history, names, results
from rseqct.results.results import Record, Results, RunInfo
from rseqct.running.session import Options, Session, add_arguments
from rseqct.support.files import write_atomically
from rseqct.support.places import build_directory, shown, suite_version
from rseqct.targets import where

RUN = pytest.StashKey["Run"]()


class Run:
    """What one pytest session does with the suite: the session that runs cases, and the records so far."""

    def __init__(self, session: Session, patterns: Iterable[str] = ()) -> None:
        self.session = session
        self.patterns = list(patterns)
        self.records: dict[str, Record] = {}
        self.selected: dict[str, Case] = {}
        self.interrupted = False
        self.results: Results | None = None
        self.error: RseqctError | None = None

    def finish(self, config: pytest.Config) -> None:
        """Writes the results and what is made from them; a failure to write is kept in `error`."""
        order = {case.key: number for number, case in enumerate(self.session.manifest.cases)}
        records = sorted(self.records.values(), key=lambda record: order[record.case.key])
        source = self.session.manifest.source
        self.results = Results(self.session.facts, tuple(records), RunInfo(
            suite_version(source), shown(self.session.build), self.session.options.target,
            tuple(map(str, config.invocation_params.args)), round(time.monotonic() - self.session.started, 3),
            len(self.selected), self.interrupted, tuple(self.session.notes)))
        try:
            directory = self.directory(config)
            results.write(directory / "results.json", self.results)
            messages = [f"{record.case.key}: {line}" for record in records if record.observation
                        for line in record.observation.kmsg]
            texts = {directory / "junit.xml": junit.render(self.results), directory / "results.ktap":
                     ktap.render(self.results), **{directory / "dmesg.txt": "\n".join(messages) + "\n"
                                                   for _ in messages[:1]}}
            if console := self.session.console():
                texts[directory / "console.txt"] = console
            for option, render in (("--junit", junit.render), ("--ktap", ktap.render)):
                if config.getoption(option):
                    texts[Path(config.getoption(option))] = render(self.results)
            for path, text in texts.items():
                write_atomically(path, text)
        except RseqctError as error:
            self.error = error

    def directory(self, config: pytest.Config) -> Path:
        """Where the results go."""
        if given := config.getoption("--results"):
            return Path(given)
        return self.session.build / "results" / names.name_of(self.session.facts)

    def failure_block(self, record: Record) -> str:
        """What is said of a red case."""
        run = RunInfo(build=shown(self.session.build))
        context = console.Context(history.passed_on(self.session.manifest.source, [record]))
        return console.failure(record, Results(self.session.facts, (record,), run), self.session.expected,
                               context=context)


def _told_by_setup(record: Record) -> bool:
    """Whether there is no verdict on the kernel, so that pytest's set-up fails and not its call."""
    return record.judgement.red and record.judgement.meaning.state is State.UNTOLD


class Red(Exception):
    """A red case; carries its record."""

    def __init__(self, record: Record) -> None:
        super().__init__(record.judgement.reason)
        self.record = record


class ManifestFile(pytest.File):
    """build/manifest.json, whose items are the cases."""

    def collect(self) -> Iterable[pytest.Item]:
        """One item a case and ABI, of those selected."""
        try:
            run = run_of(self.config)
            cases = select(run.session.manifest.cases, run.patterns, run.session.options.abis)
        except (RseqctError, pytest.UsageError) as error:      # without a stack of Python
            raise self.CollectError(str(error)) from None
        return [CaseItem.from_parent(self, name=case.key, case=case, run=run) for case in cases]


class CaseItem(pytest.Item):
    """One case. Its set-up observes, so that the suite's own fault is an error; its call is the verdict."""

    def __init__(self, *, case: Case, run: Run, **others: Any) -> None:
        super().__init__(**others)
        self.case = case
        self.run = run
        self.record: Record | None = None

    def setup(self) -> None:
        """Runs the case; raises Red where there is no verdict on the kernel: ERROR or MISS."""
        self.record = self.run.session.run(self.case)
        if _told_by_setup(self.record):
            raise Red(self.record)

    def runtest(self) -> None:
        """Turns the verdict into pytest's words (MODELS 4.2)."""
        assert self.record is not None
        judgement = self.record.judgement
        if judgement.red:
            raise Red(self.record)
        if judgement.meaning.state is State.BROKEN:
            pytest.xfail(judgement.reason)
        if judgement.meaning.state is not State.HOLDS:
            raise pytest.skip.Exception(judgement.reason, _use_item_location=True)

    def reportinfo(self) -> tuple[Path, int | None, str]:
        """Where the case is."""
        line = self.case.tests[0].line - 1 if self.case.tests else None
        return self.run.session.manifest.source / self.case.source, line, self.name


def run_of(config: pytest.Config) -> Run:
    """The session's Run, opened at its first use. Raises pytest.UsageError where it cannot be."""
    if RUN not in config.stash:
        worker = getattr(config, "workerinput", None)
        try:
            build = build_directory(config.getoption("--build") or str(config.rootpath))
            session = Session(build, Options.of(config.getoption),
                              Facts.from_json(worker["rseqct_facts"]) if worker else None)
        except RseqctError as error:
            raise pytest.UsageError(str(error)) from None
        config.stash[RUN] = Run(session, config.getoption("--case"))
    return config.stash[RUN]


def pytest_addoption(parser: pytest.Parser) -> None:
    """Our options. `rseqct run` passes them on."""
    group = parser.getgroup("rseqct", "rseq conformance")
    group.addoption("--build", metavar="DIR", help="build tree (default: the root directory)")
    group.addoption("--case", action="append", default=[], metavar="CASE", help="a case's id, area or glob")
    add_arguments(group.addoption)
    group.addoption("--results", metavar="DIR", help="where results go (default: results/ in the build tree)")
    group.addoption("--junit", metavar="FILE", help="write JUnit XML here too")
    group.addoption("--ktap", metavar="FILE", help="write KTAP here too")


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> ManifestFile | None:
    """Takes the manifest of the build tree, and nothing else."""
    config = parent.config
    if file_path.name == "manifest.json":
        build = build_directory(config.getoption("--build") or str(config.rootpath))
        if file_path.parent.resolve() == build.resolve():
            file: ManifestFile = ManifestFile.from_parent(parent, path=file_path)      # Any to older versions of mypy
            return file
    return None


def pytest_collection_finish(session: pytest.Session) -> None:
    """Notes what will run."""
    cases = [item for item in session.items if isinstance(item, CaseItem)]
    if cases:
        run = run_of(session.config)
        run.selected = {item.case.key: item.case for item in cases}
        spread = hasattr(session.config, "workerinput")      # an xdist worker runs only a part of what it collects
        if not session.config.option.collectonly and not spread:
            run.session.begin(list(run.selected.values()))


@hook(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    """Gives an xdist worker the facts, so that they are probed once."""
    node.workerinput["rseqct_facts"] = run_of(node.config).session.facts.to_json()


@hook(optionalhook=True)
def pytest_xdist_node_collection_finished(node: Any, ids: list[str]) -> None:
    """Notes in the controller what its workers will run."""
    run = run_of(node.config)
    keys = {identity.rpartition("::")[2] for identity in ids}
    run.selected = {case.key: case for case in run.session.manifest.cases if case.key in keys}


@hook(hookwrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Generator[None, Any, None]:
    """Hangs the record on the report that tells its verdict (plain data, for it may travel from a worker);
    and a red case's own block, instead of a stack of Python."""
    report = (yield).get_result()
    if isinstance(item, CaseItem) and item.record is not None:
        if call.when == ("setup" if _told_by_setup(item.record) else "call"):
            report.rseqct = item.record.to_json()
            if report.failed:
                report.longrepr = item.run.failure_block(item.record)


class Keeper:
    """Keeps the records in the process that reports."""

    def __init__(self, config: pytest.Config) -> None:
        self._config = config

    @hook(tryfirst=True)
    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Takes a record from its report; a worker that crashed leaves a MISS."""
        run = run_of(self._config)
        value = getattr(report, "rseqct", None)
        key = report.nodeid.rpartition("::")[2]
        if value is not None:
            run.records[key] = Record.from_json(value)
        elif report.failed and key in run.selected and key not in run.records:
            why = f"the runner failed: {str(report.longrepr).strip().splitlines()[-1]}"
            case = run.selected[key]
            claims = tuple((name, Verdict.MISS) for name in case.verifies)
            judgement = Judgement(Verdict.MISS, why, requirements=case.verifies, claims=claims)
            run.records[key] = Record(case, None, judgement, why)

    def pytest_keyboard_interrupt(self) -> None:
        """Ctrl-C: what ran is kept."""
        if RUN in self._config.stash:
            run_of(self._config).interrupted = True

    @hook(tryfirst=True)
    def pytest_sessionfinish(self, session: pytest.Session, exitstatus: int) -> None:
        """Writes the results."""
        if RUN in self._config.stash and not self._config.option.collectonly:
            run = run_of(self._config)
            if run.interrupted:
                run.records |= {key: record for key, case in run.selected.items() if key not in run.records
                                and (record := run.session.has_run(case)) is not None}
            run.session.close(at_once=run.interrupted)
            if run.selected and exitstatus != pytest.ExitCode.USAGE_ERROR:
                run.finish(self._config)
            if run.error is not None:
                session.exitstatus = pytest.ExitCode.INTERNAL_ERROR

    def pytest_terminal_summary(self, terminalreporter: Any) -> None:
        """Where plain pytest reports: says where the results are, or why there are none."""
        if RUN in self._config.stash and (run := run_of(self._config)).results is not None:
            terminalreporter.write_line(f"rseqct: {run.error}" if run.error else
                                        f"rseqct: {shown(run.directory(self._config))}/results.json")


def pytest_configure(config: pytest.Config) -> None:
    """Refuses options that do not go together, and registers the keeper of records; in an xdist worker neither."""
    if not hasattr(config, "workerinput"):
        parallel = config.getoption("dist", "no") != "no"
        for complaint in where.misuse(config.getoption, parallel) if RUN not in config.stash else ():
            raise pytest.UsageError(complaint)
        if parallel and config.getoption("kernel"):
            raise pytest.UsageError("-n is for the running kernel; leave it out: rseqct starts several guests itself "
                                    "(`rseqct run -n N` sets how many)")
        config.pluginmanager.register(Keeper(config), "rseqct-keeper")


def pytest_unconfigure(config: pytest.Config) -> None:
    """Ends the target, in whatever way the session ended."""
    if RUN in config.stash:
        config.stash[RUN].session.close()
