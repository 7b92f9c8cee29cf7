# SPDX-License-Identifier: MIT
"""`rseqct run` with several kernels: a run of its own for each, some at a time, and a line for each."""

from __future__ import annotations

import argparse
import os
import platform
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from threading import Event
from typing import IO

from rseqct.cases import manifest
from rseqct.cases.manifest import select
from rseqct.errors import Exit, RseqctError
from rseqct.kernels import image
from rseqct.kernels.known import fleet
from rseqct.kernels.names import our_arch
from rseqct.machines.accelerator import emulator_version
from rseqct.machines.machine import Machine
from rseqct.results import kept, names, results
from rseqct.running.session import loadable
from rseqct.support.places import build_directory, source_directory, suite_version
from rseqct.support.processes import child
from rseqct.targets import where

_LOOK_S = 0.2
_WORST = (Exit.INTERRUPTED, Exit.FAIL, Exit.ERROR, Exit.MISS, Exit.USAGE, Exit.NOTHING)


@dataclass(frozen=True)
class _Done:
    """A run that has ended: what it printed, and where its results are."""

    name: str
    status: int
    stdout: str
    stderr: str
    results: Path


def kernels(arguments: argparse.Namespace) -> list[str]:
    """The kernels that the options name, each once; raises RseqctError."""
    members = fleet(arguments.fleet) if arguments.fleet else []
    wanted = our_arch(arguments.arch or platform.machine())
    of_arch = [release for release, arch in members if arch == wanted]
    if arguments.fleet and not of_arch:
        raise RseqctError(f"fleet '{arguments.fleet}' has no kernel for {wanted}; expected/kernels.toml lists its "
                          "kernels", Exit.USAGE)
    return list(dict.fromkeys([*arguments.kernel, *(f"debian:={release}" for release in of_arch)]))


def run(arguments: argparse.Namespace, words: Sequence[str]) -> int:
    """Runs each kernel with the words of the command line that do not name kernels; returns the exit status.

    Prints a line for each kernel, and the report of each that is red. A kernel that is not available, for example one
    that the archive has dropped, is a MISS, and the others run. With --resume, a kernel whose results are complete does
    not run again."""
    source, base = source_directory(), Path(arguments.results or build_directory() / "results")
    shape = where.shape(lambda name: getattr(arguments, name))
    places: dict[str, Path] = {}
    images: dict[Path, str] = {}
    statuses = []
    wanted = kernels(arguments)
    for arch in {image.arch_of(name, arguments.arch) for name in wanted}:
        emulator_version(Machine.read(arch, source))      # before anything is fetched
    for name in wanted:
        try:
            found = image.find(name, source, arguments.arch)      # fetched one after the other, not by every run
        except RseqctError as error:
            print(f"{name}  not available: {error}", file=sys.stderr, flush=True)
            statuses.append(int(Exit.MISS))
            continue
        release = found.path.parent.name if name.startswith("debian:") else name
        place = base / names.directory_name(release, found.arch, *shape.unusual())
        if (other := images.setdefault(found.path.resolve(), name)) != name:
            print(f"rseqct: {name} is the same kernel as {other}; it runs once", file=sys.stderr, flush=True)
        elif place in places.values():
            raise RseqctError(f"{name}: {place} is for the results of another --kernel; name it by another path",
                              Exit.USAGE)
        else:
            places[name] = place
    if arguments.resume:
        statuses += _resumed(arguments, places)
    jobs = arguments.jobs or max(1, (os.cpu_count() or 1) // 2)
    workers = arguments.workers or ("auto" if jobs == 1 else "1")
    words = [*words, "-n", workers]
    stopped = Event()
    with ThreadPoolExecutor(jobs) as pool:
        try:
            for done in pool.map(lambda name: _run(name, places[name], words, stopped), places):
                statuses.append(done.status)
                _show(done)
        except BaseException:
            stopped.set()
            pool.shutdown(wait=True, cancel_futures=True)
            raise
    return next((status for status in _WORST if status in statuses), Exit.MISS if any(statuses) else Exit.OK)


def _resumed(arguments: argparse.Namespace, places: dict[str, Path]) -> list[int]:
    """Takes out of `places` the kernels that this version of the suite has run to the end, as these options ask: each
    selected case as often, judged by the same release, and with a verdict. Prints their lines; returns their exit
    statuses."""
    tree = manifest.read(build_directory() / "manifest.json")
    tree = replace(tree, cases=tuple(select(tree.cases, arguments.cases, arguments.abi)))
    suite = suite_version(tree.source)
    statuses: list[int] = []
    for name, place in list(places.items()):
        try:
            whole = results.read(place / "results.json")
        except RseqctError:      # there are none yet
            continue
        runs = {record.case.key: record.runs for record in whole.records if not record.judgement.untold}
        complete = all(runs.get(case.key, 0) >= arguments.repeat
                       for case in loadable(tree, whole.facts, quiet=True).cases)
        if complete and whole.run.suite == suite and kept.committed(whole) and not whole.run.interrupted and \
                whole.facts.as_release == arguments.as_release:
            del places[name]
            statuses.append(whole.status())
            _show(_Done(name, whole.status(), "", "", place))
    return statuses


def _run(name: str, place: Path, words: Sequence[str], stopped: Event) -> _Done:
    """A run in a process of its own. One that is stopped keeps what it has; it may say so at length, to a file."""
    command = [sys.executable, "-m", "rseqct", "run", *words, "--kernel", name, "--results", str(place)]
    with _text() as stdout, _text() as stderr, \
            child(command, grace_s=30, stdin=subprocess.DEVNULL, stdout=stdout, stderr=stderr) as process:
        while process.poll() is None:
            if stopped.wait(_LOOK_S):
                raise KeyboardInterrupt
        stdout.seek(0)
        stderr.seek(0)
        return _Done(name, process.returncode, stdout.read(), stderr.read(), place)


def _text() -> IO[str]:
    return tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace")


def _show(done: _Done) -> None:
    if done.stdout and done.status != Exit.OK:
        print(f"\n======== {done.name}\n{done.stdout}", flush=True)
    if done.stderr:
        print(done.stderr, end="", file=sys.stderr, flush=True)
    try:
        whole = results.read(done.results / "results.json")
    except RseqctError:
        print(f"{done.name:<32} no results (exit status {done.status})", flush=True)
        return
    counts = Counter(record.judgement.verdict.value for record in whole.records)
    said = "  ".join(f"{count} {verdict}" for verdict, count in sorted(counts.items()))
    kernel = f"{whole.facts.release} {whole.facts.arch}"
    print(f"{done.name:<32} {kernel:<36} {said}   {whole.run.wall_s:.0f} s", flush=True)
