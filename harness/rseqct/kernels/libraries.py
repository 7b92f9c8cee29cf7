# SPDX-License-Identifier: MIT
"""Run-time libraries of other architectures for guests: Debian's packages, unpacked into the cache; nothing is
installed.

They come from the Debian release that this host runs, because its cross compilers link for that release. If it does not
have the architecture, they come from the first later release that has it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from rseqct.kernels import archive, suite
from rseqct.kernels.apt import Progress
from rseqct.kernels.archive import Archive
from rseqct.kernels.names import debian_arch, our_arch
from rseqct.support.cache import locked

PACKAGES = ("libc6", "libgcc-s1", "libstdc++6", "libseccomp2", "libseccomp-dev")


def fetch(directory: Path, arch: str, debian: Archive | None = None, packages: Sequence[str] = PACKAGES,
          whole: Sequence[str] = (), progress: Progress | None = None) -> Path:
    """Fetches an architecture's libraries into libraries/<arch> below the cache `directory`, unless they are there;
    returns that path.

    `whole`: packages that are unpacked first and completely, except for their documentation; of `packages` only
    libraries and headers are. Raises RseqctError."""
    ours, name = our_arch(arch), debian_arch(arch)
    target = directory / "libraries" / ours
    if target.is_dir():
        return target
    debian = debian or archive.find()
    with locked(directory / "apt"):
        target.parent.mkdir(exist_ok=True)
        release = suite.first(directory, debian, name)
        release.unpack([*whole, *packages], target, lambda package, path: (
            not path.startswith("usr/share/doc/") if package in whole else _wanted(path)), progress)
    return target


def _wanted(path: str) -> bool:
    """Whether a file is a library or a header."""
    library = ".so" in Path(path).name and path.startswith(("lib", "usr/lib")) and "/gconv/" not in path
    return library or path.startswith("usr/include/")
