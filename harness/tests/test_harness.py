# SPDX-License-Identifier: MIT
"""The harness's unit tests (harness_test.cc), one item a TEST."""

import os
import subprocess
from pathlib import Path

import pytest

BINARY = Path(os.environ.get("RSEQCT_BUILD", "build")).resolve() / "harness/tests/rct-harness-test"


def listed() -> list[str]:
    """The names that the binary lists."""
    output = subprocess.run([BINARY, "--gtest_list_tests"], capture_output=True, text=True, check=True).stdout
    names, suite = [], ""
    for line in output.splitlines():
        if line.startswith(" "):
            names.append(suite + line.split("#")[0].strip())
        else:
            suite = line.split("#")[0].strip()
    return names


@pytest.mark.parametrize("name", listed())
def test_harness(name: str) -> None:
    done = subprocess.run([BINARY, f"--gtest_filter={name}", "--gtest_brief=1"],
                          capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 0 and "[  PASSED  ] 1 test." in done.stdout, done.stdout + done.stderr
