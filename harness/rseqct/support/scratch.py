# SPDX-License-Identifier: MIT
"""Temporary directories that disappear even if the process that made them was killed."""

from __future__ import annotations

import contextlib
import fcntl
import os
import shutil
import tempfile
from pathlib import Path

_PREFIX = "rseqct-guest-"


class Scratch:
    """A temporary directory that is ours while this object lives. It is locked, and even SIGKILL releases the lock."""

    def __init__(self) -> None:
        """Makes the directory, and removes those of dead processes. Raises OSError."""
        _sweep()
        while True:
            self.path = Path(tempfile.mkdtemp(prefix=_PREFIX))
            self._lock = os.open(self.path, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
            fcntl.flock(self._lock, fcntl.LOCK_EX)
            if self.path.exists():      # another process may have swept it before it was locked
                return
            os.close(self._lock)

    def close(self) -> None:
        """Removes the directory; may be called twice."""
        shutil.rmtree(self.path, ignore_errors=True)
        if self._lock != -1:
            os.close(self._lock)
            self._lock = -1


def _sweep() -> None:
    """Removes the directories whose processes were killed."""
    for path in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*"):
        with contextlib.suppress(OSError):      # it belongs to a running process, or is gone already
            if path.is_symlink() or path.stat().st_uid != os.getuid():
                continue
            lock = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                shutil.rmtree(path, ignore_errors=True)
            finally:
                os.close(lock)
