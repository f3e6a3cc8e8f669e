"""The kinds of questions, one module each: `numeric`, `symbolic`, `value`, `choice`, `derivation` and others.

A question says what to ask a student's code and turns the answers into a verdict. `from autograder import Numeric` and
the like load them; the other modules here compare values, find patterns in wrong ones and write the feedback.
"""
