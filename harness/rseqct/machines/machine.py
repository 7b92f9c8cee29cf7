# SPDX-License-Identifier: MIT
"""arch/<arch>/qemu.toml: how kernels of an architecture boot under QEMU, and where the libraries of its programs
are."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from rseqct.catalogue import documents
from rseqct.errors import Exit, RseqctError
from rseqct.support.cache import cache_directory


@dataclass(frozen=True)
class Machine:
    """An architecture's machine in QEMU.

    `images`: the kernel images in a build tree, best first. `build`: what `make` calls the architecture, the prefix of
    the cross compiler, and "compiler" if only gcc can build it. `cpus`: the most CPUs that the machine supports.
    `since`: the oldest usable version of QEMU. `emulator`: a program of this host, or if that is older than `since`,
    the one in the cache (kernels/emulator.py), if it was fetched."""

    arch: str
    emulator: str
    package: str
    machine: str
    cpu: dict[str, str]
    kvm: tuple[str, ...]
    console: str
    terminal: str
    terminal_device: tuple[str, ...]
    port_device: str
    numa: bool
    images: tuple[str, ...]
    magic: tuple[tuple[int, bytes], ...]
    abis: tuple[str, ...]
    build: dict[str, str]
    append: tuple[str, ...] = ()
    cpus: int = 64
    since: str = ""
    firmware: str = ""

    @staticmethod
    def read(arch: str, source: Path) -> Machine:
        """Reads the machine of an architecture from the source tree; raises RseqctError."""
        value = _document(arch, source)
        plain: dict[str, Any] = {key: tuple(item) if isinstance(item, list) else item for key, item in value.items()
                                 if key not in ("libraries", "unpacked", "elf", "magic", "page")}
        magic = tuple((entry["offset"], entry["bytes"].encode("latin-1")) for entry in value["magic"])
        machine = Machine(arch=arch, magic=magic, **plain)
        fetched = cache_directory() / "emulators" / machine.package / "usr/bin" / machine.emulator
        emulator = str(fetched) if machine.since and fetched.exists() else machine.emulator
        return replace(machine, emulator=emulator, firmware=_in_cache(machine.firmware))

    def is_image(self, path: Path) -> bool:
        """Whether a file looks like a kernel image of this architecture; raises RseqctError if it cannot be read."""
        try:
            with open(path, "rb") as file:
                head = file.read(max(offset + len(value) for offset, value in self.magic))
        except OSError as error:
            raise RseqctError(f"{path}: {error.strerror}; name a Debian kernel as debian:7.3",
                              Exit.USAGE) from None
        return any(head[offset:offset + len(value)] == value for offset, value in self.magic)


@dataclass(frozen=True)
class Abi:
    """The ELF files of an ABI, which have this machine (e_machine) and these bits.

    `libraries`: directories. `unpacked`: packages that come with the libraries. `page`: the alignment of its files in
    bytes, if not 0; a kernel with larger pages cannot load them."""

    name: str
    machine: int
    bits: int
    libraries: tuple[Path, ...]
    unpacked: tuple[str, ...] = ()
    page: int = 0

    @staticmethod
    def read(name: str, source: Path) -> Abi:
        """Reads an ABI from the source tree; raises RseqctError."""
        value = _document(name, source)
        return Abi(name, value["elf"]["machine"], value["elf"]["bits"],
                   tuple(Path(_in_cache(path)) for path in value["libraries"]), tuple(value.get("unpacked", ())),
                   value.get("page", 0))


def _in_cache(path: str) -> str:
    return path.replace("{cache}", str(cache_directory()))


def _document(arch: str, source: Path) -> dict[str, Any]:
    path = source / "arch" / arch / "qemu.toml"
    if not path.exists():
        known = sorted(entry.parent.name for entry in (source / "arch").glob("*/qemu.toml"))
        raise RseqctError(f"no {path.relative_to(source)}, so kernels for {arch} cannot be booted; known are "
                          f"{', '.join(known)}", Exit.USAGE)
    return documents.read(path, source / "expected" / "schema" / "qemu.json").content
