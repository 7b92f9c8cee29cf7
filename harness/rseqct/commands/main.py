# SPDX-License-Identifier: MIT
"""The command-line tool `rseqct`: its subcommands, and how their errors come out."""

from __future__ import annotations

import argparse
import gc
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from rseqct.errors import Exit, RseqctError
from rseqct.support.places import build_directory, shown, source_directory, suite_version

if TYPE_CHECKING:
    from rseqct.catalogue.expected import Expected

Command = Callable[[argparse.Namespace], int]
Fill = Callable[[argparse.ArgumentParser], None]

_PACKAGES = {"jinja2": "python3-jinja2", "jsonschema": "python3-jsonschema", "pytest": "python3-pytest"}


class _Parser(argparse.ArgumentParser):
    """An argument parser whose errors have our exit status and one line. `fill` adds its arguments when it is used:
    what they need may be slow to import."""

    fill: Fill | None = None

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> Any:
        """Reads the words of a command line, as argparse does."""
        fill, self.fill = self.fill, None
        if fill is not None:
            fill(self)
        return super().parse_known_args(args, namespace)

    def error(self, message: str) -> NoReturn:
        raise RseqctError(f"{message}; see `{self.prog} --help`", Exit.USAGE)


def main(arguments: list[str] | None = None) -> int:
    """Runs one subcommand; returns the exit status. Whatever goes wrong is one line on stderr."""
    words = sys.argv[1:] if arguments is None else arguments
    if words[:1] != ["bisect-step"]:
        return _main(words)
    from rseqct.bisect.step import CANNOT_TELL
    # To git any other status up to 127 says that the commit is bad, and a greater one ends the bisection.
    try:
        status = _main(words)
    except Exception:      # a defect of ours says nothing about a kernel
        import traceback
        traceback.print_exc()
        status = Exit.ERROR
    return status if status in (0, 1, CANNOT_TELL) else CANNOT_TELL


