# SPDX-License-Identifier: MIT
"""expected/kernels.toml: kernels that have been seen to boot, their fleets, and what is known of a
configuration where no package says it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from rseqct.catalogue import documents
from rseqct.errors import Exit, RseqctError
from rseqct.kernels.names import our_arch

_PATH = Path(__file__).resolve().parents[3] / "expected" / "kernels.toml"


def fleet(name: str, path: Path = _PATH) -> list[tuple[str, str]]:
    """Release and architecture of a fleet's kernels ("all": of the whole file); raises RseqctError."""
    kernels = _read(path)
    chosen = [(str(kernel["release"]), our_arch(kernel["arch"])) for kernel in kernels
              if name == "all" or name in kernel.get("fleets", [])]
    if not chosen:
        names = sorted({word for kernel in kernels for word in kernel.get("fleets", [])} | {"all"})
        raise RseqctError(f"{path.name} has no fleet '{name}'; it has {', '.join(names)}", Exit.USAGE)
    return chosen


def recorded(release: str, path: Path = _PATH) -> tuple[dict[str, str], str] | None:
    """The options that are recorded of a kernel (each y, m or n), and where they are from; None where none
    are. Raises RseqctError."""
    for kernel in _read(path):
        if kernel["release"] == release and "config" in kernel:
            return dict(kernel["config"]), str(kernel["config_source"])
    return None


def _read(path: Path) -> list[dict[str, Any]]:
    kernels: list[dict[str, Any]] = documents.read(path, path.parent / "schema" / "kernels.json").content["kernel"]
    return kernels
