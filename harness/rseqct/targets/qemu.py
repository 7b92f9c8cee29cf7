# SPDX-License-Identifier: MIT
"""A kernel in a QEMU guest. The guest boots once, with every case in its initramfs, and gets one case at a time.

A boot that does not reach the executor is repeated, because emulators also fail, but not after two identical failures.
If a guest dies in a case, that case gets the events so far and the console's output, and the remaining cases run in a
new guest. They also do if the kernel reported worse than a warning: a damaged kernel is not a witness for the next
case.

A case runs again in one situation only: the console shows that the guest died of a known fault of the emulator. This
says nothing about the kernel and gives no verdict, so the case gets one more run in the next guest; a second such fault
is a MISS. No verdict of a case causes another run. The results note each failed boot, lost guest and repeated case."""

from __future__ import annotations

import platform
import re
import shlex
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from rseqct.cases.manifest import Case, Manifest
from rseqct.cases.observe import Event
from rseqct.cases.splat import first_splat
from rseqct.errors import Exit, RseqctError
from rseqct.kernels.image import Image
from rseqct.kernels.names import our_arch
from rseqct.machines import accelerator
from rseqct.machines.machine import Abi, Machine
from rseqct.support.quantities import time_scale
from rseqct.support.scratch import Scratch
from rseqct.targets import TargetLost, initramfs, order
from rseqct.targets.guest import Boot, Guest, GuestLost, last_lines
from rseqct.targets.patience import Patience
from rseqct.targets.where import GuestOptions, words

_BOOTS = 3                   # boots that may fail to reach the executor
_DEATHS = 8                  # guests that may die in cases or be damaged; the last one is used even if damaged
_READY_S = {accelerator.KVM: 20.0, accelerator.TCG: 900.0}     # elapsed time until the executor answers; see Patience
_LOOK_S = 0.5                # between two checks of a booting guest
_GRACE_S = 15.0              # beyond a case's limit, before the executor counts as hung
_STAMP = re.compile(r"\[ *\d+\.\d+\]")
# TCG occasionally lets a CPU execute a breakpoint that another CPU has removed. That is not the kernel's fault.
_EMULATORS_FAULT = re.compile(r"\bint3: 0000\b")


class _EmulatorFault(TargetLost):
    """A guest died of a known fault of the emulator; the kernel did nothing wrong."""


def _damage(events: Sequence[Event]) -> str | None:
    """The kernel's report during a case, if it is worse than a warning; else None."""
    lines = [str(event["line"]) for event in events if event["event"] == "kmsg"]
    return next((line for line in lines if "WARNING: " not in line and first_splat([line]) is not None), None)


