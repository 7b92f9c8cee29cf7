# SPDX-License-Identifier: MIT
"""`rseqct run` with several kernels: a run of its own for each, some at a time, and a line for each."""

from __future__ import annotations

import argparse
import os
import platform
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from rseqct import results
from rseqct.errors import Exit, RseqctError
from rseqct.kernels.fleet import fleet
from rseqct.kernels.names import our_arch
from rseqct.session import build_directory, source_directory
from rseqct.targets import image
from rseqct.targets.guest import dies_with_us

_WORST = (Exit.INTERRUPTED, Exit.FAIL, Exit.ERROR, Exit.MISS, Exit.USAGE, Exit.NOTHING)


@dataclass(frozen=True)
class _Done:
    """A run that has ended: what it printed, and where its results are."""

    name: str
    status: int
    stdout: str
    stderr: str
    results: Path


def names(arguments: argparse.Namespace) -> list[str]:
    """The kernels that the options name, each once; raises RseqctError."""
    members = fleet(None if arguments.fleet == "all" else arguments.fleet) if arguments.fleet else []
    wanted = our_arch(arguments.arch or platform.machine())
    of_arch = [release for release, arch in members if arch == wanted]
    if arguments.fleet and not of_arch:
        raise RseqctError(f"fleet '{arguments.fleet}' has no kernel for {wanted}", Exit.USAGE)
    return list(dict.fromkeys([*arguments.kernel, *(f"debian:={release}" for release in of_arch)]))


def run(arguments: argparse.Namespace, words: Sequence[str]) -> int:
    """Runs each kernel with the words of the command line that do not name kernels; returns the exit status.

    Prints a line a kernel, and the report of each that is red."""
    source, base = source_directory(), Path(arguments.results or build_directory() / "results")
    places = {}
    for name in names(arguments):
        found = image.find(name, source, arguments.arch)      # fetched one after the other, not by every run
        places[name] = base / _directory(found, [*arguments.append, *_shape(arguments)])
    jobs = arguments.jobs or max(1, (os.cpu_count() or 1) // 2)
    statuses = []
    with ThreadPoolExecutor(jobs) as pool:
        try:
            for done in pool.map(lambda name: _run(name, places[name], words), places):
                statuses.append(done.status)
                _show(done)
        except KeyboardInterrupt:
            pool.shutdown(wait=True, cancel_futures=True)
            raise
    return next((status for status in _WORST if status in statuses), Exit.MISS if any(statuses) else Exit.OK)


def _run(name: str, place: Path, words: Sequence[str]) -> _Done:
    done = subprocess.run(
        [*dies_with_us("KILL"), sys.executable, "-m", "rseqct", "run", *words, "--kernel", name,
         "--results", place],
        capture_output=True, text=True, stdin=subprocess.DEVNULL)
    return _Done(name, done.returncode, done.stdout, done.stderr, place)


def _show(done: _Done) -> None:
    if done.status != Exit.OK:
        print(f"\n======== {done.name}\n{done.stdout}", flush=True)
    if done.stderr:
        print(done.stderr, end="", file=sys.stderr, flush=True)
    try:
        kept = results.read(done.results / "results.json")
    except RseqctError:
        print(f"{done.name:<32} no results (exit status {done.status})", flush=True)
        return
    counts = Counter(record.judgement.verdict.value for record in kept.records)
    said = "  ".join(f"{count} {verdict}" for verdict, count in sorted(counts.items()))
    kernel = f"{kept.facts.release} {kept.facts.arch}"
    print(f"{done.name:<32} {kernel:<36} {said}   {kept.run.wall_s:.0f} s", flush=True)


def _shape(arguments: argparse.Namespace) -> list[str]:
    """Words for what the guest has that is not the default."""
    from rseqct.targets.guest import Shape
    usual = Shape()
    return [f"{name}{value}" for name, value, default in (
        ("cpus", arguments.cpus, usual.cpus), ("numa", arguments.numa, usual.nodes)) if value != default]


def _directory(found: image.Image, variants: Sequence[str]) -> str:
    release = found.path.parent.name if found.name.startswith("debian:") else found.name
    words = (release, found.arch, *variants)
    return "-".join(re.sub(r"[^\w.+~-]+", "_", word).strip("_") for word in words)
