# SPDX-License-Identifier: MIT
"""The kernels in the cache. kernels/<release>/ has the image, the configuration and the changelog if the archive has
them, and kernel.json, which says where they came from."""

from __future__ import annotations

import json
import os
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rseqct.catalogue.versions import Release
from rseqct.errors import Exit, RseqctError
from rseqct.kernels import archive
from rseqct.kernels.apt import AptRoot, DownloadFailed, PackageGone, Progress
from rseqct.kernels.index import Kernel, Package, kernels
from rseqct.kernels.names import DebianName, debian_arch
from rseqct.kernels.unpack import kernel_file, unpack
from rseqct.support.cache import cache_directory, locked

_RECORD = "kernel.json"


@dataclass(frozen=True)
class CachedKernel:
    """A kernel in the cache. `linux` is the Linux release that it is made from."""

    directory: Path
    release: str
    arch: str
    linux: str
    package: str
    version: str
    suite: str

    @property
    def image(self) -> Path:
        """Its image, in the format that Debian packs."""
        return self.directory / "image"

    @property
    def config(self) -> Path | None:
        """Its configuration; None if the archive does not have it."""
        path = self.directory / "config"
        return path if path.exists() else None

    @property
    def changelog(self) -> Path | None:
        """The changelog of its package, gzipped; None if the archive does not have it."""
        path = self.directory / "changelog"
        return path if path.exists() else None

    @property
    def upstream(self) -> Release:
        """The Linux release that it is made from."""
        return Release.parse(self.linux)


class Store:
    """The cached kernels, and the archive from which to get more."""

    def __init__(self, directory: Path | None = None, debian: archive.Archive | None = None) -> None:
        self.directory = directory or cache_directory()
        self._archive = debian

    def cached(self) -> list[CachedKernel]:
        """The kernels in the cache, oldest first within an architecture."""
        found = []
        for record in self.directory.glob(f"kernels/*/{_RECORD}"):
            try:
                found.append(CachedKernel(record.parent, **json.loads(record.read_text(encoding="utf-8"))))
            except (OSError, ValueError, TypeError):
                continue      # not ours, or damaged: it counts as not cached
        return sorted(found, key=lambda kernel: (kernel.arch, kernel.upstream, kernel.release))

    def root(self, debian: str) -> AptRoot:
        """The apt root of one of Debian's architectures, with every suite that may have kernels."""
        self._archive = self._archive or archive.find()
        return AptRoot(self.directory / "apt" / debian, debian, self._archive.sources(),
                       self._archive.keyring)

    def available(self, arch: str, update: bool = False) -> tuple[list[Kernel], list[str]]:
        """The kernels in the archive, and apt's complaints if the indexes had to be fetched. Raises RseqctError."""
        root = self.root(debian_arch(arch))
        complaints: list[str] = []
        with locked(root.directory):
            if update or not root.indexes():
                complaints = root.update()
            return kernels(root), complaints

    def find(self, name: DebianName) -> tuple[CachedKernel | None, Kernel | None]:
        """The kernels that a name means: the cached one, and the one in the archive; at least one is not None.

        Uses the cached indexes, or fetches them if there are none. Raises RseqctError if no kernel has that name."""
        here = self.cached()
        exact = next((kernel for kernel in here if kernel.release == name.text), None)
        if exact is not None and name.version is None:
            return exact, None
        known, _ = self.available(name.arch)
        wanted = name.newest(known)
        if wanted is None:
            found = name.newest(here)      # the archive has dropped it
            if found is None:
                raise RseqctError(f"debian:{name.text}: Debian's archive has no such kernel for {name.arch}; "
                                  "`rseqct kernels list` shows those it has, --update fetches a new list",
                                  Exit.USAGE)
            return found, None
        return next((kernel for kernel in here if kernel.release == wanted.release), None), wanted

    def fetch(self, kernel: Kernel, progress: Progress | None = None) -> CachedKernel:
        """Fetches a kernel unless it is cached. Raises RseqctError in one line, or its subclass PackageGone if the
        archive no longer has a package that its index lists.

        After an error nothing incomplete remains, except for partial downloads, which apt resumes the next time."""
        with locked(self.directory):
            here = next((old for old in self.cached() if old.release == kernel.release), None)
            if here is not None:
                return here
            root = self.root(kernel.debian_arch)
            debs = []
            for package in dict.fromkeys(filter(None, (kernel.image, kernel.config))):
                debs.append(_download(root, package, progress))
            cached = self._unpack(kernel, debs)
            for deb in debs:
                deb.unlink(missing_ok=True)
            return cached

    def _unpack(self, kernel: Kernel, debs: list[Path]) -> CachedKernel:
        final = self.directory / "kernels" / kernel.release
        part = final.with_name(f".{kernel.release}.part")
        image = kernel.image
        record: dict[str, Any] = {
            "release": kernel.release, "arch": kernel.arch, "linux": str(kernel.upstream),
            "package": image.name, "version": image.version, "suite": image.suite}
        try:
            _remove(part)
            part.mkdir(parents=True)
            for deb in debs:
                unpack(deb, lambda name: part / kind if (kind := kernel_file(name)) else None)
            if not (part / "image").exists():
                raise RseqctError(f"{debs[0].name} holds no kernel image")
            (part / _RECORD).write_text(json.dumps(record) + "\n", encoding="utf-8")
            _remove(final)
            os.replace(part, final)
        except OSError as error:
            _remove(part)
            raise RseqctError(f"{final}: cannot be written: {error.strerror}") from None
        except BaseException:
            _remove(part)
            raise
        return CachedKernel(final, **record)


def _download(root: AptRoot, package: Package, progress: Progress | None) -> Path:
    try:
        return root.download(package.suite, package.filename, package.sha256, progress)
    except DownloadFailed as error:
        text = f"{package.name} {package.version} ({package.suite}) cannot be fetched: {error}"
        raise (PackageGone if isinstance(error, PackageGone) else RseqctError)(text) from None


def _remove(path: Path) -> None:
    shutil.rmtree(path, ignore_errors=True)
