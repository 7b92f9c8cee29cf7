# SPDX-License-Identifier: MIT
"""QEMU from the backports of this host's Debian release, unpacked into the cache, if the installed QEMU is too old.

Nothing is installed: the host keeps its own QEMU, whose packages provide the libraries that both need."""

from __future__ import annotations

import platform
from pathlib import Path

from rseqct.kernels import archive, suite
from rseqct.kernels.apt import Progress
from rseqct.kernels.archive import Archive
from rseqct.kernels.names import debian_arch
from rseqct.machines.accelerator import is_recent, version_found
from rseqct.machines.machine import Machine
from rseqct.support.cache import locked


def fetch(directory: Path, machine: Machine, debian: Archive | None = None, progress: Progress | None = None) -> str:
    """Returns an emulator that is new enough for a machine: the installed program, or a path in the cache.

    If the installed one is too old, fetches it into emulators/<package> below the cache `directory`. Raises
    RseqctError."""
    target = directory / "emulators" / machine.package
    if is_recent(version_found(machine), machine) or target.is_dir():
        return machine.emulator
    debian = debian or archive.find()
    with locked(directory / "apt"):
        target.parent.mkdir(exist_ok=True)
        backports = suite.Suite.open(directory, debian, debian_arch(platform.machine()),
                                     f"{suite.codename(debian)}-backports")
        backports.unpack(backports.family(machine.package, "qemu-system-"), target,
                         lambda package, path: not path.startswith("usr/share/doc/"), progress)
    return str(target / "usr/bin" / machine.emulator)
