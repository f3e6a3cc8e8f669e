"""nbgrader's feedback pages for a class, generated on all cores and only if something changed.

`grades` reads scores and comments, `pages` generates pages as `nbgrader generate_feedback` does, and `run` finds out
which ones to generate.
"""

from autograder.nbgrader.feedback.run import Made, make_feedback

__all__ = ["Made", "make_feedback"]
