# SPDX-License-Identifier: MIT
"""KTAP, the kernel's own test output format, from results."""

from __future__ import annotations

import re

from rseqct.judge import Judgement, Verdict
from rseqct.results import Results


def render(results: Results) -> str:
    """The run as flat KTAP: one line a case, its diagnostics before it."""
    lines = ["KTAP version 1", f"1..{len(results.records)}"]
    for number, record in enumerate(results.records, 1):
        judgement = record.judgement
        if judgement.red or judgement.verdict is Verdict.XFAIL:
            texts = [judgement.reason, *(failure.text for failure in record.failures())]
            lines += [f"# {line}" for text in texts for line in text.splitlines()]
        ok = judgement.verdict in (Verdict.PASS, Verdict.SKIP, Verdict.NA) or (
            judgement.verdict is Verdict.XPASS and judgement.allowed)
        lines.append(f"{'ok' if ok else 'not ok'} {number} {record.case.key}{_directive(judgement)}")
    return "\n".join(lines) + "\n"


def _directive(judgement: Judgement) -> str:
    reason = re.sub(r"[\s#]+", " ", judgement.reason)
    match judgement.verdict:
        case Verdict.SKIP | Verdict.NA:
            return f" # SKIP {reason}"
        case Verdict.XFAIL:
            return f" # XFAIL {judgement.bug}"
        case Verdict.XPASS:
            return f" # XPASS {judgement.bug}"
        case Verdict.ERROR | Verdict.MISS:
            return f" # ERROR {reason}"
        case Verdict.FAIL if judgement.kind == "timeout":
            return f" # TIMEOUT {reason}"
    return ""
