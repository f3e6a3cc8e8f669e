"""The one error that bytes from the other side can cause."""


class WireError(Exception):
    """What came over the wire does not follow its format."""
