"""Formulas as values: read from text or from a table of nodes, evaluated at points, and compared."""
