# SPDX-License-Identifier: MIT
"""What `rseqct run` prints instead of pytest's own report."""

from __future__ import annotations

import sys
from typing import Any, TextIO

import pytest

from rseqct.plugin.hooks import hook
from rseqct.plugin.plugin import RUN, run_of
from rseqct.reports import console
from rseqct.reports.console import Style
from rseqct.results import history
from rseqct.support.places import shown


class Reporter:
    """Prints a line a case while they run (verbose), or how far it is (on a terminal), and the report at the
    end."""

    def __init__(self, style: Style, verbose: bool, out: TextIO = sys.stdout) -> None:
        self._style, self._verbose, self._out = style, verbose, out
        self._err = sys.stderr
        self._progress = not verbose and self._err.isatty()
        self._config: pytest.Config | None = None
        self.complaints: list[str] = []

    @hook(trylast=True)
    def pytest_configure(self, config: pytest.Config) -> None:
        """Takes the place of pytest's reporter."""
        self._config = config
        if not config.option.collectonly:
            theirs = config.pluginmanager.get_plugin("terminalreporter")
            config.pluginmanager.unregister(theirs)

    def pytest_collectreport(self, report: Any) -> None:
        """Keeps what went wrong while collecting."""
        if report.failed:
            self.complaints.append(str(report.longrepr).strip().splitlines()[-1])

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """One case has its verdict."""
        value = getattr(report, "rseqct", None)
        if value is None or self._config is None:
            return
        run = run_of(self._config)
        if self._verbose:
            print(self._line(report.nodeid.rpartition("::")[2]), file=self._out, flush=True)
        elif self._progress:
            print(f"\r{len(run.records)}/{len(run.selected)}", end="", file=self._err, flush=True)

    @hook(trylast=True)
    def pytest_sessionfinish(self) -> None:
        """The report."""
        assert self._config is not None
        if self._progress:
            print("\r\033[K", end="", file=self._err, flush=True)
        if RUN not in self._config.stash:
            return
        run = run_of(self._config)
        if run.results is not None:
            context = console.Context(history.passed_on(run.session.manifest.source, run.results.records))
            text = console.render(run.results, run.session.expected, self._style, context)
            print(text, end="", file=self._out)
            if run.error is None:
                where = shown(run.directory(self._config))
                print(f"{where}/  results.json  junit.xml  results.ktap", file=self._out)
            self._out.flush()

    def _line(self, key: str) -> str:
        assert self._config is not None
        return console.line(run_of(self._config).records[key], self._style)
