# SPDX-License-Identifier: MIT
"""The cache directory: everything in it can be made or fetched again."""

from __future__ import annotations

import contextlib
import fcntl
import os
from collections.abc import Iterator
from pathlib import Path

from rseqct.errors import Exit, RseqctError


def cache_directory() -> Path:
    """Where the cache is: rseqct/ below XDG_CACHE_HOME, else below ~/.cache (XDG Base Directory
    Specification)."""
    base = os.environ.get("XDG_CACHE_HOME", "")
    return (Path(base) if os.path.isabs(base) else Path.home() / ".cache") / "rseqct"


@contextlib.contextmanager
def locked(directory: Path, busy: str = "") -> Iterator[int]:
    """Makes the directory, and keeps other processes of ours out of it; raises RseqctError where it cannot be
    written. Another one that is in there is waited for, or with `busy` that is raised.

    Gives a descriptor: a program that inherits it keeps the others out for as long as it runs, too."""
    try:
        directory.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(directory / ".lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    except OSError as error:
        raise RseqctError(f"{directory}: cannot be written: {error.strerror}; "
                          "XDG_CACHE_HOME chooses another place") from None
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | (fcntl.LOCK_NB if busy else 0))
        except BlockingIOError:
            raise RseqctError(busy, Exit.USAGE) from None
        yield descriptor
    finally:
        os.close(descriptor)


def size_of(path: Path) -> int:
    """How many bytes a file, or everything below a directory, takes; 0 where it is gone."""
    total = 0
    with contextlib.suppress(OSError):
        total = path.lstat().st_size if not path.is_dir() else 0
        if path.is_dir() and not path.is_symlink():
            total = sum(size_of(entry) for entry in path.iterdir())
    return total


def human(size: int) -> str:
    """A size for people: "13.6 MB", "512 kB"."""
    return f"{size / 1e6:.1f} MB" if size >= 1_000_000 else f"{max(1, round(size / 1e3))} kB"
