# SPDX-License-Identifier: MIT
"""`rseqct coverage`: how many requirements have cases, and why the others have none."""

from __future__ import annotations

import argparse
from pathlib import Path

from rseqct.audit import coverage
from rseqct.errors import Exit
from rseqct.support.places import build_directory


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Its options."""
    parser.add_argument("--ids", type=Path, metavar="FILE",
                        help="a file whose lines begin with ids ('ABT-006 | …'); list those that no requirement names")
    parser.set_defaults(command=run)


def run(arguments: argparse.Namespace) -> int:
    """Prints the counts; returns the exit status. Raises RseqctError."""
    print("\n".join(coverage.describe(build_directory(), arguments.ids)))
    return Exit.OK
