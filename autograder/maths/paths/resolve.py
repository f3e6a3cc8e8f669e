"""From a product as it is written to a chain of Jacobians: steps that were not named, dots, transposes and the order.

A product is right if its Jacobians join: each begins where the one before it ends. It is read from the loss on the left
to the parameter on the right; a product that joins only from right to left is in denominator layout, and one that joins
in another order still is a false one, for matrices do not commute.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from autograder.maths.paths.gaps import across, by_steps, overlapping, steps_at_end
from autograder.maths.paths.graph import LOSS, Graph, Node
from autograder.maths.paths.terms import (
    Atom,
    Gap,
    InapplicableError,
    Jacobian,
    Local,
    Term,
    Vector,
)
from autograder.maths.unreadable import UnreadableError

Order = Literal["forward", "reversed", "shuffled", "broken"]

_LAYERS = {"slope": ("h", "a"), "W": ("a", "h"), "U": ("a", "x"), "V": ("o", "h")}


@dataclass(frozen=True)
class Chained:
    """A product whose Jacobians are all known.

    Attributes
    ----------
    chain : tuple of Jacobian
        From the loss to the parameter, identities left out; as written if `order` is `broken`.
    order : str
        `forward`, or how the product was written instead.
    turned : bool
        It joins with all factors transposed and in the reverse order, as the gradient of a column does.
    """

    chain: tuple[Jacobian, ...]
    order: Order = "forward"
    turned: bool = False


def chained(graph: Graph, term: Term, ends: tuple[Node, Node] | None = None) -> Chained:
    """The chain of a term.

    Parameters
    ----------
    graph : Graph
    term : Term
    ends : tuple of Node or None
        What the claim says is differentiated by what, for a product that does not show where it begins.

    Raises
    ------
    UnreadableError
        If a step cannot be told, or transposes are mixed.
    InapplicableError
        If dots stand for a negative number of steps.
    """
    atoms, turned = _straightened(term.atoms)
    # in denominator layout a layer is Wᵀ diag(σ′); W diag(σ′) is none in any
    plain = any(isinstance(atom, Local) and atom.name != "slope" and not atom.flipped for atom in term.atoms)
    backwards: Order = "shuffled" if plain else "reversed"
    try:
        forward = _filled(graph, atoms, ends)
    except UnreadableError:
        backward = _filled(graph, atoms[::-1], ends)
        if backward is None:
            raise
        return Chained(backward, backwards, turned)
    if forward is not None:
        return Chained(forward, "forward", turned)
    backward = _backwards(graph, atoms, ends)
    if backward is not None and len(atoms) > 1:
        return Chained(backward, backwards, turned)
    if len(atoms) <= 6 and not any(isinstance(atom, Local | Gap) for atom in atoms):
        for shuffled in itertools.permutations(atoms):
            found = _filled(graph, shuffled, ends)
            if found is not None:
                return Chained(found, "shuffled", turned)
    return Chained(tuple(atom for atom in atoms if isinstance(atom, Jacobian)), "broken", turned)


def _backwards(graph: Graph, atoms: tuple[Atom, ...], ends: tuple[Node, Node] | None) -> tuple[Jacobian, ...] | None:
    try:
        return _filled(graph, atoms[::-1], ends)
    except UnreadableError:
        return None


def joins(graph: Graph, term: Term) -> bool:
    """Whether the term's factors join in the order in which they stand."""
    try:
        atoms, _ = _straightened(term.atoms)
        return _filled(graph, atoms, None) is not None
    except (UnreadableError, InapplicableError):
        return False


# --- orientation --------------------------------------------------------------------------------


def _straightened(atoms: tuple[Atom, ...]) -> tuple[tuple[Atom, ...], bool]:
    """The atoms so that none is transposed, and whether they had to be turned round for it."""
    if atoms and isinstance(atoms[-1], Vector) and atoms[-1].flipped:
        # a column times a row: the column is a gradient, the row is where the parameter enters
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
    """Whether every factor is transposed that can be told to be."""
    return all(atom.flipped or _either_way(atom) for atom in atoms)


def _none_flipped(atoms: Sequence[Atom]) -> bool:
    return not any(atom.flipped and not _either_way(atom) for atom in atoms)


def _either_way(atom: Atom) -> bool:
    """Whether a factor may be seen as transposed or not: diag(σ′), and the gradient of a loss, a row or a column."""
    if isinstance(atom, Local):
        return atom.name == "slope"
    return isinstance(atom, Jacobian) and atom.above.family == "L" and atom.below.time is not None


def _unflipped(atom: Atom) -> Atom:
    return replace(atom, flipped=False) if atom.flipped else atom


# --- joining ------------------------------------------------------------------------------------


def _filled(graph: Graph, atoms: Sequence[Atom], ends: tuple[Node, Node] | None) -> tuple[Jacobian, ...] | None:
    """The atoms as Jacobians that join, in this order; None if they do not.

    Raises
    ------
    UnreadableError, InapplicableError
        As `chained`.
    """
    known: list[Atom] = list(atoms)
    begin = ends[0] if ends is not None else None
    _spread(graph, known, begin if begin != LOSS else None, forward=True)
    _spread(graph, known, ends[1] if ends is not None else None, forward=False)
    if any(isinstance(atom, Gap) for atom in known):
        known = by_steps(known)
    chain: list[Jacobian] = []
    for place, atom in enumerate(known):
        if isinstance(atom, Gap):
            before = known[place - 1] if place else None
            after = known[place + 1] if place + 1 < len(known) else None
            if not isinstance(before, Jacobian) or not isinstance(after, Jacobian):
                raise UnreadableError("dots whose neighbours do not tell what they stand for")
            gap = across(before, after)
            if gap is not None:
                chain.append(gap)
                continue
            # for small times the factors on both sides of the dots overlap: they are one product then
            run = steps_at_end(chain)
            whole = overlapping(chain[-run:], after) if run else None
            if whole is None:
                return None
            chain[-run:] = [whole]
            known[place + 1] = Jacobian(whole.below, whole.below)
        elif isinstance(atom, Jacobian):
            chain.append(atom)
        elif isinstance(atom, Local):
            raise UnreadableError("a one-step Jacobian whose step cannot be told from its neighbours")
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


def _spread(graph: Graph, atoms: list[Atom], start: Node | None, forward: bool) -> None:
    """Give the steps that are not written those that their neighbours leave, in place."""
    places = range(len(atoms)) if forward else range(len(atoms) - 1, -1, -1)
    current = start
    for place in places:
        atom = atoms[place]
        if isinstance(atom, Local):
            found = _layer(atom, current, forward)
            if found is not None:
                atoms[place] = atom = found
        elif isinstance(atom, Vector) and forward:
            entered = _entered(graph, atom, current)
            if entered is not None:
                atoms[place] = atom = entered
        current = (atom.below if forward else atom.above) if isinstance(atom, Jacobian) else None


def _layer(atom: Local, current: Node | None, forward: bool) -> Jacobian | None:
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


def _entered(graph: Graph, atom: Vector, current: Node | None) -> Jacobian | None:
    """The parameter that enters where a row h_{t−1}ᵀ or x_tᵀ stands behind a gradient."""
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
    """An identity ∂h_t/∂h_t may stand wherever its size fits."""
    place = chain.index(identity)
    before = chain[place - 1].below.family if place else identity.above.family
    after = chain[place + 1].above.family if place + 1 < len(chain) else identity.above.family
    return before == identity.above.family == after
