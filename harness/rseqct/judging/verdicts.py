# SPDX-License-Identifier: MIT
"""One table for all reports: what each verdict means, whether it is red, and how each report prints it."""

from __future__ import annotations

import enum
from collections.abc import Iterable
from dataclasses import dataclass

from rseqct.errors import Exit


class Verdict(enum.Enum):
    """The verdict on a case, or on a requirement, on one kernel (docs/design.md)."""

    PASS = "PASS"
    FAIL = "FAIL"
    XFAIL = "XFAIL"
    XPASS = "XPASS"
    UNSHOWN = "UNSHOWN"
    SKIP = "SKIP"
    NA = "NA"
    BADSKIP = "BADSKIP"
    ERROR = "ERROR"
    MISS = "MISS"

    __hash__ = object.__hash__      # that of Enum is slow, and a matrix hashes a million times


class State(enum.Enum):
    """What a verdict says about the promise itself."""

    HOLDS = "holds"
    BROKEN = "broken"
    ABSENT = "absent"      # not promised on this kernel, or not supported by it
    UNTOLD = "untold"      # unknown


class Ktap(enum.Enum):
    """A KTAP line: its result and its directive."""

    OK = ("ok", "")
    SKIP = ("ok", "SKIP")
    XPASS_NOTED = ("ok", "XPASS")
    NOT_OK = ("not ok", "")
    XFAIL = ("not ok", "XFAIL")
    XPASS = ("not ok", "XPASS")
    ERROR = ("not ok", "ERROR")


@dataclass(frozen=True)
class Meaning:
    """A row of the table.

    text: for the matrix's legend. count: the word for requirements in the console's summary. state: of the promise.
    status: the exit status of a run with this verdict; a verdict is red if that is not OK. glyph: on the console. mark:
    in the matrix. color: on a terminal, if not red. junit: the element in a JUnit test case; empty for a pass. ktap:
    its KTAP line."""

    text: str
    count: str
    state: State
    status: Exit
    glyph: str
    mark: str
    color: str
    junit: str
    ktap: Ktap

    @property
    def red(self) -> bool:
        """Whether somebody must act."""
        return self.status is not Exit.OK


# From the worst to the best: of several verdicts on one requirement, the first in this table counts.
TABLE = {
    Verdict.FAIL: Meaning("broken", "BROKEN",
                          State.BROKEN, Exit.FAIL, "F", "✗", "", "failure", Ktap.NOT_OK),
    Verdict.BADSKIP: Meaning("absent, and no fact explains it", "not tested",
                             State.ABSENT, Exit.FAIL, "B", "?", "", "failure", Ktap.NOT_OK),
    Verdict.ERROR: Meaning("the suite is at fault", "not tested",
                           State.UNTOLD, Exit.ERROR, "E", "E", "", "error", Ktap.ERROR),
    Verdict.MISS: Meaning("never ran", "not tested",
                          State.UNTOLD, Exit.MISS, "M", "M", "", "error", Ktap.ERROR),
    Verdict.XFAIL: Meaning("broken, a known bug", "known broken",
                           State.BROKEN, Exit.OK, "x", "x", "yellow", "skipped", Ktap.XFAIL),
    Verdict.XPASS: Meaning("holds, and the ledger says that it is broken", "hold",
                           State.HOLDS, Exit.FAIL, "X", "!", "", "failure", Ktap.XPASS),
    Verdict.UNSHOWN: Meaning("not shown: a control fails for a known bug", "not shown",
                             State.UNTOLD, Exit.OK, "u", "u", "yellow", "skipped", Ktap.SKIP),
    Verdict.PASS: Meaning("holds", "hold",
                          State.HOLDS, Exit.OK, ".", "✓", "green", "", Ktap.OK),
    Verdict.SKIP: Meaning("not supported", "not applicable",
                          State.ABSENT, Exit.OK, "s", "·", "dim", "skipped", Ktap.SKIP),
    Verdict.NA: Meaning("not promised there", "not applicable",
                        State.ABSENT, Exit.OK, "-", "–", "dim", "skipped", Ktap.SKIP),
}
# XPASS on a kernel that may have the fix before its release says so: a distribution's kernel, or a release candidate.
NOTED = Meaning(TABLE[Verdict.XPASS].text, "hold", State.HOLDS, Exit.OK, "X", "!", "yellow", "", Ktap.XPASS_NOTED)
UNTESTED = " "      # in the matrix: no case of the run verifies the requirement


def worst(verdicts: Iterable[Verdict]) -> Verdict | None:
    """The verdict that counts among several on one requirement; None if there are none."""
    found = set(verdicts)
    return next((verdict for verdict in TABLE if verdict in found), None)


def status(meanings: Iterable[Meaning]) -> Exit:
    """The exit status for a run with these verdicts. FAIL outranks ERROR, and ERROR outranks MISS."""
    found = {meaning.status for meaning in meanings}
    return next((each for each in (Exit.FAIL, Exit.ERROR, Exit.MISS) if each in found), Exit.OK)
