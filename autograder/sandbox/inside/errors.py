"""Errors that both sides of the wire share."""

LOCKDOWN_FAILED = 70
"""Exit status of a child that failed to apply its restrictions. It has run no student code."""


class WireError(Exception):
    """Bytes from the other side do not follow the wire format. They can cause no other error."""