def _main(arguments: list[str]) -> int:
    try:
        options = _parser().parse_args(arguments)
        command: Command = options.command
        status = command(options)
        sys.stdout.flush()
        return status
    except RseqctError as error:
        print(f"rseqct: {error}", file=sys.stderr)
        return error.status
    except KeyboardInterrupt:
        print("rseqct: interrupted", file=sys.stderr)
        return Exit.INTERRUPTED
    except BrokenPipeError:       # the reader has seen enough, as `head` does
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return Exit.OK
    except OSError as error:
        where = f"{error.filename}: " if error.filename is not None else ""
        print(f"rseqct: {where}{error.strerror or error}", file=sys.stderr)
        return Exit.ERROR
    except ImportError as error:
        module = getattr(error.__cause__ or error, "name", None)      # pytest wraps what a plugin of its lacks
        if module not in _PACKAGES:
            raise
        print(f"rseqct: {module} is not installed; on Debian: apt install {_PACKAGES[module]}", file=sys.stderr)
        return Exit.USAGE
    finally:
        gc.enable()      # see _catalogue


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="rseqct", description="A conformance test suite for Linux rseq(2).",
                     epilog="Exit status: 0 all as promised, 1 a broken promise, 2 an error of the suite, "
                     "3 a case that never ran, 4 wrong usage, 5 no case selected.")
    parser.add_argument("--version", action="store_true", help="show the suite's version and commit, as runs record it")
    parser.set_defaults(command=lambda arguments: _alone(parser, arguments))
    commands = parser.add_subparsers(metavar="COMMAND", parser_class=_Parser)

    def add(name: str, command: Command | None, text: str) -> _Parser:
        sub = commands.add_parser(name, help=text, allow_abbrev=False,
                                  description=text[0].upper() + text[1:] + ".")
        sub.set_defaults(command=command)
        return sub

    add("run", None, "run cases and judge what they saw").fill = _add_run
    sub = add("list", _list, "list the cases, or the requirements that they cite")
    sub.add_argument("cases", nargs="*", metavar="CASE", help="ids, areas or globs; default: all")
    sub.add_argument("--requirements", action="store_true", help="show also the requirements that each cites")
    sub = add("why", _why, "explain a verdict: requirement, range, feature, facts, bug")
    sub.add_argument("case", metavar="CASE", help="the id of a case or of a requirement")
    sub.add_argument("--results", type=Path, metavar="FILE",
                     help="results.json (default: the newest of this build)")
    sub.add_argument("--as", dest="as_release", metavar="RELEASE", help="judge by another kernel release")
    sub = add("judge", _judge, "judge stored results again, without running anything")
    sub.add_argument("files", nargs="+", type=Path, metavar="FILE", help="results.json")
    sub.add_argument("--as", dest="as_release", metavar="RELEASE", help="judge by another kernel release")
    sub.add_argument("-v", dest="verbose", action="store_true", help="print a line for each case")
    sub.add_argument("--mail", action="store_true", help="print a report for a mail: plain, narrow, only what is red")
    sub = add("new", _new, "start a new case: write its file, with guidance in comments")
    sub.add_argument("case", metavar="AREA.CLAIM", help="its id, such as unregister.wrong_signature")
    sub.add_argument("--requirement", metavar="ID",
                     help="what it verifies (default: made from the case's id)")
    sub.add_argument("--source", type=Path, default=source_directory(), metavar="DIR", help="source tree")
    sub = add("compare", _compare, "show what changed between two kernels")
    for name in ("before", "after"):
        sub.add_argument(name, metavar=name.upper(), help="results.json, or a kernel that has results: "
                         "6.19.14, debian:7.3, a glob of releases")
    sub = add("matrix", _matrix, "show requirements by kernels")
    sub.add_argument("files", nargs="*", type=Path, metavar="FILE",
                     help="results.json (default: those kept in expected/results)")
    sub.add_argument("--json", type=Path, metavar="FILE", help="write matrix.json")
    sub.add_argument("--html", type=Path, metavar="FILE", help="write one self-contained HTML page")
    sub = add("keep", _keep, "store results compactly in expected/results")
    sub.add_argument("files", nargs="+", type=Path, metavar="FILE", help="results.json")
    sub = add("coverage", _coverage, "count requirements and cases, and say which have none and why")
    sub.add_argument("--ids", type=Path, metavar="FILE",
                     help="a file whose lines begin with ids ('ABT-006 | …'); list those that no requirement names")
    add("bisect", None, "find the kernel or the commit that broke or fixed a case").fill = _add_bisect
    add("bisect-step", None, "one step of `git bisect run`: build, boot, run a case").fill = _add_step
    sub = add("bundle", _bundle, "pack the built suite into one archive that runs without this tree")
    sub.add_argument("--arch", metavar="ARCH", help="architecture (default: this build tree's)")
    sub.add_argument("--output", type=Path, metavar="FILE", help="the archive (default: rseq-conformance-ARCH.tar.gz)")
    add("kernels", None, "manage the kernels to boot: list, fetch, show, build, prune").fill = _add_kernels
    sub = add("lint", _lint, "check that cases, catalogue and ledger agree")
    sub.add_argument("--source", type=Path, default=source_directory(), metavar="DIR", help="source tree")
    return parser


def _add_run(parser: argparse.ArgumentParser) -> None:
    from rseqct.commands import run
    run.add_arguments(parser)
    parser.set_defaults(command=run.run)


def _add_bisect(parser: argparse.ArgumentParser) -> None:
    from rseqct.commands.bisect import add_bisect
    add_bisect(parser)


def _add_step(parser: argparse.ArgumentParser) -> None:
    from rseqct.commands.bisect import add_step
    add_step(parser)


def _add_kernels(parser: argparse.ArgumentParser) -> None:
    from rseqct.commands.kernels import add_arguments
    add_arguments(parser)


def _catalogue() -> Expected:
    """What this source tree expects, for a command that judges results: many objects, of which none is garbage, so that
    looking for it takes a third of the time."""
    from rseqct.catalogue import expected
    gc.disable()
    return expected.load(source_directory() / "expected")


def _alone(parser: argparse.ArgumentParser, arguments: argparse.Namespace) -> int:
    """Without a command: the version, or the help. The help's status is not 0, which says that all is as promised."""
    if arguments.version:
        print(f"rseqct {suite_version(source_directory())}")
        return Exit.OK
    parser.print_help()
    return Exit.USAGE


def _list(arguments: argparse.Namespace) -> int:
    from rseqct.cases import manifest
    cases = manifest.read(build_directory() / "manifest.json").cases
    for case in manifest.select(cases, arguments.cases, []):
        print(case.key + (f"  {' '.join(case.verifies)}" if arguments.requirements else ""))
    return Exit.OK


