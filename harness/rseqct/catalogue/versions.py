# SPDX-License-Identifier: MIT
"""Linux releases: parsing, order, and ranges with stable series."""

from __future__ import annotations

import enum
import functools
import re
from collections.abc import Sequence
from dataclasses import dataclass

_RELEASE = re.compile(r"(\d+)\.(\d+)(?:\.(\d+))?(?:[-~]rc(\d+))?(.*)", re.DOTALL)
_BOUND = re.compile(r"\d+\.\d+(\.\d+)?(-rc\d+)?")
_PLAIN = re.compile(r"\d+\.\d+(\.\d+)?(-rc\d+)?(-\d+-g[0-9a-f]+)?(-dirty)?\+?")
_FINAL = 1 << 30      # sorts after every -rcN


class Truth(enum.Enum):
    """The answer to a question about a kernel: yes, no, or unknown."""

    NO = "no"
    UNKNOWN = "unknown"
    YES = "yes"

    @staticmethod
    def of(value: bool | None) -> Truth:
        """Converts True, False or None (unknown)."""
        return Truth.UNKNOWN if value is None else Truth.YES if value else Truth.NO

    @staticmethod
    def all(values: Sequence[Truth]) -> Truth:
        """NO if any is NO, else UNKNOWN if any is UNKNOWN, else YES. YES for an empty list."""
        return next((t for t in (Truth.NO, Truth.UNKNOWN) if t in values), Truth.YES)

    def negated(self) -> Truth:
        """Swaps YES and NO; UNKNOWN stays."""
        return {Truth.YES: Truth.NO, Truth.NO: Truth.YES}.get(self, Truth.UNKNOWN)


@functools.total_ordering
@dataclass(frozen=True, eq=False)
class Release:
    """A kernel release as `uname -r` prints it.

    `-rcN` sorts before the release itself. A distribution's suffix only breaks ties: 7.1-rc3 < 7.1 < 7.1.0-1 <
    7.1.1."""

    text: str
    major: int
    minor: int
    patch: int
    rc: int | None
    suffix: str

    @staticmethod
    @functools.cache
    def parse(text: str) -> Release:
        """Parses a release; raises ValueError unless it begins with x.y."""
        match = _RELEASE.fullmatch(text.strip())
        if match is None:
            raise ValueError(f"'{text}' is not a kernel release such as 6.12, 6.12.39 or 7.1-rc3")
        major, minor, patch, rc, suffix = match.groups()
        return Release(text.strip(), int(major), int(minor), int(patch or 0), int(rc) if rc else None, suffix)

    @property
    def series(self) -> tuple[int, int]:
        """The stable series: (6, 12) for 6.12.39."""
        return self.major, self.minor

    @property
    def is_plain(self) -> bool:
        """True for names that kernel.org, or `make` in a git tree, gives. Distributions append their own suffix."""
        return _PLAIN.fullmatch(self.text) is not None

    def final(self) -> Release:
        """The release that a candidate leads to; an equal release if it is not a candidate."""
        return Release(self.text, self.major, self.minor, self.patch, None, "")

    @functools.cached_property
    def _key(self) -> tuple[object, ...]:
        suffix = tuple((0, int(part), "") if part.isdigit() else (1, 0, part)
                       for part in re.findall(r"[0-9]+|[^0-9]+", self.suffix))
        return self.major, self.minor, self.patch, _FINAL if self.rc is None else self.rc, suffix

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Release) and self._key == other._key

    def __lt__(self, other: Release) -> bool:
        return self._key < other._key

    def __hash__(self) -> int:
        return hash(self._key)

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True)
class Bounds:
    """The releases in which a change first appeared: in mainline, and in each stable series that has it too."""

    mainline: Release
    stable: tuple[Release, ...] = ()

    @staticmethod
    def parse(value: str | Sequence[str]) -> Bounds:
        """Parses "6.15" or ["6.15", "6.14.9", "6.12.39"], mainline first; raises ValueError."""
        texts = [value] if isinstance(value, str) else list(value)
        for text in texts:
            if not isinstance(text, str) or not _BOUND.fullmatch(text):
                raise ValueError(f"'{text}' is not a release such as \"6.12\", \"6.12.39\" or \"7.1-rc3\"")
        if not texts:
            raise ValueError("an empty list of releases; the mainline release comes first")
        mainline, *stable = (Release.parse(text) for text in texts)
        series = [release.series for release in stable]
        if len(set(series)) != len(series):
            raise ValueError("two entries for one stable series")
        if any(release >= mainline for release in stable):
            raise ValueError(f"a stable release not older than mainline's {mainline}; mainline comes first")
        return Bounds(mainline, tuple(stable))

    def reached(self, release: Release) -> Truth:
        """Whether `release` has the change; UNKNOWN for a candidate (-rcN) of the release in which it appeared."""
        if not release < self.mainline or any(
                first.series == release.series and release >= first for first in self.stable):
            return Truth.YES
        is_candidate = release.rc is not None and release.final() in (self.mainline, *self.stable)
        return Truth.UNKNOWN if is_candidate else Truth.NO

    def __str__(self) -> str:
        return ", ".join(str(release) for release in (self.mainline, *self.stable))


def in_range(release: Release, since: Bounds | None, until: Bounds | None) -> Truth:
    """Whether `release` is in [since, until); None leaves an end open."""
    begun = Truth.YES if since is None else since.reached(release)
    return begun if until is None else Truth.all([begun, until.reached(release).negated()])


def overlap(*ranges: tuple[Bounds | None, Bounds | None]) -> bool:
    """Whether a release can be in all of the ranges [since, until); None leaves an end open."""
    # If there is one, then the first of them begins a range, or a stable series that a range ends in later.
    bounds = [bound for each in ranges for bound in each if bound is not None]
    begins = {release for bound in bounds for release in (bound.mainline, *bound.stable)}
    begins |= {Release.parse(f"{major}.{minor}") for major, minor in {release.series for release in begins}}
    begins.add(Release.parse("0.0"))
    return any(all(in_range(release, *each) is not Truth.NO for each in ranges) for release in begins)


def describe_range(since: Bounds | None, until: Bounds | None) -> str:
    """A range in words: "since 6.15, 6.14.9; until 7.0"."""
    parts = [f"since {since}" if since else "", f"until {until}" if until else ""]
    return "; ".join(part for part in parts if part) or "always"
