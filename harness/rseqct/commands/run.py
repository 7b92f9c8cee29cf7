# SPDX-License-Identifier: MIT
"""`rseqct run`: pytest in this process, with our defaults, our report and our exit statuses."""

from __future__ import annotations

import argparse
import contextlib
import io
import os
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import NoReturn

from rseqct.cases import manifest
from rseqct.cases.manifest import select
from rseqct.errors import Exit, RseqctError
from rseqct.reports.console import style_for
from rseqct.running import session
from rseqct.running.session import Options, Session
from rseqct.support.places import build_directory
from rseqct.support.quantities import positive
from rseqct.support.tools import need
from rseqct.targets import where

_UNUSED = ("cacheprovider", "doctest", "unittest", "nose", "pastebin", "stepwise", "setupplan", "setuponly",
           "recwarn", "monkeypatch", "tmpdir", "debugging", "legacypath", "threadexception",
           "unraisableexception", "logging", "faulthandler")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of `rseqct run`."""
    parser.add_argument("cases", nargs="*", metavar="CASE",
                        help="ids (unregister.wrong_signature), areas (unregister) or globs ('abort.*')")
    parser.add_argument("-k", dest="keyword", metavar="EXPR",
                        help="only cases whose name matches, as in pytest")
    parser.add_argument("-n", dest="workers", metavar="N",
                        help="run N cases at a time; with --kernel, start N guests; auto: one for each CPU, or a guest "
                        "for every two (default: 1; with --kernel: auto)")
    parser.add_argument("-x", dest="first", action="store_true", help="stop at the first red case")
    parser.add_argument("-v", dest="verbose", action="store_true", help="print a line for each case")
    parser.add_argument("--collect-only", action="store_true",
                        help="show which cases would run, and run none")
    session.add_arguments(parser.add_argument)
    parser.add_argument("--fleet", metavar="NAME",
                        help="boot every kernel of a fleet of expected/kernels.toml; all: of the whole file")
    parser.add_argument("--jobs", type=positive, metavar="N", help="boot N kernels at a time")
    parser.add_argument("--resume", action="store_true",
                        help="of several kernels, leave out those that this version of the suite has run to the end")
    parser.add_argument("--results", metavar="DIR",
                        help="where results go (default: results/ in the build tree)")
    parser.add_argument("--junit", "--junitxml", metavar="FILE", help="write JUnit XML here too")
    parser.add_argument("--ktap", metavar="FILE", help="write KTAP here too")
    parser.add_argument("--mail", action="store_true",
                        help="print a report for a mail: plain, narrow, only what is red")
    parser.add_argument("--gdb", action="store_true", help="run one named case under gdb")
    parser.set_defaults(command=run)


def run(arguments: argparse.Namespace) -> int:
    """Runs the cases and prints the report; returns the exit status (DESIGN 7). Raises RseqctError."""
    several = bool(arguments.fleet) or len(arguments.kernel) > 1
    for complaint in _misuse(arguments, several):
        raise RseqctError(complaint, Exit.USAGE)
    if several:
        from rseqct.running import fleet      # slow to import, and only needed here
        return fleet.run(arguments, _words(arguments))
    build = build_directory().absolute()
    options = Options.of(vars(arguments).__getitem__)
    options = replace(options, at_a_time=_at_a_time(arguments.workers, options.guest is not None))
    cases = manifest.read(build / "manifest.json")
    chosen = select(cases.cases, arguments.cases, arguments.abi)
    if arguments.gdb:
        if len({case.id for case in chosen}) != 1:
            raise RseqctError("--gdb runs one case; name it", Exit.USAGE)
        _gdb(build / chosen[0].binary)
    options = replace(options, only=frozenset(case.id for case in chosen))
    with contextlib.closing(Session(build, options, cases=cases)) as opened:
        return _pytest(opened, arguments)


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


def _pytest(opened: Session, arguments: argparse.Namespace) -> int:
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    os.environ.pop("PYTEST_ADDOPTS", None)
    import pytest      # slow to import, and only needed here

    from rseqct.plugin.hooks import hook
    from rseqct.plugin.plugin import RUN, Run
    from rseqct.plugin.reporter import Reporter
    reporter = Reporter(style_for(sys.stdout, arguments.mail), arguments.verbose)
    ours = Run(opened, arguments.cases)

    class Given:
        """Hands the open session to the plugin."""

        @hook(tryfirst=True)
        def pytest_configure(self, config: pytest.Config) -> None:
            config.stash[RUN] = ours

    said = io.StringIO()      # pytest's own errors, to be said our way
    with contextlib.redirect_stderr(said):
        status = int(pytest.main(_pytest_arguments(opened.build, arguments), [Given(), reporter]))
    for complaint in filter(None, said.getvalue().splitlines() + reporter.complaints):
        print(f"rseqct: {complaint.removeprefix('ERROR: ').removeprefix('rseqct: ')}", file=sys.stderr)
    if ours.error is not None:
        raise ours.error
    if ours.interrupted:
        return Exit.INTERRUPTED
    if status == pytest.ExitCode.USAGE_ERROR:
        return Exit.USAGE
    if status == pytest.ExitCode.INTERNAL_ERROR:
        return Exit.MISS
    if arguments.collect_only:
        return status if status in (Exit.OK, Exit.NOTHING) else Exit.ERROR
    if status == pytest.ExitCode.NO_TESTS_COLLECTED:
        raise RseqctError("no case is selected; `rseqct list` shows them all", Exit.NOTHING)
    if reporter.complaints or ours.results is None:
        return Exit.ERROR
    if len(ours.records) < len(ours.selected) and not arguments.first:
        return ours.results.status() or Exit.MISS
    return ours.results.status()


def _pytest_arguments(build: Path, arguments: argparse.Namespace) -> list[str]:
    words = ["-p", "rseqct.plugin.plugin", "-c", os.devnull, "--rootdir", str(build), "--build", str(build),
             "--capture=no", "--noconftest", "-W", "ignore"]
    for plugin in _UNUSED:
        words += ["-p", f"no:{plugin}"]
    for name in ("target", "results", "junit", "ktap"):
        if getattr(arguments, name):
            words += [f"--{name}", str(getattr(arguments, name))]
    for abi in arguments.abi:
        words += ["--abi", abi]
    for case in arguments.cases:
        words += ["--case", case]
    words += ["--repeat", str(arguments.repeat), "--limit", str(arguments.limit)]
    if arguments.as_release:
        words += ["--as", arguments.as_release]
    if arguments.soak is not None:
        words += ["--soak", str(arguments.soak)]
    if arguments.keyword:
        words += ["-k", arguments.keyword]
    if arguments.first:
        words.append("-x")
    if arguments.collect_only:
        words += ["--collect-only", "-q"]
    return [*words, str(build / "manifest.json")]


def _words(arguments: argparse.Namespace) -> list[str]:
    """The command line for one kernel of several: all but what names kernels, and where results go."""
    guest = where.GuestOptions("", None if arguments.fleet else arguments.arch, arguments.kernel_config,
                               where.shape(lambda name: getattr(arguments, name)))
    words = [*arguments.cases, "--repeat", str(arguments.repeat), "--limit", str(arguments.limit), *where.words(guest),
             *(f"--abi={abi}" for abi in arguments.abi)]
    for name, option in (("as_release", "--as"), ("keyword", "-k"), ("soak", "--soak")):
        if getattr(arguments, name):
            words += [option, str(getattr(arguments, name))]
    for name, option in (("first", "-x"), ("verbose", "-v"), ("mail", "--mail")):
        words += [option] * getattr(arguments, name)
    return words


def _gdb(binary: Path) -> NoReturn:
    need("gdb")
    tunables = [os.environ.get("GLIBC_TUNABLES", ""), "glibc.pthread.rseq=0"]
    os.environ["GLIBC_TUNABLES"] = ":".join(filter(None, tunables))     # or it would execute itself again
    os.execvp("gdb", ["gdb", "--args", str(binary)])
