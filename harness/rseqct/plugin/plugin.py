# SPDX-License-Identifier: MIT
"""The pytest plugin: the cases of a build tree are items, and pytest reports their verdicts. `rseqct run` is pytest
with it. It is also there in a build tree and, where the package is installed, everywhere: `pytest --rseq-build DIR`."""

from __future__ import annotations

import re
from collections.abc import Generator
from pathlib import Path
from typing import Any

import pytest

from rseqct.errors import RseqctError
from rseqct.judging.judge import Judgement
from rseqct.judging.verdicts import State, Verdict
from rseqct.plugin.hooks import hook
from rseqct.plugin.items import CaseItem, ManifestFile
from rseqct.plugin.options import OPTIONS, PREFIX, getter
from rseqct.plugin.run import RUN, Run, build_of, guarded, run_of
from rseqct.reports import console
from rseqct.results.results import Record
from rseqct.support.places import shown
from rseqct.targets import where

_KEEPER = "rseqct-keeper"


def pytest_addoption(parser: pytest.Parser) -> None:
    """Adds the options --rseq-…."""
    group = parser.getgroup("rseq", "rseq conformance")
    for option in OPTIONS:
        option.add(group.addoption)


def pytest_configure(config: pytest.Config) -> None:
    """Refuses options that do not go together, has the named build tree's cases collected, and registers the keeper of
    records."""
    build = build_of(config)
    if build is None:
        return
    manifest = str(build / "manifest.json")
    if getter(config)("build") and not any(manifest in argument for argument in config.args):
        config.args.append(manifest)
    if hasattr(config, "workerinput"):      # a worker of pytest-xdist
        return
    parallel = config.getoption("dist", "no") != "no"
    for complaint in where.misuse(getter(config), parallel):
        raise pytest.UsageError(re.sub(r"--(?=[a-z])", f"--{PREFIX}-", complaint))
    if parallel and getter(config)("kernel"):
        raise pytest.UsageError("-n is for the running kernel; leave it out: the plugin starts several guests itself "
                                "(--rseq-at-a-time N sets how many)")
    config.pluginmanager.register(Keeper(config), _KEEPER)


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> ManifestFile | None:
    """Takes the manifest of the build tree, and nothing else."""
    build = build_of(parent.config)
    if build is None or file_path.name != "manifest.json" or file_path.parent.resolve() != build.resolve():
        return None
    file: ManifestFile = ManifestFile.from_parent(parent, path=file_path)      # Any to older versions of mypy
    return file


def pytest_collection_finish(session: pytest.Session) -> None:
    """Begins to run the cases, ahead of their items."""
    cases = [item.case for item in session.items if isinstance(item, CaseItem)]
    if not cases:
        return
    if session.config.getoption("reruns", None):
        raise pytest.UsageError("--reruns hides a red case that passes once; leave it out (--rseq-repeat N runs each "
                                "case N times, and one red run makes it red)")
    run = run_of(session.config)
    run.selected = {case.key: case for case in cases}
    spread = hasattr(session.config, "workerinput")      # a worker of pytest-xdist runs a part of what it collects
    if not session.config.option.collectonly and not spread:
        run.session.begin(cases)


