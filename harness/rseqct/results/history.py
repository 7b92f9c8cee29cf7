# SPDX-License-Identifier: MIT
"""The history of a case: on which kernels it passed, by the kept results in expected/results/."""

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
    """The releases on which each red case passed before, oldest first, by case key; empty without kept results.

    Guests of an unusual shape do not count: a pass with one CPU says nothing about the kernel with four."""
    red = {record.case.key for record in records if record.judgement.red}
    return {key: releases for key, releases in _passed(source).items() if key in red} if red else {}


@functools.cache
def _passed(source: Path) -> dict[str, list[str]]:
    """The same for every case. Cached, because a guest that dies leaves hundreds of red cases, which are looked up one
    by one."""
    from rseqct.results import names      # slow to import, and not needed if nothing is red
    passed: dict[str, set[str]] = {}
    for path in kept.files(source):
        try:
            stored = kept.read(path)
        except RseqctError:
            continue      # a damaged file must not end the run for a mere remark on a red case
        if names.unusual(stored.facts):
            continue
        for record in stored.records:
            if record.judgement.verdict is Verdict.PASS:
                passed.setdefault(record.case.key, set()).add(stored.facts.release)
    return {key: sorted(releases, key=Release.parse) for key, releases in passed.items()}
