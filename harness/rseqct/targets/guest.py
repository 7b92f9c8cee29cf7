# SPDX-License-Identifier: MIT
"""One guest: a QEMU process, the executor's channel into it, and its console. It dies with this process."""

from __future__ import annotations

import contextlib
import os
import re
import select
import signal
import socket
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

from rseqct.cases.observe import Event, MalformedStream, parse_event
from rseqct.machines.machine import Machine
from rseqct.machines.shape import Shape
from rseqct.support.processes import dies_with_us
from rseqct.targets.frames import FrameReader

_ESCAPES = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]|[\x00-\x08\x0b-\x1f]")
_LAST_LINES = 12
_EXIT_S = 0.2


class GuestLost(Exception):
    """The guest is gone or silent, or its channel is damaged. `silent`: it still runs, but does not answer."""

    def __init__(self, message: str, silent: bool = False) -> None:
        super().__init__(message)
        self.silent = silent


@dataclass(frozen=True)
class Boot:
    """What to boot, and how. `time_scale` is the factor on the executor's time limits."""

    machine: Machine
    image: Path
    initramfs: Path
    shape: Shape
    accelerator: str
    time_scale: float

    def command(self, console: Path, terminal: int, port: int) -> list[str]:
        """QEMU's command line, with the file descriptors of both channels.

        norandmaps gives all programs one memory layout, so that runs are alike and TCG can reuse its translations.

        With TCG the kernel boots with one CPU, and init brings the others up. While a kernel patches itself, TCG
        occasionally lets another CPU execute a breakpoint that was already removed, and the kernel dies of it.
        RSEQCT_EMULATED tells the probe that other CPUs will come: trace events make the kernel patch itself.

        RSEQCT_OWN_MACHINE says that cases may change settings of the whole machine."""
        machine, shape = self.machine, self.shape
        accelerator = "tcg,thread=multi" if self.accelerator == "tcg" else self.accelerator
        several = self.accelerator == "tcg" and shape.cpus > 1
        alone = ["maxcpus=1", "RSEQCT_EMULATED=1"] if several else []
        clock = []
        if shape.counted:
            accelerator, clock = "tcg,thread=single", ["-icount", "shift=0,sleep=off"]
        kernel = [f"console={machine.console}", "quiet", "panic=-1", "norandmaps", *alone,
                  "RSEQCT_OWN_MACHINE=1", f"RSEQCT_CHANNEL={machine.terminal}",
                  f"RSEQCT_TIME_SCALE={self.time_scale:g}",
                  *machine.append, *shape.append]
        return [machine.emulator, "-no-user-config", "-nodefaults", "-no-reboot", "-display", "none",
                *(["-bios", machine.firmware] if machine.firmware else []), "-machine", machine.machine,
                "-accel", accelerator, "-cpu", machine.cpu[self.accelerator],
                "-smp", self._cpus(), *self._memory(), *clock,
                "-chardev", f"file,id=console,path={console}", "-serial", "chardev:console",
                "-chardev", f"socket,id=terminal,fd={terminal}", *machine.terminal_device,
                "-device", machine.port_device, "-chardev", f"socket,id=port,fd={port}",
                "-device", "virtserialport,chardev=port,name=rct",
                "-kernel", str(self.image), "-initrd", str(self.initramfs), "-append", " ".join(kernel)]

    def _cpus(self) -> str:
        """One socket for each node, because a kernel complains about a socket that spans two nodes."""
        shape = self.shape
        even = shape.nodes > 1 and shape.cpus % shape.nodes == 0
        return f"{shape.cpus},sockets={shape.nodes}" if even else str(shape.cpus)

    def _memory(self) -> list[str]:
        shape = self.shape
        words = ["-m", str(shape.memory)]
        for node in range(shape.nodes if shape.nodes > 1 else 0):
            first, end = (shape.cpus * number // shape.nodes for number in (node, node + 1))
            size = shape.memory // shape.nodes + (shape.memory % shape.nodes if node == 0 else 0)
            words += ["-object", f"memory-backend-ram,id=memory{node},size={size}M",
                      "-numa", f"node,nodeid={node},cpus={first}-{end - 1},memdev=memory{node}"]
        return words


class Guest:
    """A running guest. Its console goes to a file, so the guest never waits for a reader."""

    def __init__(self, boot: Boot, console: Path) -> None:
        self._console = console
        console.write_bytes(b"")
        pairs = [socket.socketpair(), socket.socketpair()]
        self._channels = [ours for ours, _ in pairs]
        theirs = [other for _, other in pairs]
        self._stderr = open(console.with_suffix(".stderr"), "w+b")
        try:
            self._process = subprocess.Popen(
                [*dies_with_us("KILL"), *boot.command(console, *(other.fileno() for other in theirs))],
                stdin=subprocess.DEVNULL, stdout=self._stderr, stderr=self._stderr, start_new_session=True,
                pass_fds=[other.fileno() for other in theirs])
        except BaseException:
            self._stderr.close()
            for channel in self._channels:
                channel.close()
            raise
        finally:
            for other in theirs:
                other.close()
        self._readers = {channel: FrameReader() for channel in self._channels}
        self._events: list[Event] = []

    @property
    def pid(self) -> int:
        """The process id of QEMU."""
        return self._process.pid

    def event(self, deadline: float) -> Event:
        """The executor's next event; raises GuestLost if none arrives before `deadline` (time.monotonic)."""
        while not self._events:
            left = deadline - time.monotonic()
            if left <= 0:
                raise GuestLost("no longer answers", silent=True)
            if not self._channels:
                raise GuestLost(self._end())
            ready, _, _ = select.select(self._channels, [], [], left)
            for channel in ready:
                self._read(channel)
        return self._events.pop(0)

    def send(self, line: bytes) -> None:
        """Sends a line to the executor. An error is ignored here: the missing answer shows it."""
        with contextlib.suppress(OSError):
            self._channels[0].sendall(line)

    def console(self) -> str:
        """The output of the console so far, without escape sequences."""
        with contextlib.suppress(OSError):
            return _ESCAPES.sub("", self._console.read_text(encoding="utf-8", errors="replace"))
        return ""

    def refused(self) -> str | None:
        """Why QEMU exited without starting a guest, in one line; None if it did not."""
        with contextlib.suppress(subprocess.TimeoutExpired):      # its channel closes a moment before it has exited
            self._process.wait(_EXIT_S)
        status = self._process.poll()
        if not status or status < 0:
            return None
        self._stderr.seek(0)
        lines = self._stderr.read().decode("utf-8", "replace").strip().splitlines()
        return lines[0] if lines else f"exit status {status}"

    def kill(self) -> None:
        """Kills the guest, which has no state worth keeping. A pending `event` then raises GuestLost."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)

    def close(self) -> None:
        """Kills the guest and closes its channels."""
        self.kill()
        self._process.wait()
        for channel in self._channels:
            channel.close()
        self._channels = []
        self._stderr.close()

    def _read(self, channel: socket.socket) -> None:
        try:
            data = channel.recv(1 << 16)
        except OSError:
            data = b""
        if not data:
            channel.close()
            self._channels.remove(channel)
            return
        try:
            events = [parse_event(line) for line in self._readers[channel].feed(data)]
        except MalformedStream as error:
            raise GuestLost(f"sent unreadable data: {error}") from None
        if events and len(self._channels) > 1:      # the executor has chosen this channel
            for other in [other for other in self._channels if other is not channel]:
                other.close()
            self._channels = [channel]
        self._events += events

    def _end(self) -> str:
        """How QEMU ended. Its exit status says nothing about the guest."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(5)
        status = self._process.returncode
        if status is not None and status < 0:
            return f"was killed ({signal.Signals(-status).name})"
        return "ended"


def last_lines(text: str, most: int = _LAST_LINES) -> str:
    """The last non-empty lines of a console's output."""
    return "\n".join([line.rstrip() for line in text.splitlines() if line.strip()][-most:])
