# SPDX-License-Identifier: MIT
"""Features that a kernel may lack, and groups of architectures: expected/features.toml."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from rseqct.catalogue import conditions, fields
from rseqct.catalogue.conditions import Condition
from rseqct.catalogue.documents import Document
from rseqct.catalogue.facts import Facts
from rseqct.catalogue.versions import Bounds, Truth, in_range


@dataclass(frozen=True)
class Arches:
    """The architectures that a requirement or bug applies to, each with an optional first release. Empty: all.

    `group` is the entry of features.toml that lists them, if they came from there."""

    since: Mapping[str, Bounds | None] = field(default_factory=dict)
    group: str = ""

    def have(self, facts: Facts) -> Truth:
        """Whether the kernel's architecture is one of them."""
        if not self.since:
            return Truth.YES
        return in_range(facts.judged_as, self.since[facts.arch], None) if facts.arch in self.since else Truth.NO

    def __str__(self) -> str:
        names = ", ".join(f"{name} since {since}" if since else name for name, since in self.since.items())
        return f"{self.group} ({names})" if self.group else names


@dataclass(frozen=True)
class Feature:
    """Something that a kernel may lack, but only if one of the conditions in `absent` holds.

    `builtin`: its value is a number in the facts, such as CPUs. `arches`: a group of architectures with this feature,
    which requirements and bugs may name."""

    id: str
    text: str
    probe: bool
    builtin: bool
    absent: tuple[Condition, ...]
    arches: Arches = Arches()

    def excuse(self, facts: Facts, abi: str) -> str | None:
        """Why the kernel may lack it, in words; None if no known fact excuses that."""
        return next((conditions.describe(condition) for condition in self.absent
                     if conditions.holds(condition, facts, abi) is Truth.YES), None)


def read(document: Document, name: str, entry: dict[str, Any]) -> Feature:
    """The feature of an entry; raises RseqctError."""
    absent = [fields.condition(document, name, "absent", condition) for condition in entry.get("absent", [])]
    since = {arch: fields.bounds(document, name, "arches", value) for arch, value in entry.get("arches", {}).items()}
    return Feature(name, entry["text"], entry.get("probe", False), entry.get("builtin", False), tuple(absent),
                   Arches(since, name))


def arches(document: Document, name: str, value: str | list[str],
           features: Mapping[str, Feature]) -> Arches:
    """The value of `arches`: a list of architectures, or a group of features.toml by name. Raises RseqctError."""
    if isinstance(value, str) and (value not in features or not features[value].arches.since):
        document.fail(f"arches: no group '{value}' of architectures in features.toml", name)
    return features[value].arches if isinstance(value, str) else Arches(dict.fromkeys(value))
