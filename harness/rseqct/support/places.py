# SPDX-License-Identifier: MIT
"""The build tree, the source tree, and the commit of the source tree."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

from rseqct import __version__

_SUITE = ("CMakeLists.txt", "arch", "cases", "expected", "harness")      # a run depends on these


def build_directory(given: str | None = None) -> Path:
    """The build tree: `given`, else RSEQCT_BUILD (which build/rseqct sets), else ./build."""
    return Path(given or os.environ.get("RSEQCT_BUILD") or "build")


def source_directory() -> Path:
    """The source tree that contains this package."""
    return Path(__file__).resolve().parents[3]


def shown(path: Path) -> str:
    """A path as short as one can type it: relative if it is below the current directory, else absolute."""
    try:
        return str(path.absolute().relative_to(Path.cwd()))
    except ValueError:
        return str(path.absolute())


def suite_version(source: Path) -> str:
    """The suite's version and commit: "0.1 (a1b2c3d)".

    "0.1 (a1b2c3d-dirty)" if anything that runs or judges cases differs from the commit; kept results do neither. "0.1"
    if git cannot say."""
    try:
        if not (source / ".git").exists():      # installed: a repository around it is not ours
            return (source / "VERSION").read_text(encoding="utf-8").strip()
        commit = _git(source, "describe", "--always", "--exclude=*")
        changed = _git(source, "status", "--porcelain", "--untracked-files=normal", "--", *_SUITE, ":!expected/results")
    except (OSError, subprocess.CalledProcessError):
        return __version__
    return f"{__version__} ({commit}{'-dirty' * bool(changed)})"


def _git(source: Path, *words: str) -> str:
    return subprocess.run(["git", "-C", str(source), "--no-optional-locks", *words], check=True, capture_output=True,
                          encoding="utf-8", errors="replace").stdout.strip()
