# SPDX-License-Identifier: MIT
"""The words of the tool's messages and of its help: plain English, for readers of whom many learned it late."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import HARNESS

# What a reader reads twice, and what to write instead.
REMEDY = {
    r"\bcan(not)? be had\b": "not available", r"\b(is|are) no\b": "is not a", r"\bno ancestor\b": "not an ancestor",
    r"\bmend": "fix", r"\b(was|is|be|are) told\b": "report", r"\btells? (nothing|how)\b": "say what is known",
    r"\bwho\b": "that", r"\bit said nothing\b": "no message", r"\banew\b": "again",
    r"\bin (its|whose) stead\b": "instead"}
# Kernel messages that are matched, not written.
MATCHED = {"splat.py"}


def messages(path: Path) -> Iterator[tuple[int, str]]:
    """The strings of a module that are not docstrings, with their lines."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    documented = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in documented:
            yield node.lineno, node.value


@pytest.mark.parametrize("words", REMEDY)
def test_messages_are_plain(words: str) -> None:
    found = [f"{path.relative_to(HARNESS)}:{line}: {text!r}: write \"{REMEDY[words]}\""
             for path in sorted((HARNESS / "rseqct").rglob("*.py")) if path.name not in MATCHED
             for line, text in messages(path) if re.search(words, text)]
    assert not found, "\n".join(found)
