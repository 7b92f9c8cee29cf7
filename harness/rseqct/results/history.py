# SPDX-License-Identifier: MIT
"""Earlier results that are kept in expected/results/: on which kernels a case passed."""

from __future__ import annotations

import functools
from collections.abc import Iterable
from pathlib import Path

from rseqct.catalogue.versions import Release
from rseqct.errors import RseqctError
from rseqct.judging.verdicts import Verdict
from rseqct.results import kept
from rseqct.results.results import Record


def passed_on(source: Path, records: Iterable[Record]) -> dict[str, list[str]]:
    """By case key, the releases on which a red case passed, oldest first. Empty where no results are kept. Guests of an
    unusual shape do not count: what passes with one CPU says nothing about the kernel with four."""
    red = {record.case.key for record in records if record.judgement.red}
    return {key: releases for key, releases in _passed(source).items() if key in red} if red else {}


@functools.cache
def _passed(source: Path) -> dict[str, list[str]]:
    """Of every case; read once, though a guest that dies leaves hundreds of red ones, asked for one by one."""
    from rseqct.results import names      # slow to import, and not needed where nothing is red
    passed: dict[str, set[str]] = {}
    for path in kept.files(source):
        try:
            stored = kept.read(path)
        except RseqctError:
            continue      # it would end the run, for what is but a remark on a red case
        if names.unusual(stored.facts):
            continue
        for record in stored.records:
            if record.judgement.verdict is Verdict.PASS:
                passed.setdefault(record.case.key, set()).add(stored.facts.release)
    return {key: sorted(releases, key=Release.parse) for key, releases in passed.items()}
