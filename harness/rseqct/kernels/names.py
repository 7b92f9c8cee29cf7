# SPDX-License-Identifier: MIT
"""The names "debian:…" of kernels, and the kernels that they mean."""

from __future__ import annotations

import platform
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol, TypeVar

from rseqct.catalogue.versions import Release
from rseqct.errors import Exit, RseqctError
from rseqct.kernels.index import ARCHES, flavour_of

_VERSION = re.compile(r"(\d+\.\d+(?:\.\d+)?(?:[-~]rc\d+)?)(?:-([a-z0-9-]+))?")
_USUAL = frozenset({"cloud", "malta"})   # flavours for machines that QEMU emulates
_OURS = {**{name: name for name in ARCHES.values()}, **ARCHES, "i586": "i386", "i686": "i386"}


class Named(Protocol):
    """A kernel that can be compared with a name."""

    @property
    def release(self) -> str:
        """What `uname -r` prints."""

    @property
    def arch(self) -> str:
        """Our name of the architecture."""

    @property
    def upstream(self) -> Release:
        """The Linux release that it is made from."""


_Kernel = TypeVar("_Kernel", bound=Named)


@dataclass(frozen=True)
class DebianName:
    """The part after "debian:": a complete release, or a version with optional words of a flavour.

    "7.3" is the newest 7.3.x, "6.12.57" exactly that version, "7.3-rt" the newest of that flavour, "7.3-arm64-16k" also
    of that architecture. The numbers are Linux's, not those in Debian's name: "5.10.262", not "5.10.0-46".

    A complete release may look the same: "7.3-amd64" is the release of 7.3-rc7. "=7.3-amd64" means that release only.

    `text` is the complete release; `version` is then None."""

    text: str
    version: Release | None
    exact: bool
    words: frozenset[str]
    arch: str

    @staticmethod
    def parse(text: str, arch: str | None = None) -> DebianName:
        """Parses a name. Its architecture is the one in the name, else `arch`, else this host's. Raises RseqctError."""
        match, release = _VERSION.fullmatch(text), text.removeprefix("=")
        flavour = flavour_of(release)
        if match is None and not flavour:
            raise RseqctError(f"debian:{text} is not the name of a kernel; write debian:7.3, debian:6.12.57, "
                              "debian:7.3-rt, or a whole release: debian:=7.3-amd64", Exit.USAGE)
        words = frozenset(filter(None, ((match[2] or "") if match else flavour).split("-")))
        named = next((_OURS[word] for word in sorted(words) if word in ARCHES), None)
        if named and arch and our_arch(arch) != named:
            raise RseqctError(f"debian:{text} is a kernel for {named}, not {arch}", Exit.USAGE)
        return DebianName(release, Release.parse(match[1]) if match else None,
                          match is not None and match[1].count(".") == 2, words,
                          named or our_arch(arch or platform.machine()))

    def newest(self, kernels: Iterable[_Kernel]) -> _Kernel | None:
        """The newest kernel that the name means; None if there is none.

        Among flavours that match equally well, prefers cloud: it is small and has the drivers of a guest built in. For
        MIPS it prefers malta, the machine that QEMU emulates."""
        ranked, exact = [], None
        for kernel in kernels:
            if kernel.release == self.text:
                exact = kernel
            fit = self._fit(kernel)
            if fit is not None:
                ranked.append((fit, kernel.upstream, Release.parse(kernel.release), kernel))
        return max(ranked, key=lambda entry: entry[:3])[3] if ranked else exact

    def _fit(self, kernel: Named) -> tuple[bool, int] | None:
        """How well a kernel's flavour matches; None if it does not match, or if the version differs."""
        wanted, release = self.version, kernel.upstream
        if wanted is None or kernel.arch != self.arch or release.series != wanted.series:
            return None
        if (self.exact and release.patch != wanted.patch) or wanted.rc not in (None, release.rc):
            return None
        has = set(flavour_of(kernel.release).split("-"))
        if not self.words <= has:
            return None
        return not self.words and not has.isdisjoint(_USUAL), -len(has - self.words)


def our_arch(name: str) -> str:
    """Our name of an architecture, from our name or Debian's; raises RseqctError for any other."""
    if name not in _OURS:
        raise RseqctError(f"unknown architecture '{name}'; known are {', '.join(sorted(set(_OURS.values())))}",
                          Exit.USAGE)
    return _OURS[name]


def debian_arch(arch: str) -> str:
    """Debian's name of an architecture, from our name or Debian's; raises RseqctError for any other."""
    ours = our_arch(arch)
    return next(name for name, other in ARCHES.items() if other == ours)