@hook(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    """Gives a worker of pytest-xdist the facts, so that they are probed once."""
    if build_of(node.config) is not None:
        run = run_of(node.config)
        guarded(node.config, run.connect)
        node.workerinput["rseqct_facts"] = run.session.facts.to_json()


@hook(optionalhook=True)
def pytest_xdist_node_collection_finished(node: Any, ids: list[str]) -> None:
    """Notes in the controller what its workers will run."""
    if build_of(node.config) is not None:
        run = run_of(node.config)
        keys = {identity.rpartition("::")[2] for identity in ids}
        run.selected = {case.key: case for case in run.session.manifest.cases if case.key in keys}


@hook(hookwrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Generator[None, Any, None]:
    """Puts the record on the report of its verdict, and a red case's own block in place of a stack of Python."""
    report = (yield).get_result()
    if isinstance(item, CaseItem) and item.record is not None:
        if call.when == ("setup" if item.record.judgement.untold else "call"):
            report.rseqct = item.record
            if report.failed:
                report.longrepr = item.run.failure_block(item.record)


@hook(hookwrapper=True)
def pytest_report_to_serializable(report: Any) -> Generator[None, Any, None]:
    """In a worker: a record is plain data on its way to the controller."""
    data = (yield).get_result()
    if data is not None and isinstance(data.get("rseqct"), Record):
        data["rseqct"] = data["rseqct"].to_json()


@hook(hookwrapper=True)
def pytest_report_from_serializable(data: dict[str, Any]) -> Generator[None, Any, None]:
    """In the controller: the record is read again."""
    report = (yield).get_result()
    if report is not None and isinstance(getattr(report, "rseqct", None), dict):
        report.rseqct = Record.from_json(report.rseqct)


def pytest_report_header(config: pytest.Config) -> str | None:
    """The build tree, where there is one."""
    build = build_of(config)
    return f"rseq: build tree {shown(build)}" if build is not None else None


def pytest_report_collectionfinish(config: pytest.Config) -> list[str]:
    """The kernel, and every fact that a verdict rests on."""
    return config.stash[RUN].header() if RUN in config.stash and config.stash[RUN].connected else []


@hook(tryfirst=True)
def pytest_report_teststatus(report: pytest.CollectReport | pytest.TestReport) -> tuple[str, str, str] | None:
    """The verdict, by the letter and the word that the suite has for it."""
    record = getattr(report, "rseqct", None)
    if record is None:
        return None
    meaning = record.judgement.meaning
    category = ("error" if record.judgement.untold else "failed") if record.judgement.red else {
        State.HOLDS: "passed", State.BROKEN: "xfailed"}.get(meaning.state, "skipped")
    return category, meaning.glyph, record.judgement.verdict.value


def pytest_unconfigure(config: pytest.Config) -> None:
    """Ends the target, in whatever way the session ended."""
    if RUN in config.stash:
        config.stash[RUN].close()


class Keeper:
    """Keeps the records, in the process that reports, and writes the results."""

    def __init__(self, config: pytest.Config) -> None:
        self._config = config
        self._error: RseqctError | None = None

    @property
    def _run(self) -> Run | None:
        return self._config.stash[RUN] if RUN in self._config.stash else None

    @hook(tryfirst=True)
    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Takes a record from its report; a worker that crashed leaves a MISS."""
        run, record = self._run, getattr(report, "rseqct", None)
        key = report.nodeid.rpartition("::")[2]
        if run is None:
            return
        if record is not None:
            run.add(record)
        elif report.failed and key in run.selected and key not in run.records:
            case, why = run.selected[key], f"the runner failed: {str(report.longrepr).strip().splitlines()[-1]}"
            claims = tuple((name, Verdict.MISS) for name in case.verifies)
            run.add(Record(case, None, Judgement(Verdict.MISS, why, requirements=case.verifies, claims=claims), why))

    def pytest_keyboard_interrupt(self, excinfo: pytest.ExceptionInfo[BaseException]) -> None:
        """Ctrl-C, and not pytest's own reasons to stop: what ran is kept."""
        if self._run is not None and not isinstance(excinfo.value, pytest.Session.Interrupted):
            self._run.interrupted = True

    @hook(tryfirst=True)
    def pytest_sessionfinish(self, session: pytest.Session, exitstatus: int) -> None:
        """Writes the results."""
        run = self._run
        if run is None or not run.connected or exitstatus == pytest.ExitCode.USAGE_ERROR:
            return
        try:
            guarded(self._config, run.finish)
        except RseqctError as error:
            self._error = error
            session.exitstatus = pytest.ExitCode.INTERNAL_ERROR

    def pytest_terminal_summary(self, terminalreporter: Any) -> None:
        """Where pytest reports: the counts, and where the results are, or why there are none."""
        run = self._run
        if run is not None and run.results is not None:
            terminalreporter.section("rseq conformance")
            for line in console.summary(run.results):
                terminalreporter.write_line(line)
            terminalreporter.write_line(f"rseqct: {self._error}" if self._error else
                                        f"results: {shown(run.directory())}/results.json")
