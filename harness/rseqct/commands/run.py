# SPDX-License-Identifier: MIT
"""`rseqct run`: pytest in this process, with our defaults, our report and our exit statuses."""

from __future__ import annotations

import argparse
import contextlib
import io
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NoReturn

from rseqct.cases import manifest
from rseqct.cases.manifest import select
from rseqct.errors import Exit, RseqctError
from rseqct.plugin import options as plugin_options
from rseqct.reports.console import style_for
from rseqct.support import options
from rseqct.support.options import option
from rseqct.support.places import build_directory
from rseqct.support.quantities import positive
from rseqct.support.tools import need
from rseqct.targets import where

_HERE = (
    option("-k", dest="keyword", metavar="EXPR", help="only cases whose name matches, as in pytest"),
    option("-x", dest="first", action="store_true", help="stop at the first red case"),
    option("-v", dest="verbose", action="store_true", help="print a line for each case"),
    option("--mail", action="store_true", help="print a report for a mail: plain, narrow, only what is red"))


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of `rseqct run`."""
    parser.add_argument("cases", nargs="*", metavar="CASE",
                        help="ids (unregister.wrong_signature), areas (unregister) or globs ('abort.*')")
    for each in (*_HERE, *plugin_options.SHARED):
        each.add(parser.add_argument)
    parser.add_argument("-n", dest="workers", metavar="N",
                        help="run N cases at a time; with --kernel, start N guests; auto: one for each CPU, or a guest "
                        "for every two (default: 1; with --kernel: auto)")
    parser.add_argument("--collect-only", action="store_true",
                        help="show which cases would run, and run none")
    parser.add_argument("--fleet", metavar="NAME",
                        help="boot every kernel of a fleet of expected/kernels.toml; all: of the whole file")
    parser.add_argument("--jobs", type=positive, metavar="N", help="boot N kernels at a time")
    parser.add_argument("--resume", action="store_true",
                        help="of several kernels, leave out those that this version of the suite has run to the end")
    parser.add_argument("--gdb", action="store_true", help="run one named case under gdb")
    parser.set_defaults(command=run)


def run(arguments: argparse.Namespace) -> int:
    """Runs the cases and prints the report; returns the exit status, see docs/formats.md. Raises RseqctError."""
    several = bool(arguments.fleet) or len(arguments.kernel) > 1
    for complaint in _misuse(arguments, several):
        raise RseqctError(complaint, Exit.USAGE)
    if several:
        from rseqct.running import fleet      # slow to import, and only needed here
        return fleet.run(arguments, _words(arguments))
    build = build_directory().absolute()
    workers = _at_a_time(arguments.workers, bool(arguments.kernel))
    chosen = select(manifest.read(build / "manifest.json").cases, arguments.cases, arguments.abi)
    if arguments.gdb:
        if len({case.id for case in chosen}) != 1:
            raise RseqctError("--gdb runs one case; name it", Exit.USAGE)
        _gdb(build / chosen[0].binary)
    return _pytest(build, arguments, workers)


def _at_a_time(workers: str | None, guest: bool) -> int | None:
    """How many cases run at a time, as -n says; raises RseqctError."""
    if workers is None or workers == "auto":
        return None if guest or workers is None else len(os.sched_getaffinity(0))
    try:
        return positive(workers)
    except (ValueError, argparse.ArgumentTypeError):
        raise RseqctError(f"-n {workers}: expected a number, or auto", Exit.USAGE) from None


def _misuse(arguments: argparse.Namespace, several: bool) -> Iterator[str]:
    """The options that do not go together, each in one line with its remedy."""
    yield from where.misuse(vars(arguments).__getitem__, bool(arguments.workers), several)
    if arguments.gdb and (several or arguments.kernel or arguments.target != "local"):
        yield "--gdb is for the running kernel; leave out --kernel, --fleet and --target"
    if arguments.resume and not several:
        yield "--resume is for several kernels (--fleet); leave it out"
    if arguments.resume and arguments.keyword:
        yield "--resume cannot know what -k selects; name the cases"
    if several and arguments.collect_only:
        yield "--collect-only shows the cases of one build tree; leave out the kernels, for each runs the same"
    for name, file in (("junit", "junit.xml"), ("ktap", "results.ktap")):
        if several and getattr(arguments, name):
            yield f"--{name} is one file, for one kernel; of several each has a {file} below --results DIR"


def _pytest(build: Path, arguments: argparse.Namespace, workers: int | None) -> int:
    import pytest      # slow to import, and only needed here

    from rseqct.plugin.reporter import Reporter
    reporter = Reporter(style_for(sys.stdout, arguments.mail), arguments.verbose)
    said = io.StringIO()      # pytest's own errors, to be said our way
    with _nobodys_pytest(), contextlib.redirect_stderr(said):
        status = int(pytest.main(_pytest_words(build, arguments, workers), [reporter]))
    if reporter.error is not None:
        raise reporter.error
    for complaint in filter(None, said.getvalue().splitlines() + reporter.complaints):
        print(f"rseqct: {complaint.removeprefix('ERROR: ')}", file=sys.stderr)
    run = reporter.run
    if run is not None and run.interrupted:
        return Exit.INTERRUPTED
    if status == pytest.ExitCode.USAGE_ERROR:
        return Exit.USAGE
    if status == pytest.ExitCode.INTERNAL_ERROR:
        return Exit.MISS
    if arguments.collect_only:
        return status if status in (Exit.OK, Exit.NOTHING) else Exit.ERROR
    if status == pytest.ExitCode.NO_TESTS_COLLECTED:
        raise RseqctError("no case is selected; `rseqct list` shows them all", Exit.NOTHING)
    if reporter.complaints or run is None or run.results is None:
        return Exit.ERROR
    if len(run.records) < len(run.selected) and not arguments.first:
        return run.results.status() or Exit.MISS
    return run.results.status()


@contextlib.contextmanager
def _nobodys_pytest() -> Iterator[None]:
    """Keeps pytest from reading options and loading plugins of the user's."""
    before = dict(os.environ)
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    os.environ.pop("PYTEST_ADDOPTS", None)
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)


