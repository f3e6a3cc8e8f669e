"""The one error of everything here that reads what a student wrote."""

from autograder.text import printable

MAX_REASON = 200


class UnreadableError(Exception):
    """What was given lies outside of what we read.

    Parameters
    ----------
    reason : str
        Which part, in words for a person. It may quote the student: what cannot be shown of it is left out.
    """

    def __init__(self, reason: str) -> None:
        super().__init__(printable(reason, MAX_REASON))
