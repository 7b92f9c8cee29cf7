# SPDX-License-Identifier: MIT
"""Packages of one Debian suite, fetched by apt and unpacked into the cache; nothing is installed."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from rseqct.errors import Exit, RseqctError
from rseqct.kernels.apt import AptRoot, Progress
from rseqct.kernels.archive import RELEASES, Archive, Source
from rseqct.kernels.unpack import unpack

_FIELD = re.compile(r"^(SHA256|Filename|Depends): (.*)$", re.MULTILINE)


@dataclass(frozen=True)
class Suite:
    """A suite for one architecture, and its index."""

    name: str
    root: AptRoot
    index: bytes

    @staticmethod
    def open(directory: Path, debian: Archive, architecture: str, name: str) -> Suite:
        """A suite with its index, which is fetched unless the cache `directory` has it; raises RseqctError."""
        root = AptRoot(directory / "apt" / f"{architecture}-{name}", architecture, [Source(debian.uri, name)],
                       debian.keyring)
        if not root.indexes():
            root.update()
        return Suite(name, root, root.read(root.indexes()[0][1]))

    def unpack(self, packages: Iterable[str], target: Path, wanted: Callable[[str, str], bool],
               progress: Progress | None = None) -> None:
        """Unpacks packages into the directory `target`, completely or not at all; raises RseqctError.

        Unpacks the files for which `wanted(package, path)` is true. GCC in a package's name stands for the version of
        g++."""
        part = target.with_name(f".{target.name}.part")
        shutil.rmtree(part, ignore_errors=True)
        try:
            for package in packages:
                fields = self._fields(package.replace("GCC", self._gcc() if "GCC" in package else ""))
                deb = self.root.download(self.name, fields["Filename"], fields["SHA256"], progress)
                unpack(deb, partial(_place, part, wanted, package))
                deb.unlink()
            part.rename(target)
        except OSError as error:
            raise RseqctError(f"{target}: cannot be written: {error.strerror}") from None
        finally:
            shutil.rmtree(part, ignore_errors=True)

    def family(self, package: str, prefix: str) -> list[str]:
        """A package and its direct and indirect dependencies whose names begin with `prefix`."""
        found = [package]
        for name in found:
            found += [other for other in re.findall(rf"\b{prefix}[a-z0-9+.-]*", self._fields(name).get("Depends", ""))
                      if other not in found]
        return found

    def _fields(self, package: str) -> dict[str, str]:
        match = re.search(rb"^Package: " + re.escape(package.encode()) + rb"\n((?:.+\n)*)", self.index,
                          re.MULTILINE)
        if match is None:
            raise RseqctError(f"Debian's archive has no {package} for this architecture", Exit.USAGE)
        return dict(_FIELD.findall(match[1].decode("utf-8", "replace")))

    def _gcc(self) -> str:
        match = re.search(r"\bg\+\+-(\d+)\b", self._fields("g++").get("Depends", ""))
        if match is None:
            raise RseqctError(f"{self.name}: its g++ does not say which version it is")
        return match[1]


def codename(debian: Archive) -> str:
    """The Debian release that this host runs; raises RseqctError if apt does not say it."""
    if not debian.codename:
        raise RseqctError("apt does not say which release of Debian this machine runs; name Debian's archive in apt's "
                          "sources, and run apt-get update", Exit.USAGE)
    return debian.codename


def first(directory: Path, debian: Archive, architecture: str) -> Suite:
    """The first Debian release, beginning with this host's, that has the architecture; raises RseqctError."""
    complaints = []
    for name in _from(codename(debian)):
        try:
            return Suite.open(directory, debian, architecture, name)
        except RseqctError as error:
            complaints.append(error)
    raise complaints[0]


def _from(name: str) -> Iterator[str]:
    yield name
    if name in RELEASES:
        yield from RELEASES[RELEASES.index(name) + 1:]


def _place(part: Path, wanted: Callable[[str, str], bool], package: str, member: str) -> Path | None:
    name = member.removeprefix("./")
    return part / name if ".." not in Path(name).parts and wanted(package, name) else None
