# SPDX-License-Identifier: MIT
"""A command asks for what it needs before its work: the error names the package, not what else is wrong."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from conftest import HARNESS, Tree

from rseqct.commands import main

QEMU = "qemu-system-x86_64 is not on this machine; on Debian: apt install qemu-system-x86\n"


@pytest.mark.parametrize("here, words, said", [
    ("", "kernels source 7.3", "tar, xz are not on this machine; on Debian: apt install tar xz-utils\n"),
    ("tar", "kernels source 7.3", "xz is not on this machine; on Debian: apt install xz-utils\n"),
    ("", "run --arch x86_64 --kernel debian:7.3", QEMU),
    ("", "run --arch x86_64 --kernel debian:7.3 --kernel debian:7.2", QEMU),
    ("", "run --arch x86_64 --fleet eras", QEMU),
    ("", "run --arch x86_64 --kernel missing", QEMU),
    ("", "run --target ssh --host board", "ssh is not on this machine; on Debian: apt install openssh-client\n"),
    ("", "run unregister.claim --gdb", "gdb is not on this machine; on Debian: apt install gdb\n"),
    ("", "bundle --arch missing", "cmake is not on this machine; on Debian: apt install cmake\n"),
    ("", "bisect-step unregister.claim --arch x86_64 --tree missing", QEMU),
    ("", "bisect unregister.claim --arch x86_64 --good a --bad b --tree missing", QEMU),
    ("qemu-system-x86_64", "bisect unregister.claim --arch x86_64 --good a --bad b --tree missing",
     "git is not on this machine; on Debian: apt install git\n"),
    ("qemu-system-x86_64 git", "bisect unregister.claim --arch x86_64 --good a --bad b --tree missing",
     "no compiler on this machine builds kernels for x86_64; install "),
    ("gcc make", "kernels build source --arch x86_64",
     "flex, bison, bc are not on this machine; on Debian: apt install flex bison bc\n")])
def test_a_missing_program_is_named_first(here: str, words: str, said: str, tree: Tree, tmp_path: Path,
                                          monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    tree.cases(claim="pass")
    for name in ("Kconfig", "kernel/rseq.c"):
        tree.write(name, "")
    shutil.copytree(HARNESS.parent / "arch/x86_64", tree.source / "arch/x86_64")
    programs = tmp_path / "programs"
    programs.mkdir()
    for name in here.split():
        (programs / name).write_text("#!/bin/sh\n")
        (programs / name).chmod(0o755)
    monkeypatch.setenv("RSEQCT_BUILD", str(tree.build))
    monkeypatch.setenv("PATH", str(programs))
    monkeypatch.setattr("rseqct.kernels.build._natives", lambda: ("x86_64",))
    monkeypatch.chdir(tree.source.parent)
    status = main.main(words.split())
    captured = capsys.readouterr()
    assert status == (125 if words.startswith("bisect-step") else 4)
    assert said in captured.out + captured.err


def test_the_library_of_the_page_is_asked_for_first(tree: Tree) -> None:
    tree.write("jinja2.py", "raise ModuleNotFoundError('No module named jinja2', name='jinja2')\n")
    done = subprocess.run(tree.command(*"matrix missing.json --html page.html".split()), capture_output=True, text=True,
                          env={**tree.environment(), "PYTHONPATH": f"{tree.source}:{HARNESS}"})
    assert (done.returncode, done.stderr) == (
        4, "rseqct: jinja2 is not installed; on Debian: apt install python3-jinja2\n")
