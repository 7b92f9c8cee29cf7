# SPDX-License-Identifier: MIT
"""ci/setup: which packages it asks for, and what it says of a build."""

from __future__ import annotations

import os
import platform
import re
import subprocess
from pathlib import Path

import pytest
from conftest import HARNESS

SETUP = HARNESS.parent / "ci/setup"

# g++ as each suite has it.
SUITES = {
    "bookworm": ("12", "4:12.2.0-3",
                 "cpp (= 4:12.2.0-3), gcc (= 4:12.2.0-3), g++-12 (>= 12.2.0-1~), gcc-12 (>= 12.2.0-1~)"),
    "trixie": ("14", "4:14.2.0-1",
               "cpp (= 4:14.2.0-1), cpp-x86-64-linux-gnu (= 4:14.2.0-1), gcc (= 4:14.2.0-1), g++-14 (>= 14.2.0-6~), "
               "g++-x86-64-linux-gnu (= 4:14.2.0-1), gcc-14 (>= 14.2.0-6~)"),
    "sid": ("16", "4:16.1.0-3",
            "cpp (= 4:16.1.0-3), cpp-x86-64-linux-gnu (= 4:16.1.0-3), gcc (= 4:16.1.0-3), g++-16 (>= 16.1.0-3~), "
            "g++-x86-64-linux-gnu (= 4:16.1.0-3), gcc-16 (>= 16.1.0-3~)"),
    "noble": ("13", "4:13.2.0-7ubuntu1",
              "cpp (= 4:13.2.0-7ubuntu1), cpp-x86-64-linux-gnu (= 4:13.2.0-7ubuntu1), gcc (= 4:13.2.0-7ubuntu1), "
              "g++-13 (>= 13.2.0-11~), g++-x86-64-linux-gnu (= 4:13.2.0-7ubuntu1), gcc-13 (>= 13.2.0-11~)"),
    "before a release": ("15", "4:15-20250404-0ubuntu1", "g++-15 (>= 15-20250404-0~)"),
}


def program(directory: Path, name: str, text: str) -> None:
    """A program that stands in for one of the machine's."""
    (directory / name).write_text(f"#!/bin/sh\n{text}\n")
    (directory / name).chmod(0o755)


@pytest.mark.parametrize("installed", [False, True])
@pytest.mark.parametrize("suite", SUITES)
@pytest.mark.skipif(platform.machine() != "x86_64", reason="i386's packages name the version there")
def test_version_of_gcc(suite: str, installed: bool, tmp_path: Path) -> None:
    major, version, depends = SUITES[suite]
    program(tmp_path, "apt-cache", "" if installed else f"echo 'Package: g++\nVersion: {version}\nDepends: {depends}'")
    program(tmp_path, "dpkg-query", (f"echo \"$3\" | sed 's/${{Version}}/{version}/; s/${{Depends}}/{depends}/'"
                                     if installed else "exit 1"))
    program(tmp_path, "id", "echo 1000")
    done = subprocess.run([SETUP], capture_output=True, text=True,
                          env={**os.environ, "PATH": f"{tmp_path}:{os.environ['PATH']}", "RSEQCT_BUILD": str(tmp_path)})
    assert done.returncode == 2 and f" g++-{major}-multilib" in done.stderr.splitlines()[0]


def test_an_apt_that_knows_no_gcc(tmp_path: Path) -> None:
    program(tmp_path, "apt-cache", "echo 'Package: libgpg-error0\nVersion: 1.51-4\n'")      # g++ as an expression
    program(tmp_path, "dpkg-query", "exit 1")
    program(tmp_path, "id", "echo 1000")
    done = subprocess.run([SETUP], capture_output=True, text=True,
                          env={**os.environ, "PATH": f"{tmp_path}:{os.environ['PATH']}", "RSEQCT_BUILD": str(tmp_path)})
    assert done.returncode == 2 and done.stderr == "ci/setup: apt knows no g++; run: sudo apt-get update\n"


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A build tree of three steps, the last of which fails where there is a file "fail"."""
    (tmp_path / "CMakeLists.txt").write_text("""\
cmake_minimum_required(VERSION 3.22)
project(small NONE)
file(GLOB all CONFIGURE_DEPENDS *.txt)
foreach(step one two)
  add_custom_command(OUTPUT ${step} COMMAND touch ${step})
endforeach()
add_custom_command(OUTPUT three COMMAND echo said by three && test ! -e ${CMAKE_SOURCE_DIR}/fail && touch three
                   DEPENDS one two)
add_custom_target(all_of_them ALL DEPENDS three)
""")
    subprocess.run(["cmake", "-G", "Ninja", "-S", tmp_path, "-B", tmp_path / "build"], check=True, capture_output=True)
    return tmp_path


def build(tree: Path) -> subprocess.CompletedProcess[str]:
    """Builds it as ci/setup does where its output is not a terminal."""
    return subprocess.run([SETUP, "none"], capture_output=True, text=True,
                          env={**os.environ, "RSEQCT_BUILD": str(tree / "build")})


def test_a_build_prints_two_lines(tree: Path) -> None:
    log = tree / "build/build.log"
    for steps in (3, 0):
        done = build(tree)
        first, last = done.stdout.splitlines()
        assert done.returncode == 0 and done.stderr == ""
        assert first == f"ci/setup: building {tree}/build; progress: {log}"
        assert re.fullmatch(rf"ci/setup: built in \d+ s, steps: {steps}", last)


def test_a_failed_build_prints_the_failed_command_and_its_output(tree: Path) -> None:
    (tree / "fail").touch()
    done = build(tree)
    assert done.returncode == 2 and len(done.stdout.splitlines()) == 1
    assert "said by three\n" in done.stderr and "test ! -e" in done.stderr and "Generating one" not in done.stderr
