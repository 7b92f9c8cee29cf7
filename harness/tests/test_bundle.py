# SPDX-License-Identifier: MIT
"""`rseqct bundle`, with a cmake that is made up: what it leaves where, and what it says where it cannot."""

from __future__ import annotations

import tarfile
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import Tree

from rseqct.commands import bundle
from rseqct.errors import RseqctError

Cmake = Callable[[str], None]


@pytest.fixture
def cmake(tree: Tree, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Cmake:
    """Puts a script in cmake's place, and a build tree of one case in this one's."""
    tree.cases(claim="pass")
    (tmp_path / "bin").mkdir()
    monkeypatch.setenv("RSEQCT_BUILD", str(tree.build))
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))

    def write(script: str) -> None:
        path = tmp_path / "bin/cmake"
        path.write_text(f"#!/bin/sh\nPATH=/bin\n{script}\n")
        path.chmod(0o755)
    return write


def test_an_installed_tree_is_packed(cmake: Cmake, tmp_path: Path) -> None:
    cmake('[ "$1 $3" = "--install --prefix" ] && mkdir -p "$4" && echo case >"$4/claim"')
    with tarfile.open(bundle.make(None, tmp_path / "made.tar.gz")) as archive:
        assert [(member.name.rpartition("/")[2], member.uname) for member in archive if member.isfile()] == [
            ("claim", "root")]


@pytest.mark.parametrize("word", ["amd64", "x86_64"])
def test_an_archive_has_one_name_whatever_the_word(cmake: Cmake, tmp_path: Path, word: str,
                                                   monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    cmake('mkdir -p "$4" && echo case >"$4/claim"')
    path = bundle.make(word, None)
    assert path.name == "rseq-conformance-x86_64.tar.gz"
    with tarfile.open(path) as archive:
        assert archive.getnames()[0] == "rseq-conformance-x86_64"


@pytest.mark.parametrize("script, said", [
    (None, "cmake is not on this machine; on Debian: apt install cmake"),
    ("echo no manifest >&2; exit 1", "cmake --install .* failed: no manifest")])
def test_a_cmake_that_does_not_install(cmake: Cmake, tmp_path: Path, script: str | None, said: str) -> None:
    if script is not None:
        cmake(script)
    with pytest.raises(RseqctError, match=said):
        bundle.make(None, tmp_path / "made.tar.gz")


@pytest.mark.parametrize("end, said", [
    (KeyboardInterrupt(), "^$"),
    (OSError(28, "No space left on device"), "cannot be written: No space left on device")])
def test_half_an_archive_is_not_left(cmake: Cmake, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
                                     end: BaseException, said: str) -> None:
    def add(*_: object, **__: object) -> None:
        raise end
    cmake('mkdir -p "$4"')
    monkeypatch.setattr(tarfile.TarFile, "add", add)
    with pytest.raises((KeyboardInterrupt, RseqctError), match=said):
        bundle.make(None, tmp_path / "made.tar.gz")
    assert not list(tmp_path.glob("*made*"))
