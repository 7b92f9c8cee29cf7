# SPDX-License-Identifier: MIT
"""Values that several files of `expected/` have, read with errors that name file, line, key and remedy."""

from __future__ import annotations

from typing import Any

from rseqct.catalogue import conditions
from rseqct.catalogue.conditions import Condition
from rseqct.catalogue.documents import Document
from rseqct.catalogue.versions import Bounds


def bounds(document: Document, name: str, key: str, value: Any) -> Bounds | None:
    """The releases of an entry's key; None where it has none. Raises RseqctError."""
    return None if value is None else document.convert(name, key, Bounds.parse, value)


def condition(document: Document, name: str, key: str, value: dict[str, Any]) -> Condition:
    """The condition of an entry's key; raises RseqctError."""
    document.convert(name, key, conditions.check, value)
    return value
