# SPDX-License-Identifier: MIT
"""Run-time libraries of other architectures for guests: Debian's packages, unpacked into the cache.

They come from the release of Debian that this machine runs, because its compilers link for that; where that
release does not have the architecture, from the first later one that does. Nothing is installed.
"""

from __future__ import annotations

import re
import shutil
from pathlib import Path

from rseqct.cache import locked
from rseqct.errors import Exit, RseqctError
from rseqct.kernels import archive
from rseqct.kernels.apt import AptRoot, Progress
from rseqct.kernels.archive import Archive, Source
from rseqct.kernels.names import debian_arch, our_arch
from rseqct.kernels.unpack import unpack

PACKAGES = ("libc6", "libgcc-s1", "libstdc++6", "libseccomp2", "libseccomp-dev")
_FIELD = re.compile(r"^(SHA256|Filename|Size): (.*)$", re.MULTILINE)


def fetch(directory: Path, arch: str, debian: Archive | None = None, packages: tuple[str, ...] = PACKAGES,
          progress: Progress | None = None) -> Path:
    """Fetches an architecture's libraries into libraries/<arch> below the cache directory, where they are not
    yet; returns that directory. Raises RseqctError."""
    ours, name = our_arch(arch), debian_arch(arch)
    target = directory / "libraries" / ours
    if target.is_dir():
        return target
    debian = debian or archive.find()
    if not debian.codename:
        raise RseqctError("apt does not say which release of Debian this machine runs", Exit.USAGE)
    with locked(directory / "apt"):
        root, codename = _root(directory, name, debian)
        index = root.read(root.indexes()[0][1])
        part = target.with_name(f".{ours}.part")
        shutil.rmtree(part, ignore_errors=True)
        try:
            for package in packages:
                fields = _fields(index, package)
                deb = root.download(codename, fields["Filename"], fields["SHA256"], progress)
                unpack(deb, lambda member: _place(part, member))
                deb.unlink()
            part.rename(target)
        except OSError as error:
            raise RseqctError(f"{target}: cannot be written: {error.strerror}") from None
        finally:
            shutil.rmtree(part, ignore_errors=True)
    return target


def _root(directory: Path, name: str, debian: Archive) -> tuple[AptRoot, str]:
    """apt for the first release, from this machine's on, that has the architecture; raises RseqctError."""
    known = archive.RELEASES
    later = known[known.index(debian.codename) + 1:] if debian.codename in known else ()
    complaints = []
    for codename in (debian.codename, *later):
        root = AptRoot(directory / "apt" / f"{name}-{codename}", name, [Source(debian.uri, codename)],
                       debian.keyring)
        try:
            if not root.indexes():
                root.update()
            return root, codename
        except RseqctError as error:
            complaints.append(error)
    raise complaints[0]


def _fields(index: bytes, package: str) -> dict[str, str]:
    match = re.search(rb"^Package: " + re.escape(package.encode()) + rb"\n((?:.+\n)*)", index, re.MULTILINE)
    if match is None:
        raise RseqctError(f"Debian's archive has no {package} for this architecture", Exit.USAGE)
    return dict(_FIELD.findall(match[1].decode("utf-8", "replace")))


def _place(part: Path, member: str) -> Path | None:
    """Where a file goes: libraries and headers only."""
    name = member.removeprefix("./")
    library = ".so" in Path(name).name and name.startswith(("lib", "usr/lib")) and "/gconv/" not in name
    wanted = library or name.startswith("usr/include/")
    return part / name if wanted and ".." not in Path(name).parts else None
