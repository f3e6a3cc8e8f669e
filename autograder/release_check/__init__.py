"""Checks before a release: notebooks and questions match, nothing leaks, and the hidden checks are fair."""
