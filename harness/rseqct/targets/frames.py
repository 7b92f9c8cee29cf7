# SPDX-License-Identifier: MIT
"""The lines of a guest's channel: numbered, with checksums (harness/executor/frame.h)."""

from __future__ import annotations

import re
import zlib

from rseqct.cases.observe import MalformedStream

_FRAME = re.compile(rb"\x02(\d+) ([0-9a-f]{8}) ([^\r\n]*)\r?\n")
_LONGEST = 1 << 24


class FrameReader:
    """Takes bytes as they arrive and returns complete lines. Skips everything between frames, which others wrote."""

    def __init__(self) -> None:
        self._buffer = b""
        self._next = 0

    def feed(self, data: bytes) -> list[str]:
        """The lines that are now complete; raises MalformedStream if a line was lost or damaged."""
        self._buffer += data
        lines, end = [], 0
        for match in _FRAME.finditer(self._buffer):
            number, checksum, line = match.groups()
            if zlib.crc32(number + b" " + line) != int(checksum, 16):
                raise MalformedStream(f"line {self._next} of the guest's channel is damaged")
            if int(number) != self._next:
                raise MalformedStream(f"line {self._next} of the guest's channel is lost; {int(number)} came")
            self._next += 1
            lines.append(line.decode("utf-8", "backslashreplace"))
            end = match.end()
        rest = self._buffer[end:]
        start = rest.rfind(b"\x02")
        self._buffer = rest[start:] if start != -1 and len(rest) - start < _LONGEST else b""
        return lines
