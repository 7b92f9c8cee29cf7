# SPDX-License-Identifier: MIT
"""expected/kernels.toml: the kernels that were seen to boot, their fleets, and recorded configuration options of
kernels whose packages do not have their configuration."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from rseqct.catalogue import documents
from rseqct.errors import Exit, RseqctError
from rseqct.kernels.names import our_arch

_PATH = Path(__file__).resolve().parents[3] / "expected" / "kernels.toml"


def fleet(name: str, path: Path = _PATH) -> list[tuple[str, str]]:
    """Release and architecture of the kernels in a fleet ("all": of every kernel in the file); raises RseqctError."""
    kernels = _read(path)
    chosen = [(str(kernel["release"]), our_arch(kernel["arch"])) for kernel in kernels
              if name == "all" or name in kernel.get("fleets", [])]
    if not chosen:
        names = sorted({word for kernel in kernels for word in kernel.get("fleets", [])} | {"all"})
        raise RseqctError(f"{path.name} has no fleet '{name}'; it has {', '.join(names)}", Exit.USAGE)
    return chosen


def recorded(release: str, path: Path = _PATH) -> tuple[dict[str, str], str] | None:
    """The recorded configuration options of a kernel (each y, m or n), and their source; None if there are none.

    Raises RseqctError."""
    for kernel in _read(path):
        if kernel["release"] == release and "config" in kernel:
            return dict(kernel["config"]), str(kernel["config_source"])
    return None


def _read(path: Path) -> list[dict[str, Any]]:
    kernels: list[dict[str, Any]] = documents.read(path, path.parent / "schema" / "kernels.json").content["kernel"]
    return kernels
