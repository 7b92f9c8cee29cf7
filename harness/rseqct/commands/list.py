# SPDX-License-Identifier: MIT
"""`rseqct list`: the cases of the build tree."""

from __future__ import annotations

import argparse

from rseqct.cases import manifest
from rseqct.errors import Exit
from rseqct.support.places import build_directory


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Its options."""
    parser.add_argument("cases", nargs="*", metavar="CASE", help="ids, areas or globs; default: all")
    parser.add_argument("--requirements", action="store_true", help="show also the requirements that each cites")
    parser.set_defaults(command=run)


def run(arguments: argparse.Namespace) -> int:
    """Prints a line for each case; returns the exit status. Raises RseqctError."""
    cases = manifest.read(build_directory() / "manifest.json").cases
    for case in manifest.select(cases, arguments.cases, []):
        print(case.key + (f"  {' '.join(case.verifies)}" if arguments.requirements else ""))
    return Exit.OK
