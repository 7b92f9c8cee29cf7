# SPDX-License-Identifier: MIT
"""The requirements: expected/requirements/."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from rseqct.catalogue import conditions, fields, features as groups
from rseqct.catalogue.conditions import Condition
from rseqct.catalogue.documents import Document
from rseqct.catalogue.facts import Facts
from rseqct.catalogue.features import Arches, Feature
from rseqct.catalogue.versions import Bounds, Truth, describe_range
from rseqct.errors import RseqctError


@dataclass(frozen=True)
class Requirement:
    """One promise of the ABI: a sentence, and the kernels that it holds for."""

    id: str
    text: str
    level: str
    since: Bounds | None
    until: Bounds | None
    arches: Arches
    abis: tuple[str, ...]
    when: Condition
    features: tuple[str, ...]
    source: tuple[str, ...]
    abi_id: tuple[str, ...]
    uncovered: str | None
    where: str

    def concerns(self, facts: Facts, abi: str) -> bool:
        """Whether it is about the kernel's architecture and this ABI, whatever the release."""
        return self.arches.have(facts) is not Truth.NO and (not self.abis or abi in self.abis)

    @property
    def range(self) -> str:
        """Its releases in words: "since 6.15; until 7.0"."""
        return describe_range(self.since, self.until)


def tables(document: Document) -> Iterator[tuple[str, dict[str, Any]]]:
    """The requirements of a file, "area.claim" and entry. All must be of the area that the file is named after."""
    for area, claims in document.content.items():
        if area != document.path.stem:
            raise RseqctError(f"{document.path}: [{area}…] in the file of area '{document.path.stem}'; "
                              f"move it to {area}.toml")
        for claim, entry in claims.items():
            yield f"{area}.{claim}", entry


def read(document: Document, name: str, entry: dict[str, Any], features: Mapping[str, Feature]) -> Requirement:
    """The requirement of an entry; raises RseqctError."""
    return Requirement(
        name, entry["text"], entry["level"], fields.bounds(document, name, "since", entry.get("since")),
        fields.bounds(document, name, "until", entry.get("until")),
        groups.arches(document, name, entry.get("arches", []), features), tuple(entry.get("abis", ())),
        fields.condition(document, name, "when", entry.get("when", {})),
        tuple(conditions.as_list(entry.get("feature", []))), tuple(entry["source"]), tuple(entry["abi_id"]),
        entry.get("uncovered"), document.where(name))
