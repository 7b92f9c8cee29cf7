# SPDX-License-Identifier: MIT
"""The small part of ELF that finds a program's libraries (elf(5), System V ABI)."""

from __future__ import annotations

import struct
from dataclasses import dataclass

_PT_LOAD, _PT_DYNAMIC, _PT_INTERP = 1, 2, 3
_DT_NEEDED, _DT_STRTAB, _DT_RPATH, _DT_RUNPATH = 1, 5, 15, 29


@dataclass(frozen=True)
class Elf:
    """The header data of an ELF file. `loaded` is how many of its first bytes are enough to run it."""

    machine: int
    bits: int
    interpreter: str
    needed: tuple[str, ...]
    search: tuple[str, ...]
    loaded: int


@dataclass(frozen=True)
class _Segment:
    kind: int
    offset: int
    address: int
    size: int


def parse(data: bytes) -> Elf | None:
    """Parses an ELF file; None if it is not one, or is truncated."""
    if data[:4] != b"\x7fELF" or len(data) < 64:
        return None
    try:
        return _parse(data)
    except (struct.error, IndexError, ValueError):
        return None


def only_loaded(data: bytes, elf: Elf) -> bytes:
    """The file without the parts that are never loaded (symbols, debugging information); it runs as before."""
    wide, order = data[4] == 2, "<" if data[5] == 1 else ">"
    head = bytearray(data[:elf.loaded])
    struct.pack_into(f"{order}{'Q' if wide else 'I'}", head, 40 if wide else 32, 0)     # e_shoff
    struct.pack_into(f"{order}HHH", head, 58 if wide else 46, 0, 0, 0)      # e_shentsize, e_shnum, e_shstrndx
    return bytes(head)


def _parse(data: bytes) -> Elf:
    wide, order = data[4] == 2, "<" if data[5] == 1 else ">"
    machine, = struct.unpack_from(f"{order}H", data, 18)
    table, = struct.unpack_from(f"{order}{'Q' if wide else 'I'}", data, 32 if wide else 28)
    size, count = struct.unpack_from(f"{order}HH", data, 54 if wide else 42)
    segments = [_segment(data, table + size * number, wide, order) for number in range(count)]
    loads = [segment for segment in segments if segment.kind == _PT_LOAD]
    interpreter, entries = "", []
    for segment in segments:
        content = data[segment.offset:segment.offset + segment.size]
        if segment.kind == _PT_INTERP:
            interpreter = content.rstrip(b"\0").decode()
        elif segment.kind == _PT_DYNAMIC:
            entries = list(struct.iter_unpack(f"{order}{'qQ' if wide else 'iI'}", content))
    strings = next((_offset(value, loads) for tag, value in entries if tag == _DT_STRTAB), 0)

    def string(value: int) -> str:
        start = strings + value
        return data[start:data.index(b"\0", start)].decode()

    search = [path for tag, value in entries if tag in (_DT_RPATH, _DT_RUNPATH)
              for path in string(value).split(":")]
    end = max([segment.offset + segment.size for segment in loads] + [table + size * count])
    return Elf(machine, 64 if wide else 32, interpreter,
               tuple(string(value) for tag, value in entries if tag == _DT_NEEDED), tuple(search), end)


def _segment(data: bytes, at: int, wide: bool, order: str) -> _Segment:
    if wide:
        kind, _, offset, address, _, size = struct.unpack_from(f"{order}IIQQQQ", data, at)
    else:
        kind, offset, address, _, size = struct.unpack_from(f"{order}IIIII", data, at)
    return _Segment(kind, offset, address, size)


def _offset(address: int, loads: list[_Segment]) -> int:
    return next(address - load.address + load.offset for load in loads
                if load.address <= address < load.address + load.size)
