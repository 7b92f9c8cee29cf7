# SPDX-License-Identifier: MIT
"""The options of the pytest plugin. Beside the other plugins of somebody's project they have a prefix, `--rseq-…`;
`rseqct run` takes the same without it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rseqct.running import session
from rseqct.support.options import Get, option, prefixed
from rseqct.support.quantities import positive

if TYPE_CHECKING:      # slow to import, and not needed for a command line
    import pytest

PREFIX = "rseq"
# What `rseqct run` hands on as it is given.
SHARED = (
    *session.OPTIONS,
    option("--results", metavar="DIR", help="where results go (default: results/ in the build tree)"),
    option("--junit", "--junitxml", metavar="FILE", help="write JUnit XML here too"),
    option("--ktap", metavar="FILE", help="write KTAP here too"))
OPTIONS = prefixed(PREFIX, (
    option("--build", metavar="DIR",
           help="build tree of the suite (default: RSEQCT_BUILD, which a build tree sets for itself)"),
    option("--at-a-time", type=positive, metavar="N",
           help="run N cases at a time, in guests one in each (default: one, or a guest for every two CPUs)"),
    option("--case", action="append", default=[], metavar="CASE", help="a case's id, area or glob"),
    *SHARED))


def getter(config: pytest.Config) -> Get:
    """Gives an option's value by its name without the prefix."""
    def get(name: str) -> Any:
        return config.getoption(f"{PREFIX}_{name}")
    return get
