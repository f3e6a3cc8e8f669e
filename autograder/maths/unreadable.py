"""The error that all readers of student input raise."""

from autograder.text import printable

MAX_REASON = 200


class UnreadableError(Exception):
    """The input is not supported or malformed.

    Parameters
    ----------
    reason : str
        The part that could not be read, for people. It may quote the student; unprintable characters are removed.
    """

    def __init__(self, reason: str) -> None:
        super().__init__(printable(reason, MAX_REASON))
