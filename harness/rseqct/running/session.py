# SPDX-License-Identifier: MIT
"""One session of running cases: the build tree, the kernel's facts, what is expected, and the target."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from rseqct.cases import manifest
from rseqct.cases.manifest import Case, Manifest
from rseqct.cases.observe import MalformedStream, Observation, observe
from rseqct.catalogue import expected
from rseqct.catalogue.expected import Expected
from rseqct.catalogue.facts import Facts
from rseqct.errors import RseqctError
from rseqct.judging.judge import Judge
from rseqct.machines.machine import Abi, Machine
from rseqct.results import results
from rseqct.results.results import Record
from rseqct.running.ahead import Ahead
from rseqct.support.options import Get, option
from rseqct.support.quantities import positive, seconds
from rseqct.targets import Target, TargetLost, where
from rseqct.targets.where import GuestOptions

_Seen = tuple[Observation | None, str]      # the observation of one run, or why there is none
LIMIT_S = 20.0
SOAK = "soak"       # the area of the cases whose duration an option sets
SOAK_S = 2.0        # which is this for all of an ABI together, if nobody says anything


@dataclass(frozen=True)
class Options:
    """How to run cases, as the command line says it.

    abis: the ABIs whose cases run; empty: all.
    repeat: how often each case runs.
    limit_s: the limit of a case in seconds; soak_s: how long each soak takes (None: SOAK_S for all of an ABI together).
    target, guest, host: where; the guest of `qemu`, the machine of `ssh`.
    as_release: the kernel release whose promises count, if not the kernel's own.
    at_a_time: how many cases run at a time, in guests one in each (None: one, or where.how_many).
    only: the ids of the cases whose programs a guest or another machine gets; empty: all."""

    target: str = "local"
    abis: tuple[str, ...] = ()
    repeat: int = 1
    limit_s: float = LIMIT_S
    as_release: str | None = None
    guest: GuestOptions | None = None
    soak_s: float | None = None
    host: str | None = None
    at_a_time: int | None = None
    only: frozenset[str] = frozenset()

    @staticmethod
    def of(get: Get) -> Options:
        """The options of a command line, of which `get` gives each by its name. Raises RseqctError."""
        guest = where.chosen(get)
        return Options("qemu" if guest else get("target"), tuple(get("abi")), get("repeat"), get("limit"),
                       get("as_release"), guest, get("soak"), get("host"))


OPTIONS = (
    *where.WHERE,
    option("--abi", action="append", default=[], metavar="ABI", help="only cases built for this ABI"),
    option("--as", dest="as_release", metavar="RELEASE",
           help="judge by the promises of another kernel release, such as 6.12"),
    option("--repeat", type=positive, default=1, metavar="N", help="run each case N times; any red one stays red"),
    option("--limit", type=seconds, default=LIMIT_S, metavar="SECONDS",
           help=f"limit of one case (default: {LIMIT_S:.0f})"),
    option("--soak", type=seconds, metavar="SECONDS",
           help=f"how long each soak takes (default: {SOAK_S:.0f} for all of an ABI together)"))


class Session:
    """Runs and judges cases on one kernel. Made, it has not touched the kernel: `connect` probes it, or boots it. As a
    context manager it is connected from `with` on, and closed at its end.

    build: the build tree. cases: its manifest, where it has been read already. facts: what another process has probed.
    """

    def __init__(self, build: Path, options: Options, facts: Facts | None = None,
                 cases: Manifest | None = None) -> None:
        self.started = time.monotonic()
        self.build = build
        self.options = options
        self.manifest: Manifest = cases or manifest.read(build / "manifest.json")
        self.notes: list[str] = []
        self._probed = facts
        self._ahead: Ahead[list[_Seen]] | None = None
        self._targets: list[Target] = []      # of the same kernel; the first tells its facts
        self._closed = False

    def connect(self) -> None:
        """Reads what is expected, and reaches the kernel; raises RseqctError."""
        self.expected: Expected = expected.load(self.manifest.source / "expected", check=self._probed is None)
        self._targets = [_target(self.options, self.build, self.manifest, self._note)]
        try:
            self.facts = self._probed or Facts.of(*self._targets[0].facts(), self.options.as_release)
            self._judge = Judge(self.facts, self.expected)
            self.manifest = loadable(self.manifest, self.facts, quiet=self._probed is not None)
        except BaseException:      # nobody else has the target, to end it
            self.close()
            raise

    def __enter__(self) -> Session:
        self.connect()
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def begin(self, cases: Sequence[Case]) -> None:
        """Starts to run these cases, in this order, ahead of `run`."""
        if cases and self._ahead is None:
            guest = self.options.guest
            count = self.options.at_a_time or (where.how_many(guest, len(cases)) if guest is not None else 1)
            makers = [lambda: self._targets[0], *[self._another] * (min(count, len(cases)) - 1)]
            self._ahead = Ahead(makers, self._observe, cases, self._note)

    def run(self, case: Case) -> Record:
        """Runs a case as often as asked, and judges each run; any red run makes it red."""
        ahead = self._ahead is not None and case in self._ahead
        seen = self._ahead.take(case) if self._ahead and ahead else self._observe(self._targets[0], case)
        return self._judged(case, seen)

    def has_run(self, case: Case) -> Record | None:
        """The record of a case that has run ahead of `run` to its end; None if it has not."""
        ahead = self._ahead
        return self._judged(case, ahead.take(case)) if ahead is not None and ahead.has(case) else None

    def _judged(self, case: Case, seen: Sequence[_Seen]) -> Record:
        return results.worst([Record(case, observation, self._judge.judge(case, observation, missing), missing)
                              for observation, missing in seen])

    def close(self, at_once: bool = True) -> None:
        """Ends the targets; may be called twice. If not at once, a case that is running on this machine ends first, so
        that it restores what it has changed; a guest is thrown away."""
        self._closed = True
        if self._ahead is not None:
            self._ahead.stop()
            if at_once or self.options.guest is not None:
                for target in self._targets:
                    target.abandon()
            self._ahead.join()
        for target in self._targets:
            target.close()

    def console(self) -> str:
        """The kernel's console, of one guest after the other."""
        return "".join(target.console() for target in self._targets)

    def _note(self, note: str) -> None:
        """Keeps a line about the target for the results, and shows it at once."""
        self.notes.append(note)
        _say(note)

    def _another(self) -> Target:
        """Makes a further target; raises RseqctError if it is a guest whose facts differ from the first one's."""
        target = _target(self.options, self.build, self.manifest, self._note)
        self._targets.append(target)
        if self._closed:      # while it was made
            target.abandon()
        if self.options.guest is None:
            return target
        event, _ = target.facts()
        for key in sorted({*event, *self.facts.event} - {"boot_id"}):
            if event.get(key) != self.facts.event.get(key):
                raise RseqctError(f"its facts differ from the first one's in '{key}'")
        return target

    def _observe(self, target: Target, case: Case) -> list[_Seen]:
        """Runs a case on a target, as often as asked."""
        return [self._observe_once(target, case) for _ in range(self.options.repeat)]

    def _observe_once(self, target: Target, case: Case) -> _Seen:
        if not (self.build / case.binary).exists():
            return None, f"{self.build / case.binary} is missing; build again"
        soak_s = self._soak_s(case)
        arguments = [f"--soak={soak_s / len(case.planned()):.6f}"] if soak_s else []
        try:
            return observe(target.run(case, self.options.limit_s + soak_s, arguments)), ""
        except TargetLost as lost:
            return None, str(lost)
        except MalformedStream as error:
            return Observation("exit", 0, malformed=f"the executor: {error}"), ""

    def _soak_s(self, case: Case) -> float:
        """How long a case soaks; 0 where it is none of those that do."""
        if case.area != SOAK:
            return 0
        alike = sum(other.area == SOAK and other.abi == case.abi for other in self.manifest.cases)
        return SOAK_S / alike if self.options.soak_s is None else self.options.soak_s


