# SPDX-License-Identifier: MIT
"""`rseqct new`: the beginning of a case, with guidance."""

from __future__ import annotations

import argparse
import re
from pathlib import Path

from rseqct.catalogue import expected
from rseqct.errors import Exit, RseqctError
from rseqct.support.files import write_atomically
from rseqct.support.places import source_directory

_TEMPLATE = """\
// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {{
namespace {{

// The name states the claim as a sentence. If both registration modes promise it, use TEST_MODES.
TEST({suite}, {name}) {{
  VERIFIES("{requirement}");

  // Arrange. If a step that must work fails, the suite is at fault: Require and RequireCall report that.
  Registration mine;

  // Act, and expect exactly what was promised.
  FAIL() << "write the claim";

  // Control: the same arrangement with one difference has the other outcome. Without a control the claim may
  // hold for the wrong reason. Name the requirement that the control relies on.
  CONTROL("area.promise", false, testing::Eq(true)) << "write the control";
}}

}}  // namespace
}}  // namespace rct
"""

_STANZA = """\
[{requirement}]
text   = "One sentence: what Linux promises."
since  = "4.18"
source = ["kernel/rseq.c"]
level  = "must"
abi_id = []"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Its options."""
    parser.add_argument("case", metavar="AREA.CLAIM", help="its id, such as unregister.wrong_signature")
    parser.add_argument("--requirement", metavar="ID",
                        help="what it verifies (default: made from the case's id)")
    parser.add_argument("--source", type=Path, default=source_directory(), metavar="DIR", help="source tree")
    parser.set_defaults(command=run)


def run(arguments: argparse.Namespace) -> int:
    """Writes the file and prints the next steps; returns the exit status. Raises RseqctError."""
    print(create(arguments.source, arguments.case, arguments.requirement))
    return Exit.OK


def create(source: Path, case: str, requirement: str | None = None) -> str:
    """Writes cases/<area>/<claim>.cc; returns what to do next. Raises RseqctError, also where the case
    exists."""
    match = re.fullmatch(r"([a-z][a-z0-9_]*)\.([a-z][a-z0-9_]*)", case)
    if match is None:
        raise RseqctError(f"'{case}' is not an id; write area.claim in small letters, such as "
                          "unregister.wrong_signature", Exit.USAGE)
    area, claim = match.groups()
    path = source / "cases" / area / f"{claim}.cc"
    if path.exists():
        raise RseqctError(f"{path}: already exists; choose another claim, or edit the file", Exit.USAGE)
    cited = requirement or f"{area}.{claim.replace('_', '-')}"
    known = expected.load(source / "expected").requirements
    write_atomically(path, _TEMPLATE.format(suite=_camel(area), name=_camel(claim), requirement=cited))
    steps = [f"wrote {path}"]
    if cited not in known:
        file = source / "expected" / "requirements" / f"{cited.partition('.')[0]}.toml"
        steps += [f"add to {file}:", "", _STANZA.format(requirement=cited), ""]
    steps += [f"then: ninja -C build && build/rseqct run {case}",
              "then make it fail once: break its arrangement, or a kernel; record in expected/proof.toml what it said; "
              "build/rseqct lint"]
    return "\n".join(steps)


def _camel(words: str) -> str:
    return "".join(word[:1].upper() + word[1:] for word in words.split("_"))
