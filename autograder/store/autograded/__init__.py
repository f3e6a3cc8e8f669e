"""Autograded notebooks: the student's work with its outputs, and the verdict at every question.

`notebook` makes them, `cards` lays out verdicts, `sanitize` removes active content, `formulas` renders formulas.
"""
