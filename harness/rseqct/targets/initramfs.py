# SPDX-License-Identifier: MIT
"""A guest's initramfs: the build tree's programs, the libraries that they need, and the executor as init.

It is an uncompressed cpio archive ("newc"; Linux: Documentation/driver-api/early-userspace/buffer-format.rst), because
a guest unpacks slower than it reads. The same files always make the same archive, which the cache keeps by its hash."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from rseqct.cases.manifest import Manifest
from rseqct.errors import RseqctError
from rseqct.machines.machine import Abi
from rseqct.support.cache import cache_directory, locked
from rseqct.support.files import write_atomically
from rseqct.targets import elf

BUILD = "rct"                # the guest's directory for the build tree, below /
_KEPT = 6                    # the most archives in the cache


@dataclass
class Tree:
    """The files of an initramfs. Their paths do not begin with a slash."""

    files: dict[str, bytes] = field(default_factory=dict)
    links: dict[str, str] = field(default_factory=dict)

    def cpio(self) -> bytes:
        """The archive. Directories precede their entries, and all times are 0, so the same tree makes the same
        bytes."""
        entries: dict[str, tuple[int, bytes, tuple[int, int]]] = {
            "dev/console": (stat.S_IFCHR | 0o600, b"", (5, 1))}
        for path, data in self.files.items():
            entries[path] = (stat.S_IFREG | 0o755, data, (0, 0))
        for path, target in self.links.items():
            entries[path] = (stat.S_IFLNK | 0o777, target.encode(), (0, 0))
        for path in list(entries):
            for parent in list(Path(path).parents)[:-1]:
                entries.setdefault(str(parent), (stat.S_IFDIR | 0o755, b"", (0, 0)))
        parts = [_record(number, path, *entries[path]) for number, path in enumerate(sorted(entries), 1)]
        return b"".join([*parts, _record(0, "TRAILER!!!", 0, b"", (0, 0))])


def make(build: Path, manifest: Manifest, abis: Sequence[Abi]) -> Path:
    """The path of a build tree's initramfs for guests with these ABIs. Makes it unless it is cached; raises
    RseqctError."""
    tree = gather(build, manifest, abis)
    data = tree.cpio()
    directory = cache_directory() / "initramfs"
    path = directory / f"{hashlib.sha256(data).hexdigest()[:24]}.cpio"
    with locked(directory):
        if path.exists() and path.stat().st_size == len(data):
            os.utime(path)
            return path
        write_atomically(path, data)
        old = sorted(directory.glob("*.cpio"), key=lambda entry: entry.stat().st_mtime, reverse=True)
        for entry in old[_KEPT:]:
            entry.unlink(missing_ok=True)
    return path


def gather(build: Path, manifest: Manifest, abis: Sequence[Abi]) -> Tree:
    """The files of the initramfs; raises RseqctError if this host lacks a library."""
    names = {abi.name for abi in abis}
    cases = [case for case in manifest.cases if case.abi in names]
    programs = [build / case.binary for case in cases]
    programs += [program.with_name(f"{program.name}+child") for program in programs]
    programs += sorted({build / case.starter for case in cases})
    tree = Tree(links={"init": f"{BUILD}/{manifest.executor}"})
    _Gatherer(build, abis, tree).add([build / manifest.executor, *filter(Path.exists, programs)])
    return tree


class _Gatherer:
    """Adds programs and everything that they need to a tree."""

    def __init__(self, build: Path, abis: Sequence[Abi], tree: Tree) -> None:
        self._build = build.resolve()
        self._abis = {(abi.machine, abi.bits): abi for abi in abis}
        self._tree = tree
        self._homes: dict[str, str] = {}
        self._found: dict[tuple[str, str], Path] = {}

    def add(self, programs: Iterable[Path]) -> None:
        for program in programs:
            self._add(program.resolve(), None)

    def _add(self, path: Path, place: str | None) -> None:
        place = place or f"{BUILD}/{path.relative_to(self._build)}"
        if place in self._tree.files:
            return
        try:
            data = path.read_bytes()
        except OSError as error:
            raise RseqctError(f"{path}: cannot be read: {error.strerror}") from None
        parsed = elf.parse(data)
        self._tree.files[place] = elf.only_loaded(data, parsed) if parsed else data
        if parsed is None:
            return
        abi = self._abis.get((parsed.machine, parsed.bits))
        if abi is None:
            raise RseqctError(f"{path}: an ELF file for an ABI that this guest does not run; build again")
        if parsed.interpreter:
            self._add(self._library(abi, parsed.interpreter, path), parsed.interpreter.lstrip("/"))
        for name in parsed.needed:
            ours = self._ours(path, parsed, name)
            if ours is not None:
                self._add(ours, None)
            elif name != Path(parsed.interpreter).name:
                self._add(self._library(abi, name, path), f"{self._home(abi)}/{name}")

    def _ours(self, path: Path, parsed: elf.Elf, name: str) -> Path | None:
        """A library of the build tree, which programs find relative to themselves; None if it is not one."""
        for entry in parsed.search:
            found = Path(entry.replace("$ORIGIN", str(path.parent))) / name
            if found.exists() and found.resolve().is_relative_to(self._build):
                return found.resolve()
        return None

    def _library(self, abi: Abi, name: str, user: Path) -> Path:
        """A library of this host or of the cache; raises RseqctError if both lack it."""
        key = (abi.name, name)
        if key not in self._found:
            places = [*([Path(name)] if name.startswith("/") else []),
                      *(directory / Path(name).name for directory in abi.libraries)]
            found = next((place for place in places if _is_of(place, abi)), None)
            if found is None:
                raise RseqctError(f"{user.name} needs {Path(name).name} for {abi.name}, which this machine "
                                  f"lacks; `rseqct kernels libraries {abi.name}` fetches it")
            self._found[key] = found
        return self._found[key]

    def _home(self, abi: Abi) -> str:
        """The guest's directory for an ABI's libraries. The loader finds them there because libc is in that directory
        here."""
        if abi.name not in self._homes:
            directory = self._library(abi, "libc.so.6", Path("a program")).parent
            cache = cache_directory() / "libraries"
            inside = directory.relative_to(cache) if directory.is_relative_to(cache) else None
            self._homes[abi.name] = str(Path(*inside.parts[1:]) if inside else directory).lstrip("/")
        return self._homes[abi.name]


def _is_of(path: Path, abi: Abi) -> bool:
    try:
        parsed = elf.parse(path.read_bytes())
    except OSError:
        return False
    return parsed is not None and (parsed.machine, parsed.bits) == (abi.machine, abi.bits)


def _record(number: int, name: str, mode: int, data: bytes, device: tuple[int, int]) -> bytes:
    path = name.encode() + b"\0"
    head = b"070701" + b"".join(b"%08x" % value for value in (
        number, mode, 0, 0, 1, 0, len(data), 0, 0, *device, len(path), 0))
    return b"".join((head, path, bytes(-(len(head) + len(path)) % 4), data, bytes(-len(data) % 4)))
