# SPDX-License-Identifier: MIT
"""The kernels in apt's indexes of one architecture.

How Debian packs a kernel of release V (as seen in the archive): Up to 6.18, linux-image-V contains image and
configuration (/boot/vmlinuz-V or vmlinux-V, /boot/config-V). From 6.19 on, linux-binary-V contains the image,
linux-base-V the configuration, and linux-image-V is empty; from 7.2 on, they are below /usr/lib/modules/V/. The indexes
no longer list linux-base-V of 6.19 to 7.1."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rseqct.catalogue.versions import Release
from rseqct.support.files import write_atomically

if TYPE_CHECKING:
    from rseqct.kernels.apt import AptRoot

# Debian's names of architectures, and ours, which are the directories in arch/ and mostly what `uname -m` prints.
ARCHES = {"amd64": "x86_64", "i386": "i386", "arm64": "aarch64", "armhf": "arm", "riscv64": "riscv64",
          "ppc64el": "ppc64le", "s390x": "s390x", "mips64el": "mips64el", "loong64": "loongarch64"}

_PARAGRAPH = re.compile(rb"^Package: (linux-(?:image|binary|base)-\d\S*)\n((?:.+\n)*)", re.MULTILINE)
_FIELD = re.compile(r"^(Version|Size|SHA256|Filename): (.*)$", re.MULTILINE)
_NAME = re.compile(r"linux-(image|binary|base)-(.+?)(-unsigned)?")
_RELEASE = re.compile(r"(\d+\.\d+(?:\.\d+)?(?:-rc\d+)?(?:\+[a-z0-9.]+|-\d+(?:\.[a-z0-9.]+)?(?=-))?)-(.+)")
_UPSTREAM = re.compile(r"(?:\d+:)?(\d+\.\d+(?:\.\d+)?(?:~rc\d+)?)")
_REAL = 1_000_000      # bytes; empty packages are smaller, images are bigger


@dataclass(frozen=True)
class Package:
    """A package in an index; `size` is that of the .deb in bytes."""

    name: str
    version: str
    suite: str
    size: int
    sha256: str = ""
    filename: str = ""


@dataclass(frozen=True)
class Kernel:
    """A kernel in the archive. `release` is what `uname -r` will print; `arch` is our name, `debian_arch` Debian's."""

    release: str
    arch: str
    debian_arch: str
    image: Package
    config: Package | None = None

    @property
    def upstream(self) -> Release:
        """The Linux release that it is made from: 5.10.262 for 5.10.0-46-cloud-amd64."""
        return upstream_of(self.image.version, self.release)

    @property
    def flavour(self) -> str:
        """The part after the version: "cloud-amd64", "rt-amd64", "arm64-16k"."""
        return flavour_of(self.release)

    @property
    def size(self) -> int:
        """The bytes to download."""
        same = self.config is None or self.config.name == self.image.name
        return self.image.size + (0 if same or self.config is None else self.config.size)

    def to_json(self) -> dict[str, Any]:
        """The kernel as plain data."""
        return asdict(self)

    @staticmethod
    def from_json(value: dict[str, Any]) -> Kernel:
        """Reads the output of to_json; raises KeyError or TypeError."""
        config = value["config"]
        return Kernel(value["release"], value["arch"], value["debian_arch"], Package(**value["image"]),
                      Package(**config) if config else None)


def upstream_of(version: str, otherwise: str = "") -> Release:
    """The Linux release in a package's version: 7.3.4 for 7.3.4-1~bpo13+1. If there is none, parses `otherwise`."""
    match = _UPSTREAM.match(version)
    return Release.parse((match[1] if match else otherwise).replace("~", "-"))


def flavour_of(release: str) -> str:
    """The flavour in the release of a Debian kernel; "" if there is none."""
    match = _RELEASE.fullmatch(release)
    return match[2] if match else ""


def parse(data: bytes, suite: str, architecture: str) -> list[Kernel]:
    """The kernels in one Packages file, without empty packages and debugging symbols."""
    packages: dict[tuple[str, str], Package] = {}
    for match in _PARAGRAPH.finditer(data):
        fields = dict(_FIELD.findall(match[2].decode("utf-8", "replace")))
        name = _NAME.fullmatch(match[1].decode())
        if name is None or name[2].endswith(("-dbg", "-signed-template")):
            continue
        package = Package(match[1].decode(), fields["Version"], suite, int(fields["Size"]),
                          fields.get("SHA256", ""), fields.get("Filename", ""))
        key = (name[1], name[2])
        if key not in packages or not name[3]:      # prefer the signed image
            packages[key] = package
    kernels = []
    for (kind, release), package in packages.items():
        if kind == "base" or package.size < _REAL or (kind == "image" and ("binary", release) in packages):
            continue
        config = packages.get(("base", release)) if kind == "binary" else package
        kernels.append(Kernel(release, ARCHES.get(architecture, architecture), architecture, package, config))
    return kernels


def kernels(root: AptRoot) -> list[Kernel]:
    """The kernels of all suites that the root has an index of, oldest first.

    Reading the indexes takes seconds, so a summary is kept until they change."""
    files = root.indexes()
    stamp = [[suite, path.name, path.stat().st_size, path.stat().st_mtime] for suite, path in files]
    summary = root.directory / "kernels.json"
    kept = _kept(summary, stamp)
    if kept is None:
        kept = merge(kernel for suite, path in files
                     for kernel in parse(root.read(path), suite, root.architecture))
        write_atomically(summary, json.dumps({"stamp": stamp, "kernels": [k.to_json() for k in kept]}))
    return kept


def merge(found: Iterable[Kernel]) -> list[Kernel]:
    """One kernel for each release: its newest package, and one with a configuration rather than one without. Sorted by
    age."""
    def worth(kernel: Kernel) -> tuple[Release, bool]:
        return kernel.upstream, kernel.config is not None

    by_release: dict[str, Kernel] = {}
    for kernel in found:
        if kernel.release not in by_release or worth(kernel) > worth(by_release[kernel.release]):
            by_release[kernel.release] = kernel
    return sorted(by_release.values(), key=lambda kernel: (kernel.upstream, kernel.release))


def _kept(summary: Path, stamp: list[list[Any]]) -> list[Kernel] | None:
    try:
        value = json.loads(summary.read_text(encoding="utf-8"))
        if value["stamp"] == stamp:
            return [Kernel.from_json(kernel) for kernel in value["kernels"]]
    except (OSError, ValueError, KeyError, TypeError):
        pass      # no summary, or one of another version: it is written again
    return None
