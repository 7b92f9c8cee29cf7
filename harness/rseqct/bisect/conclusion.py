# SPDX-License-Identifier: MIT
"""What a bisection over kernels ends with: the culprit, what is written of it, the next command, a ledger entry."""

from __future__ import annotations

import gzip
import re
import shlex
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from rseqct.bisect.probe import Seen
from rseqct.cases.manifest import Case
from rseqct.catalogue.versions import Release
from rseqct.errors import RseqctError
from rseqct.kernels.index import Kernel

_ABOUT = re.compile(r"\brseq|\bmm_?cid|\bmembarrier|restartable sequence", re.IGNORECASE)
_UPDATE = re.compile(r"/ChangeLog-(\d+\.\d+(?:\.\d+)?)\s*$")


@dataclass(frozen=True)
class Found:
    """Between which two kernels the change is. `skipped` are those between them that tell nothing; `bad` is what was
    seen on the bad one; `step` is the command line that tries a commit as these kernels were tried."""

    step: Sequence[str]
    case: Case
    before: Kernel
    after: Kernel
    skipped: Sequence[str]
    bad: Seen
    fix: bool
    changelog: Sequence[str]


def lines(found: Found) -> Iterator[str]:
    """All of it, for a person."""
    before, after = ("last bad", "first good") if found.fix else ("last good", "first bad")
    yield ""
    yield f"{before:<12} {found.before.release}   (Linux {found.before.upstream})"
    yield f"{after:<12} {found.after.release}   (Linux {found.after.upstream})"
    if found.skipped:
        yield f"{'or one of':<12} {', '.join(found.skipped)}, on which the case gave no result"
    for number, line in enumerate(found.changelog):
        yield f"{'changelog' if number == 0 else '':<12} {line}"
    good, bad = (found.after, found.before) if found.fix else (found.before, found.after)
    yield f"{'next':<12} {command(found, good.upstream, bad.upstream)}"
    yield ""
    yield from (ledger_fix(found) if found.fix else ledger(found))
    yield ""


def tag(release: Release) -> str:
    """Linux's tag of a release: v6.12, v6.12.39, v7.1-rc3."""
    patch = f".{release.patch}" if release.patch else ""
    return f"v{release.major}.{release.minor}{patch}" + (f"-rc{release.rc}" if release.rc is not None else "")


def command(found: Found, good: Release, bad: Release) -> str:
    """The line that goes on in a git tree. Stable releases of two series are no ancestors of each other; the first
    releases of the series are."""
    if good.series != bad.series:
        older = min(good, bad)
        good, bad = (Release.parse(f"{r.major}.{r.minor}") for r in (good, bad))
        note = f"   # mainline; if {tag(min(good, bad))} differs from {older}, the change is in its stable series"
    else:
        note = "   # in the stable tree"
    terms = "--term-old=broken --term-new=fixed " if found.fix else ""
    return (f"git bisect start {terms}{tag(max(good, bad))} {tag(min(good, bad))} && "
            f"git bisect run {shlex.join(found.step)}{note}")


def changelog(paths: Sequence[Path], after: Release, upto: Release) -> list[str]:
    """The lines about rseq, of the releases of Linux after one and up to another, in the first of these changelogs
    that lists those releases. Raises RseqctError."""
    for path in paths:
        listed = list(_listed(path, after, upto))
        if listed:
            return [f"{release}: {line}" for release, line in listed if _ABOUT.search(line) and "pwrseq" not in line] \
                or [f"says nothing about rseq from {after} to {upto}"]
    return [f"no changelog on this machine lists the changes from {after} to {upto}"]


def _listed(path: Path, after: Release, upto: Release) -> Iterator[tuple[Release, str]]:
    try:
        text = gzip.decompress(path.read_bytes()).decode("utf-8", "replace")
    except (OSError, ValueError, EOFError) as error:
        raise RseqctError(f"{path}: cannot be read: {error}") from None
    release = None
    for line in text.splitlines():
        if match := _UPDATE.search(line):
            release = Release.parse(match[1])
        elif not line.startswith("    "):
            release = None      # the list has ended
        if release is not None and after < release <= upto:
            yield release, line.strip().lstrip("- ")


def ledger(found: Found) -> Iterator[str]:
    """An entry for expected/bugs/, with what nobody but a person can know left to be filled in."""
    yield "# for expected/bugs/<name>.toml"
    yield "[[bug]]"
    yield f'id         = "{found.case.id.replace(".", "-").replace("_", "-")}"'
    yield f'cases      = ["{found.case.id}"]'
    yield "breaks     = [" + ", ".join(f'"{name}"' for name in found.case.verifies) + "]"
    yield f"symptom    = '{symptom(found.bad.failure)}'"
    yield f'arches     = ["{found.after.arch}"]   # where it was seen'
    yield f'introduced = {{ release = "{_bare(found.after.upstream)}" }}   # or earlier, after {found.before.upstream}'
    yield "fixed      = []"
    yield 'link       = "https://…"'
    yield 'found_by   = "…"'


def ledger_fix(found: Found) -> Iterator[str]:
    """What the fix adds to an entry."""
    yield "# for the bug's entry in expected/bugs/"
    yield f'fixed      = [{{ release = "{_bare(found.after.upstream)}" }}]   # mainline first; or an earlier one'


def symptom(failure: str) -> str:
    """A regular expression for what a failed expectation said: what it found, and of what where that line does not say
    it. To be read by a person: it may say too much, or too little."""
    said = [line.strip() for line in failure.splitlines() if line.strip()]
    telling = next((number for number, line in enumerate(said) if line.startswith(("Actual:", "Which is:"))), 0)
    first = telling - said[telling].startswith("Which is:") if said else 0
    words = [re.escape(line).replace(r"\ ", " ") for line in said[first:telling + 1]]
    return re.sub("0x[0-9a-f]+", "0x[0-9a-f]+", r"\s+".join(words)).replace("'", ".")


def _bare(release: Release) -> str:
    return tag(release)[1:]
