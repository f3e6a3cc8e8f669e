"""What dots between two factors of a product stand for: A_t A_{t−1} … A_{k+1}, also for times that leave no room."""

from __future__ import annotations

from collections.abc import Sequence

from autograder.maths.paths.graph import Node
from autograder.maths.paths.terms import Atom, InapplicableError, Jacobian


def by_steps(atoms: Sequence[Atom]) -> list[Atom]:
    """The atoms with diag(σ′_t) W as the one step ∂h_t/∂h_{t−1}, which is what dots count by."""
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


def across(before: Jacobian, after: Jacobian) -> Jacobian | None:
    """What dots stand for between two factors that leave room for them."""
    upper, lower = before.below, after.above
    if upper.family != "h" or lower.family != "h" or _earlier(upper, lower):
        return None
    return Jacobian(upper, lower, "total")


def steps_at_end(chain: Sequence[Jacobian]) -> int:
    """How many Jacobians between states that join stand at the end."""
    length = 0
    while length < len(chain) and chain[-length - 1].above.family == chain[-length - 1].below.family == "h":
        if length and chain[-length - 1].below != chain[-length].above:
            break
        length += 1
    return length


def overlapping(run: Sequence[Jacobian], after: Jacobian) -> Jacobian | None:
    """What a run of steps, dots and a last step are together, where the last one is met before the dots.

    A_t A_{t−1} … A_{k+1} is A_t for k = t − 1, and the identity for k = t.

    Raises
    ------
    InapplicableError
        If it would be a negative number of steps.
    """
    if after.above.family != "h" or after.below.family != "h":
        if after.above.family == "h":
            raise InapplicableError
        return None
    if _earlier(run[0].above, after.below):
        raise InapplicableError
    return Jacobian(run[0].above, after.below, "total")


def _earlier(first: Node, second: Node) -> bool:
    return first.time is not None and second.time is not None and first.time < second.time
