# SPDX-License-Identifier: MIT
"""What a kernel counts as in a bisection, and what is said at the end."""

from __future__ import annotations

import gzip
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from conftest import facts_event
from test_bisect import BAD, CASE

from rseqct.bisect import conclusion
from rseqct.bisect.probe import Seen, plain
from rseqct.bisect.search import Outcome
from rseqct.cases.observe import Observation, TestRun as Ran
from rseqct.catalogue.versions import Release
from rseqct.results.results import Record


def record(**more: Any) -> Record:
    from rseqct.judging.judge import Judgement
    from rseqct.judging.verdicts import Verdict
    observation = Observation("exit", 0, plan=["Unregister.Claim"], finished=True,
                              tests=[Ran("Unregister.Claim", "pass", verifies=["unregister.promise"])])
    return Record(CASE, replace(observation, **more), Judgement(Verdict.NA))


@pytest.mark.parametrize(("more", "outcome", "text"), [
    ({}, Outcome.GOOD, ""),
    ({"how": "signal", "status": 11}, Outcome.BAD, "killed by SIGSEGV"),
    ({"how": "timeout", "wall_us": 20_000_000}, Outcome.BAD, "no end within 20 s"),
    ({"how": "unstartable", "status": 2}, Outcome.SKIP, ""),
    ({"tests": [Ran("Unregister.Claim", "skip", skip="needs cpus>=2: has 1")]}, Outcome.SKIP, "needs cpus>=2"),
    ({"tests": [Ran("Unregister.Claim", "broken", broken="mmap", verifies=["unregister.promise"])], "status": 1},
     Outcome.SKIP, "mmap"),
    ({"kmsg": ["<4>[ 12.5] BUG: unable to handle page fault for address: 0000"]}, Outcome.BAD, "unable to handle")])
def test_what_a_kernel_counts_as(more: dict[str, Any], outcome: Outcome, text: str) -> None:
    from rseqct.bisect.probe import _of_record
    from rseqct.catalogue.facts import Facts
    found = _of_record(record(**more), Facts.of(facts_event(), None))
    assert found.outcome is outcome and text in found.text, "whatever the verdict is: here not applicable"


def test_numbers_do_not_tell_failures_apart() -> None:
    assert plain("<1>[   12.345678] BUG: at 0xffff8880deadbeef, pid 17") == plain("[ 3.1] BUG: at 0x12, pid 9")


@pytest.mark.parametrize(("text", "tagged"), [("6.12", "v6.12"), ("6.12.39", "v6.12.39"), ("7.1-rc3", "v7.1-rc3")])
def test_tags(text: str, tagged: str) -> None:
    assert conclusion.tag(Release.parse(text)) == tagged


def test_what_a_changelog_says(tmp_path: Path) -> None:
    path = tmp_path / "changelog"
    path.write_bytes(gzip.compress(b"""\
linux (6.12.57-1) trixie; urgency=medium

  * New upstream stable update:
    https://www.kernel.org/pub/linux/kernel/v6.x/ChangeLog-6.12.54
    - rseq: Protect event mask against membarrier IPI
    - power: pwrseq: something else
    https://www.kernel.org/pub/linux/kernel/v6.x/ChangeLog-6.12.39
    - rseq: Fix segfault on registration when rseq_cs is non-zero
"""))
    after, upto = Release.parse("6.12.43"), Release.parse("6.12.57")
    assert conclusion.changelog([path], after, upto) == ["6.12.54: rseq: Protect event mask against membarrier IPI"]
    quiet = tmp_path / "quiet"
    quiet.write_bytes(gzip.compress(b"""\
  * New upstream stable update:
    https://www.kernel.org/pub/linux/kernel/v6.x/ChangeLog-6.12.44
    - net: Mend

  * rseq: of Debian
"""))
    assert conclusion.changelog([quiet, path], after, upto) == ["says nothing about rseq from 6.12.43 to 6.12.57"]
    for paths in (list[Path](), [path]):
        said, = conclusion.changelog(paths, upto, upto)
        assert said == "no changelog on this machine lists the changes from 6.12.57 to 6.12.57"


def test_seen_survives_a_state_file() -> None:
    assert Seen.from_json(json.loads(json.dumps(BAD.to_json()))) == BAD
