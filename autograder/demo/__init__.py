"""A sample course with a class of submissions, used by `autograder demo` and by the tests."""

from autograder.demo.classroom import Answers, fill, hand_in, make_course, read_answers, released, solved, students

__all__ = ["Answers", "fill", "hand_in", "make_course", "read_answers", "released", "solved", "students"]
