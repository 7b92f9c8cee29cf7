# SPDX-License-Identifier: MIT
"""Bisecting over Debian's kernels: fetches, boots and tries one after the other with one case, until the change is
between two neighbors."""

from __future__ import annotations

import contextlib
import hashlib
import json
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import NoReturn

from rseqct.bisect import conclusion
from rseqct.bisect.probe import Seen, cannot_tell, probe
from rseqct.bisect.search import Outcome, Row, run
from rseqct.bisect.step import words
from rseqct.cases.manifest import Case
from rseqct.errors import Exit, RseqctError
from rseqct.kernels.apt import PackageGone
from rseqct.kernels.index import Kernel, flavour_of
from rseqct.kernels.names import DebianName
from rseqct.kernels.store import CachedKernel, Store
from rseqct.running.session import LIMIT_S, Options, Session
from rseqct.support.cache import cache_directory
from rseqct.support.files import write_atomically
from rseqct.targets.where import GuestOptions

_FEW = 6               # boots; a longer bisection does not try the good end first
_SAID = ""             # the entry of a row that stands for the user's word that the good end is good
_NEW_SERIES = 2.0      # how likely a new series has the change, compared with a stable update
_WRONGLY_SAID = 0.5    # how likely the good end is not good, compared with a stable update


@dataclass(frozen=True)
class Wanted:
    """What to look for: where between `good` and `bad` the case begins to fail; with `fix`, where it begins to pass.

    `runs`: how often each kernel runs the case. `limit_s`: the case's time limit in seconds."""

    case: Case
    good: str
    bad: str
    fix: bool = False
    runs: int = 1
    limit_s: float = LIMIT_S
    guest: GuestOptions = field(default_factory=lambda: GuestOptions(""))


