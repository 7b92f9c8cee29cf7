# SPDX-License-Identifier: MIT
"""The cache directory. Everything in it can be built or fetched again."""

from __future__ import annotations

import contextlib
import fcntl
import os
from collections.abc import Iterator
from pathlib import Path

from rseqct.errors import Exit, RseqctError


def cache_directory() -> Path:
    """The cache directory: rseqct/ below XDG_CACHE_HOME, else below ~/.cache (XDG Base Directory Specification)."""
    base = os.environ.get("XDG_CACHE_HOME", "")
    return (Path(base) if os.path.isabs(base) else Path.home() / ".cache") / "rseqct"


@contextlib.contextmanager
def locked(directory: Path, busy: str = "") -> Iterator[int]:
    """Makes a directory and locks it against our other processes; yields the lock's file descriptor.

    A program that inherits the descriptor holds the lock for as long as it runs. If another process has the lock, waits
    for it, or raises RseqctError(`busy`) if `busy` is given. Raises RseqctError if the directory cannot be written."""
    try:
        directory.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(directory / ".lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    except OSError as error:
        raise RseqctError(f"{directory}: cannot be written: {error.strerror}; "
                          "set XDG_CACHE_HOME to another directory") from None
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | (fcntl.LOCK_NB if busy else 0))
        except BlockingIOError:
            raise RseqctError(busy, Exit.USAGE) from None
        yield descriptor
    finally:
        os.close(descriptor)


def size_of(path: Path) -> int:
    """The size in bytes of a file, or of everything below a directory; 0 if it does not exist."""
    total = 0
    with contextlib.suppress(OSError):
        total = path.lstat().st_size if not path.is_dir() else 0
        if path.is_dir() and not path.is_symlink():
            total = sum(size_of(entry) for entry in path.iterdir())
    return total


def human(size: int) -> str:
    """A size in bytes as people read it: "13.6 MB", "512 kB"."""
    return f"{size / 1e6:.1f} MB" if size >= 1_000_000 else f"{max(1, round(size / 1e3))} kB"
