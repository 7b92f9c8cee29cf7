# SPDX-License-Identifier: MIT
"""The words of rseqct's messages, help texts, docstrings and comments: plain English that is read once.

Many readers are not native speakers."""

from __future__ import annotations

import ast
import functools
import re
import tokenize
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import HARNESS

# Expressions that a reader must read twice, and what to write instead.
REMEDY = {
    r"\bcan(not)? be had\b": "not available", r"(?<!there )\b(is|are) no\b(?! longer)": "is not a",
    r"\bno ancestor\b": "not an ancestor", r"\bmend": "fix", r"\btold\b": "report",
    r"\btells? (nothing|how)\b": "say what is known", r"\bwho\b": "that", r"\bit said nothing\b": "no message",
    r"\banew\b": "again", r"\bin (its|whose) stead\b": "instead", r"\b(goes|went|go) on\b": "continue",
    r"\bas agreed\b": "as specified, or malformed", r"\bwithout a word\b": "without a message",
    r", for (it|they|he|nobody|no|git|apt) ": ", because", r"\b(comes?|came) to\b": "outcome, result",
    r"\b(is|are) (said|seen) of\b": "is known about", r"\bheld against\b": "compare with", r"\bof ours\b": "our",
    r"\bchooses another place\b": "set … to another directory", r"\b(DESIGN|MODELS|FLEET) \d": "the page in docs/",
    r"\bcolour": "color", r"\bbehaviour": "behavior"}
# Kernel messages that are matched, not written.
MATCHED = {"splat.py"}


@functools.cache
def texts() -> list[tuple[str, str]]:
    """Every message, docstring and comment of rseqct as one line of text each, with its file and line."""
    found = []
    for path in sorted((HARNESS / "rseqct").rglob("*.py")):
        if path.name not in MATCHED:
            prose = (*docstrings(path), *comments(path))
            found += [(f"{path.relative_to(HARNESS)}:{line}", " ".join(text.split()))
                      for line, text in (*messages(path), *prose)]
    return found


def strings(path: Path, documentation: bool) -> Iterator[tuple[int, str]]:
    """Either the docstrings of a module or its other strings, with their lines."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    documented = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and (id(node) in documented) is documentation:
            yield node.lineno, node.value


def messages(path: Path) -> Iterator[tuple[int, str]]:
    """The strings of a module that are not docstrings, with their lines."""
    return strings(path, documentation=False)


def docstrings(path: Path) -> Iterator[tuple[int, str]]:
    """The docstrings of a module, with their lines."""
    return strings(path, documentation=True)


def comments(path: Path) -> Iterator[tuple[int, str]]:
    """The comments of a module, with their lines."""
    with tokenize.open(path) as file:
        for token in tokenize.generate_tokens(file.readline):
            if token.type == tokenize.COMMENT:
                yield token.start[0], token.string


@pytest.mark.parametrize("words", REMEDY)
def test_words_are_plain(words: str) -> None:
    found = [f"{where}: {text!r}: write \"{REMEDY[words]}\"" for where, text in texts() if re.search(words, text)]
    assert not found, "\n".join(found)
