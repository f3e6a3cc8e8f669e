"""Plugins for `nbgrader export` that write grades for other systems.

nbgrader export --exporter=autograder.nbgrader.exports.PerQuestion --to=questions.csv
nbgrader export --exporter=autograder.nbgrader.exports.Canvas --to=canvas.csv
nbgrader export --exporter=autograder.nbgrader.exports.Moodle --to=moodle.csv
nbgrader export --exporter=autograder.nbgrader.exports.Gradescope --to=gradescope
"""

from autograder.nbgrader.exports.canvas import Canvas
from autograder.nbgrader.exports.gradescope import Gradescope
from autograder.nbgrader.exports.moodle import Moodle
from autograder.nbgrader.exports.per_question import PerQuestion

__all__ = ["Canvas", "Gradescope", "Moodle", "PerQuestion"]
