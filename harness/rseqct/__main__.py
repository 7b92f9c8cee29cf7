# SPDX-License-Identifier: MIT
"""`python3 -m rseqct`: the command-line tool."""

import signal
import sys

from rseqct.commands.main import main


def _end(*_: object) -> None:
    """Ends as Ctrl-C does, so that the results so far are kept. Only the first SIGTERM counts: with PR_SET_PDEATHSIG a
    child may receive one for each of its parent's threads, and a second one must not interrupt the writing of the
    results."""
    signal.signal(signal.SIGTERM, lambda *_: None)
    raise KeyboardInterrupt


def run() -> int:
    """Runs the command line; returns the exit status."""
    signal.signal(signal.SIGTERM, _end)
    return main()


if __name__ == "__main__":
    sys.exit(run())
