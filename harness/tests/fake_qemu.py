# SPDX-License-Identifier: MIT
"""A scripted emulator: a console, and a channel behind which the scripted executor runs, framed as a guest's.

script.json may have `boots`, one word a boot and "ok" after them: ok, panic, mute (halts, and says nothing),
exit, refuse; and `later facts`, in which the boots after the first differ. The acts of a case are the
executor's (fake_executor.py), and: panic, freeze, vanish (killed from outside), corrupt, until-two (passes once
another guest has booted), until-one (… and has gone), int3 (a fault of the emulator's), int3-once (in the first
boot), noise-between (kernel messages inside the channel).
"""

from __future__ import annotations

import json
import os
import re
import select
import signal
import socket
import subprocess
import sys
import time
import zlib
from pathlib import Path

PANIC = "[    7.1] Kernel panic - not syncing: made up\n"


def frame(number: int, line: str) -> bytes:
    """A line as the channel has it."""
    body = f"{number} {line}".encode()
    return b"\x02%d %08x %s\n" % (number, zlib.crc32(body), line.encode())


def wait_for_others(build: Path, act: str) -> None:
    """Waits, within a bound, until another guest has booted, or has gone again."""
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        pid = int((build / "qemu.pid").read_text())
        command = Path(f"/proc/{pid}/cmdline")      # which a zombie has not
        if pid != os.getpid() and (act == "until-two" or not command.exists() or not command.read_bytes()):
            return
        time.sleep(0.01)


def main() -> None:
    """The emulator."""
    build = Path(sys.argv[1])
    if "--version" in sys.argv:
        print("QEMU emulator version 7.2.22 (made up)")
        return
    words = " ".join(sys.argv)
    script = json.loads((build / "script.json").read_text())
    counter = build / "boots"
    boots = int(counter.read_text()) if counter.exists() else 0
    counter.write_text(str(boots + 1))
    (build / "qemu.pid.new").write_text(str(os.getpid()))
    (build / "qemu.pid.new").rename(build / "qemu.pid")
    console = open(re.findall(r"id=console,path=(\S+)", words)[0], "a", encoding="utf-8")
    channel = socket.socket(fileno=int(re.findall(r"id=port,fd=(\d+)", words)[0]))
    act = dict(enumerate(script.get("boots", []))).get(boots, "ok")
    console.write("[    0.0] a line of the kernel's\n")
    console.flush()
    if act == "refuse":
        sys.exit("qemu-system-made-up: could not load kernel")
    if act == "panic":
        console.write(PANIC)
        console.flush()
    if act == "mute":
        time.sleep(60)
    if act != "ok":
        return
    executor = subprocess.Popen([build / "executor"], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                text=True)
    assert executor.stdin is not None and executor.stdout is not None
    while not select.select([executor.stdout], [], [], 0)[0]:      # who boots does not rest
        pass
    number = 0
    for event in script["config"], script["facts"]:
        if event is not None:
            line = json.loads(executor.stdout.readline())
            if event is script["facts"] and boots:
                line |= script.get("later facts", {})
            channel.sendall(frame(number, json.dumps(line)))
            number += 1
    for row in channel.makefile():
        case, _, binary, *_ = row.rstrip("\n").split("\t")
        assert binary.startswith("/rct/cases/"), binary
        act = script["acts"][case]
        if act == "int3-once":
            act = "pass" if boots else "int3"
        if act in ("until-two", "until-one"):
            wait_for_others(build, act)
            act = "pass"
        if act in ("panic", "int3"):
            channel.sendall(frame(number, json.dumps({"event": "begin", "case": case, "abi": "x86_64"})))
            console.write(PANIC if act == "panic" else "[    7.1] Oops: int3: 0000 [#1] SMP\n")
            return
        if act == "freeze":
            (build / "frozen").touch()
            time.sleep(60)
        if act == "vanish":
            os.kill(os.getpid(), signal.SIGKILL)
        if act == "corrupt":
            channel.sendall(b"\x020 00000000 {}\n")
            time.sleep(60)      # until it is killed: not in the middle of writing its script
        if act == "noise-between":
            channel.sendall(b"[    7.1] rcu: a line of the kernel's\r\n\x02[ and half of one")
        script["acts"][case] = act = "pass" if act == "noise-between" else act
        (build / "script.json").write_text(json.dumps(script))
        executor.stdin.write(row)
        executor.stdin.flush()
        line = ""
        while '"event": "end"' not in line:
            line = executor.stdout.readline()
            channel.sendall(frame(number, line.strip()))
            number += 1


if __name__ == "__main__":
    main()
