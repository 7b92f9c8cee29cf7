# SPDX-License-Identifier: MIT
"""build/manifest.json, the list of cases. The build writes it from the sources; everything else reads it."""

from __future__ import annotations

import fnmatch
import functools
import json
import os
import re
import sys
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from rseqct.errors import Exit, RseqctError
from rseqct.support.files import write_atomically

FORMAT = "rseqct-manifest"
VERSION = 1
MODES = ("bytes32", "extended")

_NAME = r"[A-Z][A-Za-z0-9]*"
_TEST = re.compile(
    rf"^(?P<macro>TEST|TEST_MODES)\(\s*(?P<suite>{_NAME}),\s*(?P<name>{_NAME})\)\s*\{{$", re.MULTILINE)
_VERIFIES = re.compile(r"\bVERIFIES\(\s*\"([a-z0-9][a-z0-9._-]*)\"\s*\);")
_COMMENT_OR_STRING = re.compile(
    r'"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'|//[^\n]*|/\*.*?\*/', re.DOTALL)
_LOOKS_LIKE_TEST = re.compile(r"\b(?:TYPED_)?TEST(?:_\w+)?\s*\(")
_LOOKS_LIKE_VERIFIES = re.compile(r"\bVERIFIES\s*\(")


@dataclass(frozen=True)
class Test:
    """One TEST of a case: "Suite.Name", its line, and whether it runs once in each registration mode."""

    name: str
    line: int
    modes: bool

    def planned(self) -> list[str]:
        """The names under which the running case announces it."""
        return [f"{self.name}/{mode}" for mode in MODES] if self.modes else [self.name]


@dataclass(frozen=True)
class Case:
    """One binary: a case built for one ABI. `binary` is relative to the build tree, `source` to the source tree."""

    id: str
    abi: str
    binary: str
    source: str
    tests: tuple[Test, ...]
    verifies: tuple[str, ...]

    @staticmethod
    def from_json(value: Mapping[str, Any]) -> Case:
        """Reads the output of dataclasses.asdict; raises KeyError or TypeError."""
        fields: dict[str, Any] = {**value, "tests": tuple(Test(**test) for test in value["tests"]),
                                  "verifies": tuple(value["verifies"])}
        return Case(**fields)

    def planned(self) -> list[str]:
        """The names of all TESTs that the running case announces."""
        return list(self._planned)

    @functools.cached_property
    def _planned(self) -> tuple[str, ...]:
        return tuple(name for test in self.tests for name in test.planned())

    @property
    def key(self) -> str:
        """The name of the case everywhere: "unregister.wrong_signature[x86_64]"."""
        return f"{self.id}[{self.abi}]"

    @property
    def starter(self) -> str:
        """The program that forks the case (harness/executor/starter), relative to the build tree, next to the librct
        that it loads."""
        return os.path.normpath(f"{self.binary}/../../../harness/rct-starter")

    @property
    def area(self) -> str:
        """The first part of the id."""
        return self.id.partition(".")[0]


@dataclass(frozen=True)
class Manifest:
    """The cases of a build tree in the order in which they run, the source tree, and the executor.

    An installed tree is its own source tree: `source` is "." in its file."""

    source: Path
    executor: str
    cases: tuple[Case, ...]

    @property
    def native(self) -> str:
        """The ABI of the executor, whose cases are at the top of the build tree; empty if it has no cases."""
        return next((case.abi for case in self.cases if case.binary.startswith("cases/")), "")

    def of(self, ids: Collection[str]) -> Manifest:
        """A manifest with only the cases of these ids, for every ABI, because a case may execute the program of another
        ABI.

        The whole manifest if `ids` is empty or names at least half of the cases: the initramfs of all cases is usually
        in the cache already."""
        part = tuple(case for case in self.cases if case.id in ids)
        return replace(self, cases=part) if 0 < len(part) < len(self.cases) / 2 else self


def sources(source: Path) -> list[Path]:
    """The source files of cases, sorted. cases/CMakeLists.txt documents the meaning of their names."""
    return [path for path in sorted((source / "cases").glob("**/*.cc")) if not path.stem.endswith("+child")]


def scan(path: Path, shown: str) -> tuple[tuple[Test, ...], tuple[str, ...]]:
    """The TESTs of a case's source, and the requirements that it cites.

    Raises RseqctError with FILE:LINE, in which the file is called `shown`."""
    try:
        text = without_comments(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise RseqctError(f"{shown}: cannot be read: {error}") from None
    tests = [Test(f"{m['suite']}.{m['name']}", _line(text, m.start()), m["macro"] == "TEST_MODES")
             for m in _TEST.finditer(text)]
    cited = [(m[1], m.start()) for m in _VERIFIES.finditer(text)]
    _refuse_others(text, shown, _LOOKS_LIKE_TEST, {m.start() for m in _TEST.finditer(text)},
                   "write `TEST(Suite, Name) {` or `TEST_MODES(Suite, Name) {`, and no other macro")
    _refuse_others(text, shown, _LOOKS_LIKE_VERIFIES, {position for _, position in cited},
                   "write `VERIFIES(\"area.claim\");` with the id spelled out")
    if not tests:
        raise RseqctError(f"{shown}:1: no TEST in this case; write `TEST(Suite, ClaimAsASentence) {{`")
    ends = [test.line for test in tests[1:]] + [sys.maxsize]
    for test, end in zip(tests, ends):
        if not any(test.line < _line(text, position) < end for _, position in cited):
            raise RseqctError(
                f"{shown}:{test.line}: {test.name} cites no requirement; begin it with VERIFIES(\"…\")")
    return tuple(tests), tuple(dict.fromkeys(requirement for requirement, _ in cited))


def without_comments(text: str) -> str:
    """C++ source with its comments replaced by spaces, so that positions stay the same. Strings stay."""
    def blank(match: re.Match[str]) -> str:
        return match[0] if match[0][0] in "\"'" else re.sub(r"[^\n]", " ", match[0])
    return _COMMENT_OR_STRING.sub(blank, text)


def read(path: Path) -> Manifest:
    """Reads a manifest, and an unchanged file once only; raises RseqctError if it does not exist or is malformed."""
    try:
        state = path.stat()
        return _read(path, (state.st_ino, state.st_mtime_ns, state.st_size))
    except FileNotFoundError:
        raise RseqctError(
            f"{path}: does not exist; build first: cmake -G Ninja -S . -B build && ninja -C build") from None
    except (OSError, ValueError) as error:
        raise RseqctError(f"{path}: cannot be read: {error}; build again") from None


@functools.lru_cache(1)
def _read(path: Path, _state: tuple[int, ...]) -> Manifest:
    value = json.loads(path.read_text(encoding="utf-8"))
    if not isinstance(value, dict) or value.get("format") != FORMAT or value.get("version") != VERSION:
        raise RseqctError(f"{path}: not a manifest of this version; build again")
    try:
        cases = tuple(map(Case.from_json, value["cases"]))
        manifest = Manifest(path.absolute().parent / value["source"], value["executor"], cases)
    except (KeyError, TypeError) as error:
        raise RseqctError(f"{path}: malformed case ({error}); build again") from None
    if len({case.key for case in cases}) != len(cases):
        raise RseqctError(f"{path}: two cases have the same name; build again")
    return manifest


def select(cases: Sequence[Case], patterns: Sequence[str], abis: Sequence[str]) -> list[Case]:
    """The cases that match any of the patterns: an id, an area, a key with its ABI, or a glob. No pattern means all.

    Raises RseqctError for a pattern or ABI that matches nothing: a typing error must not look like success."""
    for abi in abis:
        if not any(case.abi == abi for case in cases):
            raise RseqctError(f"no case is built for ABI '{abi}'; this build has "
                              f"{', '.join(sorted({case.abi for case in cases}))}", Exit.USAGE)
    chosen = [case for case in cases if not abis or case.abi in abis]
    for pattern in patterns:
        if not any(_named(case, pattern) for case in chosen):
            raise RseqctError(f"no case is named '{pattern}'; `rseqct list` shows them all", Exit.NOTHING)
    return [case for case in chosen if not patterns or any(_named(case, pattern) for pattern in patterns)]


def write(path: Path, manifest: Manifest) -> None:
    """Writes a manifest, completely or not at all; raises RseqctError."""
    value: dict[str, Any] = {"format": FORMAT, "version": VERSION, "source": str(manifest.source),
                             "executor": manifest.executor,
                             "cases": [asdict(case) for case in manifest.cases]}
    write_atomically(path, json.dumps(value, indent=1) + "\n")


def main(arguments: list[str] | None = None) -> int:
    """`python3 -m rseqct.cases.manifest`, for CMake: writes the manifest of a build tree; returns the exit status.

    If a case is malformed, prints one line for each and writes nothing."""
    import argparse      # slow to import, and not needed elsewhere
    parser = argparse.ArgumentParser(prog="rseqct.cases.manifest",
                                     description="Write the manifest of a build tree.")
    parser.add_argument("--source", required=True, type=Path, metavar="DIR")
    parser.add_argument("--output", required=True, type=Path, metavar="FILE")
    parser.add_argument("--executor", required=True, metavar="PATH")
    parser.add_argument("--case", nargs=4, action="append", default=[],
                        metavar=("ABI", "ID", "BINARY", "SOURCE"))
    parser.add_argument("--from", dest="lists", type=Path, action="append", default=[], metavar="FILE",
                        help="the same four, a line each, separated by tabs")
    options = parser.parse_args(arguments)
    rows: list[list[str]] = list(options.case)
    try:
        for path in options.lists:
            rows += [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines() if line]
    except OSError as error:
        print(f"{error.filename}: {error.strerror}", file=sys.stderr)
        return 1
    cases, errors = _cases(options.source, rows)
    try:
        if not errors:
            write(options.output, Manifest(options.source.resolve(), options.executor, tuple(cases)))
    except RseqctError as error:
        errors = [str(error)]
    for line in errors:
        print(line, file=sys.stderr)
    return 1 if errors else 0


def _named(case: Case, pattern: str) -> bool:
    return pattern in (case.id, case.area, case.key) or fnmatch.fnmatchcase(case.id, pattern)


def _cases(source: Path, rows: Iterable[list[str]]) -> tuple[list[Case], list[str]]:
    scanned: dict[str, tuple[tuple[Test, ...], tuple[str, ...]]] = {}
    cases, errors = [], []
    for row in rows:
        if len(row) != 4:
            errors.append(f"not `abi<TAB>id<TAB>binary<TAB>source`: {row}")
            continue
        abi, name, binary, file = row
        try:
            if file not in scanned:
                scanned[file] = scan(source / file, file)
            cases.append(Case(name, abi, binary, file, *scanned[file]))
        except RseqctError as error:
            errors.append(str(error))
    keys = [case.key for case in cases]
    errors += [f"{key}: two cases have this name; rename one" for key in dict.fromkeys(keys) if keys.count(key) > 1]
    return sorted(cases, key=lambda case: (case.area, case.id, case.abi)), list(dict.fromkeys(errors))


def _refuse_others(text: str, shown: str, pattern: re.Pattern[str], allowed: set[int], remedy: str) -> None:
    for match in pattern.finditer(text):
        if match.start() not in allowed:
            line = _line(text, match.start())
            raise RseqctError(f"{shown}:{line}: `{match[0].strip()}…` is not understood; {remedy}")


def _line(text: str, position: int) -> int:
    return text.count("\n", 0, position) + 1


if __name__ == "__main__":
    sys.exit(main())
