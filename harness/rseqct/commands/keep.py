# SPDX-License-Identifier: MIT
"""`rseqct keep`: results of a kernel, stored compactly in expected/results."""

from __future__ import annotations

import argparse
from pathlib import Path

from rseqct.catalogue.expected import Expected
from rseqct.commands import catalogue
from rseqct.errors import Exit, RseqctError
from rseqct.results import kept, names, results
from rseqct.support.places import source_directory


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Its options."""
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help="results.json")
    parser.set_defaults(command=run)


def run(arguments: argparse.Namespace) -> int:
    """Keeps each file and prints where; returns the exit status. Raises RseqctError at the first that is not a complete
    result of a committed suite."""
    expected = catalogue.load()
    for path in arguments.files:
        print(_keep(path, expected))
    return Exit.OK


def _keep(path: Path, expected: Expected) -> Path:
    whole = results.rejudge(kept.read(path), expected)
    if not kept.committed(whole):
        raise RseqctError(f"{path}: not kept: the suite that ran is '{whole.run.suite}', which is not a commit; "
                          "commit or remove every change, build, and run again", Exit.USAGE)
    untold = [record for record in whole.records if record.judgement.untold]
    if untold or whole.run.interrupted:
        raise RseqctError(f"{path}: not kept: {len(untold) or 'some'} cases have no verdict on the kernel; "
                          "run them again", Exit.USAGE)
    name = names.name_of(whole.facts)
    if absent := kept.absent(source_directory(), name, whole):
        raise RseqctError(f"{path}: not kept: {len(absent)} of the cases are not in it, such as {absent[0]}; run "
                          "all of them, without CASE, -k, -x and --abi", Exit.USAGE)
    return kept.write(source_directory(), name, whole, expected)
