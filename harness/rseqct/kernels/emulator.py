# SPDX-License-Identifier: MIT
"""QEMU where this machine's is too old: that of its release's backports, unpacked into the cache.

Nothing is installed, so that the machine keeps its own, whose packages have brought the libraries that both need.
"""

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
    """Fetches a machine's emulator into emulators/<package> below the cache directory where the one that there is
    will not do; says which it is. Raises RseqctError."""
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
