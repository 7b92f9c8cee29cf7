# SPDX-License-Identifier: MIT
"""The local target: it drives an executor, notices when that is gone, and leaves nothing behind."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from conftest import Tree, make_case

from rseqct.cases.observe import MalformedStream
from rseqct.errors import RseqctError
from rseqct.targets import TargetLost
from rseqct.targets.local import LocalTarget


@pytest.fixture
def local(tree: Tree) -> Iterator[LocalTarget]:
    """A target of the made-up build tree."""
    target = LocalTarget(tree.build, "executor")
    yield target
    target.close()


def test_one_executor_runs_many_cases(tree: Tree, local: LocalTarget) -> None:
    tree.cases(a="pass", b="fail")
    for name, status in (("a", 0), ("b", 1), ("a", 0)):
        events = local.run(make_case(f"unregister.{name}"), 5)
        assert (events[0]["event"], events[-1]["event"], events[-1]["status"]) == ("begin", "end", status)
        pid = tree.pid()
    local.close()
    local.close()
    assert not os.path.exists(f"/proc/{pid}")


def test_an_executor_that_dies_is_started_anew(tree: Tree, local: LocalTarget) -> None:
    tree.cases(a="pass", b="die", c="noise")
    local.run(make_case("unregister.a"), 5)
    with pytest.raises(TargetLost, match="exit status 7, executor: out of luck"):
        local.run(make_case("unregister.b"), 5)
    assert local.run(make_case("unregister.a"), 5)[-1]["how"] == "exit"
    with pytest.raises(MalformedStream, match="not JSON: Hello"):
        local.run(make_case("unregister.c"), 5)
    assert local.run(make_case("unregister.a"), 5)[-1]["how"] == "exit"


def test_an_executor_that_hangs(tree: Tree, local: LocalTarget, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("rseqct.targets.local._GRACE_S", 0.3)
    tree.cases(a="hang")
    with pytest.raises(TargetLost, match="no longer answers"):
        local.run(make_case("unregister.a"), 0.2)
    with pytest.raises(ProcessLookupError):
        os.kill(tree.pid(), 0)


@pytest.mark.parametrize("script, words", [
    ("exit 3", "status 3: no message"), ("echo oops >&2; exit 3", "status 3: oops"),
    ("echo oops", "unexpected output of the probe"),
    ("exit 0", "no facts"), ("sleep 9", "did not end"), (None, "cannot be started")])
def test_a_probe_that_fails(tree: Tree, local: LocalTarget, monkeypatch: pytest.MonkeyPatch,
                            script: str | None,
                            words: str) -> None:
    monkeypatch.setattr("rseqct.targets.local._PROBE_LIMIT_S", 0.5)
    executor = tree.build / "executor"
    executor.unlink()
    if script is not None:
        executor.write_text(f"#!/bin/sh\n{script}\n")
        executor.chmod(0o755)
    with pytest.raises(RseqctError, match=words):
        local.facts()
