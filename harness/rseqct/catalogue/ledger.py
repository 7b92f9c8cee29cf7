# SPDX-License-Identifier: MIT
"""The ledger of known bugs: expected/bugs/."""

from __future__ import annotations

import fnmatch
import functools
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from rseqct.catalogue import conditions, fields, features as groups
from rseqct.catalogue.conditions import Condition
from rseqct.catalogue.documents import Document
from rseqct.catalogue.facts import Facts
from rseqct.catalogue.features import Arches, Feature
from rseqct.catalogue.versions import Bounds, Truth, in_range


@dataclass(frozen=True)
class Bug:
    """One entry of the ledger: the broken promises, the affected releases, and the exact symptom.

    `cases`: globs of the cases that show it; empty: every case that verifies a promise of `breaks`. `unmarked`: the
    same for results that were recorded before cases marked their controls (expected/results/unmarked.toml)."""

    id: str
    cases: tuple[str, ...]
    breaks: tuple[str, ...]
    symptom: re.Pattern[str]
    arches: Arches
    abis: tuple[str, ...]
    when: Condition
    introduced: Bounds
    introduced_by: str
    fixed: Bounds | None
    link: str
    racy: bool      # an affected kernel does not always show it, so its cases may pass
    unseen: str     # why no recorded kernel has it; empty if one has
    where: str
    unmarked: tuple[str, ...] = ()

    def breaks_in(self, case: str | None, requirements: Iterable[str], marked: bool = True) -> bool:
        """Whether it breaks one of these requirements and shows in this case, which verifies them (None: in any
        case)."""
        globs = self.cases if marked else self.unmarked or self.cases
        if self._broken.isdisjoint(requirements) and (marked or not self.unmarked):
            return False
        return case is None or not globs or any(fnmatch.fnmatchcase(case, glob) for glob in globs)

    def affects(self, facts: Facts, abi: str) -> Truth:
        """Whether the kernel has the bug; UNKNOWN for a release candidate of the release that introduced or fixed
        it."""
        if self.arches.have(facts) is Truth.NO or (self.abis and abi not in self.abis) \
                or conditions.holds(self.when, facts, abi) is not Truth.YES:
            return Truth.NO
        return in_range(facts.judged_as, self.introduced, self.fixed)

    @functools.cached_property
    def _broken(self) -> frozenset[str]:
        return frozenset(self.breaks)

    @property
    def fixed_text(self) -> str:
        """The fixing releases in words."""
        return f"fixed in {self.fixed}" if self.fixed else "not fixed"


def read(document: Document, name: str, entry: dict[str, Any], features: Mapping[str, Feature]) -> Bug:
    """The bug of an entry; raises RseqctError."""
    fixed = [each["release"] for each in entry["fixed"]]
    introduced = entry["introduced"]
    return Bug(
        name, tuple(entry.get("cases", ())), tuple(entry["breaks"]),
        document.convert(name, "symptom", re.compile, entry["symptom"], re.MULTILINE),
        groups.arches(document, name, entry.get("arches", []), features), tuple(entry.get("abis", ())),
        fields.condition(document, name, "when", entry.get("when", {})),
        document.convert(name, "introduced", Bounds.parse, introduced["release"]),
        introduced.get("commit", ""),
        fields.bounds(document, name, "fixed", fixed or None), entry["link"], entry.get("racy", False),
        entry.get("unseen", ""), document.where(name))
