"""nbgrader's feedback pages for a class, on all cores, and only those that changed.

`grades` reads what stands on a page besides the notebook, `pages` makes pages as `nbgrader generate_feedback` does,
`run` leads it.
"""

from autograder.nbgrader.feedback.run import Made, make_feedback

__all__ = ["Made", "make_feedback"]
