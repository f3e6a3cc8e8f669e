"""Reads times that are written as arguments: h(t) becomes h^{(t)}, e_o(t) a letter of its own with the index t."""

from __future__ import annotations

from dataclasses import replace

from autograder.maths.latex import (
    BigOperator,
    Chain,
    Document,
    Expr,
    Group,
    Number,
    Power,
    Product,
    Prose,
    Sum,
    Symbol,
    Transpose,
    rewrite,
    walk,
)
from autograder.maths.paths.graph import Unrolling
from autograder.maths.paths.notation import key

_TIMES = frozenset({"t", "T", "k", "tau", "i", "j"})


def with_time_indices(document: Document, unrolling: Unrolling) -> Document:
    """The answer with every time that is the argument of a letter as its index."""
    document = _with_last_step(document)
    functions = _letters(document, unrolling)
    if not functions:
        return document

    def change(node: Expr) -> Expr:
        if not isinstance(node, Product):
            return node
        kept: list[Expr] = []
        for factor in node.factors:
            joined = _joined(kept[-1], factor, functions) if kept else None
            if joined is None:
                kept.append(factor)
            else:
                kept[-1] = joined
        return kept[0] if len(kept) == 1 else Product(tuple(kept))

    def changed(part: Prose | Chain) -> Prose | Chain:
        if isinstance(part, Prose):
            return part
        return replace(part, sides=tuple(rewrite(side, change) for side in part.sides))

    return replace(document, parts=tuple(changed(part) for part in document.parts))


def _with_last_step(document: Document) -> Document:
    """The answer with T for τ, if τ only ends sums and T occurs nowhere."""
    nodes = [node for chain in document.chains for side in chain.sides for node in walk(side)]
    ends = sum(isinstance(node, BigOperator) and node.upper == Symbol("tau") for node in nodes)
    uses = sum(isinstance(node, Symbol) and node.name == "tau" for node in nodes)
    lone = sum(chain.sides[0] == Symbol("tau") for chain in document.chains)
    if not ends or uses != ends + lone or any(isinstance(node, Symbol) and node.name == "T" for node in nodes):
        return document

    def change(node: Expr) -> Expr:
        return Symbol("T") if node == Symbol("tau") else node

    def changed(part: Prose | Chain) -> Prose | Chain:
        if isinstance(part, Prose):
            return part
        return replace(part, sides=tuple(rewrite(side, change) for side in part.sides))

    return replace(document, parts=tuple(changed(part) for part in document.parts))


def _joined(letter: Expr, argument: Expr, functions: frozenset[str]) -> Expr | None:
    """The letter with the argument as its index; None if these are two factors."""
    if isinstance(argument, Transpose):
        inner = _joined(letter, argument.base, functions)
        return None if inner is None else replace(argument, base=inner)
    if not isinstance(letter, Symbol) or _name(letter) not in functions or not _is_time(argument):
        return None
    return Power(Symbol(_name(letter), None, letter.primes), argument) if letter.sub else Power(letter, argument)


def _name(letter: Symbol) -> str:
    """The letter with its accent and a constant subscript: e_o."""
    mark = f"_{letter.sub.name}" if isinstance(letter.sub, Symbol) and letter.sub.name not in _TIMES else ""
    return key(letter) + mark if letter.sub is None or mark else ""


def _is_time(argument: Expr) -> bool:
    if not isinstance(argument, Group) or not isinstance(argument.body, Symbol | Number | Sum):
        return False
    symbols = [node for node in walk(argument) if isinstance(node, Symbol)]
    return all(node == Symbol(node.name) and node.name in _TIMES for node in symbols) and (
        bool(symbols) or isinstance(argument.body, Number)
    )


def _letters(document: Document, unrolling: Unrolling) -> frozenset[str]:
    """Letters that are applied to a time by a letter, such as t, somewhere in the answer."""
    found: set[str] = set()
    indexed: set[str] = set()
    for chain in document.chains:
        for side in chain.sides:
            for node in walk(side):
                if isinstance(node, Product):
                    for letter, argument in zip(node.factors, node.factors[1:], strict=False):
                        group = argument.base if isinstance(argument, Transpose) else argument
                        lettered = any(isinstance(part, Symbol) for part in walk(group))
                        if isinstance(letter, Symbol) and lettered and _is_time(group):
                            found.add(_name(letter))
                elif isinstance(node, Symbol) and node.sub is not None:
                    indexed.add(key(node))
    return frozenset(found - indexed - unrolling.parameters.keys() - {"", "eta", "alpha", "lr"})
