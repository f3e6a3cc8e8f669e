"""Grade one submission: read it, run its notebooks in the sandbox, ask its questions, judge the answers."""

from autograder._deprecated import from_grading as __getattr__

__all__ = ["__getattr__"]
