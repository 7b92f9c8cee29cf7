# SPDX-License-Identifier: MIT
"""What `rseqct run` prints, in place of pytest's terminal reporter."""

from __future__ import annotations

import sys
from typing import Any, TextIO

import pytest

from rseqct.plugin.hooks import hook
from rseqct.plugin.run import ERROR, RUN, Run
from rseqct.reports import console
from rseqct.reports.console import Style
from rseqct.results import history
from rseqct.support.places import shown


class Reporter:
    """Prints a line for each case while they run (verbose), or how many have run (on a terminal), and the report at
    the end."""

    def __init__(self, style: Style, verbose: bool, out: TextIO = sys.stdout) -> None:
        self._style, self._verbose, self._out = style, verbose, out
        self._err = sys.stderr
        self._progress = not verbose and self._err.isatty()
        self._config: pytest.Config | None = None
        self.complaints: list[str] = []

    @property
    def run(self) -> Run | None:
        """The run, where there was one."""
        return self._config.stash[RUN] if self._config is not None and RUN in self._config.stash else None

    @property
    def error(self) -> Exception | None:
        """Why there was no run, or why its results are not written."""
        return self._config.stash[ERROR] if self._config is not None and ERROR in self._config.stash else None

    @hook(tryfirst=True)
    def pytest_configure(self, config: pytest.Config) -> None:
        """Notes the configuration, which holds the run."""
        self._config = config

    def pytest_collectreport(self, report: Any) -> None:
        """Keeps what went wrong while collecting."""
        if report.failed:
            self.complaints.append(str(report.longrepr).strip().splitlines()[-1])

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """One case has its verdict."""
        record, run = getattr(report, "rseqct", None), self.run
        if record is None or run is None:
            return
        if self._verbose:
            print(console.line(record, self._style), file=self._out, flush=True)
        elif self._progress:
            print(f"\r{len(run.records)}/{len(run.selected)}", end="", file=self._err, flush=True)

    @hook(trylast=True)
    def pytest_sessionfinish(self) -> None:
        """The report."""
        if self._progress:
            print("\r\033[K", end="", file=self._err, flush=True)
        run = self.run
        if run is not None and run.results is not None:
            context = console.Context(history.passed_on(run.session.manifest.source, run.results.records))
            print(console.render(run.results, run.session.expected, self._style, context), end="", file=self._out)
            if self.error is None:
                print(f"{shown(run.directory())}/  results.json  junit.xml  results.ktap", file=self._out)
            self._out.flush()
