# SPDX-License-Identifier: MIT
"""`expected/`: the catalogue of requirements, the ledger of bugs and the features, read and checked
(docs/formats.md)."""

from __future__ import annotations

import fnmatch
import functools
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from rseqct.catalogue import conditions, documents
from rseqct.catalogue.conditions import Condition
from rseqct.catalogue.documents import Document
from rseqct.catalogue.facts import Facts
from rseqct.catalogue.versions import Bounds, Truth, describe_range, in_range
from rseqct.errors import RseqctError


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


@dataclass(frozen=True)
class Expected:
    """The whole of `expected/`, by id."""

    requirements: Mapping[str, Requirement] = field(default_factory=dict)
    bugs: Mapping[str, Bug] = field(default_factory=dict)
    features: Mapping[str, Feature] = field(default_factory=dict)


def load(directory: Path, check: bool = True) -> Expected:
    """Reads `expected/`; raises RseqctError that names file, line, key and remedy.

    check: validate every file against its schema. A second reader in the same run can skip that."""
    def read(glob: str, kind: str) -> Iterator[Document]:
        for path in sorted(directory.glob(glob)):
            yield documents.read(path, directory / "schema" / f"{kind}.json" if check else None)

    features: dict[str, Feature] = {}
    requirements: dict[str, Requirement] = {}
    bugs: dict[str, Bug] = {}
    for document in read("features.toml", "features"):
        features = {name: _feature(document, name, entry) for name, entry in document.content.items()}
    for document in read("requirements/*.toml", "requirements"):
        for name, entry in _tables(document):
            _once(document, name, requirements)
            requirements[name] = _requirement(document, name, entry, features)
    for document in read("bugs/*.toml", "bugs"):
        for entry in document.content["bug"]:
            _once(document, entry["id"], bugs)
            bugs[entry["id"]] = _bug(document, entry["id"], entry, features)
    for document in read("results/unmarked.toml", "unmarked"):
        for name, globs in document.content.items():
            if name not in bugs:
                document.fail("no such bug in expected/bugs; drop the entry", name)
            bugs[name] = replace(bugs[name], unmarked=tuple(globs))
    _check_references(requirements, bugs, features)
    return Expected(requirements, bugs, features)


def _tables(document: Document) -> Iterator[tuple[str, dict[str, Any]]]:
    """The requirements of a file, "area.claim" and entry. All must be of the area that the file is named after."""
    for area, claims in document.content.items():
        if area != document.path.stem:
            raise RseqctError(f"{document.path}: [{area}…] in the file of area '{document.path.stem}'; "
                              f"move it to {area}.toml")
        for claim, entry in claims.items():
            yield f"{area}.{claim}", entry


def _once(document: Document, name: str, known: Mapping[str, Requirement | Bug]) -> None:
    if name in known:
        document.fail(f"defined twice, first in {known[name].where}; remove or rename one", name)


def _bounds(document: Document, name: str, key: str, value: Any) -> Bounds | None:
    return None if value is None else document.convert(name, key, Bounds.parse, value)


def _condition(document: Document, name: str, key: str, condition: dict[str, Any]) -> Condition:
    document.convert(name, key, conditions.check, condition)
    return condition


def _arches(document: Document, name: str, value: str | list[str],
            features: Mapping[str, Feature]) -> Arches:
    """The value of `arches`: a list of architectures, or a group of features.toml by name."""
    if isinstance(value, str) and (value not in features or not features[value].arches.since):
        document.fail(f"arches: no group '{value}' of architectures in features.toml", name)
    return features[value].arches if isinstance(value, str) else Arches(dict.fromkeys(value))


def _requirement(document: Document, name: str, entry: dict[str, Any],
                 features: Mapping[str, Feature]) -> Requirement:
    return Requirement(
        name, entry["text"], entry["level"], _bounds(document, name, "since", entry.get("since")),
        _bounds(document, name, "until", entry.get("until")),
        _arches(document, name, entry.get("arches", []), features), tuple(entry.get("abis", ())),
        _condition(document, name, "when", entry.get("when", {})),
        tuple(conditions.as_list(entry.get("feature", []))), tuple(entry["source"]), tuple(entry["abi_id"]),
        entry.get("uncovered"), document.where(name))


def _bug(document: Document, name: str, entry: dict[str, Any], features: Mapping[str, Feature]) -> Bug:
    fixed = [each["release"] for each in entry["fixed"]]
    introduced = entry["introduced"]
    return Bug(
        name, tuple(entry.get("cases", ())), tuple(entry["breaks"]),
        document.convert(name, "symptom", re.compile, entry["symptom"], re.MULTILINE),
        _arches(document, name, entry.get("arches", []), features), tuple(entry.get("abis", ())),
        _condition(document, name, "when", entry.get("when", {})),
        document.convert(name, "introduced", Bounds.parse, introduced["release"]),
        introduced.get("commit", ""),
        _bounds(document, name, "fixed", fixed or None), entry["link"], entry.get("racy", False),
        entry.get("unseen", ""), document.where(name))


def _feature(document: Document, name: str, entry: dict[str, Any]) -> Feature:
    absent = [_condition(document, name, "absent", condition) for condition in entry.get("absent", [])]
    since = {arch: _bounds(document, name, "arches", value) for arch, value in entry.get("arches", {}).items()}
    return Feature(name, entry["text"], entry.get("probe", False), entry.get("builtin", False), tuple(absent),
                   Arches(since, name))


def _check_references(requirements: Mapping[str, Requirement], bugs: Mapping[str, Bug],
                      features: Mapping[str, Feature]) -> None:
    for requirement in requirements.values():
        for feature in requirement.features:
            if feature not in features:
                raise RseqctError(
                    f"{requirement.where}: [{requirement.id}] feature: no '{feature}' in features.toml")
    for bug in bugs.values():
        for name in bug.breaks:
            if name not in requirements:
                raise RseqctError(f"{bug.where}: [{bug.id}] breaks: no requirement '{name}' in the catalogue")
