# SPDX-License-Identifier: MIT
"""Earlier results that are kept in expected/results/: on which kernels a case passed."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from rseqct import results
from rseqct.judge import Verdict
from rseqct.results import Record
from rseqct.versions import Release


def passed_on(source: Path, records: Iterable[Record]) -> dict[str, list[str]]:
    """By case key, the releases on which a red case passed, oldest first. Empty where no results are kept."""
    red = {record.case.key for record in records if record.judgement.red}
    passed: dict[str, list[str]] = {}
    files = sorted((source / "expected" / "results").glob("*.json*")) if red else []
    for stored in map(results.read, files):
        for record in stored.records:
            if record.case.key in red and record.judgement.verdict is Verdict.PASS:
                passed.setdefault(record.case.key, []).append(stored.facts.release)
    return {key: sorted(set(releases), key=Release.parse) for key, releases in passed.items()}
