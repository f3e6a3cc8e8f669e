"""Autograded notebooks: the student's work with its outputs, and beside every question what the grader concluded.

`page` makes them. `harmless` is also used alone, by who writes the gradebook: nothing is imported here.
"""
