# SPDX-License-Identifier: MIT
"""Numbers that people give, as options and in the environment: what is no use is refused before anything runs."""

from __future__ import annotations

import argparse
import math
import os

from rseqct.errors import Exit, RseqctError

LEAST_S = 0.001      # the executor counts milliseconds and refuses none; where it is init, the kernel goes with it


def seconds(text: str) -> float:
    """argparse's type of a time; raises ValueError or argparse.ArgumentTypeError."""
    value = float(text)
    if not LEAST_S <= value < 1e6:      # nan is in no range
        raise argparse.ArgumentTypeError(f"invalid duration '{text}': expected {LEAST_S} to 1000000 seconds")
    return value


def positive(text: str) -> int:
    """argparse's type of a count; raises ValueError or argparse.ArgumentTypeError."""
    value = int(text)
    if value < 1:
        raise argparse.ArgumentTypeError("must be at least 1")
    return value


def time_scale() -> float:
    """RCT_TIME_SCALE, by which every wait is multiplied; 1 where it is not set. Raises RseqctError."""
    text = os.environ.get("RCT_TIME_SCALE") or "1"
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not 0 < value < math.inf:
        raise RseqctError(f"RCT_TIME_SCALE is '{text}'; it takes a number greater than 0, such as 4", Exit.USAGE)
    return value
