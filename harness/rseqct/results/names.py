# SPDX-License-Identifier: MIT
"""The names of results: the kernel's release, its architecture, and what is unusual about its guest."""

from __future__ import annotations

import argparse
import re
import shlex

from rseqct.catalogue.facts import Facts
from rseqct.errors import RseqctError
from rseqct.machines.shape import Shape
from rseqct.targets import where


def directory_name(*words: str) -> str:
    """The name of a directory of results, from the release, the architecture, and words that distinguish it from other
    results of that kernel: "6.18.44-x86_64-rseq_debug_1"."""
    return "-".join(re.sub(r"[^\w.+~-]+", "_", word).strip("_") for word in words)


def name_of(facts: Facts) -> str:
    """The name of a kernel's results: its release, its architecture, and what is unusual about its guest."""
    return directory_name(facts.release, facts.arch, *unusual(facts))


def unusual(facts: Facts) -> tuple[str, ...]:
    """The guest's deviations from the default shape (see Shape.unusual); empty without a guest. Raises RseqctError."""
    return shape(facts).unusual()


def shape(facts: Facts) -> Shape:
    """The shape of the guest that the facts are of; the default one without a guest. Raises RseqctError."""
    parser = argparse.ArgumentParser(exit_on_error=False)
    for option in where.WHERE:
        option.add(parser.add_argument)
    text = str(facts.event.get("guest", ""))
    try:
        said, _ = parser.parse_known_args(shlex.split(text))
    except (argparse.ArgumentError, ValueError) as error:
        raise RseqctError(f"facts: guest: '{text}' is not what `rseqct run` writes: {error}") from None
    return where.shape(vars(said).__getitem__)
