"""Ways of writing that stand for claims about derivatives: θ for either parameter, ΔV, and differentials."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import replace

from autograder.maths.latex import (
    Big,
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
    rewritten,
    walk,
)
from autograder.maths.paths.graph import Unrolling

CHAINS = 60
"""In answers with more formulas, a letter does not stand for several parameters."""


def written_in_full(document: Document, unrolling: Unrolling, parameters: Sequence[str]) -> Document:
    """The answer with such claims in their full form."""
    document = _for_each(document, unrolling)
    document = _with_changes(document, unrolling)
    return _divided(document, parameters[0]) if len(parameters) == 1 else document


def _mapped(chain: Chain, sides: Sequence[Expr]) -> Chain:
    return replace(chain, sides=tuple(sides))


# --- one letter for several parameters ----------------------------------------------------------


def _for_each(document: Document, unrolling: Unrolling) -> Document:
    """Every claim about ∂/∂θ once for each parameter that θ is said to stand for."""
    meant = dict(_stand_ins(document, unrolling))
    if not meant or len(document.chains) > CHAINS:
        return document
    parts: list[Prose | Chain] = []
    for part in document.parts:
        letter = next((name for name in meant if isinstance(part, Chain) and _uses(part, name)), None)
        if letter is None or not isinstance(part, Chain):
            parts.append(part)
            continue
        for parameter in meant[letter]:
            sides = [_with(side, letter, parameter) for side in part.sides]
            parts.append(_mapped(part, sides))
    return replace(document, parts=tuple(parts))


def _with(side: Expr, letter: str, parameter: str) -> Expr:
    return rewritten(side, lambda node: Symbol(parameter) if node == Symbol(letter) else node)


def _uses(chain: Chain, letter: str) -> bool:
    nodes = (node for side in chain.sides for node in walk(side))
    return len(chain.sides) > 1 and any(isinstance(n, Derivative) and Symbol(letter) in walk(n.by) for n in nodes)


def _stand_ins(document: Document, unrolling: Unrolling) -> Iterator[tuple[str, list[str]]]:
    """Letters that are said to stand for parameters: θ ∈ {W, U}, or "θ stands for W or U" in one line."""
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
    """The parameters that a side is, or lists; none if it has anything else."""
    side = bare(side)
    items = side.items if isinstance(side, Listed) else (side,)
    names = [item.name for item in items if isinstance(item, Symbol) and item == Symbol(item.name)]
    return names if len(names) == len(items) and unrolling.parameters.keys() >= set(names) else []


# --- ΔV -----------------------------------------------------------------------------------------


def _with_changes(document: Document, unrolling: Unrolling) -> Document:
    """V ← V + ΔV with what ΔV is said to be, before or, if only once, behind it; that then is no update by itself."""
    changes = _said_once(document, unrolling)
    used: set[str] = set()
    parts: list[Prose | Chain] = []
    for part in document.parts:
        if isinstance(part, Chain) and len(part.sides) > 1:
            name = _changed(part.sides[0], unrolling)
            if name is not None:
                changes.setdefault(name, part.sides[-1])
            elif changes and all(_once(side) for side in part.sides):
                sides = [rewritten(side, lambda node: _put_in(node, changes)) for side in part.sides]
                used |= {key for key in changes if tuple(sides) != part.sides and _mentions(part.sides[0], key)}
                part = _mapped(part, sides)
        parts.append(part)
    return replace(
        document, parts=tuple(kept for part in parts if (kept := _without(part, used, unrolling)) is not None)
    )


def _said_once(document: Document, unrolling: Unrolling) -> dict[str, Expr]:
    said = [
        (name, chain.sides[-1])
        for chain in document.chains
        if len(chain.sides) > 1 and not chain.retracted and (name := _changed(chain.sides[0], unrolling)) is not None
    ]
    names = [name for name, _ in said]
    return {name: change for name, change in said if names.count(name) == 1}


def _without(part: Prose | Chain, used: set[str], unrolling: Unrolling) -> Prose | Chain | None:
    """ΔV = a = b without ΔV: a = b, or nothing."""
    if isinstance(part, Prose) or len(part.sides) < 2 or _changed(part.sides[0], unrolling) not in used:
        return part
    return replace(part, sides=part.sides[1:], relations=part.relations[1:]) if len(part.sides) > 2 else None


def _changed(side: Expr, unrolling: Unrolling) -> str | None:
    match bare(side):
        case Product((Symbol("Delta", None), Symbol(name, None))) if name in unrolling.parameters:
            return name
    return None


def _mentions(side: Expr, name: str) -> bool:
    """Whether a letter is there, with an index or without: V or V_new."""
    return any(isinstance(node, Symbol) and node.name == name for node in walk(side))


def _once(side: Expr) -> bool:
    return sum(node == Symbol("Delta") for node in walk(side)) <= 1


def _put_in(node: Expr, changes: dict[str, Expr]) -> Expr:
    match node:
        case Product((*before, Symbol("Delta", None), Symbol(name, None))) if name in changes:
            whole = Group(changes[name])
            return Product((*before, whole)) if before else whole
    return node


# --- differentials ------------------------------------------------------------------------------


def _divided(document: Document, parameter: str) -> Document:
    """dh_t = … dW + … dh_{t−1} as what it says of dh_t/dW, if all of a claim's terms end with a differential."""

    def divided(part: Prose | Chain) -> Prose | Chain:
        if isinstance(part, Prose) or len(part.sides) < 2:
            return part
        sides = [_by(side, parameter) for side in part.sides]
        found = [side for side in sides if side is not None]
        return _mapped(part, found) if len(found) == len(sides) else part

    return replace(document, parts=tuple(divided(part) for part in document.parts))


def _by(side: Expr, parameter: str) -> Expr | None:
    """A sum of differentials divided by that of the parameter; None if it is anything else."""
    match side:
        case Number(value) if value == 0:
            return side
        case Group(body):
            inner = _by(body, parameter)
            return None if inner is None else Group(inner)
        case Big("sum", body=body):
            inner = _by(body, parameter)
            return None if inner is None else replace(side, body=inner)
        case Sum(terms):
            parts = [(sign, _by(term, parameter)) for sign, term in terms]
            found = tuple((sign, part) for sign, part in parts if part is not None)
            return Sum(found) if len(found) == len(parts) else None
        case Product((*before, Symbol("d", None, 0, ""), last)):
            symbols = [node for node in walk(last) if isinstance(node, Symbol)]
            if not symbols or last == Symbol(parameter):
                return _product(before) if symbols and before else None
            return _product([*before, Derivative(last, Symbol(parameter), "total")])
        case Product((*before, last)):
            inner = _by(last, parameter)
            return None if inner is None or isinstance(inner, Number) else _product([*before, inner])
    return None


def _product(factors: Sequence[Expr]) -> Expr:
    return factors[0] if len(factors) == 1 else Product(tuple(factors))
