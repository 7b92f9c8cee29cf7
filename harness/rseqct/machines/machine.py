# SPDX-License-Identifier: MIT
"""arch/<arch>/qemu.toml: how kernels of an architecture boot under QEMU, and where its programs' libraries
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
    """An architecture as QEMU has it. `images` are the images in a kernel build tree, best first; `build` has
    what `make` calls the architecture there, the prefix of the compiler where it is not this machine's, and
    "compiler" where only gcc builds it. `cpus` is how many the machine has room for. `since` is the oldest version of
    QEMU that will do; where this machine's is older, `emulator` is the cache's, once it is there
    (kernels/emulator.py)."""

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
        """Reads it from the source tree; raises RseqctError."""
        value = _document(arch, source)
        plain: dict[str, Any] = {key: tuple(item) if isinstance(item, list) else item for key, item in value.items()
                                 if key not in ("libraries", "unpacked", "elf", "magic", "page")}
        magic = tuple((entry["offset"], entry["bytes"].encode("latin-1")) for entry in value["magic"])
        machine = Machine(arch=arch, magic=magic, **plain)
        fetched = cache_directory() / "emulators" / machine.package / "usr/bin" / machine.emulator
        emulator = str(fetched) if machine.since and fetched.exists() else machine.emulator
        return replace(machine, emulator=emulator, firmware=_in_cache(machine.firmware))

    def is_image(self, path: Path) -> bool:
        """Whether a file looks like a kernel's image; raises RseqctError where it cannot be read."""
        try:
            with open(path, "rb") as file:
                head = file.read(max(offset + len(value) for offset, value in self.magic))
        except OSError as error:
            raise RseqctError(f"{path}: {error.strerror}; a kernel of Debian's is named debian:7.3",
                              Exit.USAGE) from None
        return any(head[offset:offset + len(value)] == value for offset, value in self.magic)


@dataclass(frozen=True)
class Abi:
    """An ABI's ELF files: machine (e_machine) and bits tell them, `libraries` are directories. `unpacked` are packages
    that come with the libraries. Where `page` is not 0 they are aligned to so many bytes, and a kernel whose pages are
    larger cannot load them."""

    name: str
    machine: int
    bits: int
    libraries: tuple[Path, ...]
    unpacked: tuple[str, ...] = ()
    page: int = 0

    @staticmethod
    def read(name: str, source: Path) -> Abi:
        """Reads it from the source tree; raises RseqctError."""
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
