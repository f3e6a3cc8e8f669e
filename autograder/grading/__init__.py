"""Grades one submission: reads it, runs its notebooks in the sandbox, asks its questions and judges the answers.

`grader` is the entry point. `submission` reads files, `notebook_runner` runs them, `judge` gives verdicts.
"""

from autograder._deprecated import from_grading as __getattr__

__all__ = ["__getattr__"]
