# SPDX-License-Identifier: MIT
"""How results are named: by the kernel's release, its architecture, and what is unusual about its guest."""

from __future__ import annotations

import argparse
import re
import shlex

from rseqct.catalogue.facts import Facts
from rseqct.errors import RseqctError
from rseqct.targets import where


def directory_name(*words: str) -> str:
    """The name of a directory of results, made of the kernel's release, its architecture, and what else tells it from
    others of that kernel: "6.18.44-x86_64-rseq_debug_1"."""
    return "-".join(re.sub(r"[^\w.+~-]+", "_", word).strip("_") for word in words)


def name_of(facts: Facts) -> str:
    """The name of results of a kernel: its release, its architecture, and what is unusual about its guest."""
    return directory_name(facts.release, facts.arch, *unusual(facts))


def unusual(facts: Facts) -> tuple[str, ...]:
    """What is not as by default in the guest that the facts are of, see Shape.unusual; nothing where there is none.
    Raises RseqctError."""
    parser = argparse.ArgumentParser(exit_on_error=False)
    where.add_arguments(parser.add_argument)
    text = str(facts.event.get("guest", ""))
    try:
        said, _ = parser.parse_known_args(shlex.split(text))
    except (argparse.ArgumentError, ValueError) as error:
        raise RseqctError(f"facts: guest: '{text}' is not what `rseqct run` writes: {error}") from None
    return where.shape(vars(said).__getitem__).unusual()
