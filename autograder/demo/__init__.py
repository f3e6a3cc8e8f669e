"""A class of submissions to the assignments of this package, and their course: for `autograder demo` and for tests."""

from autograder.demo.classroom import Answers, fill, hand_in, make_course, read_answers, released, solved, students

__all__ = ["Answers", "fill", "hand_in", "make_course", "read_answers", "released", "solved", "students"]