def _coverage(arguments: argparse.Namespace) -> int:
    from rseqct.audit import coverage
    print("\n".join(coverage.describe(build_directory(), arguments.ids)))
    return Exit.OK


def _why(arguments: argparse.Namespace) -> int:
    from rseqct.commands import why
    print("\n".join(why.explain(build_directory(), arguments.case, arguments.results, arguments.as_release)))
    return Exit.OK


def _judge(arguments: argparse.Namespace) -> int:
    from rseqct.reports import console
    from rseqct.results import history, kept, results
    catalogue = _catalogue()
    style = console.style_for(sys.stdout, arguments.mail)
    status = Exit.OK
    for path in arguments.files:
        judged = results.rejudge(kept.read(path), catalogue, arguments.as_release)
        if arguments.verbose:
            print("\n".join(console.line(record, style) for record in judged.records))
        passed = console.Context(history.passed_on(source_directory(), judged.records))
        print(console.render(judged, catalogue, style, passed), end="")
        status = status or judged.status()
    return status


def _compare(arguments: argparse.Namespace) -> int:
    from rseqct.reports import compare
    catalogue = _catalogue()
    found = [compare.find(name, source_directory(), build_directory(), catalogue)
             for name in (arguments.before, arguments.after)]
    for title, (path, _) in zip(("before", "after"), found):
        print(f"{title:<7} {shown(path)}")
    comparison = compare.compare(*(whole for _, whole in found))
    print(compare.render(comparison), end="")
    return comparison.status()


def _matrix(arguments: argparse.Namespace) -> int:
    import json

    from rseqct.reports import matrix
    from rseqct.results import kept, results
    from rseqct.support.files import write_atomically
    if arguments.html:      # its library is slow to import, or not installed
        from rseqct.reports import page
    catalogue = _catalogue()
    files = arguments.files or kept.files(source_directory())
    if not files:
        raise RseqctError("expected/results holds no results; name result files, or make some with ci/matrix",
                          Exit.NOTHING)
    made = matrix.make([results.rejudge(kept.read(path), catalogue) for path in files], catalogue)
    if arguments.json:
        text = json.dumps(matrix.to_json(made), indent=1, ensure_ascii=False)
        write_atomically(arguments.json, text + "\n")
    if arguments.html:
        write_atomically(arguments.html, page.html(made))
    if not arguments.json and not arguments.html:
        print(matrix.text(made), end="")
    return Exit.OK


def _keep(arguments: argparse.Namespace) -> int:
    from rseqct.results import kept, results
    from rseqct.targets import where
    from rseqct.judging.verdicts import State
    catalogue = _catalogue()
    for path in arguments.files:
        whole = results.rejudge(kept.read(path), catalogue)
        if not kept.committed(whole):
            raise RseqctError(f"{path}: not kept: the suite that ran is '{whole.run.suite}', which is not a commit; "
                              "commit or remove every change, build, and run again", Exit.USAGE)
        untold = [record for record in whole.records
                  if record.judgement.red and record.judgement.meaning.state is State.UNTOLD]
        if untold or whole.run.interrupted:
            raise RseqctError(f"{path}: not kept: {len(untold) or 'some'} cases have no verdict on the kernel; "
                              "run them again", Exit.USAGE)
        name = where.name_of(whole.facts)
        if absent := kept.absent(source_directory(), name, whole):
            raise RseqctError(f"{path}: not kept: {len(absent)} of the cases are not in it, such as {absent[0]}; run "
                              "all of them, without CASE, -k, -x and --abi", Exit.USAGE)
        print(kept.write(source_directory(), name, whole, catalogue))
    return Exit.OK


def _bundle(arguments: argparse.Namespace) -> int:
    from rseqct.commands import bundle
    print(bundle.make(arguments.arch, arguments.output))
    return Exit.OK


def _new(arguments: argparse.Namespace) -> int:
    from rseqct.commands import new
    print(new.create(arguments.source, arguments.case, arguments.requirement))
    return Exit.OK


def _lint(arguments: argparse.Namespace) -> int:
    from rseqct.audit import lint
    complaints = lint.complaints(arguments.source)
    for complaint in complaints:
        print(complaint)
    print(f"lint: {len(complaints)} complaint{'s' * (len(complaints) != 1)}" if complaints else "lint: clean")
    return Exit.FAIL if complaints else Exit.OK
