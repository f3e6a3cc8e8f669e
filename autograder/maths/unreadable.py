"""The one error of everything here that reads what a student wrote."""


class UnreadableError(Exception):
    """What was given lies outside of what we read; the message says which part, in words for a person."""
