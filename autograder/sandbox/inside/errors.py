"""How the two sides say that something went wrong."""

LOCKDOWN_FAILED = 70
"""Exit status of a child that could not build its walls; it has run nothing of a student's."""


class WireError(Exception):
    """What came over the wire does not follow its format: the one error that bytes from the other side can cause."""
