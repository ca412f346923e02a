"""Exit codes, and what ends a command early."""

from enum import IntEnum


class Exit(IntEnum):
    """What the exit code of every command says."""

    OK = 0
    FOUND = 1
    USAGE = 2
    INPUT = 3
    OUTSIDE = 4

    @property
    def meaning(self) -> str:
        """The code in words."""
        return _MEANINGS[self]


_MEANINGS = {
    Exit.OK: "done, nothing to remark",
    Exit.FOUND: "done and something was found, or refused by the rules",
    Exit.USAGE: "the command or a setting is wrong",
    Exit.INPUT: "a file can't be used; nothing was done",
    Exit.OUTSIDE: "the spreadsheet service, the database or the network can't be reached",
}


class Stop(Exception):
    """Ends a command: a code for programs, plain words for people with the way out, and the exit code."""

    def __init__(self, code: str, message: str, end: Exit) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.end = end