def _pytest_words(build: Path, arguments: argparse.Namespace, workers: int | None) -> list[str]:
    """pytest's command line: nothing of the user's own configuration, and the options with the plugin's prefix."""
    given = {**vars(arguments), "build": str(build), "case": arguments.cases, "at_a_time": workers}
    words = ["-p", "rseqct.plugin.plugin", "-p", "no:cacheprovider", "-c", os.devnull, "--rootdir", str(build),
             "--capture=no", "--noconftest", "-W", "ignore",
             *options.words(plugin_options.OPTIONS, lambda dest: given[dest.partition("_")[2]])]
    if arguments.keyword:
        words += ["-k", arguments.keyword]
    words += ["-x"] * arguments.first
    words += ["--collect-only", "-q"] if arguments.collect_only else ["-p", "no:terminal"]
    return [*words, str(build / "manifest.json")]


def _words(arguments: argparse.Namespace) -> list[str]:
    """The command line for one kernel of several: all but what names kernels, and where results go."""
    given: dict[str, Any] = {**vars(arguments), "kernel": [], "results": None}
    if arguments.fleet:      # each of its kernels names its own
        given["arch"] = None
    return [*arguments.cases, *options.words((*_HERE, *plugin_options.SHARED), given.__getitem__)]


def _gdb(binary: Path) -> NoReturn:
    need("gdb")
    tunables = [os.environ.get("GLIBC_TUNABLES", ""), "glibc.pthread.rseq=0"]
    os.environ["GLIBC_TUNABLES"] = ":".join(filter(None, tunables))     # or it would execute itself again
    os.execvp("gdb", ["gdb", "--args", str(binary)])
