# SPDX-License-Identifier: MIT
"""The catalogue of this source tree, for commands that judge results."""

from __future__ import annotations

import gc

from rseqct.catalogue import expected
from rseqct.catalogue.expected import Expected
from rseqct.support.places import source_directory


def load() -> Expected:
    """What this source tree expects; raises RseqctError. Results are many objects, and none of them is garbage: without
    the collector, reading them takes a third less time. The command line enables it again."""
    gc.disable()
    return expected.load(source_directory() / "expected")
