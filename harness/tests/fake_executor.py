# SPDX-License-Identifier: MIT
"""A scripted executor: speaks as rct-executor does, and acts out what script.json says of each case.

Acts: pass, fail[:text], skip:reason, broken:text, crash, timeout, silent (prints no plan), partial (one test
of two), garbage (a line that is no JSON), leftover, splat:line, hang (never ends), die (the executor itself),
noise (the executor prints a line that is not an event), unstartable, slow (makes slow.begun, and half a second later
slow.ended).
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

TEST = "Unregister.Claim"


def tell(event: str, **fields: Any) -> None:
    """Writes one event."""
    print(json.dumps({"event": event, **fields}), flush=True)


def lines(act: str, detail: str) -> list[Any]:
    """What the case's listener writes."""
    if act in ("silent", "unstartable"):
        return []
    body: list[Any] = [{"plan": [TEST]}, {"start": TEST}, {"verifies": "unregister.promise"}]
    if act == "partial":
        body[0]["plan"].append("Unregister.Other")
    if act in ("crash", "timeout"):
        return body
    if act == "garbage":
        return [*body, "not JSON"]
    if act == "fail":
        text = detail or "Value of: x\n  Actual: 2\nExpected: 1"
        body.append({"failure": {"file": "cases/unregister/claim.cc", "line": 9, "text": text,
                                 "child": False}})
    if act in ("skip", "broken"):
        body.append({act: detail})
    outcome = act if act in ("fail", "skip", "broken") else "pass"
    return [*body, {"end": TEST, "outcome": outcome, "us": 5}, {"finished": True}]


def main() -> None:
    """The executor."""
    build = Path(sys.argv[1])
    script = json.loads((build / "script.json").read_text())
    if script["config"] is not None:
        tell(**script["config"])
    tell(**script["facts"])
    if "--facts" in sys.argv:
        return
    (build / "executor.pid").write_text(str(os.getpid()))
    count = 0
    for row in sys.stdin:
        if not row.strip():
            break
        case, abi, *_ = row.rstrip("\n").split("\t")
        act, _, detail = script["acts"][case].partition(":")
        about = {"case": case, "abi": abi}
        if act == "die":
            print("executor: out of luck", file=sys.stderr)
            sys.exit(7)
        if act == "noise":
            print("Hello")
        tell("begin", **about)
        if act == "slow":
            (build / "slow.begun").touch()
            time.sleep(0.5)
            (build / "slow.ended").touch()
        if act == "hang":
            subprocess.Popen(["sleep", "60"], process_group=0)
            time.sleep(60)
        for line in lines(act, detail):
            tell("case", line=line if isinstance(line, str) else json.dumps(line), **about)
        if act == "splat":
            tell("kmsg", line=detail, level=4, **about)
        how, status = {"crash": ("signal", 11), "timeout": ("timeout", 0),
                       "unstartable": ("unstartable", 8)}.get(
            act, ("exit", int(act == "fail")))
        wall = 20_000_000 if act == "timeout" else 1234
        tell("output", text="", truncated=False, **about)
        tell("end", how=how, status=status, wall_us=wall, cpu_us=900, leftover=int(act == "leftover"),
             **about)
        count += 1
    tell("done", cases=count)


if __name__ == "__main__":
    main()
