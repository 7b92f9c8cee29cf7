# SPDX-License-Identifier: MIT
"""Numbers in options and environment variables. A useless value is refused before anything runs."""

from __future__ import annotations

import argparse
import math
import os

from rseqct.errors import Exit, RseqctError

LEAST_S = 0.001      # the executor takes whole milliseconds, at least one; if it is init and exits, the kernel panics


def seconds(text: str) -> float:
    """A duration in seconds, 0.001 to a million; an argparse type. Raises ValueError or argparse.ArgumentTypeError."""
    value = float(text)
    if not LEAST_S <= value < 1e6:      # also refuses nan
        raise argparse.ArgumentTypeError(f"invalid duration '{text}': expected {LEAST_S} to 1000000 seconds")
    return value


def positive(text: str) -> int:
    """A count of at least 1; an argparse type. Raises ValueError or argparse.ArgumentTypeError."""
    value = int(text)
    if value < 1:
        raise argparse.ArgumentTypeError("must be at least 1")
    return value


def time_scale() -> float:
    """RSEQCT_TIME_SCALE, a factor on time limits (docs/running.md); 1 if it is not set. Raises RseqctError unless it is
    greater than 0."""
    text = os.environ.get("RSEQCT_TIME_SCALE") or "1"
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not 0 < value < math.inf:
        raise RseqctError(f"invalid RSEQCT_TIME_SCALE '{text}': expected a number greater than 0, such as 4",
                          Exit.USAGE)
    return value
