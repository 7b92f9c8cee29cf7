# SPDX-License-Identifier: MIT
"""Cases as items of pytest: one for each case and ABI of the build tree's manifest.json."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from rseqct.cases.manifest import Case
from rseqct.errors import RseqctError
from rseqct.judging.verdicts import State
from rseqct.plugin.run import Run, guarded, run_of
from rseqct.results.results import Record


class Red(Exception):
    """A red case, with its reason."""


class ManifestFile(pytest.File):
    """build/manifest.json."""

    def collect(self) -> Iterable[pytest.Item]:
        """One item for each selected case and ABI. To collect only, no kernel is reached."""
        try:
            run = run_of(self.config)
            if not self.config.option.collectonly:
                guarded(self.config, run.connect)
        except (RseqctError, ImportError) as error:      # without a stack of Python
            raise self.CollectError(str(error)) from None
        return [CaseItem.from_parent(self, name=case.key, case=case, run=run) for case in run.cases]


class CaseItem(pytest.Item):
    """One case. Its set-up observes, so that a fault of the suite is an error of pytest; its call is the verdict."""

    def __init__(self, *, case: Case, run: Run, **others: Any) -> None:
        super().__init__(**others)
        self.case = case
        self.run = run
        self.record: Record | None = None

    def setup(self) -> None:
        """Runs the case; raises Red where there is no verdict on the kernel: ERROR or MISS."""
        self.record = record = self.run.session.run(self.case)
        self.user_properties += [("rseq_verdict", record.judgement.verdict.value),
                                 ("rseq_requirements", " ".join(self.case.verifies)),
                                 *[("rseq_bug", bug) for bug in [record.judgement.bug] if bug]]
        if record.judgement.untold:
            raise Red(record.judgement.reason)

    def runtest(self) -> None:
        """Turns the verdict into pytest's words: a known bug is an expected failure, what is not promised or not
        supported is skipped."""
        assert self.record is not None
        judgement = self.record.judgement
        if judgement.red:
            raise Red(judgement.reason)
        if judgement.meaning.state is State.BROKEN:
            pytest.xfail(judgement.reason)
        if judgement.meaning.state is not State.HOLDS:
            raise pytest.skip.Exception(judgement.reason, _use_item_location=True)

    def reportinfo(self) -> tuple[Path, int | None, str]:
        """Where the case is."""
        line = self.case.tests[0].line - 1 if self.case.tests else None
        return self.run.session.manifest.source / self.case.source, line, self.name
