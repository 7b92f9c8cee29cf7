# SPDX-License-Identifier: MIT
"""Where things are: the build tree, the source tree, and which commit that is."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

from rseqct import __version__

_SUITE = ("CMakeLists.txt", "arch", "cases", "expected", "harness")      # what a run depends on


def build_directory(given: str | None = None) -> Path:
    """The build tree: as given, else RSEQCT_BUILD (which build/rseqct sets), else ./build."""
    return Path(given or os.environ.get("RSEQCT_BUILD") or "build")


def source_directory() -> Path:
    """The source tree that this package lies in."""
    return Path(__file__).resolve().parents[3]


def shown(path: Path) -> str:
    """A path as short as it can be typed: relative where it lies below the current directory."""
    try:
        return str(path.absolute().relative_to(Path.cwd()))
    except ValueError:
        return str(path.absolute())


def suite_version(source: Path) -> str:
    """The suite's version and commit: "0.1 (a1b2c3d)"; "0.1 (a1b2c3d-dirty)" where anything that runs or judges cases
    is not as committed. Kept results do neither."""
    try:
        if not (source / ".git").exists():      # an installed tree was told; whatever is around it has no say
            return (source / "VERSION").read_text(encoding="utf-8").strip()
        commit = _git(source, "describe", "--always", "--exclude=*")
        changed = _git(source, "status", "--porcelain", "--untracked-files=normal", "--", *_SUITE, ":!expected/results")
    except (OSError, subprocess.CalledProcessError):
        return __version__
    return f"{__version__} ({commit}{'-dirty' * bool(changed)})"


def _git(source: Path, *words: str) -> str:
    return subprocess.run(["git", "-C", str(source), "--no-optional-locks", *words], check=True, capture_output=True,
                          encoding="utf-8", errors="replace").stdout.strip()
