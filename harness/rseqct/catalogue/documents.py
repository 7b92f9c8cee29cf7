# SPDX-License-Identifier: MIT
"""TOML files, read and validated against JSON schemas, with errors that name file, line, key and remedy."""

from __future__ import annotations

import contextlib
import functools
import hashlib
import json
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

from rseqct.errors import RseqctError
from rseqct.support.cache import cache_directory
from rseqct.support.files import write_atomically
from rseqct.support.places import source_directory

_HEADING = re.compile(r'^[ \t]*(?:\[+"?([^\]"]+)"?\]+|id[ \t]*=[ \t]*"([^"]+)")', re.MULTILINE)


@dataclass(frozen=True)
class Document:
    """One TOML file. An entry's name is that of its table, its `id`, or for a nameless one its position:
    "kernel[2]"."""

    path: Path
    text: str
    content: dict[str, Any]

    def where(self, *keys: str) -> str:
        """"FILE:LINE" of an entry, or of a key in it."""
        return f"{self.path}:{self._line(list(keys))}"

    def fail(self, message: str, *keys: str) -> NoReturn:
        """Raises RseqctError with the place of an entry, or of a key in it."""
        raise RseqctError(": ".join([self.where(*keys), " ".join([f"[{keys[0]}]", *keys[1:]]), message]))

    def convert(self, name: str, key: str, reader: Callable[..., Any], *arguments: Any) -> Any:
        """The result of `reader(*arguments)`; a ValueError or re.error becomes an RseqctError with the place of the
        key."""
        try:
            return reader(*arguments)
        except (ValueError, re.error) as error:
            self.fail(str(error), name, key)

    def _line(self, keys: list[str]) -> int:
        for end in range(len(keys), 0, -1):
            if (name := ".".join(keys[:end])) in self._headings:
                return self._line_within(self._headings[name], keys[end:])
        return self._line_within(0, keys)

    def _line_within(self, position: int, keys: list[str]) -> int:
        for key in keys:
            assignment = re.compile(rf'^[ \t]*"?{re.escape(key)}"?[ \t]*=', re.MULTILINE)
            found = assignment.search(self.text, position)
            position = found.start() if found else position
        return self.text.count("\n", 0, position) + 1

    @functools.cached_property
    def _headings(self) -> dict[str, int]:
        found: dict[str, int] = {}
        seen: Counter[str] = Counter()
        for match in _HEADING.finditer(self.text):
            name = match[1] or match[2]
            seen[name] += 1
            found.setdefault(name, match.end())
            found[f"{name}[{seen[name]}]"] = match.end()
        return found


def read(path: Path, schema: Path | None) -> Document:
    """Reads a TOML file, and validates it if a schema is given; raises RseqctError.

    The cache remembers a valid document of this package's source tree until the document or its schema changes."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise RseqctError(f"{path}: cannot be read: {error}") from None
    place = _place(path, schema)
    if place is None:
        return _checked(path, text, schema)
    digest = _digest(text, _texts(schema) if schema else None)
    with contextlib.suppress(OSError, ValueError, KeyError, TypeError):      # not cached yet, or the entry is damaged
        known = json.loads(place.read_text(encoding="utf-8"))
        if known["digest"] == digest:
            return Document(path, text, known["content"])
    document = _checked(path, text, schema)
    with contextlib.suppress(RseqctError, TypeError):      # no cache, or it has a date, which JSON does not know
        write_atomically(place, json.dumps({"digest": digest, "content": document.content}))
    return document


def _place(path: Path, schema: Path | None) -> Path | None:
    """The cache file for a document; None for other trees: tests make hundreds of them."""
    path = path.absolute()
    if not path.is_relative_to(source_directory()):
        return None
    return cache_directory() / "documents" / f"{path.stem}-{_digest(path, schema and schema.stem)[:16]}.json"


def _digest(*of: object) -> str:
    return hashlib.sha256(repr(of).encode()).hexdigest()


def _checked(path: Path, text: str, schema: Path | None) -> Document:
    """Parses and validates a document."""
    document = Document(path, text, _parse(path, text))
    if schema is not None:
        _validate(document, schema)
    return document


def _parse(path: Path, text: str) -> dict[str, Any]:
    import tomllib      # not needed if the cache has the document
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"at line (\d+)", str(error))
        line = found[1] if found else text.count("\n", 0, len(text.rstrip())) + 1      # "at end of document"
        raise RseqctError(f"{path}:{line}: not valid TOML: {error}") from None


@functools.cache
def _texts(schema: Path) -> tuple[str, str]:
    """The text of a schema, and that of the definitions that it may refer to; raises RseqctError."""
    try:
        return schema.read_text(encoding="utf-8"), (schema.parent / "definitions.json").read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as problem:
        raise RseqctError(f"{schema}: not a usable schema: {problem}") from None


def _validate(document: Document, path: Path) -> None:
    from jsonschema import Draft7Validator, SchemaError      # slow to import
    from jsonschema.exceptions import best_match
    try:
        own, common = (json.loads(text.replace('"definitions.json#', '"#')) for text in _texts(path))
        error = best_match(Draft7Validator({**own, "definitions": common["definitions"]}).iter_errors(
            document.content))
    except (OSError, ValueError, KeyError, SchemaError) as problem:
        raise RseqctError(f"{path}: not a usable schema: {problem}") from None
    if error is None:
        return
    keys, message = [str(key) for key in error.absolute_path], error.message
    if error.validator == "additionalProperties":
        known = error.schema.get("properties", {})
        keys.append(next(key for key in error.instance if key not in known))
        message = f"unknown key '{keys[-1]}'; known are {', '.join(sorted(known))}"
    elif error.validator == "required":
        message = f"{message}; add it"
    elif "remedy" in error.schema:
        message = f"{json.dumps(error.instance)} is not allowed; {error.schema['remedy']}"
    if len(keys) > 1 and isinstance(entries := document.content[keys[0]], list):
        entry, name = entries[int(keys[1])], f"{keys[0]}[{int(keys[1]) + 1}]"
        keys[:2] = [str(entry.get("id", name)) if isinstance(entry, dict) else name]
    raise RseqctError(f"{document.where(*keys)}: {'.'.join(keys) or 'file'}: {message}")
