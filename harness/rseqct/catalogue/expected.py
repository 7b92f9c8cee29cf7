# SPDX-License-Identifier: MIT
"""`expected/`: the catalogue of requirements, the ledger of bugs and the features, read and checked
(docs/formats.md)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from rseqct.catalogue import documents, features as features_file, ledger, requirements as requirements_file
from rseqct.catalogue.documents import Document
from rseqct.catalogue.features import Feature
from rseqct.catalogue.ledger import Bug
from rseqct.catalogue.requirements import Requirement
from rseqct.errors import RseqctError


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
        features = {name: features_file.read(document, name, entry) for name, entry in document.content.items()}
    for document in read("requirements/*.toml", "requirements"):
        for name, entry in requirements_file.tables(document):
            _once(document, name, requirements)
            requirements[name] = requirements_file.read(document, name, entry, features)
    for document in read("bugs/*.toml", "bugs"):
        for entry in document.content["bug"]:
            _once(document, entry["id"], bugs)
            bugs[entry["id"]] = ledger.read(document, entry["id"], entry, features)
    for document in read("results/unmarked.toml", "unmarked"):
        for name, globs in document.content.items():
            if name not in bugs:
                document.fail("no such bug in expected/bugs; drop the entry", name)
            bugs[name] = replace(bugs[name], unmarked=tuple(globs))
    _check_references(requirements, bugs, features)
    return Expected(requirements, bugs, features)


def _once(document: Document, name: str, known: Mapping[str, Requirement | Bug]) -> None:
    if name in known:
        document.fail(f"defined twice, first in {known[name].where}; remove or rename one", name)


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
