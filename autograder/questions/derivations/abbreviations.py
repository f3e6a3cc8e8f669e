"""Expands abbreviated claims about derivatives: θ for either parameter, ΔV for a change, and differentials."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import replace

from autograder.maths.latex import (
    BigOperator,
    Chain,
    Derivative,
    Document,
    Expr,
    Group,
    Listed,
    Number,
    Product,
    Prose,
    Sum,
    Symbol,
    bare,
    rewrite,
    walk,
)
from autograder.maths.paths.graph import Unrolling

MAX_CHAINS = 60
"""In answers with more formulas, letters for several parameters are not expanded."""


def expand_abbreviations(document: Document, unrolling: Unrolling, parameters: Sequence[str]) -> Document:
    """The answer with all abbreviated claims written in full."""
    document = _expand_parameters(document, unrolling)
    document = _expand_changes(document, unrolling)
    return _divide_differentials(document, parameters[0]) if len(parameters) == 1 else document


def _mapped(chain: Chain, sides: Sequence[Expr]) -> Chain:
    return replace(chain, sides=tuple(sides))


# --- one letter for several parameters ----------------------------------------------------------


def _expand_parameters(document: Document, unrolling: Unrolling) -> Document:
    """Repeat every claim about ∂/∂θ for each parameter that θ represents."""
    meant = dict(_parameter_letters(document, unrolling))
    if not meant or len(document.chains) > MAX_CHAINS:
        return document
    parts: list[Prose | Chain] = []
    for part in document.parts:
        letter = next((name for name in meant if isinstance(part, Chain) and _uses(part, name)), None)
        if letter is None or not isinstance(part, Chain):
            parts.append(part)
            continue
        for parameter in meant[letter]:
            sides = [_replace_letter(side, letter, parameter) for side in part.sides]
            parts.append(_mapped(part, sides))
    return replace(document, parts=tuple(parts))


def _replace_letter(side: Expr, letter: str, parameter: str) -> Expr:
    return rewrite(side, lambda node: Symbol(parameter) if node == Symbol(letter) else node)


def _uses(chain: Chain, letter: str) -> bool:
    nodes = (node for side in chain.sides for node in walk(side))
    return len(chain.sides) > 1 and any(isinstance(n, Derivative) and Symbol(letter) in walk(n.by) for n in nodes)


def _parameter_letters(document: Document, unrolling: Unrolling) -> Iterator[tuple[str, list[str]]]:
    """Yield letters defined as any of several parameters: θ ∈ {W, U}, or "θ stands for W or U" on one line."""
    chains = document.chains
    for place, chain in enumerate(chains):
        letter = bare(chain.sides[0])
        if not isinstance(letter, Symbol) or letter != Symbol(letter.name):
            continue
        if letter.name in unrolling.parameters or letter.name in unrolling.letters:
            continue
        if chain.relations in (("∈",), ("=",)):
            found = _parameters(chain.sides[1], unrolling)
        elif not chain.relations:
            rest = [other for other in chains[place + 1 :] if other.line == chain.line]
            beside = itertools.takewhile(lambda other: not other.relations, rest)
            found = [name for other in beside for name in _parameters(other.sides[0], unrolling)]
        else:
            continue
        if len(set(found)) > 1:
            yield letter.name, list(dict.fromkeys(found))


def _parameters(side: Expr, unrolling: Unrolling) -> list[str]:
    """The parameters that a side is or lists; empty if it contains anything else."""
    side = bare(side)
    items = side.items if isinstance(side, Listed) else (side,)
    names = [item.name for item in items if isinstance(item, Symbol) and item == Symbol(item.name)]
    return names if len(names) == len(items) and unrolling.parameters.keys() >= set(names) else []


# --- ΔV -----------------------------------------------------------------------------------------


def _expand_changes(document: Document, unrolling: Unrolling) -> Document:
    """Replace ΔV in V ← V + ΔV by its definition and drop that definition as a separate update.

    The definition may follow the update if there is only one.
    """
    changes = _unique_changes(document, unrolling)
    used: set[str] = set()
    parts: list[Prose | Chain] = []
    for part in document.parts:
        if isinstance(part, Chain) and len(part.sides) > 1:
            name = _changed(part.sides[0], unrolling)
            if name is not None:
                changes.setdefault(name, part.sides[-1])
            elif changes and all(_has_one_change(side) for side in part.sides):
                sides = [rewrite(side, lambda node: _insert_change(node, changes)) for side in part.sides]
                used |= {key for key in changes if tuple(sides) != part.sides and _mentions(part.sides[0], key)}
                part = _mapped(part, sides)
        parts.append(part)
    return replace(
        document, parts=tuple(kept for part in parts if (kept := _drop_definition(part, used, unrolling)) is not None)
    )


def _unique_changes(document: Document, unrolling: Unrolling) -> dict[str, Expr]:
    said = [
        (name, chain.sides[-1])
        for chain in document.chains
        if len(chain.sides) > 1 and not chain.retracted and (name := _changed(chain.sides[0], unrolling)) is not None
    ]
    names = [name for name, _ in said]
    return {name: change for name, change in said if names.count(name) == 1}


def _drop_definition(part: Prose | Chain, used: set[str], unrolling: Unrolling) -> Prose | Chain | None:
    """ΔV = a = b without ΔV: a = b, or nothing if only one side is left."""
    if isinstance(part, Prose) or len(part.sides) < 2 or _changed(part.sides[0], unrolling) not in used:
        return part
    return replace(part, sides=part.sides[1:], relations=part.relations[1:]) if len(part.sides) > 2 else None


def _changed(side: Expr, unrolling: Unrolling) -> str | None:
    match bare(side):
        case Product((Symbol("Delta", None), Symbol(name, None))) if name in unrolling.parameters:
            return name
    return None


def _mentions(side: Expr, name: str) -> bool:
    """Whether a letter occurs, with or without an index: V or V_new."""
    return any(isinstance(node, Symbol) and node.name == name for node in walk(side))


def _has_one_change(side: Expr) -> bool:
    return sum(node == Symbol("Delta") for node in walk(side)) <= 1


def _insert_change(node: Expr, changes: dict[str, Expr]) -> Expr:
    match node:
        case Product((*before, Symbol("Delta", None), Symbol(name, None))) if name in changes:
            whole = Group(changes[name])
            return Product((*before, whole)) if before else whole
    return node


# --- differentials ------------------------------------------------------------------------------


def _divide_differentials(document: Document, parameter: str) -> Document:
    """Read dh_t = … dW + … dh_{t−1} as a claim about dh_t/dW, if every term of the claim ends with a differential."""

    def divided(part: Prose | Chain) -> Prose | Chain:
        if isinstance(part, Prose) or len(part.sides) < 2:
            return part
        sides = [_divide_side(side, parameter) for side in part.sides]
        found = [side for side in sides if side is not None]
        return _mapped(part, found) if len(found) == len(sides) else part

    return replace(document, parts=tuple(divided(part) for part in document.parts))


def _divide_side(side: Expr, parameter: str) -> Expr | None:
    """A sum of differentials divided by the differential of the parameter; None for anything else."""
    match side:
        case Number(value) if value == 0:
            return side
        case Group(body):
            inner = _divide_side(body, parameter)
            return None if inner is None else Group(inner)
        case BigOperator("sum", body=body):
            inner = _divide_side(body, parameter)
            return None if inner is None else replace(side, body=inner)
        case Sum(terms):
            parts = [(sign, _divide_side(term, parameter)) for sign, term in terms]
            found = tuple((sign, part) for sign, part in parts if part is not None)
            return Sum(found) if len(found) == len(parts) else None
        case Product((*before, Symbol("d", None, 0, ""), last)):
            symbols = [node for node in walk(last) if isinstance(node, Symbol)]
            if not symbols or last == Symbol(parameter):
                return _product(before) if symbols and before else None
            return _product([*before, Derivative(last, Symbol(parameter), "total")])
        case Product((*before, last)):
            inner = _divide_side(last, parameter)
            return None if inner is None or isinstance(inner, Number) else _product([*before, inner])
    return None


def _product(factors: Sequence[Expr]) -> Expr:
    return factors[0] if len(factors) == 1 else Product(tuple(factors))
