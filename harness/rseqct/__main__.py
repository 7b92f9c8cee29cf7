# SPDX-License-Identifier: MIT
"""`python3 -m rseqct`: the command-line tool."""

import signal
import sys

from rseqct.commands.main import main


def _end(*_: object) -> None:
    """Ends as Ctrl-C does, so that what ran is kept. Once: a parent that is killed has the kernel tell its child so for
    each of its threads, and who is told again while it writes its results would not write them."""
    signal.signal(signal.SIGTERM, lambda *_: None)
    raise KeyboardInterrupt


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, _end)
    sys.exit(main())
