# SPDX-License-Identifier: MIT
"""The end of a bisection over kernels: the culprit, its changelog, the next command, and a ledger entry."""

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
    """The two kernels between which the change is.

    `step`: the command line that tries a commit in the same way as these kernels. `skipped`: the kernels between them
    that gave no result. `bad`: the observation on the bad one."""

    step: Sequence[str]
    case: Case
    before: Kernel
    after: Kernel
    skipped: Sequence[str]
    bad: Seen
    fix: bool
    changelog: Sequence[str]


def lines(found: Found) -> Iterator[str]:
    """The whole conclusion for the user."""
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
    """The command that continues in a git tree.

    Stable releases of two series are not ancestors of each other, so the command then uses the first releases of the
    series."""
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
    """The lines about rseq for the Linux releases after `after` and up to `upto`, from the first changelog that lists
    them.

    One line that says so if there are none. Raises RseqctError."""
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
            release = None      # the end of the list
        if release is not None and after < release <= upto:
            yield release, line.strip().lstrip("- ")


def ledger(found: Found) -> Iterator[str]:
    """An entry for expected/bugs/. Where only a person knows the value, it has a placeholder."""
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
    """The part that a fix adds to an entry."""
    yield "# for the bug's entry in expected/bugs/"
    yield f'fixed      = [{{ release = "{_bare(found.after.upstream)}" }}]   # mainline first; or an earlier one'


def symptom(failure: str) -> str:
    """A regular expression for a failed expectation: its actual value, preceded by the expression if that line needs
    it.

    A person must check it: it may match too much or too little."""
    said = [line.strip() for line in failure.splitlines() if line.strip()]
    telling = next((number for number, line in enumerate(said) if line.startswith(("Actual:", "Which is:"))), 0)
    first = telling - said[telling].startswith("Which is:") if said else 0
    words = [re.escape(line).replace(r"\ ", " ") for line in said[first:telling + 1]]
    return re.sub("0x[0-9a-f]+", "0x[0-9a-f]+", r"\s+".join(words)).replace("'", ".")


def _bare(release: Release) -> str:
    return tag(release)[1:]
