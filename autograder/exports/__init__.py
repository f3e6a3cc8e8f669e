"""Grades for other systems, as plugins of `nbgrader export`.

nbgrader export --exporter=autograder.exports.PerQuestion --to=questions.csv
nbgrader export --exporter=autograder.exports.Canvas --to=canvas.csv
nbgrader export --exporter=autograder.exports.Moodle --to=moodle.csv
nbgrader export --exporter=autograder.exports.Gradescope --to=gradescope
"""

from autograder.exports.canvas import Canvas
from autograder.exports.gradescope import Gradescope
from autograder.exports.moodle import Moodle
from autograder.exports.per_question import PerQuestion

__all__ = ["Canvas", "Gradescope", "Moodle", "PerQuestion"]