def loadable(whole: Manifest, facts: Facts, quiet: bool) -> Manifest:
    """The manifest without the cases of an ABI whose libraries the kernel cannot load. Says so in a line, unless
    `quiet`."""
    cases = list(whole.cases)
    for abi in sorted({case.abi for case in cases} - {facts.arch}):
        page = Abi.read(abi, whole.source).page
        if page and facts.event.get("page_size", 0) > page:
            cases = [case for case in cases if case.abi != abi]
            if not quiet:
                _say(f"the cases of {abi} do not run: their libraries are aligned to pages of {page} bytes, and this "
                     f"kernel's pages have {facts.event['page_size']}")
    return replace(whole, cases=tuple(cases))


def _say(note: str) -> None:
    """Shows a line at once, even where pytest has taken stderr."""
    print(f"rseqct: {note}", file=sys.__stderr__, flush=True)


def _target(options: Options, build: Path, cases: Manifest, note: Callable[[str], None]) -> Target:
    if options.guest is not None:
        from rseqct.kernels import image
        from rseqct.machines.accelerator import emulator_version
        from rseqct.targets.qemu import QemuTarget
        guest = options.guest
        given = cases.of(options.only)
        emulator_version(Machine.read(image.arch_of(guest.kernel, guest.arch), cases.source))      # before a download
        kernel = image.find(guest.kernel, cases.source, guest.arch, guest.config)
        return QemuTarget(build, given, kernel, guest, note)
    if options.target == "ssh":
        from rseqct.targets.ssh import SshTarget
        assert options.host is not None      # see where.misuse
        return SshTarget(build, cases.of(options.only), options.host)
    assert options.target == "local"
    from rseqct.targets.local import LocalTarget
    return LocalTarget(build, cases.executor)
