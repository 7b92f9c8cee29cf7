# SPDX-License-Identifier: MIT
"""The running kernel: an executor as a child process, which gets one case at a time."""

from __future__ import annotations

import contextlib
import os
import select
import signal
import subprocess
import tempfile
import threading
import time
from collections.abc import Sequence
from pathlib import Path

from rseqct.cases.manifest import Case
from rseqct.cases.observe import Event, MalformedStream, parse_event
from rseqct.errors import RseqctError
from rseqct.targets import TargetLost, order

_PROBE_LIMIT_S = 30.0
_GRACE_S = 10.0       # beyond a case's limit, before the executor counts as hung
_END_S = 2.0          # for an executor to end by itself


class LocalTarget:
    """Runs the cases of a build tree on this machine.

    Or on another machine that has the build tree at `build`: `through` is a command, such as ssh with a host, to which
    the words of the executor's command are appended."""

    def __init__(self, build: Path, executor: str, through: Sequence[str] = ()) -> None:
        self._build = build
        self._path = build / executor
        self._through = list(through)
        self._starting = threading.Lock()     # guards `_abandoned` and `_executor`
        self._abandoned = False
        self._executor: _Executor | None = None

    def facts(self) -> tuple[Event, Event | None]:
        """Asks the executor's probe. See Target."""
        events: dict[str, Event] = {}
        try:
            done = subprocess.run([*self._through, str(self._path), "--facts"], check=True,
                                  capture_output=True, encoding="utf-8", errors="replace",
                                  stdin=subprocess.DEVNULL, timeout=_PROBE_LIMIT_S)
            for line in done.stdout.splitlines():
                event = parse_event(line)
                events[event["event"]] = event
        except subprocess.CalledProcessError as error:
            said = (error.stderr.strip().splitlines() or ["no message"])[-1]
            raise RseqctError(
                f"{self._path}: the probe failed with status {error.returncode}: {said}") from None
        except subprocess.TimeoutExpired:
            raise RseqctError(f"{self._path}: the probe did not end within {_PROBE_LIMIT_S:.0f} s") from None
        except OSError as error:
            raise RseqctError(f"{self._path}: cannot be started: {error.strerror}; build again") from None
        except (MalformedStream, UnicodeDecodeError) as error:
            raise RseqctError(
                f"{self._path}: unexpected output of the probe: {error}; build again") from None
        if "facts" not in events:
            raise RseqctError(f"{self._path}: the probe printed no facts; build again")
        return events["facts"], events.get("config")

    def run(self, case: Case, limit_s: float, arguments: Sequence[str] = ()) -> list[Event]:
        """Sends the case to the executor, and starts a new executor first if there is none. See Target."""
        with self._starting:
            if self._abandoned:
                raise TargetLost("the run was stopped")
            if self._executor is None:
                self._executor = _Executor([*self._through, str(self._path)])
            executor = self._executor
        binary = self._build / case.binary
        try:
            return executor.run(case, order(case, str(binary.absolute()), limit_s, arguments), limit_s)
        except BaseException:      # also Ctrl-C: the executor is in an unknown state, so it cannot be used again
            self.close()
            raise

    def console(self) -> str:
        """Empty: the console of the running kernel is not ours. See Target."""
        return ""

    def abandon(self) -> None:
        """Kills the executor and everything that it started; never starts another. See Target."""
        with self._starting:
            self._abandoned = True
            if self._executor is not None:
                self._executor.kill()

    def close(self) -> None:
        """Ends the executor and everything that it started. See Target."""
        with self._starting:
            executor, self._executor = self._executor, None
        if executor is not None:
            executor.close()


class _Executor:
    """One executor process. It leads its own session, by which everything that it starts can be found."""

    def __init__(self, command: list[str]) -> None:
        self._stderr = tempfile.TemporaryFile()
        self._buffer = b""
        try:
            self._process = subprocess.Popen(
                [*command, "--list", "-"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self._stderr,
                start_new_session=True, bufsize=0)
        except OSError as error:
            self._stderr.close()
            raise TargetLost(f"{command[0]} cannot be started: {error.strerror}") from None
        assert self._process.stdin is not None and self._process.stdout is not None
        self._stdin, self._stdout = self._process.stdin, self._process.stdout
        self._poll = select.poll()
        self._poll.register(self._stdout, select.POLLIN)

    def run(self, case: Case, line: bytes, limit_s: float) -> list[Event]:
        deadline = time.monotonic() + limit_s + _GRACE_S
        with contextlib.suppress(BrokenPipeError):     # the end of its output then says more
            self._stdin.write(line)
        events: list[Event] = []
        while not events or events[-1]["event"] != "end":
            event = parse_event(self._line(deadline))
            if event["event"] in ("facts", "config"):
                continue
            if event.get("case") != case.id or event.get("abi") != case.abi:
                raise MalformedStream(f"the executor reported another case than {case.key}")
            events.append(event)
        return events

    def kill(self) -> None:
        """Kills the executor and everything that it started. A pending read then sees the end of its output."""
        _kill_session(self._process.pid)

    def close(self) -> None:
        """Lets the executor end by itself, and kills everything that remains."""
        with contextlib.suppress(OSError):
            self._stdin.close()
        try:
            self._process.wait(_END_S / 4)
        except subprocess.TimeoutExpired:
            self._process.send_signal(signal.SIGTERM)
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._process.wait(_END_S)
        _kill_session(self._process.pid)
        self._process.wait()
        self._stdout.close()
        self._stderr.close()

    def _line(self, deadline: float) -> str:
        while b"\n" not in self._buffer:
            if not self._poll.poll(max(0.0, deadline - time.monotonic()) * 1000):
                raise TargetLost("the executor no longer answers")
            data = os.read(self._stdout.fileno(), 1 << 16)
            if not data:
                raise TargetLost(f"the executor ended: {self._last_words()}")
            self._buffer += data
        line, _, self._buffer = self._buffer.partition(b"\n")
        return line.decode("utf-8", "backslashreplace")

    def _last_words(self) -> str:
        status = self._process.wait()
        self._stderr.seek(0)
        lines = self._stderr.read().decode("utf-8", "replace").strip().splitlines()
        ended = f"signal {-status}" if status < 0 else f"exit status {status}"
        return f"{ended}, {lines[-1]}" if lines else ended


def _kill_session(session: int) -> None:
    """Kills every process of a session that this program started: the executor, its cases and their children."""
    for entry in os.listdir("/proc"):
        if entry.isdigit():
            with contextlib.suppress(OSError, ValueError):
                if os.getsid(int(entry)) == session:
                    os.kill(int(entry), signal.SIGKILL)
