# SPDX-License-Identifier: MIT
"""`python3 -m rseqct`: the command-line tool."""

import sys

from rseqct.cli import main

if __name__ == "__main__":
    sys.exit(main())
