# SPDX-License-Identifier: MIT
"""Writing files so that a reader never sees an incomplete one."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

from rseqct.errors import RseqctError


def write_atomically(path: Path, text: str | bytes) -> None:
    """Replaces a file by `text` (UTF-8), completely or not at all. Makes its directory if that does not exist.

    Raises RseqctError, for example if the disk is full; the old file is then still there."""
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        part.write_bytes(text.encode("utf-8", "backslashreplace") if isinstance(text, str) else text)
        os.replace(part, path)
    except OSError as error:
        _remove(part)
        raise RseqctError(f"{path}: cannot be written: {error.strerror}; nothing was changed") from None
    except BaseException:
        _remove(part)
        raise


def _remove(path: Path) -> None:
    with contextlib.suppress(OSError):
        path.unlink()
