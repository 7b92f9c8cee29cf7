# SPDX-License-Identifier: MIT
"""The part of lint about controls: each relies on a promise of the catalogue, and each negative claim has one."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from pathlib import Path

from rseqct.cases import manifest

_RELIES = re.compile(r"\b(?:(?:ASSERT_)?CONTROL\(|ControlScope\s+\w+\(|ControlScope\()\s*\"([^\"]*)\"")
_CONTROL = re.compile(r"\b(?:(?:ASSERT_)?CONTROL\(|ControlScope\b)")
_ELSEWHERE = re.compile(r"\bRequire(Call)?\(")     # a control outside rseq: if it fails, the suite is at fault
_COMMENT = re.compile(r"//.*\b[Cc]ontrol\b(?=:|$|\.$)")
# Refused, dead, not aborted: a broken arrangement would look the same as a kept promise.
_CLAIM = re.compile(r"\b(?:EXPECT|ASSERT)_THAT\(")
_NEGATIVE = re.compile(r"\b(?:FailsWith|DiesOf|Completes)\([^()]*\)\)*$")
_POSITIVE = re.compile(r"\b(?:EXPECT|ASSERT)_THAT\([^;]*\b(?:Succeeds|Returns)\(")     # mostly of the same call
_FUNCTION = re.compile(r"^(?:[\w:&<>*,\s]+?)\b(\w+)\([^;{}]*\)(?: const)? \{$", re.MULTILINE)
_HELPER = re.compile(r"(?:^//.*\n)*?^//.*\bControl:.*\n(?:^//.*\n)*^[\w:]+ (\w+)\(", re.MULTILINE)


def complaints(path: Path, shown: str, requirements: Collection[str], helpers: Collection[str]) -> Iterator[str]:
    """The mistakes in the controls of a source file, one line each.

    `shown` is the file's name in messages. `helpers` are the harness's functions that contain a control; see
    helpers_of."""
    text = path.read_text(encoding="utf-8")
    code = manifest.without_comments(text)
    for match in _RELIES.finditer(code):
        if match[1] not in requirements:
            yield f"{shown}:{_line(code, match.start())}: a control relies on '{match[1]}', which no file of " \
                "expected/requirements has; add it there, or correct the name"
    starts = [text.rfind("\n", 0, match.start()) + 1 for match in _COMMENT.finditer(text)]
    for start, end in zip(starts, [*starts[1:], len(text)]):
        stop = min(end, _end(code, start))
        if not any(found.search(code, start, stop) for found in (_CONTROL, _ELSEWHERE)) and not _calls(
                code, start, end, helpers):
            yield f"{shown}:{_line(text, start)}: a comment mentions a control, but no CONTROL marks it; mark it"
    for begin, end in _tests(code):
        negatives = [match.start() for match in _CLAIM.finditer(code, begin, end)
                     if _NEGATIVE.search(code[match.end():_closing(code, match.end())])]
        own = _POSITIVE.search(code, begin, end) or any(
            begin < start < end and _ELSEWHERE.search(code, start, end) for start in starts)
        if negatives and not own and not _controlled(code, begin, end, helpers):
            yield f"{shown}:{_line(code, negatives[0])}: a negative claim without a control; add a " \
                "CONTROL(\"area.promise\", …) that differs from it in one thing and shows that the arrangement works"


def helpers_of(source: Path) -> set[str]:
    """The functions of the harness that contain a control, as their headers say."""
    return {name for header in sorted((source / "harness" / "librct" / "include" / "rct").glob("*.h"))
            for name in _HELPER.findall(header.read_text(encoding="utf-8"))}


def _controlled(code: str, begin: int, end: int, helpers: Collection[str]) -> bool:
    """Whether a TEST has a control: itself, or in a function of its file or of the harness that it calls."""
    own = {match[1] for match in _FUNCTION.finditer(code)
           if _CONTROL.search(code, match.end(), _end(code, match.end()))}
    return bool(_CONTROL.search(code, begin, end)) or _calls(code, begin, end, {*own, *helpers})


def _calls(code: str, begin: int, end: int, names: Collection[str]) -> bool:
    return any(re.search(rf"\b{name}\(", code[begin:end]) for name in names)


def _tests(code: str) -> Iterator[tuple[int, int]]:
    for match in re.finditer(r"^TEST(?:_MODES)?\(", code, re.MULTILINE):
        yield match.start(), _end(code, match.start())


def _closing(code: str, begin: int) -> int:
    """The position of the parenthesis that closes the one right before `begin`."""
    depth = 1
    for match in re.finditer(r"[()]", code[begin:]):
        depth += 1 if match[0] == "(" else -1
        if depth == 0:
            return begin + match.start()
    return len(code)


def _end(code: str, begin: int) -> int:
    """The end of a top-level function: the next closing brace at the beginning of a line."""
    found = code.find("\n}", begin)
    return len(code) if found == -1 else found


def _line(text: str, position: int) -> int:
    return text.count("\n", 0, position) + 1
