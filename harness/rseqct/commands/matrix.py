# SPDX-License-Identifier: MIT
"""`rseqct matrix`: requirements by kernels."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from rseqct.commands import catalogue
from rseqct.errors import Exit, RseqctError
from rseqct.reports import matrix
from rseqct.results import kept, results
from rseqct.support.files import write_atomically
from rseqct.support.places import source_directory


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Its options."""
    parser.add_argument("files", nargs="*", type=Path, metavar="FILE",
                        help="results.json (default: those kept in expected/results)")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write matrix.json")
    parser.add_argument("--html", type=Path, metavar="FILE", help="write one self-contained HTML page")
    parser.set_defaults(command=run)


def run(arguments: argparse.Namespace) -> int:
    """Prints or writes the matrix; returns the exit status. Raises RseqctError."""
    if arguments.html:      # its library is slow to import, or not installed
        from rseqct.reports import page
    expected = catalogue.load()
    files = arguments.files or kept.files(source_directory())
    if not files:
        raise RseqctError("expected/results holds no results; name result files, or make some with ci/matrix",
                          Exit.NOTHING)
    made = matrix.make([results.rejudge(kept.read(path), expected) for path in files], expected)
    if arguments.json:
        text = json.dumps(matrix.to_json(made), indent=1, ensure_ascii=False)
        write_atomically(arguments.json, text + "\n")
    if arguments.html:
        write_atomically(arguments.html, page.html(made))
    if not arguments.json and not arguments.html:
        print(matrix.text(made), end="")
    return Exit.OK
