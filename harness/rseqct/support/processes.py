# SPDX-License-Identifier: MIT
"""Starting programs that start other programs, so that none of them outlives us."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator, Sequence
from typing import Any

_LOOK_S = 0.05


@contextlib.contextmanager
def child(command: Sequence[str | os.PathLike[str]], grace_s: float = 10, **options: Any
          ) -> Iterator[subprocess.Popen[Any]]:
    """Runs a program for the duration of the block and yields its Popen. `options` are Popen's.

    If an exception leaves the block, ends the program and everything that it started, and then passes the exception on:
    SIGTERM first, and SIGKILL for the processes that remain after `grace_s` seconds.

    The program gets its own session, so that Ctrl-C does not reach it: a second signal would interrupt its orderly
    end."""
    with subprocess.Popen([*dies_with_us("TERM"), *command], start_new_session=True, **options) as process:
        try:
            yield process
            process.wait()
        except BaseException:
            _end(process, grace_s)
            raise


def dies_with_us(signal_name: str) -> list[str]:
    """The words to put before a command so that the kernel sends it a signal (`TERM`, `KILL`) when the thread that
    started it ends, for whatever reason.

    Empty if this machine does not have setpriv(1)."""
    return ["setpriv", "--pdeathsig", signal_name, "--"] if shutil.which("setpriv") else []


def _end(process: subprocess.Popen[Any], grace_s: float) -> None:
    deadline = time.monotonic() + grace_s
    with contextlib.suppress(ProcessLookupError):      # no process is left
        try:
            os.killpg(process.pid, signal.SIGTERM)
            while time.monotonic() < deadline:
                process.poll()
                os.killpg(process.pid, 0)
                time.sleep(_LOOK_S)
        finally:
            os.killpg(process.pid, signal.SIGKILL)
