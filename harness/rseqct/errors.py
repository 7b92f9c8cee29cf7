# SPDX-License-Identifier: MIT
"""Errors that one line explains, and the exit statuses of the command-line tool."""

import enum


class Exit(enum.IntEnum):
    """Exit statuses of `rseqct` (docs/formats.md). 130 is what shells report for Ctrl-C."""

    OK = 0
    FAIL = 1
    ERROR = 2
    MISS = 3
    USAGE = 4
    NOTHING = 5
    INTERRUPTED = 130


class RseqctError(Exception):
    """An error that one line explains: what is wrong, where, and what to do. The user sees no stack trace."""

    def __init__(self, message: str, status: Exit = Exit.ERROR) -> None:
        super().__init__(message)
        self.status = status
