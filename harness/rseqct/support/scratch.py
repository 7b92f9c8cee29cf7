# SPDX-License-Identifier: MIT
"""Directories for what is of no use once the process that made it is gone, in whatever way it went."""

from __future__ import annotations

import contextlib
import fcntl
import os
import shutil
import tempfile
from pathlib import Path

_PREFIX = "rseqct-guest-"


class Scratch:
    """A directory that is ours while this object lives: it holds a lock, which even SIGKILL gives back."""

    def __init__(self) -> None:
        """Makes it, and removes those that nobody owns any more; raises OSError."""
        _sweep()
        while True:
            self.path = Path(tempfile.mkdtemp(prefix=_PREFIX))
            self._lock = os.open(self.path, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
            fcntl.flock(self._lock, fcntl.LOCK_EX)
            if self.path.exists():      # not swept before it was locked
                return
            os.close(self._lock)

    def close(self) -> None:
        """Removes it; may be called twice."""
        shutil.rmtree(self.path, ignore_errors=True)
        if self._lock != -1:
            os.close(self._lock)
            self._lock = -1


def _sweep() -> None:
    """Removes the directories of processes that were killed."""
    for path in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*"):
        with contextlib.suppress(OSError):      # another's, or gone meanwhile
            if path.is_symlink() or path.stat().st_uid != os.getuid():
                continue
            lock = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                shutil.rmtree(path, ignore_errors=True)
            finally:
                os.close(lock)
