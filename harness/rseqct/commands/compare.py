# SPDX-License-Identifier: MIT
"""`rseqct compare`: what changed between two kernels."""

from __future__ import annotations

import argparse

from rseqct.commands import catalogue
from rseqct.reports import compare
from rseqct.support.places import build_directory, shown, source_directory


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Its options."""
    for name in ("before", "after"):
        parser.add_argument(name, metavar=name.upper(), help="results.json, or a kernel that has results: "
                            "6.19.14, debian:7.3, a glob of releases")
    parser.set_defaults(command=run)


def run(arguments: argparse.Namespace) -> int:
    """Prints the differences; returns the exit status that they call for. Raises RseqctError."""
    expected = catalogue.load()
    found = [compare.find(name, source_directory(), build_directory(), expected)
             for name in (arguments.before, arguments.after)]
    for title, (path, _) in zip(("before", "after"), found):
        print(f"{title:<7} {shown(path)}")
    comparison = compare.compare(*(whole for _, whole in found))
    print(compare.render(comparison), end="")
    return comparison.status()
