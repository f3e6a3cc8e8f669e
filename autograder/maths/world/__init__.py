"""Gives every symbol of an answer a value in a concrete random network, so that claims can be compared in numbers."""
