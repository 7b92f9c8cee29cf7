# SPDX-License-Identifier: MIT
"""Kernel source trees: Debian's packages linux-source-…, unpacked into the cache as sources/linux-<release>."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

from rseqct.catalogue.versions import Release
from rseqct.errors import Exit, RseqctError
from rseqct.kernels.apt import AptRoot, Progress
from rseqct.kernels.index import Package, upstream_of
from rseqct.kernels.store import Store
from rseqct.kernels.unpack import unpack
from rseqct.support.cache import locked

_PARAGRAPH = re.compile(rb"^Package: (linux-source-\d\S*)\n((?:.+\n)*)", re.MULTILINE)
_FIELD = re.compile(r"^(Version|Size|SHA256|Filename): (.*)$", re.MULTILINE)


def find(root: AptRoot, name: str) -> Package:
    """The newest source package of a series ("7.3") or of one release ("6.12.118"); raises RseqctError."""
    try:
        wanted = Release.parse(name)
    except ValueError as error:
        raise RseqctError(str(error), Exit.USAGE) from None
    found = [package for package in _packages(root)
             if upstream_of(package.version).series == wanted.series
             and (name.count(".") < 2 or upstream_of(package.version).patch == wanted.patch)]
    if not found:
        raise RseqctError(f"Debian's archive has no linux-source of {name}; `apt-cache search linux-source` "
                          "shows some of its packages", Exit.USAGE)
    return max(found, key=lambda package: upstream_of(package.version))


def fetch(store: Store, root: AptRoot, package: Package, progress: Progress | None = None) -> Path:
    """Fetches and unpacks a source tree unless it is cached; returns its directory. Raises RseqctError."""
    final = store.directory / "sources" / f"linux-{upstream_of(package.version)}"
    part = final.with_name(f".{final.name}.part")
    with locked(store.directory):
        if final.is_dir():
            return final
        deb = root.download(package.suite, package.filename, package.sha256, progress)
        try:
            shutil.rmtree(part, ignore_errors=True)
            part.mkdir(parents=True)
            unpack(deb, lambda name: part / "tar" if name.endswith(".tar.xz") else None)
            done = subprocess.run(["tar", "-xJf", part / "tar", "-C", part, "--strip-components=1"],
                                  capture_output=True, encoding="utf-8", errors="replace", check=False)
            if done.returncode:
                raise RseqctError(f"{deb.name}: cannot be unpacked: {done.stderr.strip()[:200]}")
            (part / "tar").unlink()
            part.rename(final)
        except OSError as error:
            raise RseqctError(f"{final}: cannot be written: {error.strerror}") from None
        finally:
            shutil.rmtree(part, ignore_errors=True)
        deb.unlink()
        return final


def _packages(root: AptRoot) -> Iterator[Package]:
    for suite, path in root.indexes():
        for match in _PARAGRAPH.finditer(root.read(path)):
            fields = dict(_FIELD.findall(match[2].decode("utf-8", "replace")))
            yield Package(match[1].decode(), fields["Version"], suite, int(fields["Size"]),
                          fields.get("SHA256", ""), fields.get("Filename", ""))
