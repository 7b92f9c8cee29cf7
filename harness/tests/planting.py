# SPDX-License-Identifier: MIT
"""Shows that cases can fail: boots a kernel that has the defects of expected/defects.toml, each switched on alone, and
compares which TESTs fail at a claim with what the data says. ci/defects runs it as a program."""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

TOP = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(TOP / "harness"))

from lying import suggestion  # noqa: E402
from rseqct.audit import proof  # noqa: E402
from rseqct.cases import manifest  # noqa: E402
from rseqct.cases.manifest import Case, select  # noqa: E402
from rseqct.cases.observe import TestRun, observe  # noqa: E402
from rseqct.catalogue import documents  # noqa: E402
from rseqct.catalogue.documents import Document  # noqa: E402
from rseqct.errors import RseqctError  # noqa: E402
from rseqct.kernels import image  # noqa: E402
from rseqct.machines.shape import Shape  # noqa: E402
from rseqct.support.cache import cache_directory  # noqa: E402
from rseqct.targets import Target, TargetLost  # noqa: E402
from rseqct.targets.qemu import QemuTarget  # noqa: E402
from rseqct.targets.where import GuestOptions  # noqa: E402

RSEQCT = Path(os.environ.get("RSEQCT_BUILD", TOP / "build")).resolve() / "rseqct"
HOME = Path(os.environ.get("RSEQCT_DEFECTS", cache_directory() / "defects"))
LIMIT_S = 20.0
ALONE = "if (({{ extern int rct_defect; unlikely(rct_defect == {number}); }})) {{ {code} }}"


def planted(document: Document, file: str, text: str) -> str:
    """The text of a source file with all defects in it; raises RseqctError where it has not what is searched for."""
    for name, place in document.content["places"].items():
        if place["file"] != file:
            continue
        found = list(re.finditer(place["find"], text))
        if len(found) != 1:
            document.fail(f"matches {len(found)} times in {file}, not once", "places." + name, "find")
        code = "\n".join(ALONE.format(number=defect["number"], code=defect["code"][name])
                         for defect in document.content["defects"].values() if name in defect["code"])
        put = found[0].expand(place.get("put", r"\g<0>\n{}")).replace("{}", code)
        text = text[:found[0].start()] + put + text[found[0].end():]
    return text


def build(document: Document) -> None:
    """Makes the kernel. The tree has the pristine one's files, by hard links, but for those that are edited."""
    kernel = document.content["kernel"]
    pristine = Path(subprocess.run([RSEQCT, "kernels", "source", kernel["source"]], check=True, text=True,
                                   stdout=subprocess.PIPE).stdout.strip())
    tree = HOME / pristine.name
    if not tree.exists():
        HOME.mkdir(parents=True, exist_ok=True)
        subprocess.run(["cp", "-al", pristine, tree], check=True)
    edited = HOME / "edited"
    files = {place["file"] for place in document.content["places"].values()}
    before = set(edited.read_text(encoding="utf-8").split()) if edited.exists() else set()
    edited.write_text("\n".join(sorted(files)), encoding="utf-8")
    for file in sorted(files | before):
        text = planted(document, file, (pristine / file).read_text(encoding="utf-8"))
        if text != (tree / file).read_text(encoding="utf-8"):
            (tree / file).unlink()
            (tree / file).write_text(text, encoding="utf-8")
    options = [word for option in kernel["options"] for word in ("--with", option)]
    subprocess.run([RSEQCT, "kernels", "build", tree, *options, "--output", HOME / "kernel"], check=True)


def noticed(target: Target, number: int, cases: Iterable[Case]) -> dict[str, str]:
    """Runs cases with a defect; "case TEST" and the message of each TEST that failed, but at no control."""
    found: dict[str, str] = {}
    for case in cases:
        try:
            # The kernel takes the number from there (expected/defects.toml, places.switch-at-exec).
            observation = observe(target.run(case, LIMIT_S, [f"--gtest_random_seed={number}"]))
        except TargetLost as lost:
            print(f"  {case.key}: the guest is lost: {lost}", file=sys.stderr)
            continue
        for test in observation.tests:
            if (message := claim(test)) is not None:
                found.setdefault(f"{case.id} {test.name.split('/')[0]}", message)
    return found


