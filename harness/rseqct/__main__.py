# SPDX-License-Identifier: MIT
"""`python3 -m rseqct`: the command-line tool."""

import signal
import sys

from rseqct.cli import main

if __name__ == "__main__":
    # Who ends it by `kill`, or by a job's limit, wants what ran to be kept, as with Ctrl-C.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    sys.exit(main())
