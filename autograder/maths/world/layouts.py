"""How derivatives are laid out, and the shapes of the parameters."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from autograder.maths.paths.network import INPUTS, OUTPUTS, UNITS

CHANGE = "∂"
"""The label of the axis with one entry per changed entry."""

SHAPES = {"W": (UNITS, UNITS), "U": (UNITS, INPUTS), "V": (OUTPUTS, UNITS)}
Env = Mapping[str, int]


@dataclass(frozen=True)
class Layout:
    """One way to read derivatives.

    Attributes
    ----------
    columns : bool
        Gradients are columns.
    transposed : bool
        Jacobians have the numerator along the columns, and products run from the parameter to the loss.
    lenient : bool
        A column may stand for a row.
    total : bool
        An unmarked ∂h_k/∂W is the total derivative.
    """

    columns: bool = False
    transposed: bool = False
    lenient: bool = False
    total: bool = False
