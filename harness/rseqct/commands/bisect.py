# SPDX-License-Identifier: MIT
"""`rseqct bisect`: the kernel or the commit that broke or fixed a case. Its step takes the same options."""

from __future__ import annotations

import argparse
import os
import platform
import re
from pathlib import Path

from rseqct.bisect import prebuilt, step, tree
from rseqct.cases import manifest
from rseqct.cases.manifest import Case
from rseqct.kernels.build import KernelTree, read_options
from rseqct.kernels.names import DebianName, our_arch
from rseqct.machines.accelerator import emulator_version
from rseqct.machines.machine import Machine
from rseqct.running.session import LIMIT_S
from rseqct.support.cache import cache_directory
from rseqct.support.places import build_directory, source_directory
from rseqct.support.quantities import positive, seconds
from rseqct.support.tools import need
from rseqct.targets import where
from rseqct.targets.where import GuestOptions


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Its options."""
    add_shared(parser)
    parser.add_argument("--good", required=True, metavar="K",
                        help="a kernel on which the case passes, such as debian:6.18.15; with --tree, a revision")
    parser.add_argument("--bad", required=True, metavar="K", help="a kernel on which it fails; with --tree, a revision")
    parser.add_argument("--tree", type=Path, metavar="PATH",
                        help="a git tree of Linux, to find the commit; without it, the kernel among Debian's")
    parser.add_argument("--restart", action="store_true", help="forget what an interrupted bisection has found")
    parser.set_defaults(command=run)


def add_shared(parser: argparse.ArgumentParser) -> None:
    """The options of a step, which `rseqct bisect` hands on."""
    parser.add_argument("case", metavar="CASE", help="a case's id, with or without an ABI: abort.on_signal[i386]")
    parser.add_argument("--find-fix", action="store_true", help="find the fix instead: bad is older than good")
    parser.add_argument("--runs", type=positive, default=1, metavar="N",
                        help="run the case N times on each kernel, if it does not fail each time; one failure makes a "
                        "kernel bad")
    parser.add_argument("--limit", type=seconds, default=LIMIT_S, metavar="SECONDS", help="limit of one run "
                        f"(default: {LIMIT_S:.0f})")
    for option in where.SHAPE:
        option.add(parser.add_argument)
    parser.add_argument("--with", dest="options", action="append", default=[], metavar="OPTION[=VALUE]",
                        help="configuration option to set in a kernel that is built, such as RSEQ_SLICE_EXTENSION")
    parser.add_argument("--output", type=Path, metavar="DIR", help="where to build (default: in the cache)")
    parser.add_argument("--jobs", type=positive, default=os.cpu_count() or 1, metavar="N",
                        help="parallel jobs of make (default: as many as CPUs)")


def run(arguments: argparse.Namespace) -> int:
    """Bisects; returns the exit status. Raises RseqctError."""
    build, source = build_directory().absolute(), source_directory()
    arch = _arch(arguments, build)
    if arguments.tree is None:
        arch = DebianName.parse(arguments.bad.removeprefix("debian:"), arch).arch
    emulator_version(Machine.read(arch, source))      # before anything is fetched, checked out or built
    if arguments.tree is None:
        case = _case(build, arguments.case, arch)
        what = prebuilt.Wanted(case, arguments.good, arguments.bad, arguments.find_fix, arguments.runs,
                               arguments.limit, _guest(arguments, arch))
        return prebuilt.Prebuilt(build, what, arguments.restart).run()
    wanted_step = wanted(arguments, build)
    need("git")
    KernelTree(wanted_step.tree, wanted_step.output, Machine.read(arch, source), source).need()
    words = [*step.words(wanted_step.case, wanted_step.guest, arguments.runs, arguments.limit, arguments.find_fix),
             "--output", str(wanted_step.output), "--jobs", str(arguments.jobs),
             *(f"--with={option}" for option in arguments.options)]
    return tree.bisect(arguments.tree.absolute(), arguments.good, arguments.bad, wanted_step, words, build, source)


def wanted(arguments: argparse.Namespace, build: Path) -> step.Step:
    """The step that the options describe, for a build tree; raises RseqctError."""
    arch = _arch(arguments, build)
    case = _case(build, arguments.case, arch)
    output = arguments.output or cache_directory() / "builds" / f"bisect-{arch}"
    return step.Step(case, arguments.tree.absolute(), output.absolute(), _guest(arguments, arch),
                     read_options(arguments.options), getattr(arguments, "symptom", ""), arguments.find_fix,
                     arguments.runs, arguments.limit, arguments.jobs)


def _arch(arguments: argparse.Namespace, build: Path) -> str:
    """The kernel's architecture: as named, or this machine's where its kernel runs any case of the build, or the
    build's."""
    if arguments.arch:
        return our_arch(arguments.arch)
    here, built = our_arch(platform.machine()), manifest.read(build / "manifest.json")
    return here if any(case.abi == here for case in built.cases) else built.native or here


def _guest(arguments: argparse.Namespace, arch: str) -> GuestOptions:
    return GuestOptions("", arch, None, where.shape(lambda name: getattr(arguments, name)))


def _case(build: Path, name: str, arch: str) -> Case:
    return prebuilt.case_of(manifest.read(build / "manifest.json").cases, name, arch)


def regex(text: str) -> str:
    """A regular expression, for argparse."""
    try:
        re.compile(text)
    except re.error as error:      # said before a kernel is built, not after each
        raise argparse.ArgumentTypeError(f"invalid regular expression '{text}': {error}") from None
    return text