class Prebuilt:
    """One bisection. Each result is stored at once, so that an interrupted bisection can continue."""

    def __init__(self, build: Path, wanted: Wanted, restart: bool = False) -> None:
        self._build, self._wanted = build, wanted
        self._store = Store()
        self._kernels = self._candidates()
        self._row = self._row_of()
        self._state = cache_directory() / "bisect" / f"{self._key()}.json"
        self._seen: dict[str, Seen] = {} if restart else _recall(self._state)
        self._symptom: Seen | None = None      # on the bad end
        self._boots = self._fetched = self._bytes = 0

    def run(self) -> int:
        """Bisects and prints the conclusion; returns the exit status. Raises RseqctError."""
        wanted, started = self._wanted, time.monotonic()
        older = Outcome.BAD if wanted.fix else Outcome.GOOD
        both = 2 + (len(self._kernels) - 2).bit_length()
        most = both if both <= _FEW else 1 + (len(self._kernels) - 1).bit_length()
        print(f"{wanted.case.key}: {len(self._kernels)} kernels from {self._kernels[0].release} to "
              f"{self._kernels[-1].release}, of which {most} at most are booted", flush=True)
        if self._seen:
            print(f"{len(self._seen)} of them are known from an interrupted run ({self._state}; --restart forgets it)")
        self._check_end(Outcome.BAD)
        if both <= _FEW:
            self._check_end(Outcome.GOOD)
        known = {name: outcome for name in self._row.names if (outcome := self._outcome(name)) is not None}
        try:
            left = run(self._row, older, known, self._attempt)
        except ValueError as error:
            raise RseqctError(f"{error}: the change went back and forth; bisect between nearer kernels") from None
        low, *between, high = self._row.names[left.low:left.high + 1]
        if _SAID in (low, high):
            self._refuse(self._end_that_is(Outcome.GOOD), Outcome.GOOD)
        self._state.unlink(missing_ok=True)
        before, after = self._kernel(low), self._kernel(high)
        step = [str(self._build / "rseqct"), "bisect-step",
                *words(wanted.case, replace(wanted.guest, arch=before.arch), wanted.runs, wanted.limit_s, wanted.fix)]
        found = conclusion.Found(step, wanted.case, before, after, between,
                                 self._seen[low if wanted.fix else high], wanted.fix,
                                 self._changelog(before, after))
        print("\n".join(conclusion.lines(found)))
        cost = f"{self._boots} kernels booted, {self._fetched} fetched ({self._bytes / 1e6:.0f} MB), " \
               f"{time.monotonic() - started:.0f} s"
        print("\n".join([*self._confidence(), cost]), flush=True)
        return Exit.OK

    def _row_of(self) -> Row:
        """The kernels, and next to the good end an entry for the user's word that it is good.

        That entry stands for the end until it is tried. A bisection that finds a good kernel nearer to the change does
        not need to try the end at all."""
        names = [kernel.release for kernel in self._kernels]
        weights = [_NEW_SERIES if one.upstream.series != other.upstream.series else 1.0
                   for one, other in zip(self._kernels, self._kernels[1:])]
        place = len(names) if self._wanted.fix else 0
        names.insert(place, _SAID)
        weights.insert(place, _WRONGLY_SAID)
        return Row(tuple(names), tuple(weights))

    def _candidates(self) -> list[Kernel]:
        """The kernels of one flavour between the two ends, one for each Linux release, oldest first. Raises
        RseqctError."""
        ends = [self._end(name) for name in (self._wanted.good, self._wanted.bad)]
        good, bad = ends
        if good.arch != bad.arch or flavour_of(good.release) != flavour_of(bad.release):
            raise RseqctError(f"{good.release} and {bad.release} differ in architecture or flavour; name two kernels "
                              "with the same", Exit.USAGE)
        if good.upstream == bad.upstream:
            raise RseqctError(f"{good.release} and {bad.release} are the same Linux release; name two different ones",
                              Exit.USAGE)
        if (good.upstream > bad.upstream) is not self._wanted.fix:
            remedy = "leave --find-fix out" if self._wanted.fix else "to find a fix, add --find-fix"
            age = "older" if self._wanted.fix else "newer"
            raise RseqctError(f"the good kernel, {good.release}, is {age} than the bad one, {bad.release}; {remedy}, "
                              "or swap them", Exit.USAGE)
        first, last = sorted(ends, key=lambda kernel: kernel.upstream)
        by_linux = {kernel.upstream: kernel for kernel in self._known(first)
                    if flavour_of(kernel.release) == flavour_of(first.release) and kernel.upstream.rc is None
                    and first.upstream < kernel.upstream < last.upstream}
        return [first, *(by_linux[linux] for linux in sorted(by_linux)), last]

    def _known(self, like: Kernel) -> list[Kernel]:
        """The kernels in the archive, and the cached ones that the archive no longer has."""
        available, _ = self._store.available(like.arch)
        cached = map(_as_archived, self._store.cached())
        gone = {kernel.release: kernel for kernel in cached if kernel.arch == like.arch}
        return list((gone | {kernel.release: kernel for kernel in available}).values())

    def _end(self, name: str) -> Kernel:
        here, known = self._store.find(DebianName.parse(name.removeprefix("debian:"), self._wanted.guest.arch))
        if known is not None:
            return known
        assert here is not None
        return _as_archived(here)

    def _key(self) -> str:
        """The name of the bisection's stored state. Another case, another build of it, or other ends have another
        name."""
        digest = hashlib.sha256()
        starter = self._build / self._wanted.case.starter
        for path in (self._build / self._wanted.case.binary, starter, starter.with_name("librct.so"),
                     self._build / "harness/rct-executor"):
            with contextlib.suppress(OSError):
                digest.update(path.read_bytes())
        shape = self._wanted.guest.shape
        digest.update(repr((self._row.names, self._wanted.fix, self._wanted.runs, shape)).encode())
        return f"{self._wanted.case.key}-{digest.hexdigest()[:16]}"

    def _end_that_is(self, outcome: Outcome) -> str:
        return self._kernels[-1 if (outcome is Outcome.BAD) is not self._wanted.fix else 0].release

    def _check_end(self, outcome: Outcome) -> None:
        """Tries an end first. The failure on the bad end is the one to look for."""
        name = self._end_that_is(outcome)
        seen = self._try(name)
        self._tell(name, seen, "")
        if seen.outcome is not outcome:
            self._refuse(name, outcome)
        if outcome is Outcome.BAD:
            self._symptom = seen

    def _refuse(self, name: str, outcome: Outcome) -> NoReturn:
        """Raises RseqctError for an end that is not what the user said."""
        seen = self._seen[name]
        self._state.unlink(missing_ok=True)
        if seen.outcome is Outcome.SKIP:
            raise RseqctError(f"{name}: no result on this end; choose one on which the case runs: {seen.text}",
                              Exit.MISS)
        raise RseqctError(f"{self._wanted.case.key} {'fails' if outcome is Outcome.GOOD else 'passes'} on {name}, "
                          f"which is named as {outcome.value}" + (f": {seen.text}" if seen.text else ""), Exit.USAGE)

    def _attempt(self, name: str, remaining: int) -> Outcome:
        seen = self._try(name)
        outcome = self._outcome(name)
        assert outcome is not None
        other = "another failure; " if seen.outcome is not outcome else ""
        self._tell(name, replace(seen, outcome=outcome, text=other + seen.text), f"{remaining} to go at most")
        return outcome

    def _outcome(self, name: str) -> Outcome | None:
        """How a kernel counts: a different failure is not evidence."""
        if name == _SAID:
            return Outcome.GOOD
        seen = self._seen.get(name)
        if seen is not None and seen.outcome is Outcome.BAD and self._symptom is not None \
                and not seen.alike(self._symptom):
            return Outcome.SKIP
        return seen.outcome if seen else None

    def _try(self, name: str) -> Seen:
        if name not in self._seen:
            self._seen[name] = self._boot(self._kernel(name))
            write_atomically(self._state, json.dumps({name: seen.to_json() for name, seen in self._seen.items()}))
        return self._seen[name]

    def _boot(self, kernel: Kernel) -> Seen:
        if not any(cached.release == kernel.release for cached in self._store.cached()):
            try:
                self._store.fetch(kernel)
            except PackageGone as error:      # any other error, such as a full disk, would also stop the next kernel
                return cannot_tell(error)
            self._fetched += 1
            self._bytes += kernel.size
        started = time.monotonic()
        guest = replace(self._wanted.guest, kernel=f"debian:={kernel.release}", arch=kernel.arch)
        self._boots += 1
        try:
            session = Session(self._build, Options("qemu", (), 1, self._wanted.limit_s, None, guest,
                                                   only=frozenset([self._wanted.case.id])))
            session.connect()
        except RseqctError as error:
            return cannot_tell(error)
        try:
            if session.facts.release != kernel.release:      # then its result says nothing about the wanted kernel
                return Seen(Outcome.SKIP, (), f"{session.facts.release} was booted instead")
            seen = probe(session, self._wanted.case, self._wanted.runs)
        finally:
            session.close()
        return replace(seen, wall_s=round(time.monotonic() - started, 1))

    def _tell(self, name: str, seen: Seen, more: str) -> None:
        runs = f"{seen.red_runs} of {seen.runs} runs red; " if seen.runs > 1 and seen.red_runs else ""
        print(f"  {seen.outcome.value:<5}{name:<32}{seen.wall_s:>4.0f} s   {more}", flush=True)
        if seen.text or runs:
            print(f"       {runs}{seen.text[:200]}", flush=True)

    def _confidence(self) -> Iterator[str]:
        """How likely a bad kernel was taken for good, if there are several runs and the case does not fail every
        time."""
        if self._wanted.runs == 1 or self._symptom is None:
            return
        bad = [seen for seen in self._seen.values() if seen.outcome is Outcome.BAD]
        rate = sum(seen.red_runs for seen in bad) / sum(seen.runs for seen in bad)
        yield f"red in {100 * rate:.0f} % of the runs on bad kernels: each good one is in fact bad with a " \
              f"probability of {(1 - rate) ** self._wanted.runs:.1g}"

    def _changelog(self, before: Kernel, after: Kernel) -> list[str]:
        """The lines about rseq in Debian's changelogs for the releases after one kernel and up to another.

        From the package of the newer kernel or, if it has no changelog, from that of a later one, which goes back as
        far."""
        paths = [kernel.changelog for kernel in sorted(self._store.cached(), key=lambda kernel: kernel.upstream)
                 if kernel.upstream >= after.upstream and kernel.changelog is not None]
        return conclusion.changelog(paths, before.upstream, after.upstream)

    def _kernel(self, name: str) -> Kernel:
        return next(kernel for kernel in self._kernels if kernel.release == name)


def _as_archived(kernel: CachedKernel) -> Kernel:
    """A cached kernel, in the form of a kernel of the archive."""
    from rseqct.kernels.index import Package
    return Kernel(kernel.release, kernel.arch, "", Package(kernel.package, kernel.version, kernel.suite, 0))


def _recall(path: Path) -> dict[str, Seen]:
    """The stored results of an interrupted bisection; empty if there are none or they cannot be read."""
    try:
        value = json.loads(path.read_text(encoding="utf-8"))
        return {str(name): Seen.from_json(seen) for name, seen in value.items()}
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        print(f"rseqct: {path}: cannot be read; the bisection starts again", file=sys.stderr)
        return {}


def case_of(cases: Sequence[Case], name: str, arch: str) -> Case:
    """The case that a name means, for a kernel's own ABI unless the name has an ABI; raises RseqctError."""
    named = [case for case in cases if name in (case.key, case.id)]
    if not named:
        raise RseqctError(f"no case is named '{name}'; `rseqct list` shows them all", Exit.USAGE)
    return next((case for case in named if case.abi == arch or name == case.key), named[0])
