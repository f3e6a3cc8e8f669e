"""Autograded notebooks: the student's work with its outputs, and beside every question what the grader concluded."""

from autograder.pages.page import Standing, autograded_page, bring_up_to_date

__all__ = ["Standing", "autograded_page", "bring_up_to_date"]
