# SPDX-License-Identifier: MIT
"""`expected/`: the catalogue of requirements, the ledger of bugs and the features, read and checked."""

from __future__ import annotations

import fnmatch
import json
import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from rseqct import conditions
from rseqct.conditions import Condition
from rseqct.errors import RseqctError
from rseqct.facts import Facts
from rseqct.versions import Bounds, Truth, describe_range, in_range


@dataclass(frozen=True)
class Requirement:
    """One promise of the ABI: one sentence, and the kernels that it is made for."""

    id: str
    text: str
    level: str
    since: Bounds | None
    until: Bounds | None
    arches: tuple[str, ...]
    abis: tuple[str, ...]
    when: Condition
    features: tuple[str, ...]
    source: tuple[str, ...]
    abi_id: tuple[str, ...]
    uncovered: str | None
    where: str

    @property
    def range(self) -> str:
        """Its releases in words."""
        return describe_range(self.since, self.until)


@dataclass(frozen=True)
class Bug:
    """One entry of the ledger: which promise broke, from when to when, and exactly how that looks."""

    id: str
    cases: tuple[str, ...]
    breaks: tuple[str, ...]
    symptom: re.Pattern[str]
    arches: tuple[str, ...]
    abis: tuple[str, ...]
    when: Condition
    introduced: Bounds
    introduced_by: str
    fixed: Bounds | None
    link: str
    dangerous: bool
    where: str

    def matches(self, case: str) -> bool:
        """Whether one of its globs names the case."""
        return any(fnmatch.fnmatchcase(case, glob) for glob in self.cases)

    def affects(self, facts: Facts, abi: str) -> Truth:
        """Whether the kernel has the bug; UNKNOWN for a candidate of the release that brought or fixed it."""
        if (self.arches and facts.arch not in self.arches) or (self.abis and abi not in self.abis) \
                or conditions.holds(self.when, facts, abi) is not Truth.YES:
            return Truth.NO
        return in_range(facts.judged_as, self.introduced, self.fixed)

    @property
    def fixed_text(self) -> str:
        """The fixing releases in words."""
        return f"fixed in {self.fixed}" if self.fixed else "not fixed"


@dataclass(frozen=True)
class Feature:
    """What a kernel may lack. It may, if any one of `absent` holds; `builtin` ones are numbers that facts
    have."""

    id: str
    text: str
    probe: bool
    builtin: bool
    absent: tuple[Condition, ...]

    def excuse(self, facts: Facts, abi: str) -> str | None:
        """Why the kernel may lack it, in words; None where nothing that is known excuses that."""
        return next((conditions.describe(condition) for condition in self.absent
                     if conditions.holds(condition, facts, abi) is Truth.YES), None)


@dataclass(frozen=True)
class Expected:
    """All of it, by id."""

    requirements: Mapping[str, Requirement] = field(default_factory=dict)
    bugs: Mapping[str, Bug] = field(default_factory=dict)
    features: Mapping[str, Feature] = field(default_factory=dict)


def load(directory: Path, check: bool = True) -> Expected:
    """Reads `expected/`; raises RseqctError that names file, line, key and remedy.

    check: hold every file against its schema; a second reader of the same run need not.
    """
    documents = {path: _parse(path, check and directory / "schema") for path in sorted([
        *directory.glob("requirements/*.toml"), *directory.glob("bugs/*.toml"), directory / "features.toml"])}
    features: dict[str, Feature] = {}
    requirements: dict[str, Requirement] = {}
    bugs: dict[str, Bug] = {}
    for path, (text, document) in documents.items():
        if path.parent.name == "requirements":
            for name, entry in _tables(path, document):
                _once(path, text, name, requirements)
                requirements[name] = _requirement(name, entry, _Place(path, text, name))
        elif path.parent.name == "bugs":
            for entry in document["bug"]:
                _once(path, text, entry["id"], bugs)
                bugs[entry["id"]] = _bug(entry, _Place(path, text, entry["id"]))
        else:
            features = {name: _feature(name, entry, _Place(path, text, name))
                        for name, entry in document.items()}
    expected = Expected(requirements, bugs, features)
    _check_references(expected)
    return expected


def validate(path: Path, schema: Path) -> None:
    """Holds one TOML file against a schema; raises RseqctError that names file, line, key and remedy."""
    _parse(path, schema.parent, schema.name)


class _Place:
    """Where an entry stands, for messages."""

    def __init__(self, path: Path, text: str, name: str) -> None:
        self.path, self.text, self.name = path, text, name

    def __str__(self) -> str:
        return f"{self.path}:{_line_of(self.text, [self.name])}"

    def read(self, key: str, reader: Callable[..., Any], *arguments: Any) -> Any:
        """Calls a reader that raises ValueError for a bad value."""
        try:
            return reader(*arguments)
        except (ValueError, re.error) as error:
            line = _line_of(self.text, [self.name, key])
            raise RseqctError(f"{self.path}:{line}: [{self.name}] {key}: {error}") from None


def _parse(path: Path, schemas: Path | None | bool, schema: str | None = None) -> tuple[str, dict[str, Any]]:
    try:
        text = path.read_text(encoding="utf-8")
        document = tomllib.loads(text)
    except (OSError, UnicodeDecodeError) as error:
        raise RseqctError(f"{path}: cannot be read: {error}") from None
    except tomllib.TOMLDecodeError as error:
        line = re.search(r"at line (\d+)", str(error))
        raise RseqctError(f"{path}:{line[1] if line else 1}: not valid TOML: {error}") from None
    if isinstance(schemas, Path):
        kind = schema or ("features.json" if path.name == "features.toml" else f"{path.parent.name}.json")
        _validate(path, text, document, schemas / kind)
    return text, document


