# SPDX-License-Identifier: MIT
"""Target ssh: programs are copied, executed by the other machine's shell, and taken away. A shell here stands in for
ssh; it gets the same words, and has the same channels."""

from __future__ import annotations

import io
import tarfile
from pathlib import Path

import pytest
from conftest import Tree, make_case

from rseqct.cases import manifest
from rseqct.cases.manifest import Manifest
from rseqct.errors import RseqctError
from rseqct.results import results
from rseqct.targets.ssh import SshTarget, pack


@pytest.fixture
def board(tree: Tree, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Who is called in ssh's place; writes down what for."""
    script = tmp_path / "ssh"
    script.write_text(f'#!/bin/sh\necho "$@" >>{tmp_path}/said\n'
                      '[ "$1" = board ] || { echo "no route" >&2; exit 255; }\nshift\nexec sh -c "$*"\n')
    script.chmod(0o755)
    monkeypatch.setenv("RSEQCT_SSH", str(script))
    return tmp_path / "said"


def test_a_run_on_another_machine(tree: Tree, board: Path) -> None:
    tree.cases(a="pass", b="fail")
    done = tree.rseqct("run", "--target", "ssh", "--host", "board")
    assert done.returncode == 1 and "2 cases: 1 FAIL." in done.stdout, done.stderr
    assert tree.results().exists()
    said = board.read_text().splitlines()
    place = said[1].split()[-1]
    assert f"{place}/executor --list -" in said[3] and said[-1] == f"board rm -rf {place}"
    assert not Path(place).exists()


def test_plain_pytest_on_another_machine(tree: Tree, board: Path) -> None:
    tree.cases(a="pass", b="fail")
    done = tree.pytest("--rseq-target", "ssh", "--rseq-host", "board")
    assert done.returncode == 1 and "1 failed, 1 passed" in done.stdout, done.stdout + done.stderr
    assert results.read(tree.results()).run.target == "ssh"
    place = board.read_text().splitlines()[-1].removeprefix("board rm -rf ")
    assert place.startswith("/tmp/rct.") and not Path(place).exists()


def test_a_machine_that_is_not_there(tree: Tree, board: Path) -> None:
    tree.cases(a="pass")
    with pytest.raises(RseqctError, match="moon: .* failed: no route"):
        SshTarget(tree.build, manifest.read(tree.build / "manifest.json"), "moon")
    done = tree.rseqct("run", "--target", "ssh")
    assert (done.returncode, done.stderr) == (4, "rseqct: --target ssh needs --host HOST\n")


@pytest.mark.parametrize("words, release", [(["--as", "six"], "6.18.44"), ([], None)])
def test_facts_that_cannot_be_had_leave_nothing_there(tree: Tree, board: Path, words: list[str],
                                                      release: str | None) -> None:
    tree.cases(a="pass")
    tree.script["facts"]["release"] = release
    tree.save()
    done = tree.rseqct("run", "--target", "ssh", "--host", "board", *words)
    assert done.returncode == 2 and done.stderr.startswith("rseqct: facts: ")
    place = board.read_text().splitlines()[1].split()[-1]
    assert place.startswith("/tmp/rct.") and not Path(place).exists()


def test_what_is_copied(tree: Tree) -> None:
    tree.cases(a="pass")
    case = make_case("unregister.a")
    (tree.build / f"{case.binary}+child").write_text("child")
    (tree.build / "harness").mkdir()
    (tree.build / "harness" / "librct.so").write_text("library")
    (tree.build / "harness" / "rct-starter").write_text("starter")
    (tree.build / "harness" / "libseccomp.so.2").write_text("another ABI's")
    packed = pack(tree.build, Manifest(tree.source, "executor", (case, make_case("unregister.not_built"))))
    names = tarfile.open(fileobj=io.BytesIO(packed)).getnames()
    assert names == ["executor", "harness/librct.so", "harness/libseccomp.so.2", "harness/rct-starter", case.binary,
                     f"{case.binary}+child"]
