# SPDX-License-Identifier: MIT
"""The kernels that apt's indexes of one architecture hold.

How Debian packs a kernel of release V (seen in the archive): up to 6.18 linux-image-V holds image and
configuration (/boot/vmlinuz-V or vmlinux-V, /boot/config-V). From 6.19 on linux-binary-V holds the image,
linux-base-V the configuration, and linux-image-V is an empty package; from 7.2 on they lie below
/usr/lib/modules/V/. The indexes have lost linux-base-V of 6.19 to 7.1.
"""

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

# Debian's names of architectures, and ours (the names of arch/, which are those of uname -m).
ARCHES = {"amd64": "x86_64", "i386": "i386", "arm64": "aarch64", "armhf": "arm", "riscv64": "riscv64",
          "ppc64el": "ppc64le", "s390x": "s390x", "mips64el": "mips64el", "loong64": "loongarch64"}

_PARAGRAPH = re.compile(rb"^Package: (linux-(?:image|binary|base)-\d\S*)\n((?:.+\n)*)", re.MULTILINE)
_FIELD = re.compile(r"^(Version|Size|SHA256|Filename): (.*)$", re.MULTILINE)
_NAME = re.compile(r"linux-(image|binary|base)-(.+?)(-unsigned)?")
_RELEASE = re.compile(r"(\d+\.\d+(?:\.\d+)?(?:-rc\d+)?(?:\+[a-z0-9.]+|-\d+(?:\.[a-z0-9.]+)?(?=-))?)-(.+)")
_UPSTREAM = re.compile(r"(?:\d+:)?(\d+\.\d+(?:\.\d+)?(?:~rc\d+)?)")
_REAL = 1_000_000      # an empty package is smaller, an image is bigger


@dataclass(frozen=True)
class Package:
    """A package of the index; `size` is that of the .deb."""

    name: str
    version: str
    suite: str
    size: int
    sha256: str = ""
    filename: str = ""


@dataclass(frozen=True)
class Kernel:
    """A kernel that the archive has: `release` is what uname -r will say, `arch` is ours, `debian_arch`
    Debian's."""

    release: str
    arch: str
    debian_arch: str
    image: Package
    config: Package | None = None

    @property
    def upstream(self) -> Release:
        """The release of Linux that it is made from: 5.10.262 of 5.10.0-46-cloud-amd64."""
        return upstream_of(self.image.version, self.release)

    @property
    def flavour(self) -> str:
        """What follows the version: "cloud-amd64", "rt-amd64", "arm64-16k"."""
        return flavour_of(self.release)

    @property
    def size(self) -> int:
        """How much must be fetched."""
        same = self.config is None or self.config.name == self.image.name
        return self.image.size + (0 if same or self.config is None else self.config.size)

    def to_json(self) -> dict[str, Any]:
        """Plain data."""
        return asdict(self)

    @staticmethod
    def from_json(value: dict[str, Any]) -> Kernel:
        """Reads what to_json wrote; raises KeyError or TypeError."""
        config = value["config"]
        return Kernel(value["release"], value["arch"], value["debian_arch"], Package(**value["image"]),
                      Package(**config) if config else None)


def upstream_of(version: str, otherwise: str = "") -> Release:
    """The release of Linux in a package's version: 7.3.4 of 7.3.4-1~bpo13+1."""
    match = _UPSTREAM.match(version)
    return Release.parse((match[1] if match else otherwise).replace("~", "-"))


def flavour_of(release: str) -> str:
    """The flavour in a Debian kernel's release; "" where there is none."""
    match = _RELEASE.fullmatch(release)
    return match[2] if match else ""


def parse(data: bytes, suite: str, architecture: str) -> list[Kernel]:
    """The kernels of one Packages file. Empty packages and debugging symbols are not among them."""
    packages: dict[tuple[str, str], Package] = {}
    for match in _PARAGRAPH.finditer(data):
        fields = dict(_FIELD.findall(match[2].decode("utf-8", "replace")))
        name = _NAME.fullmatch(match[1].decode())
        if name is None or name[2].endswith(("-dbg", "-signed-template")):
            continue
        package = Package(match[1].decode(), fields["Version"], suite, int(fields["Size"]),
                          fields.get("SHA256", ""), fields.get("Filename", ""))
        key = (name[1], name[2])
        if key not in packages or not name[3]:      # the signed image, where there are both
            packages[key] = package
    kernels = []
    for (kind, release), package in packages.items():
        if kind == "base" or package.size < _REAL or (kind == "image" and ("binary", release) in packages):
            continue
        config = packages.get(("base", release)) if kind == "binary" else package
        kernels.append(Kernel(release, ARCHES.get(architecture, architecture), architecture, package, config))
    return kernels


def kernels(root: AptRoot) -> list[Kernel]:
    """The kernels of all suites that the root has an index of, oldest first; a summary is kept, because
    reading the indexes takes seconds."""
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
    """One kernel a release, the newest package of it, sorted; a configuration that any suite has is kept."""
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
        pass      # none, or not what this version writes: made anew
    return None