def _validate(path: Path, text: str, document: dict[str, Any], schema: Path) -> None:
    from jsonschema import Draft7Validator, SchemaError      # slow to import, so only where it is needed
    from jsonschema.exceptions import best_match
    try:
        common = json.loads((schema.parent / "definitions.json").read_text(encoding="utf-8"))
        own = schema.read_text(encoding="utf-8").replace('"definitions.json#', '"#')
        validator = Draft7Validator({**json.loads(own), "definitions": common["definitions"]})
        error = best_match(validator.iter_errors(document))
    except (OSError, ValueError, SchemaError) as problem:
        raise RseqctError(f"{schema}: not a usable schema: {problem}") from None
    if error is None:
        return
    keys = [str(key) for key in error.absolute_path]
    message = error.message
    if error.validator == "additionalProperties":
        known, unknown = error.schema.get("properties", {}), [
            key for key in error.instance if key not in error.schema.get("properties", {})]
        keys.append(unknown[0])
        message = f"unknown key '{unknown[0]}'; known are {', '.join(sorted(known))}" if known else message
    elif error.validator == "required":
        message = f"{message}; add it"
    elif "remedy" in error.schema:
        message = f"{error.instance!r} is not allowed; {error.schema['remedy']}"
    raise RseqctError(f"{path}:{_line_of(text, _name_entries(document, keys))}: "
                      f"{'.'.join(keys) or 'file'}: {message}")


def _name_entries(document: Any, keys: list[str]) -> list[str]:
    """Puts the id of a ledger entry in place of its number, so that it can be found in the text."""
    if len(keys) > 1 and keys[0] == "bug":
        return [str(document["bug"][int(keys[1])].get("id", "[bug]")), *keys[2:]]
    return keys


def _line_of(text: str, keys: list[str]) -> int:
    """The line (from 1) that a key is on: each one is sought behind the one before it."""
    lines, line, dotted = text.splitlines(), 0, ""
    for key in keys:
        dotted = f"{dotted}.{key}" if dotted else key
        found = next((number for number in range(line, len(lines)) if re.match(
            rf'\s*(\[+"?({re.escape(dotted)})"?\]+|"?{re.escape(key)}"?\s*=|id\s*=\s*"{re.escape(key)}")',
            lines[number])), None)
        line = line if found is None else found
    return line + 1


def _tables(path: Path, document: Mapping[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """The requirements of a file: [area.claim] tables, all of the area that the file is named for."""
    for area, claims in document.items():
        if area != path.stem:
            raise RseqctError(f"{path}: [{area}…] in the file of area '{path.stem}'; move it to {area}.toml")
        for claim, entry in claims.items():
            yield f"{area}.{claim}", entry


def _once(path: Path, text: str, name: str, known: Mapping[str, Requirement | Bug]) -> None:
    if name in known:
        raise RseqctError(
            f"{path}:{_line_of(text, [name])}: '{name}' is there twice, first in {known[name].where}")


def _bounds(place: _Place, key: str, value: Any) -> Bounds | None:
    return None if value is None else place.read(key, Bounds.parse, value)


def _condition(place: _Place, key: str, condition: dict[str, Any]) -> Condition:
    for bound in ("since", "until"):
        if bound in condition:
            place.read(key, Bounds.parse, condition[bound])
    for number in ("cpus", "nodes"):
        if number in condition:
            place.read(key, conditions.compare, 0, condition[number])
    if unknown := set(condition) - conditions.KEYS:
        known = ", ".join(sorted(conditions.KEYS))
        place.read(key, _refuse, f"unknown condition '{min(unknown)}'; known are {known}")
    return condition


def _refuse(message: str) -> None:
    raise ValueError(message)


def _requirement(name: str, entry: dict[str, Any], place: _Place) -> Requirement:
    return Requirement(
        name, entry["text"], entry["level"], _bounds(place, "since", entry.get("since")),
        _bounds(place, "until", entry.get("until")),
        tuple(entry.get("arches", ())), tuple(entry.get("abis", ())),
        _condition(place, "when", entry.get("when", {})), tuple(conditions.as_list(entry.get("feature", []))),
        tuple(entry["source"]), tuple(entry["abi_id"]), entry.get("uncovered"), str(place))


def _bug(entry: dict[str, Any], place: _Place) -> Bug:
    fixed = [each["release"] for each in entry["fixed"]]
    return Bug(
        entry["id"], tuple(entry["cases"]), tuple(entry["breaks"]),
        place.read("symptom", re.compile, entry["symptom"], re.MULTILINE),
        tuple(entry.get("arches", ())), tuple(entry.get("abis", ())),
        _condition(place, "when", entry.get("when", {})),
        place.read("introduced", Bounds.parse, entry["introduced"]["release"]),
        entry["introduced"].get("commit", ""),
        _bounds(place, "fixed", fixed or None), entry["link"], entry.get("dangerous", False), str(place))


def _feature(name: str, entry: dict[str, Any], place: _Place) -> Feature:
    return Feature(name, entry["text"], entry.get("probe", False), entry.get("builtin", False),
                   tuple(_condition(place, "absent", condition) for condition in entry.get("absent", [])))


def _check_references(expected: Expected) -> None:
    for requirement in expected.requirements.values():
        for feature in requirement.features:
            if feature not in expected.features:
                raise RseqctError(
                    f"{requirement.where}: [{requirement.id}] feature: no '{feature}' in features.toml")
    for bug in expected.bugs.values():
        for name in bug.breaks:
            if name not in expected.requirements:
                raise RseqctError(f"{bug.where}: [{bug.id}] breaks: no requirement '{name}' in the catalogue")
