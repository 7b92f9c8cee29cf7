# SPDX-License-Identifier: MIT
"""The command-line tool `rseqct`: its subcommands, and how their errors come out."""

from __future__ import annotations

import argparse
import functools
import gc
import importlib
import os
import sys
from collections.abc import Callable
from typing import Any, NoReturn

from rseqct.errors import Exit, RseqctError
from rseqct.support.places import source_directory, suite_version

Command = Callable[[argparse.Namespace], int]
Fill = Callable[[argparse.ArgumentParser], None]

# Each is a module of this package, with a hyphen for an underscore.
_COMMANDS = {
    "run": "run cases and judge what they saw",
    "list": "list the cases, or the requirements that they cite",
    "why": "explain a verdict: requirement, range, feature, facts, bug",
    "judge": "judge stored results again, without running anything",
    "new": "start a new case: write its file, with guidance in comments",
    "compare": "show what changed between two kernels",
    "matrix": "show requirements by kernels",
    "keep": "store results compactly in expected/results",
    "coverage": "count requirements and cases, and say which have none and why",
    "bisect": "find the kernel or the commit that broke or fixed a case",
    "bisect-step": "one step of `git bisect run`: build, boot, run a case",
    "bundle": "pack the built suite into one archive that runs without this tree",
    "kernels": "manage the kernels to boot: list, fetch, show, build, prune",
    "lint": "check that cases, catalogue and ledger agree",
}
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
    except Exception:      # our own defect says nothing about a kernel
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
        gc.enable()      # see catalogue.py


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="rseqct", description="A conformance test suite for Linux rseq(2).",
                     epilog="Exit status: 0 all as promised, 1 a broken promise, 2 an error of the suite, "
                     "3 a case that never ran, 4 wrong usage, 5 no case selected.")
    parser.add_argument("--version", action="store_true", help="show the suite's version and commit, as runs record it")
    parser.set_defaults(command=lambda arguments: _alone(parser, arguments))
    commands = parser.add_subparsers(metavar="COMMAND", parser_class=_Parser)
    for name, text in _COMMANDS.items():
        sub = commands.add_parser(name, help=text, allow_abbrev=False, description=text[0].upper() + text[1:] + ".")
        sub.fill = functools.partial(_fill, name.replace("-", "_"))
    return parser


def _fill(module: str, parser: argparse.ArgumentParser) -> None:
    """Adds the options of a command, which its module knows."""
    importlib.import_module(f"rseqct.commands.{module}").add_arguments(parser)


def _alone(parser: argparse.ArgumentParser, arguments: argparse.Namespace) -> int:
    """Without a command: the version, or the help. The help's status is not 0, which says that all is as promised."""
    if arguments.version:
        print(f"rseqct {suite_version(source_directory())}")
        return Exit.OK
    parser.print_help()
    return Exit.USAGE
