"""Converts a product as written into a chain of Jacobians: missing steps, dots, transposes and order.

A product is right if its Jacobians join: each one starts where the one before ends. It runs from the loss on the left
to the parameter on the right. A product that joins only from right to left is in denominator layout. One that joins
only in another order is false, because matrices do not commute.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from autograder.maths.paths.graph import LOSS, Graph, Node
from autograder.maths.paths.product_dots import bridge, merge_layers, merge_overlap, trailing_steps
from autograder.maths.paths.terms import (
    Atom,
    Gap,
    InapplicableError,
    Jacobian,
    LayerJacobian,
    Term,
    Vector,
)
from autograder.maths.unreadable import UnreadableError

Order = Literal["forward", "reversed", "shuffled", "broken"]

_LAYERS = {"slope": ("h", "a"), "W": ("a", "h"), "U": ("a", "x"), "V": ("o", "h")}


@dataclass(frozen=True)
class JacobianChain:
    """A product in which all Jacobians are known.

    Attributes
    ----------
    chain : tuple of Jacobian
        From the loss to the parameter, without identities; as written if `order` is `broken`.
    order : str
        `forward`, or how the product was written instead.
    transposed : bool
        It joins with all factors transposed and in reverse order, as the gradient of a column does.
    """

    chain: tuple[Jacobian, ...]
    order: Order = "forward"
    transposed: bool = False


def resolve_chain(graph: Graph, term: Term, ends: tuple[Node, Node] | None = None) -> JacobianChain:
    """The chain of a term.

    Parameters
    ----------
    graph : Graph
    term : Term
    ends : tuple of Node or None
        Numerator and denominator of the claimed derivative, for products that do not show where they start.

    Raises
    ------
    UnreadableError
        If a step cannot be determined, or only some factors are transposed.
    InapplicableError
        If dots stand for a negative number of steps.
    """
    atoms, transposed = _remove_transposes(term.atoms)
    # in denominator layout a layer is Wᵀ diag(σ′); W diag(σ′) is wrong in any layout
    plain = any(isinstance(atom, LayerJacobian) and atom.name != "slope" and not atom.flipped for atom in term.atoms)
    backwards: Order = "shuffled" if plain else "reversed"
    try:
        forward = _join(graph, atoms, ends)
    except UnreadableError:
        backward = _join(graph, atoms[::-1], ends)
        if backward is None:
            raise
        return JacobianChain(backward, backwards, transposed)
    if forward is not None:
        return JacobianChain(forward, "forward", transposed)
    backward = _backwards(graph, atoms, ends)
    if backward is not None and len(atoms) > 1:
        return JacobianChain(backward, backwards, transposed)
    if len(atoms) <= 6 and not any(isinstance(atom, LayerJacobian | Gap) for atom in atoms):
        for shuffled in itertools.permutations(atoms):
            found = _join(graph, shuffled, ends)
            if found is not None:
                return JacobianChain(found, "shuffled", transposed)
    return JacobianChain(tuple(atom for atom in atoms if isinstance(atom, Jacobian)), "broken", transposed)


def _backwards(graph: Graph, atoms: tuple[Atom, ...], ends: tuple[Node, Node] | None) -> tuple[Jacobian, ...] | None:
    try:
        return _join(graph, atoms[::-1], ends)
    except UnreadableError:
        return None


def joins(graph: Graph, term: Term) -> bool:
    """Whether the factors of a term join in the given order."""
    try:
        atoms, _ = _remove_transposes(term.atoms)
        return _join(graph, atoms, None) is not None
    except (UnreadableError, InapplicableError):
        return False


# --- orientation --------------------------------------------------------------------------------


def _remove_transposes(atoms: tuple[Atom, ...]) -> tuple[tuple[Atom, ...], bool]:
    """The factors without transposes, and whether this required reversing their order."""
    if atoms and isinstance(atoms[-1], Vector) and atoms[-1].flipped:
        # a column times a row: the column is a gradient, the row comes from the parameter
        outer, column = atoms[-1], atoms[:-1]
        if _all_flipped(column):
            return (*(_unflipped(atom) for atom in reversed(column)), outer), True
        if _none_flipped(column):
            return (*(_unflipped(atom) for atom in column), outer), False
        raise UnreadableError("a product in which only some factors are transposed")
    if any(isinstance(atom, Vector) for atom in atoms):
        raise UnreadableError("a state as a factor")
    if _none_flipped(atoms):
        return tuple(_unflipped(atom) for atom in atoms), False
    if _all_flipped(atoms):
        return tuple(_unflipped(atom) for atom in reversed(atoms)), True
    raise UnreadableError("a product in which only some factors are transposed")


def _all_flipped(atoms: Sequence[Atom]) -> bool:
    """Whether every factor that shows its orientation is transposed."""
    return all(atom.flipped or _has_no_orientation(atom) for atom in atoms)


def _none_flipped(atoms: Sequence[Atom]) -> bool:
    return not any(atom.flipped and not _has_no_orientation(atom) for atom in atoms)


def _has_no_orientation(atom: Atom) -> bool:
    """Whether a factor shows no orientation: diag(σ′), and the gradient of a loss, which is a row or a column."""
    if isinstance(atom, LayerJacobian):
        return atom.name == "slope"
    return isinstance(atom, Jacobian) and atom.above.family == "L" and atom.below.time is not None


def _unflipped(atom: Atom) -> Atom:
    return replace(atom, flipped=False) if atom.flipped else atom


# --- joining ------------------------------------------------------------------------------------


def _join(graph: Graph, atoms: Sequence[Atom], ends: tuple[Node, Node] | None) -> tuple[Jacobian, ...] | None:
    """The factors as joined Jacobians, in this order; None if they do not join.

    Raises
    ------
    UnreadableError, InapplicableError
        As `resolve_chain`.
    """
    known: list[Atom] = list(atoms)
    begin = ends[0] if ends is not None else None
    _infer_steps(graph, known, begin if begin != LOSS else None, forward=True)
    _infer_steps(graph, known, ends[1] if ends is not None else None, forward=False)
    if any(isinstance(atom, Gap) for atom in known):
        known = merge_layers(known)
    chain: list[Jacobian] = []
    for place, atom in enumerate(known):
        if isinstance(atom, Gap):
            before = known[place - 1] if place else None
            after = known[place + 1] if place + 1 < len(known) else None
            if not isinstance(before, Jacobian) or not isinstance(after, Jacobian):
                raise UnreadableError("dots without a clear pattern")
            gap = bridge(before, after)
            if gap is not None:
                chain.append(gap)
                continue
            # for small times the factors on both sides of the dots overlap
            run = trailing_steps(chain)
            whole = merge_overlap(chain[-run:], after) if run else None
            if whole is None:
                return None
            chain[-run:] = [whole]
            known[place + 1] = Jacobian(whole.below, whole.below)
        elif isinstance(atom, Jacobian):
            chain.append(atom)
        elif isinstance(atom, LayerJacobian):
            raise UnreadableError("a one-step Jacobian whose step is unclear")
        else:
            return None
    solid = [jacobian for jacobian in chain if jacobian.above != jacobian.below]
    spare = [jacobian for jacobian in chain if jacobian.above == jacobian.below]
    if any(not _follows(first, second) for first, second in itertools.pairwise(solid)):
        return None
    if any(not _fits(graph, identity, chain) for identity in spare):
        return None
    if any(not (graph.exists(j.above) and graph.exists(j.below)) for j in solid):
        return None
    return tuple(solid)


def _infer_steps(graph: Graph, atoms: list[Atom], start: Node | None, forward: bool) -> None:
    """Infer missing steps from the neighbouring factors, in place."""
    places = range(len(atoms)) if forward else range(len(atoms) - 1, -1, -1)
    current = start
    for place in places:
        atom = atoms[place]
        if isinstance(atom, LayerJacobian):
            found = _layer(atom, current, forward)
            if found is not None:
                atoms[place] = atom = found
        elif isinstance(atom, Vector) and forward:
            entered = _entering_parameter(graph, atom, current)
            if entered is not None:
                atoms[place] = atom = entered
        current = (atom.below if forward else atom.above) if isinstance(atom, Jacobian) else None


def _layer(atom: LayerJacobian, current: Node | None, forward: bool) -> Jacobian | None:
    upper, lower = _LAYERS[atom.name]
    shift = 1 if (upper, lower) == ("a", "h") else 0
    time = atom.time
    if time is None and current is not None and current.time is not None:
        if forward and current.family == upper:
            time = current.time
        elif not forward and current.family == lower:
            time = current.time + shift
    if time is None:
        return None
    return Jacobian(Node(upper, time), Node(lower, time - shift), "total")


def _entering_parameter(graph: Graph, atom: Vector, current: Node | None) -> Jacobian | None:
    """The parameter that enters where a row h_{t−1}ᵀ or x_tᵀ follows a gradient."""
    if current is None or current.time is None:
        return None
    for name, family in graph.unrolling.parameters.items():
        if family == current.family:
            seen = {"W": Node("h", current.time - 1), "U": Node("x", current.time), "V": Node("h", current.time)}[name]
            if seen == atom.node:
                return Jacobian(current, Node(name), "immediate")
    return None


def _follows(first: Jacobian, second: Jacobian) -> bool:
    return first.below == second.above or (second.above == LOSS and first.below.family == "L")


def _fits(graph: Graph, identity: Jacobian, chain: list[Jacobian]) -> bool:
    """Whether an identity ∂h_t/∂h_t has the right size for its place."""
    place = chain.index(identity)
    before = chain[place - 1].below.family if place else identity.above.family
    after = chain[place + 1].above.family if place + 1 < len(chain) else identity.above.family
    return before == identity.above.family == after
