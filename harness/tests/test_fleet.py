# SPDX-License-Identifier: MIT
"""The recorded results of real kernels (expected/results/), judged again by today's catalogue and ledger."""

from __future__ import annotations

import functools
from pathlib import Path

import pytest
from rseqct.catalogue import expected
from rseqct.catalogue.expected import Expected
from rseqct.catalogue.ledger import Bug
from rseqct.catalogue.versions import Truth
from rseqct.judging.verdicts import Verdict
from rseqct.results import kept, results
from rseqct.results.results import Results

SOURCE = Path(__file__).resolve().parents[2]
FILES = kept.files(SOURCE)


@functools.cache
def catalogue() -> Expected:
    return expected.load(SOURCE / "expected")


@functools.cache
def judged(path: Path) -> Results:
    return results.rejudge(kept.read(path), catalogue())


def test_there_are_kernels_of_both_architectures() -> None:
    assert {judged(path).facts.arch for path in FILES} >= {"x86_64", "aarch64"}


@pytest.mark.parametrize("path", FILES, ids=[path.stem for path in FILES])
def test_every_verdict_is_explained(path: Path) -> None:
    red = [f"{record.case.key}: {record.judgement.verdict.value}: {record.judgement.reason}"
           for record in judged(path).records if record.judgement.red]
    assert not red and len(judged(path).records) > 200


# What no kernel of expected/results can show in either state: virtual machines in a guest, a kernel with the slice
# extension that is booted without it, an s390x or loongarch64 that is not emulated, an arm kernel of before 5.10.162.
UNREACHED = {"stale-after-kvm-run", "slice-said-to-be-available", "qemu-s390x-fault-at-page-end",
             "qemu-loongarch-fetch-not-executable", "arm-restarted-call"}


def seen(bug: Bug, verdict: Verdict) -> list[str]:
    """The kernels on which the bug shows (XFAIL), or on which it is mended and its cases pass (PASS)."""
    found = []
    for whole in map(judged, FILES):
        for record in whole.records:
            marked = record.observation is None or record.observation.marked
            if record.judgement.verdict is not verdict or not bug.breaks_in(
                    record.case.id, record.case.verifies, marked):
                continue
            if verdict is Verdict.XFAIL and record.judgement.bug == bug.id or verdict is Verdict.PASS and \
                    bug.affects(whole.facts, record.case.abi) is Truth.NO and whole.facts.arch in (
                        bug.arches.since or (whole.facts.arch,)):
                found.append(whole.facts.release)
    return found


@pytest.mark.parametrize("bug", catalogue().bugs.values(), ids=catalogue().bugs)
def test_every_bug_is_seen_on_both_sides_of_its_fix(bug: Bug) -> None:
    shows = seen(bug, Verdict.XFAIL)
    assert bool(shows) is not bool(bug.unseen), f"{bug.id}: shows on {shows}, unseen: '{bug.unseen}'"
    passes = bool(seen(bug, Verdict.PASS))
    assert passes is not (bug.id in UNREACHED), f"{bug.id}: is there a kernel without it on which its cases pass?"
