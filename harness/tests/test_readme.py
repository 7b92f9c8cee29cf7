# SPDX-License-Identifier: MIT
"""README's commands: their options exist, and what one names another has made."""

from __future__ import annotations

import re
import shlex
import subprocess
from pathlib import Path

import pytest
from conftest import HARNESS

from rseqct.commands import main

TEXT = (HARNESS.parent / "README.md").read_text(encoding="utf-8")
COMMANDS = re.findall(r"^(?:\w+=\$\()?build[\w-]*/rseqct ([^)#\n]*)", TEXT, re.MULTILINE)
# Stands for the tool: `kernels source` makes a tree, `kernels build` needs it, `run` needs the build.
TOOL = """#!/bin/sh
case $1 in
  kernels) [ "$2" != source ] || { mkdir linux && echo "$PWD/linux"; exit; }
    [ -e "$3" ] && mkdir "${7}" ;;
  run) eval "tree=\\${$#}" && [ -d "${tree#tree:}" ] ;;
esac
"""


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_is_one_that_the_tool_knows(command: str) -> None:
    main._parser().parse_args(shlex.split(command))


def test_a_kernel_of_your_own(tmp_path: Path) -> None:
    (tmp_path / "build").mkdir()
    (tmp_path / "build/rseqct").write_text(TOOL)
    (tmp_path / "build/rseqct").chmod(0o755)
    lines = [line for line in TEXT.splitlines() if re.search("kernels source|kernels build|tree:slice", line)]
    assert len(lines) == 3
    done = subprocess.run(["sh", "-eux", "-c", "\n".join(lines)], cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
