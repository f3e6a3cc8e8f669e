"""Finds the meaning of the letters: those of the notebook, and those an answer declares: M = PDP⁻¹, Mv = λv, D = Λ."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from autograder.maths.induction.exponents import Exponent, counting_letters, exponent
from autograder.maths.induction.matrix_algebra import Letters, factors_of
from autograder.maths.latex import Document, Expr, Group, Number, Power, Sum, Symbol
from autograder.maths.unreadable import UnreadableError


def declared_letters(document: Document) -> Letters:
    """The letters of an answer, including those that it declares."""
    known = Letters()
    for left, right in _equations(document):
        known = _decomposition(known, left, right)
    for left, right in _equations(document):
        known = _alias(_eigenvector(known, left, right), left, right)
    counting: frozenset[str] = frozenset()
    for chain in document.chains:
        for side in chain.sides:
            counting |= counting_letters(side)
    roles = known.matrices | known.values
    known = replace(known, counting=counting - roles, identity=known.identity - roles)
    return replace(known, bound=tuple(_split_numbers(document, known.counting)))


def _split_numbers(document: Document, counting: frozenset[str]) -> Iterator[tuple[str, Exponent]]:
    """Yield b with its value n + 1 − a where the answer writes n + 1 = a + b, as strong inductions do."""
    split: set[str] = set()
    for left, right in _equations(document):
        try:
            whole, parts = exponent(left), exponent(right)
        except UnreadableError:
            continue
        (first, *others) = [name for name, factor in reversed(parts.letters) if factor == 1] or [""]
        names = {name for name, _ in (*whole.letters, *parts.letters)}
        if len(whole.letters) == 1 and others and names <= counting and not split & names:
            split |= {name for name, _ in parts.letters}
            yield first, whole + parts * -1 + Exponent(((first, 1),), 0)


def _equations(document: Document) -> Iterator[tuple[Expr, Expr]]:
    for chain in document.chains:
        for left, relation, right in zip(chain.sides, chain.relations, chain.sides[1:], strict=False):
            if relation in ("=", ":=") and not chain.retracted:
                yield left, right
                yield right, left


def _decomposition(known: Letters, left: Expr, right: Expr) -> Letters:
    match left, factors_of(right):
        case Symbol(name, None, 0, ""), (
            Symbol(basis, None, 0, ""),
            Symbol(middle, None, 0, ""),
            Power(Symbol(last), e),
        ):
            if basis != last or not _minus_one(e) or len({name, basis, middle}) != 3:
                return known
            roles = {"matrix": name, "basis": basis, "diagonal": middle}
            taken = {role: known.matrices - getattr(known, role) for role in roles}
            if all(letter not in taken[role] for role, letter in roles.items()):
                return replace(known, **{role: getattr(known, role) | {letter} for role, letter in roles.items()})
    return known


def _alias(known: Letters, left: Expr, right: Expr) -> Letters:
    match left, right:
        case Symbol(new, None, 0, ""), Symbol(old, None, 0, "") if new not in known.matrices | known.identity:
            for role in ("matrix", "basis", "diagonal"):
                if old in getattr(known, role):
                    return replace(known, **{role: getattr(known, role) | {new}})
    return known


def _eigenvector(known: Letters, left: Expr, right: Expr) -> Letters:
    match factors_of(left), factors_of(right):
        case (Symbol(matrix, None), Symbol(vector)), (Symbol(value), Symbol(again)):
            new = vector == again and matrix in known.matrix and not {vector, value} & (known.matrices - known.vectors)
            if new and vector != value:
                return replace(known, vectors=known.vectors | {vector}, values=known.values | {value})
    return known


def _minus_one(node: Expr) -> bool:
    match node:
        case Group(body):
            return _minus_one(body)
        case Sum(((-1, Number(value)),)):
            return value == 1
        case Number(value):
            return value == -1
    return False
