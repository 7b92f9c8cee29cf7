# SPDX-License-Identifier: MIT
"""Bisecting a git tree of Linux: `git bisect run` with our step, in a separate work tree.

The work tree is kept for the next bisection. In a new one all files would be new, and everything would be built
again."""

from __future__ import annotations

import hashlib
import re
import shlex
import shutil
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from rseqct.bisect.search import Outcome
from rseqct.bisect.step import Step, attempt
from rseqct.errors import Exit, RseqctError
from rseqct.support.cache import cache_directory, locked
from rseqct.support.processes import child

_FOUND = re.compile(r"^([0-9a-f]{7,40}) is the first (\S+) commit$", re.MULTILINE)
_ONLY_SKIPPED = "only 'skip'ped commits left to test"


def bisect(tree: Path, good: str, bad: str, wanted: Step, words: Sequence[str], build: Path, source: Path) -> int:
    """Checks both ends and lets git find the commit; returns the exit status. Raises RseqctError.

    `words` are the case and guest options of the step's command line. The user's own work tree does not change."""
    revisions = {name: _git(tree, "rev-parse", "--verify", f"{name}^{{commit}}") for name in (good, bad)}
    older, newer = (bad, good) if wanted.fix else (good, bad)
    if revisions[good] == revisions[bad]:
        raise RseqctError(f"{good} and {bad} are the same commit; name two different ones", Exit.USAGE)
    if _status(tree, "merge-base", "--is-ancestor", revisions[older], revisions[newer]):
        remedy = "leave --find-fix out, or swap them" if wanted.fix else "to find a fix, add --find-fix"
        raise RseqctError(f"{older} is not an ancestor of {newer}; {remedy}", Exit.USAGE)
    place = _place(tree, wanted.output)
    busy = f"{tree} is being bisected already, in {wanted.output}; wait until that ends, or use another --output"
    with locked(place, busy) as lock:
        started, work = time.monotonic(), place / "linux"
        print(f"work tree: {work}", flush=True)
        _check_out(tree, work, revisions[bad])
        ends = {bad: Outcome.BAD, good: Outcome.GOOD}
        symptom = _check_ends(replace(wanted, tree=work), ends, revisions, build, source)
        terms = ["--term-old=broken", "--term-new=fixed"] if wanted.fix else ["--term-old=good", "--term-new=bad"]
        _git(work, "bisect", "start", *terms, revisions[newer], revisions[older])
        step = [sys.executable, "-m", "rseqct", "bisect-step", *words, "--tree", str(work), "--symptom", symptom]
        print(f"git bisect run rseqct {shlex.join(step[3:])}", flush=True)
        said = _run(work, step, lock)
        match = _FOUND.search(said)
        if match is None and _ONLY_SKIPPED not in said:
            raise RseqctError("git bisect named no commit; its output is above")
        print(f"\n{'first fixed' if wanted.fix else 'first bad'} commit")
        if match is None:
            print("  one of these, none of which can be tested:")
            print("\n".join(f"  {line}" for line in said.splitlines() if re.fullmatch(r"[0-9a-f]{40}", line)))
        else:
            print(_git(work, "log", "-1", "--stat", "--format=  %H%n  %an, %as%n%n  %s%n", match[1]))
        print(f"{time.monotonic() - started:.0f} s; logs of each step: {wanted.output / 'logs'}")
        return Exit.OK


def _place(tree: Path, output: Path) -> Path:
    """The directory of the work tree. Its name depends on the tree and on the build directory, which serves one
    bisection only."""
    key = f"{tree.resolve()}\0{output.resolve()}"
    return cache_directory() / "bisect" / f"{tree.resolve().name}-{hashlib.sha256(key.encode()).hexdigest()[:12]}"


def _check_out(tree: Path, work: Path, revision: str) -> None:
    """Checks a revision out in the work tree, whatever an earlier bisection left there; makes the work tree if
    necessary."""
    if (work / ".git").is_file() and not _status(work, "bisect", "reset", revision) \
            and not _status(work, "checkout", "--quiet", "--force", "--detach", revision):
        return
    shutil.rmtree(work, ignore_errors=True)
    _status(tree, "worktree", "prune")
    _git(tree, "worktree", "add", "--quiet", "--detach", str(work), revision)


def _check_ends(wanted: Step, ends: dict[str, Outcome], revisions: dict[str, str], build: Path,
                source: Path) -> str:
    """Tries both ends, the bad one first; returns a regular expression for its failure. Raises RseqctError."""
    symptom = ""
    for name, expected in ends.items():
        _git(wanted.tree, "checkout", "--quiet", "--detach", revisions[name])
        seen = attempt(wanted, build, source)
        print(f"  {seen.outcome.value:<5}{name}   {seen.text[:200]}", flush=True)
        if seen.outcome is not expected:
            said = "gave no result" if seen.outcome is Outcome.SKIP else f"is {seen.outcome.value}"
            raise RseqctError(f"{name} is named as {expected.value} but {said}"
                              + (f": {seen.text}" if seen.text else ""), Exit.USAGE)
        if expected is Outcome.BAD:
            symptom = "|".join(re.escape(each) for each in seen.symptoms)
    return symptom


def _run(work: Path, step: Sequence[str], lock: int) -> str:
    """Runs `git bisect run` and prints its output line by line; returns the output.

    A step that outlives this process keeps the lock."""
    said = []
    with child(["git", "-C", str(work), "bisect", "run", *step], grace_s=30, stdout=subprocess.PIPE,
               stderr=subprocess.STDOUT, encoding="utf-8", errors="replace", stdin=subprocess.DEVNULL,
               pass_fds=[lock]) as process:
        assert process.stdout is not None
        for line in process.stdout:
            said.append(line)
            if not line.startswith("running "):
                print(f"  {line}", end="", flush=True)
    return "".join(said)


def _git(tree: Path, *words: str) -> str:
    done = subprocess.run(["git", "-C", str(tree), *words], check=False, capture_output=True,
                          encoding="utf-8", errors="replace")
    if done.returncode:
        said = (done.stderr.strip().splitlines() or [f"status {done.returncode}"])[-1]
        raise RseqctError(f"{tree}: git {words[0]} {words[-1]}: {said.removeprefix('fatal: ')}", Exit.USAGE)
    return done.stdout.rstrip("\n")


def _status(tree: Path, *words: str) -> int:
    return subprocess.run(["git", "-C", str(tree), *words], capture_output=True, check=False).returncode
