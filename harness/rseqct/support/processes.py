# SPDX-License-Identifier: MIT
"""Programs that we start and that start others: none of them outlives us."""

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
    """Runs a program while the block does; the other options are Popen's. An exception that leaves the block ends it
    and all that it has started, and passes on when they are gone: SIGTERM tells them, SIGKILL those that are here yet
    after so many seconds.

    It has a session of its own, to which Ctrl-C does not come: who is told twice to end does not end in order."""
    with subprocess.Popen([*dies_with_us("TERM"), *command], start_new_session=True, **options) as process:
        try:
            yield process
            process.wait()
        except BaseException:
            _end(process, grace_s)
            raise


def dies_with_us(signal_name: str) -> list[str]:
    """Words before a command that has the kernel send it a signal when the thread that starts it ends, in
    whatever way; none where this machine has no setpriv(1)."""
    return ["setpriv", "--pdeathsig", signal_name, "--"] if shutil.which("setpriv") else []


def _end(process: subprocess.Popen[Any], grace_s: float) -> None:
    deadline = time.monotonic() + grace_s
    with contextlib.suppress(ProcessLookupError):      # nobody is left
        try:
            os.killpg(process.pid, signal.SIGTERM)
            while time.monotonic() < deadline:
                process.poll()
                os.killpg(process.pid, 0)
                time.sleep(_LOOK_S)
        finally:
            os.killpg(process.pid, signal.SIGKILL)
