"""Formulas as values: read from a table of nodes or from text, computed at points, compared in stages."""