class QemuTarget:
    """Runs the cases of a build tree in guests of one kernel.

    `note` gets a line for each failed boot, each lost guest, and each case that runs again."""

    def __init__(self, build: Path, manifest: Manifest, image: Image, options: GuestOptions,
                 note: Callable[[str], None] = lambda text: None) -> None:
        self._build = build
        self._manifest = manifest
        self._image = image
        self._machine = Machine.read(image.arch, manifest.source)
        self._options = options
        self._shape = options.shape.fitted(self._machine)
        self._note = note
        self._guest: Guest | None = None
        self._accelerators = [accelerator.TCG] if self._shape.counted else accelerator.candidates(self._machine)
        self._version = accelerator.emulator_version(self._machine)
        self._scale = time_scale()
        self._deaths = 0
        self._gone = ""
        self._starting = threading.Lock()     # guards `_abandoned` and `_guest`
        self._abandoned = False
        self._scratch = Scratch()
        self._before = ""            # the console output of earlier guests
        self._seen = 0               # the length of the console output when the case began
        self._facts: dict[str, Any] = {}
        self._config: Event | None = None

    def facts(self) -> tuple[Event, Event | None]:
        """Boots the guest. See Target."""
        if not self._facts:
            self._boot()
        return self._facts, self._config or self._image.config_event()

    def run(self, case: Case, limit_s: float, arguments: Sequence[str] = ()) -> list[Event]:
        """Runs one case in the guest, and once more if the emulator failed during it. See Target."""
        try:
            return self._run(case, limit_s, arguments)
        except _EmulatorFault:
            self._note(f"{case.key} runs once more: the emulator failed, which says nothing about the kernel")
            return self._run(case, limit_s, arguments)

    def _run(self, case: Case, limit_s: float, arguments: Sequence[str]) -> list[Event]:
        """Runs one case in the guest; boots a new guest first if the last one died."""
        if self._guest is None:
            if not self._gone and self._deaths >= _DEATHS:
                self._gone = f"{self._deaths} guests died; no more are booted"
            if not self._gone:
                try:
                    self._boot()
                except RseqctError as error:
                    self._gone = f"the guest could not be booted again: {error}"
            if self._gone:
                raise TargetLost(self._gone)
        guest = self._guest
        assert guest is not None
        scale = self._time_scale()
        started = time.monotonic()
        self._seen = len(guest.console())
        guest.send(order(case, f"/{initramfs.BUILD}/{case.binary}", limit_s * scale, arguments))
        events: list[Event] = []
        try:
            while not events or events[-1]["event"] != "end":
                event = guest.event(started + (limit_s + _GRACE_S) * scale)
                if (event.get("case"), event.get("abi")) != (case.id, case.abi):
                    raise GuestLost(f"reported another case than {case.key}")
                events.append(event)
        except GuestLost as lost:
            return [*events, *self._died(case, lost, time.monotonic() - started)]
        except BaseException:
            self.close()
            raise
        if self._deaths < _DEATHS - 1 and (damage := _damage(events)) is not None:
            self._note(f"{case.key} damaged the guest ({damage}); the remaining cases run in a new one")
            self._deaths += 1
            self._end_guest()
        return events

    def console(self) -> str:
        """The console output of all guests so far."""
        return self._before + (self._guest.console() if self._guest else "")

    def abandon(self) -> None:
        """Kills the guest; never boots another. See Target."""
        with self._starting:
            self._abandoned = True
            if self._guest is not None:
                self._guest.kill()

    def close(self) -> None:
        """Ends the guest. See Target."""
        self._end_guest()
        self._scratch.close()

    def _boot(self) -> None:
        """Boots until the executor answers; raises RseqctError if it does not."""
        archive = initramfs.make(self._build, self._manifest,
                                 [Abi.read(name, self._manifest.source) for name in self._machine.abis])
        tries = [*self._accelerators[:-1], *self._accelerators[-1:] * _BOOTS]
        reason, alike = "", ""
        for number, accel in enumerate(tries, 1):
            boot = Boot(self._machine, self._image.path, archive, self._shape, accel,
                        accelerator.TIME_SCALE[accel] * self._scale)
            with self._starting:
                if self._abandoned:
                    raise RseqctError(f"{self._image.name}: the run was stopped", Exit.INTERRUPTED)
                self._guest = Guest(boot, self._scratch.path / "console")
            try:
                self._greet(accel)
            except GuestLost as lost:
                if self._abandoned:
                    raise RseqctError(f"{self._image.name}: the run was stopped", Exit.INTERRUPTED) from None
                refused = self._guest.refused()
                reason = refused or self._why(lost)
                self._end_guest()
                if refused and accel == tries[-1]:
                    raise RseqctError(f"{self._image.name}: {self._machine.emulator} refuses it: {refused}",
                                      Exit.MISS) from None
                same = f"{accel} {'silent' if lost.silent else _STAMP.sub('', reason)}"
                if same == alike or number == len(tries):
                    raise RseqctError(f"{self._image.name}: {number} boots did not reach the executor: "
                                      f"{reason}", Exit.MISS) from None
                alike = same
                self._note(f"{self._image.name}: boot {number} ({accel}) did not reach the executor: "
                           f"{reason}; trying again")
                continue
            if len(self._accelerators) > 1:
                accelerator.remember(self._machine, accel)
                self._accelerators = [accel]
            return

    def _greet(self, accel: str) -> None:
        """Waits for the guest's facts; raises GuestLost if waiting is useless."""
        assert self._guest is not None
        patience = Patience(self._guest.pid, self._scale, self._shape.cpus)
        deadline = time.monotonic() + _READY_S[accel] * self._scale
        event: Event = {}
        while event.get("event") != "facts":
            if event.get("event") == "config":
                self._config = event
            try:
                event = self._guest.event(min(deadline, time.monotonic() + _LOOK_S * min(self._scale, 1)))
            except GuestLost as lost:
                if not lost.silent or time.monotonic() >= deadline:
                    raise
                if (reason := patience.hopeless()) is not None:
                    raise GuestLost(reason, silent=True) from None
        if not self._facts:
            self._facts = {**event, "accelerator": accel, "emulator": self._version,
                           "kernel": self._image.name, "guest": self._again()}

    def _again(self) -> str:
        """The options that boot the same guest again."""
        other = self._image.arch != our_arch(platform.machine())      # the name of an image does not say it
        return shlex.join(words(replace(self._options, arch=self._image.arch if other else None)))

    def _why(self, lost: GuestLost) -> str:
        """Why a boot failed: the kernel's report if there is one, else how it looks from outside."""
        assert self._guest is not None
        text = self._guest.console()
        splat = first_splat(text.splitlines())
        last = last_lines(text, 1)
        said = f"its last line: {last}" if last else "its console was silent, as with a damaged image"
        return splat.strip() if splat else f"the guest {lost}; {said}"

    def _died(self, case: Case, lost: GuestLost, waited: float) -> list[Event]:
        """The last events of a case in which the guest died: the console's output and an end by time-out.

        Raises TargetLost if nothing shows that the kernel is at fault, and _EmulatorFault if the emulator is."""
        assert self._guest is not None
        said = self._guest.console()[self._seen:].splitlines()
        last = last_lines("\n".join(said))
        self._end_guest()
        if self._abandoned:
            raise TargetLost("the run was stopped")
        self._deaths += 1
        splat = first_splat(said)
        where = f"the guest {lost} while it ran {case.key}"
        self._note(f"{where}; the run continues in a new one")
        emulated = self._facts.get("accelerator") == accelerator.TCG
        if splat is not None and emulated and _EMULATORS_FAULT.search(splat):
            raise _EmulatorFault(f"{where}, because of an emulator fault: {splat.strip()}")
        if splat is None and not lost.silent:
            raise TargetLost(where + (f"; its console ended with:\n{last}" if last else
                                      "; its console was silent"))
        about = {"case": case.id, "abi": case.abi}
        return [*({"event": "kmsg", **about, "line": line} for line in said if line.strip()),
                {"event": "end", **about, "how": "timeout", "status": 0, "wall_us": round(waited * 1e6),
                 "cpu_us": 0, "leftover": 0}]

    def _end_guest(self) -> None:
        if self._guest is not None:
            with self._starting:
                guest, self._guest = self._guest, None
            guest.close()
            self._before += guest.console()

    def _time_scale(self) -> float:
        return accelerator.TIME_SCALE[str(self._facts["accelerator"])] * self._scale
