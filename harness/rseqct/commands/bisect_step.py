# SPDX-License-Identifier: MIT
"""`rseqct bisect-step`: one step of `git bisect run`."""

from __future__ import annotations

import argparse
from pathlib import Path

from rseqct.bisect import step
from rseqct.commands import bisect
from rseqct.support.places import build_directory, source_directory


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Its options."""
    bisect.add_shared(parser)
    parser.add_argument("--tree", type=Path, default=Path("."), metavar="PATH", help="the kernel tree (default: here)")
    parser.add_argument("--symptom", type=bisect.regex, default="", metavar="REGEX",
                        help="only a failure whose text matches is bad; with any other the step cannot tell")
    parser.set_defaults(command=run)


def run(arguments: argparse.Namespace) -> int:
    """Builds, boots and runs the case; returns what `git bisect run` takes. Raises RseqctError."""
    build = build_directory().absolute()
    return step.step(bisect.wanted(arguments, build), build, source_directory())