def claim(test: TestRun) -> str | None:
    """The first message of a TEST that failed at its claim; None where it did not, or a control failed as well."""
    return test.failures[0].text if proof.fails_at_a_claim(test) else None


def complaints(defect: dict[str, Any], found: dict[str, str]) -> Iterator[str]:
    """What a run does not show although the data says so."""
    for message, tests in defect.get("noticed", {}).items():
        for test in tests:
            if test not in found:
                yield f"{test}: does not fail at its claim"
            elif not re.search(message, found[test], re.DOTALL):
                yield f"{test}: fails with another message than {message}:\n{found[test]}"


def shown(name: str, found: dict[str, str]) -> Iterator[str]:
    """What noticed a defect, as expected/defects.toml has it."""
    by_message: dict[str, list[str]] = {}
    for test, message in sorted(found.items()):
        by_message.setdefault(suggestion(message), []).append(test)
    yield f"\n[defects.{name}.noticed]"
    for message, tests in by_message.items():
        yield f"'{message}' = [" + "".join(f'\n  "{test}",' for test in tests) + "\n]"


def load(path: Path = TOP / "expected/defects.toml") -> Document:
    """Reads the data; raises RseqctError."""
    document = documents.read(path, TOP / "expected/schema/defects.json")
    defects = document.content["defects"]
    numbers = [defect["number"] for defect in defects.values()]
    for name, defect in defects.items():
        if numbers.count(defect["number"]) > 1:
            document.fail("another defect has this number; take one that is free", "defects." + name, "number")
        for place in defect["code"]:
            if place not in document.content["places"]:
                document.fail(f"{place} is not among [places]; add it there", "defects." + name, "code")
    return document


def main() -> int:
    """The command."""
    parser = argparse.ArgumentParser(prog="ci/defects", description=__doc__, allow_abbrev=False)
    parser.add_argument("names", nargs="*", metavar="DEFECT", help="default: all")
    parser.add_argument("--build", action="store_true",
                        help="make the kernel, or make it again where expected/defects.toml has changed")
    parser.add_argument("--try", dest="cases", action="append", default=[], metavar="CASE",
                        help="run this case, area or glob, and print what notices the defect, as the data has it")
    parser.add_argument("--abi", action="append", default=[], metavar="ABI", help="only cases built for this ABI")
    arguments = parser.parse_args()
    document = load()
    defects = document.content["defects"]
    for name in arguments.names:
        if name not in defects:
            raise RseqctError(f"{name} is not a defect of {document.path}")
    if arguments.build:
        build(document)
    if names := arguments.names or ([] if arguments.build else list(defects)):
        return compare({name: defects[name] for name in names}, arguments.cases, arguments.abi)
    return 0


def compare(defects: dict[str, Any], patterns: list[str], abis: list[str]) -> int:
    """Says how each defect differs from the data; with patterns, what notices it among these. The exit status."""
    known = manifest.read(RSEQCT.parent / "manifest.json")
    named = {name: patterns or sorted({test.split()[0] for each in defect.get("noticed", {}).values() for test in each})
             for name, defect in defects.items()}
    kernel = image.find(f"tree:{HOME / 'kernel'}", known.source)
    target = QemuTarget(RSEQCT.parent, known, kernel, GuestOptions("", None, None, Shape()), print)
    wrong = 0

    def chosen(names: list[str]) -> list[Case]:
        return [case for case in select(known.cases, names, []) if not abis or case.abi in abis] if names else []

    try:
        honest = noticed(target, 0, chosen(sorted(set().union(*named.values()))))
        for name, defect in defects.items():
            found = {test: message for test, message in noticed(target, defect["number"], chosen(named[name])).items()
                     if test not in honest}
            if patterns:
                print("\n".join(shown(name, found)), flush=True)
                continue
            differences = list(complaints(defect, found)) if named[name] else ["no TEST is named"]
            print("\n  ".join([f"{name}: {'differs' if differences else 'as said'}", *differences]), flush=True)
            wrong += len(differences)
    finally:
        target.close()
    return min(wrong, 1)


if __name__ == "__main__":
    try:
        sys.exit(main())
    except RseqctError as error:
        sys.exit(f"ci/defects: {error}")
