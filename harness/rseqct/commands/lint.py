# SPDX-License-Identifier: MIT
"""`rseqct lint`: whether cases, catalogue and ledger agree."""

from __future__ import annotations

import argparse
from pathlib import Path

from rseqct.audit import lint
from rseqct.errors import Exit
from rseqct.support.places import source_directory


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Its options."""
    parser.add_argument("--source", type=Path, default=source_directory(), metavar="DIR", help="source tree")
    parser.set_defaults(command=run)


def run(arguments: argparse.Namespace) -> int:
    """Prints a line for each complaint; returns the exit status. Raises RseqctError."""
    complaints = lint.complaints(arguments.source)
    for complaint in complaints:
        print(complaint)
    print(f"lint: {len(complaints)} complaint{'s' * (len(complaints) != 1)}" if complaints else "lint: clean")
    return Exit.FAIL if complaints else Exit.OK
