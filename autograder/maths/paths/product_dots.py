"""Fills in dots in a product: A_t A_{t−1} … A_{k+1}, including times that leave no room for the dots."""

from __future__ import annotations

from collections.abc import Sequence

from autograder.maths.paths.graph import Node
from autograder.maths.paths.terms import Atom, InapplicableError, Jacobian

STATES = ("h", "a")
"""Families of which each step depends on the one before."""


def merge_layers(atoms: Sequence[Atom]) -> list[Atom]:
    """The factors with diag(σ′_t) W merged into ∂h_t/∂h_{t−1}, the unit in which dots count."""
    out: list[Atom] = []
    for atom in atoms:
        last = out[-1] if out else None
        if (
            isinstance(atom, Jacobian)
            and isinstance(last, Jacobian)
            and last.above.family == atom.below.family == "h"
            and last.below == atom.above
            and last.below.family == "a"
        ):
            out[-1] = Jacobian(last.above, atom.below, "total")
        else:
            out.append(atom)
    return out


def bridge(before: Jacobian, after: Jacobian) -> Jacobian | None:
    """The Jacobian that dots between two factors stand for; None if they leave no room."""
    upper, lower = before.below, after.above
    if upper.family not in STATES or lower.family != upper.family or _earlier(upper, lower):
        return None
    return Jacobian(upper, lower, "total")


def trailing_steps(chain: Sequence[Jacobian]) -> int:
    """The number of joined Jacobians between states at the end of a chain."""
    length = 0
    while length < len(chain) and _is_step(chain[-length - 1]):
        if length and chain[-length - 1].below != chain[-length].above:
            break
        length += 1
    return length


def merge_overlap(run: Sequence[Jacobian], after: Jacobian) -> Jacobian | None:
    """The product of a run of steps, dots and a last step that comes before the dots.

    A_t A_{t−1} … A_{k+1} is A_t for k = t − 1, and the identity for k = t.

    Raises
    ------
    InapplicableError
        If the number of steps would be negative.
    """
    if not _is_step(after) or after.above.family != run[0].above.family:
        if after.above.family in STATES:
            raise InapplicableError
        return None
    if _earlier(run[0].above, after.below):
        raise InapplicableError
    return Jacobian(run[0].above, after.below, "total")


def _is_step(jacobian: Jacobian) -> bool:
    return jacobian.above.family == jacobian.below.family and jacobian.above.family in STATES


def _earlier(first: Node, second: Node) -> bool:
    return first.time is not None and second.time is not None and first.time < second.time
