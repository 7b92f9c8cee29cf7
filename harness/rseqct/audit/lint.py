# SPDX-License-Identifier: MIT
"""`rseqct lint`: checks that cases, catalogue, ledger and proofs agree, and that cases follow their rules."""

from __future__ import annotations

import fnmatch
import re
from collections.abc import Iterator
from pathlib import Path

from rseqct.audit import controls, proof
from rseqct.cases import manifest
from rseqct.catalogue import documents, expected
from rseqct.catalogue.expected import Expected
from rseqct.catalogue.versions import overlap
from rseqct.errors import RseqctError

_INCLUDES = {'"rct/case.h"'}
_SECCOMP_INCLUDES = {'"rct/case.h"', '"rct/seccomp.h"'}
_ASSEMBLY = r"\b(asm|__asm|__asm__)\b"
_FORBIDDEN = (
    (r"\b(u?sleep|nanosleep|clock_nanosleep|sleep_for|sleep_until)\b",
     "sleeps; wait for a condition instead (handoff, bounded condition)"),
    (r"\b(uname|utsname|KERNEL_VERSION|LINUX_VERSION_CODE)\b",
     "asks for the kernel's version; two eras are two requirements and two cases"),
    (r"^\s*#\s*(if|ifdef|ifndef|elif|else|endif|define|undef|pragma)\b",
     "uses the preprocessor; what depends on the architecture belongs in arch/"),
    (r"\bstd::(j?thread|async)\b|\bpthread_create\b|\bthrd_create\b",
     "starts a bare thread, in which Broken ends the process; use Thread or InThread"),
    (_ASSEMBLY, "has assembly; sections belong in arch/sections.S"),
    (r"\b__(x86_64|i386|aarch64|arm|riscv|powerpc64|powerpc|s390x|mips|loongarch)\w*__\b",
     "names an architecture; what depends on it belongs in arch/"),
    (r"\b(DISABLED_\w+|GTEST_SKIP|TEST_P|TEST_F|INSTANTIATE_TEST_SUITE_P)\b",
     "uses what the judge cannot check; skip with Needs(…), and use TEST or TEST_MODES"),
)


def complaints(source: Path) -> list[str]:
    """All mistakes in a source tree, one line each with file and line; empty if there are none."""
    found = list(_schemas(source))
    if found:
        return found
    try:
        catalogue = expected.load(source / "expected")
    except RseqctError as error:
        return [str(error)]
    files, helpers = manifest.sources(source), controls.helpers_of(source)
    cited: dict[str, str] = {}
    for path in files:
        found += _case(path, str(path.relative_to(source)), catalogue, cited)
    for path in [*files, *sorted((source / "harness" / "librct" / "src").glob("*.cc"))]:
        found += controls.complaints(path, str(path.relative_to(source)), catalogue.requirements, helpers)
    if not files:
        found.append(f"{source}/cases: no case")
    ids = {f"{path.parent.name}.{path.name.partition('.')[0]}": str(path.relative_to(source)) for path in files}
    return [*found, *_coverage(catalogue, cited), *_ledger(catalogue, list(ids)), *_proofs(source)]


def _schemas(source: Path) -> Iterator[str]:
    kinds = [("expected/requirements/*.toml", "requirements"), ("expected/bugs/*.toml", "bugs"),
             ("expected/features.toml", "features"), ("expected/kernels.toml", "kernels"),
             ("expected/results/unmarked.toml", "unmarked"),
             ("expected/proof.toml", "proof"), ("expected/defects.toml", "defects"), ("arch/*/qemu.toml", "qemu")]
    for glob, kind in kinds:
        for path in sorted(source.glob(glob)):
            try:
                documents.read(path, source / "expected" / "schema" / f"{kind}.json")
            except RseqctError as error:
                yield str(error)


def _case(path: Path, shown: str, catalogue: Expected, cited: dict[str, str]) -> Iterator[str]:
    try:
        tests, verifies = manifest.scan(path, shown)
    except RseqctError as error:
        yield str(error)
        return
    text = path.read_text(encoding="utf-8")
    code = manifest.without_comments(text)
    for name in verifies:
        cited.setdefault(name, shown)
        if name not in catalogue.requirements:
            line = code[:code.index(f'"{name}"')].count("\n") + 1
            yield f"{shown}:{line}: cites '{name}', which no file of expected/requirements has; add it there"
    if not re.fullmatch(r"cases/[a-z][a-z0-9_]*/[a-z][a-z0-9_]*(\.[a-z0-9_]+)?\.cc", shown):
        yield f"{shown}:1: not named cases/area/claim.cc (or claim.abi.cc), in small letters, digits and _"
    if not text.startswith("// SPDX-License-Identifier: MIT\n"):
        yield f"{shown}:1: does not begin with // SPDX-License-Identifier: MIT"
    includes = re.findall(r"^\s*#\s*include\s+(\S+)", code, re.MULTILINE)
    allowed = _SECCOMP_INCLUDES if shown.startswith("cases/seccomp/") else _INCLUDES
    if len(includes) != 1 or includes[0] not in allowed:
        only = " or ".join(sorted(allowed))
        yield f"{shown}:2: includes {' '.join(includes) or 'nothing'}; a case has exactly one include, {only}"
    bare = re.sub(r'"(?:\\.|[^"\\\n])*"', '""', code)
    for pattern, what in _FORBIDDEN:
        match = re.search(pattern, bare, re.MULTILINE)
        own = pattern == _ASSEMBLY and shown.startswith("cases/arch/") and shown.count(".") == 2  # for one ABI
        if match and not own:
            line = bare.count("\n", 0, match.start() + len(match[0]) - len(match[0].lstrip())) + 1
            yield f"{shown}:{line}: `{match[0].strip()}`: a case that {what}"


def _coverage(catalogue: Expected, cited: dict[str, str]) -> Iterator[str]:
    for requirement in catalogue.requirements.values():
        if requirement.uncovered is None and requirement.id not in cited:
            yield f"{requirement.where}: [{requirement.id}] no case cites it; write one, or add `uncovered`"
        if requirement.uncovered is not None and requirement.id in cited:
            case = cited[requirement.id]
            yield f"{requirement.where}: [{requirement.id}] has a case, {case}; drop `uncovered`"


def _ledger(catalogue: Expected, ids: list[str]) -> Iterator[str]:
    for bug in catalogue.bugs.values():
        for glob in bug.cases:
            if not fnmatch.filter(ids, glob):
                yield f"{bug.where}: [{bug.id}] no case matches '{glob}'; correct `cases`"
        for name in bug.breaks:
            promise = catalogue.requirements[name]
            if not overlap((promise.since, promise.until), (bug.introduced, bug.fixed)):
                yield f"{bug.where}: [{bug.id}] no affected release promises '{name}' ({promise.range}); correct " \
                    "`breaks`, or one of the ranges"


def _proofs(source: Path) -> Iterator[str]:
    try:
        yield from proof.complaints(source)
    except RseqctError as error:
        yield str(error)
