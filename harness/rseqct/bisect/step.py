# SPDX-License-Identifier: MIT
"""`rseqct bisect-step`: one step of `git bisect run`. Builds the tree as it is, boots it, and runs the case."""

from __future__ import annotations

import re
import subprocess
import time
from dataclasses import dataclass, replace
from pathlib import Path

from rseqct.bisect.probe import Seen, cannot_tell, probe
from rseqct.bisect.search import Outcome
from rseqct.cases.manifest import Case
from rseqct.errors import RseqctError
from rseqct.kernels.build import KernelTree
from rseqct.machines.accelerator import emulator_version
from rseqct.machines.machine import Machine
from rseqct.running.session import LIMIT_S, Options, Session
from rseqct.support.cache import locked
from rseqct.targets import where
from rseqct.targets.where import GuestOptions

CANNOT_TELL = 125      # git bisect: skip this commit


@dataclass(frozen=True)
class Step:
    """The parameters of a step. `symptom` is a regular expression for the failure to look for; "" matches any.

    `tree`: the source tree. `output`: the build directory. `options`: additional kernel options. `fix`: swaps good and
    bad, because git calls the older side "good". `limit_s`: the case's time limit in seconds. `jobs`: of make."""

    case: Case
    tree: Path
    output: Path
    guest: GuestOptions
    options: dict[str, str]
    symptom: str = ""
    fix: bool = False
    runs: int = 1
    limit_s: float = LIMIT_S
    jobs: int = 1


def words(case: Case, guest: GuestOptions, runs: int, limit_s: float, fix: bool) -> list[str]:
    """The options of a command line that make a step run in the same way as the bisection that it belongs to."""
    said = [*where.words(guest), *["--find-fix"] * fix]
    said += ["--runs", str(runs)] * (runs != 1) + ["--limit", f"{limit_s:g}"] * (limit_s != LIMIT_S)
    return [*said, case.key]


def step(wanted: Step, build: Path, source: Path) -> int:
    """Takes the step; returns 0, 1 or 125 in any case. Prints the outcome in one line and writes a log into the
    output."""
    started = time.monotonic()
    seen = attempt(wanted, build, source)
    outcome = counted(seen, wanted.symptom)
    why = "another failure: " if outcome is Outcome.SKIP and seen.outcome is Outcome.BAD else ""
    print(f"rseqct bisect-step: {_commit(wanted.tree)} {outcome.value} in {time.monotonic() - started:.0f} s" +
          (f": {why}{seen.text}" if seen.text else ""), flush=True)
    return exit_status(outcome, wanted.fix)


def attempt(wanted: Step, build: Path, source: Path) -> Seen:
    """Builds, boots and runs; any error on the way is a SKIP. The log is logs/<commit>.log below the output."""
    log = wanted.output / "logs" / f"{_commit(wanted.tree)}.log"
    try:
        with locked(wanted.output):      # or another bisection would build another kernel there
            log.parent.mkdir(exist_ok=True)
            log.write_bytes(b"")
            return _attempt(wanted, build, source, log)
    except (RseqctError, OSError) as error:
        return cannot_tell(error)


def _attempt(wanted: Step, build: Path, source: Path, log: Path) -> Seen:
    machine = Machine.read(wanted.guest.arch or "", source)
    emulator_version(machine)      # before a build
    kernel = KernelTree(wanted.tree, wanted.output, machine, source)
    missing = kernel.configure(wanted.options, log)
    if missing:
        name, value = next(iter(missing.items()))
        return Seen(Outcome.SKIP, (), f"CONFIG_{name} stays {value}; this tree does not set it to "
                    f"{wanted.options[name]}")
    kernel.build(wanted.jobs, log)
    guest = replace(wanted.guest, kernel=f"tree:{wanted.output}")
    options = Options("qemu", (), 1, wanted.limit_s, None, guest, only=frozenset([wanted.case.id]))
    with Session(build, options) as session:
        seen = probe(session, wanted.case, wanted.runs)
        with open(log, "a", encoding="utf-8") as file:
            file.write(f"\n$ {wanted.case.key}\n{seen.outcome.value} {seen.text}\n\n{session.console()}")
        return seen


def counted(seen: Seen, symptom: str) -> Outcome:
    """How an outcome counts: a failure with another symptom is not evidence."""
    other = seen.outcome is Outcome.BAD and symptom and not re.search(symptom, "\n".join((*seen.symptoms, seen.text)))
    return Outcome.SKIP if other else seen.outcome


def exit_status(outcome: Outcome, fix: bool) -> int:
    """The exit status for `git bisect run`."""
    if outcome is Outcome.SKIP:
        return CANNOT_TELL
    return int((outcome is Outcome.BAD) is not fix)


def _commit(tree: Path) -> str:
    try:
        done = subprocess.run(["git", "-C", str(tree), "describe", "--always", "--dirty", "--exclude=*"], check=False,
                              capture_output=True, encoding="utf-8", errors="replace")
    except OSError:
        return "tree"
    return done.stdout.strip() or "tree"
