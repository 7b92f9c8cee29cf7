# SPDX-License-Identifier: MIT
"""What went wrong, in one line for a person; and the exit statuses of the command-line tool."""

import enum


class Exit(enum.IntEnum):
    """Exit status of `rseqct` (DESIGN 7). 130 is the shell's own number for Ctrl-C."""

    OK = 0
    FAIL = 1
    ERROR = 2
    MISS = 3
    USAGE = 4
    NOTHING = 5
    INTERRUPTED = 130


class RseqctError(Exception):
    """An error that one line explains: what is wrong, where, and the remedy. No stack trace is shown."""

    def __init__(self, message: str, status: Exit = Exit.ERROR) -> None:
        super().__init__(message)
        self.status = status
