# SPDX-License-Identifier: MIT
"""KTAP, the kernel's own test output format (Linux: Documentation/dev-tools/ktap.rst), from results."""

from __future__ import annotations

import re

from rseqct.judging.judge import Judgement
from rseqct.judging.verdicts import Ktap, State
from rseqct.results.results import Results


def render(results: Results) -> str:
    """The run as flat KTAP: one line for each case, preceded by its diagnostics."""
    lines = ["KTAP version 1", f"1..{len(results.records)}"]
    for number, record in enumerate(results.records, 1):
        judgement = record.judgement
        if judgement.red or judgement.meaning.state is State.BROKEN:
            texts = [judgement.reason, *(failure.text for failure in record.failures())]
            lines += [f"# {line}" for text in texts for line in text.splitlines()]
        lines.append(f"{judgement.meaning.ktap.value[0]} {number} {record.case.key}{_directive(judgement)}")
    return "\n".join(lines) + "\n"


def _directive(judgement: Judgement) -> str:
    ktap = judgement.meaning.ktap
    word = "TIMEOUT" if judgement.kind == "timeout" and ktap is Ktap.NOT_OK else ktap.value[1]
    reason = judgement.bug if ktap in (Ktap.XFAIL, Ktap.XPASS, Ktap.XPASS_NOTED) else judgement.reason
    return f" # {word} " + re.sub(r"[\s#]+", " ", reason or "") if word else ""
