# SPDX-License-Identifier: MIT
"""Text is UTF-8 whatever the locale says: no call of the package leaves the encoding to it."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "rseqct"


def unsaid(tree: ast.AST) -> Iterator[int]:
    """The lines of calls that read or write text in the locale's encoding."""
    for call in ast.walk(tree):
        if not isinstance(call, ast.Call):
            continue
        name = getattr(call.func, "attr", getattr(call.func, "id", ""))
        of = getattr(call.func, "value", None)
        if getattr(of, "attr", getattr(of, "id", "")) in ("os", "tarfile", "Suite"):
            continue    # what these open is not a text
        keywords = {word.arg for word in call.keywords}
        as_text = any(word.arg in ("text", "universal_newlines") and isinstance(word.value, ast.Constant)
                      for word in call.keywords)
        modes = [value.value for value in [*call.args, *(word.value for word in call.keywords if word.arg == "mode")]
                 if isinstance(value, ast.Constant) and isinstance(value.value, str)]
        binary = any("b" in mode and len(mode) <= 3 for mode in modes)
        text = name in ("read_text", "write_text") or name in ("open", "NamedTemporaryFile") and not binary
        if (text or as_text) and "encoding" not in keywords and None not in keywords:
            yield call.lineno


@pytest.mark.parametrize("path", sorted(PACKAGE.rglob("*.py")), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_every_text_has_an_encoding(path: Path) -> None:
    assert [f"{path}:{line}" for line in unsaid(ast.parse(path.read_text(encoding="utf-8")))] == []
