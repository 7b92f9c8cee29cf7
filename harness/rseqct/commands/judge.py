# SPDX-License-Identifier: MIT
"""`rseqct judge`: stored results, judged by the catalogue and the ledger of today."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from rseqct.commands import catalogue
from rseqct.errors import Exit
from rseqct.reports import console
from rseqct.results import history, kept, results
from rseqct.support.places import source_directory


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Its options."""
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help="results.json")
    parser.add_argument("--as", dest="as_release", metavar="RELEASE", help="judge by another kernel release")
    parser.add_argument("-v", dest="verbose", action="store_true", help="print a line for each case")
    parser.add_argument("--mail", action="store_true",
                        help="print a report for a mail: plain, narrow, only what is red")
    parser.set_defaults(command=run)


def run(arguments: argparse.Namespace) -> int:
    """Prints the report of each file; returns the exit status of the first that is not green. Raises RseqctError."""
    expected = catalogue.load()
    style = console.style_for(sys.stdout, arguments.mail)
    status = Exit.OK
    for path in arguments.files:
        judged = results.rejudge(kept.read(path), expected, arguments.as_release)
        if arguments.verbose:
            print("\n".join(console.line(record, style) for record in judged.records))
        passed = console.Context(history.passed_on(source_directory(), judged.records))
        print(console.render(judged, expected, style, passed), end="")
        status = status or judged.status()
    return status
