"""Autograded notebooks: the student's work with its outputs, and beside every question what the grader concluded."""

from autograder.pages.page import autograded_page

__all__ = ["autograded_page"]
