"""Claims about single entries as the claims about whole matrices that they amount to.

∂(h_j)_a/∂(h_{j−1})_b = σ′((z_j)_a) W_ab says of every entry what ∂h_j/∂h_{j−1} = diag(σ′(z_j)) W says of all of them;
∂(h_k)_i/∂W_ab = δ_ia (σ′_k)_i (h_{k−1})_b is diag(σ′_k) ⊗ h_{k−1}ᵀ, and ∂E_t/∂V_ab = u_a s_b is u sᵀ. With vec, which
stacks columns, the factors of ⊗ change places.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from autograder.maths.latex import (
    Big,
    Call,
    Chain,
    Circled,
    Derivative,
    Document,
    Expr,
    Group,
    Indexed,
    Listed,
    Number,
    Power,
    Product,
    Prose,
    Sum,
    Symbol,
    Transpose,
    bare,
    rewritten,
    walk,
)

_TIMES = frozenset({"t", "k", "T"})
"""Letters that count steps: no entry is called so."""


class _NoEntryError(Exception):
    """It is no claim about entries, or not one of these forms."""


def as_matrices(document: Document, parameters: Collection[str]) -> Document:
    """The answer with every claim about entries that is understood as one about matrices; the others as they are.

    Parameters
    ----------
    document : Document
    parameters : collection of str
        The matrices of the network: of another letter, two indices are a step and an entry.
    """
    return replace(document, parts=tuple(_whole(part, parameters) for part in document.parts))


def _whole(part: Prose | Chain, parameters: Collection[str]) -> Prose | Chain:
    if isinstance(part, Prose) or len(part.sides) < 2:
        return part
    try:
        entry = _entry(part.sides[0], parameters)
        return replace(part, sides=tuple(_lifted(side, entry) for side in part.sides))
    except _NoEntryError:
        return part


@dataclass(frozen=True)
class _Entry:
    """The derivative of one entry, or by one: what it is as a whole, and the letters of its entries.

    `above` belongs to what is differentiated; `below` are one letter of a vector, or two of a matrix. With vec there
    are none of either.
    """

    parameters: Collection[str]
    whole: Derivative
    above: str = ""
    below: tuple[str, ...] = ()


def _entry(side: Expr, parameters: Collection[str]) -> _Entry:
    side = bare(side)
    if isinstance(side, Indexed) and isinstance(inner := bare(side.base), Derivative):
        row, column = _pair(side.index)
        return _Entry(parameters, inner, row, (column,))
    if not isinstance(side, Derivative):
        raise _NoEntryError
    match side.by:
        case Call(Symbol("vec"), Symbol() as matrix) | Product((Symbol("vec"), Symbol() as matrix)):
            return _Entry(parameters, replace(side, by=matrix))
        case Symbol(name, Product() | Listed() as index, 0, "") if name in parameters:
            letters, by = _pair(index), Symbol(name)
            above = _letter(side.of)
            of = _without(side.of, above) if above else side.of
            return _Entry(parameters, replace(side, of=of, by=by), above, letters)
    above, below = _letter(side.of), _letter(side.by)
    if not above or not below or above == below:
        raise _NoEntryError
    return _Entry(parameters, replace(side, of=_without(side.of, above), by=_without(side.by, below)), above, (below,))


def _pair(index: Expr) -> tuple[str, str]:
    match index:
        case Product((Symbol() as row, Symbol() as column)) | Listed((Symbol() as row, Symbol() as column)):
            names = (row.name, column.name)
            if _is_plain(row) and _is_plain(column) and row != column and not _TIMES.intersection(names):
                return names
    raise _NoEntryError


# --- one side -----------------------------------------------------------------------------------


def _lifted(side: Expr, entry: _Entry) -> Expr:
    match side:
        case Group(body):
            return Group(_lifted(body, entry))
        case Big("sum", index=index, body=body) if index not in (entry.above, *entry.below):
            return replace(side, body=_lifted(body, entry))
        case Sum(terms):
            return Sum(tuple((sign, _lifted(term, entry)) for sign, term in terms))
        case Circled("otimes", (Transpose() as left, right)) if not entry.below:
            return Circled("otimes", (right, left))
        case Derivative() | Indexed():
            other = _entry(side, entry.parameters)
            if (other.above, other.below) == (entry.above, entry.below):
                return other.whole
    if not entry.below:
        raise _NoEntryError
    factors = _factors(side)
    if len(entry.below) == 1:
        return _jacobian(factors, entry.above, entry.below[0])
    row, column = entry.below
    if entry.above:
        factors = [*_joined(factors, entry.above, row)]
    vectors, others = _vectors(factors, (entry.above or row, row), column)
    (right,) = others if len(others) == 1 else _none()
    if entry.above:
        return Circled("otimes", (_diagonal(vectors), Transpose(right, "T")))
    return Product((Group(_entrywise(vectors)), Transpose(right, "T")))


def _none() -> list[Expr]:
    raise _NoEntryError


def _factors(side: Expr) -> list[Expr]:
    """The factors of a product of numbers; σ′(z)_a, which is written for (σ′(z))_a, is one of them."""
    given = list(side.factors) if isinstance(side, Product) else [side]
    factors: list[Expr] = []
    for factor in given:
        last = factors[-1] if factors else None
        if isinstance(last, Symbol) and last.name == "sigma" and last.sub is None and isinstance(factor, Indexed):
            factors[-1] = Indexed(Group(Call(last, bare(factor.base))), factor.index)
        elif isinstance(factor, Group) and isinstance(factor.body, Product):
            factors += _factors(factor.body)
        else:
            factors.append(factor)
    return factors


def _jacobian(factors: Sequence[Expr], row: str, column: str) -> Expr:
    """u_a M_ab v_b as diag(u) M diag(v)."""
    matrices = [factor for factor in factors if _has_entries(factor, row, column)]
    (matrix,) = matrices if len(matrices) == 1 else _none()
    before, behind = _vectors([factor for factor in factors if factor is not matrix], (row, row), column)
    assert isinstance(matrix, Symbol)
    if matrix.name == "delta":
        return _diagonal(before) if not behind else _none()[0]
    turned = matrix.sub is not None and _pair(matrix.sub) != (row, column)
    whole = Transpose(Symbol(matrix.name), "T") if turned else Symbol(matrix.name)
    factors = (*([_diagonal(before)] if before else []), whole, *([_diagonal(behind)] if behind else []))
    return factors[0] if len(factors) == 1 else Product(factors)


def _joined(factors: Sequence[Expr], first: str, second: str) -> list[Expr]:
    """The factors without δ_ia, which has to be among them."""
    kept = [
        factor
        for factor in factors
        if not (isinstance(factor, Symbol) and factor.name == "delta" and _has_entries(factor, first, second))
    ]
    return kept if len(kept) == len(factors) - 1 else _none()


def _has_entries(factor: Expr, first: str, second: str) -> bool:
    """Whether it is a matrix with these two letters, in either order; W̃ and W′ are other matrices than W."""
    try:
        return (
            isinstance(factor, Symbol)
            and factor.sub is not None
            and set(_pair(factor.sub)) == {first, second}
            and _is_plain(replace(factor, sub=None))
        )
    except _NoEntryError:
        return False


def _vectors(factors: Sequence[Expr], rows: tuple[str, str], column: str) -> tuple[list[Expr], list[Expr]]:
    """The vectors whose entries are multiplied: those along the rows, and those along the columns."""
    before: list[Expr] = []
    behind: list[Expr] = []
    for factor in factors:
        used = {name for name in (*rows, column) if Symbol(name) in walk(factor)}
        if len(used) != 1:
            raise _NoEntryError
        (name,) = used
        (behind if name == column else before).append(_without(factor, name))
    return before, behind


def _diagonal(vectors: Sequence[Expr]) -> Expr:
    return Call(Symbol("diag"), bare(_entrywise(vectors)))


def _entrywise(vectors: Sequence[Expr]) -> Expr:
    """The product of vectors entry by entry."""
    if not vectors:
        raise _NoEntryError
    whole = tuple(Group(vector) if isinstance(vector, Sum) else vector for vector in vectors)
    return whole[0] if len(whole) == 1 else Circled("odot", whole)


# --- one entry ----------------------------------------------------------------------------------


def _letter(entry: Expr) -> str:
    """The letter of an entry of a vector, `(h_t)_a`, `h_{t,a}` or `h_t^a`; empty for a whole one."""
    match entry:
        case Indexed(_, letter) | Symbol(sub=Listed((_, letter))):
            pass
        case Power(Symbol(sub=sub), exponent) if sub is not None:
            letter = bare(exponent)
        case _:
            return ""
    return letter.name if isinstance(letter, Symbol) and _is_plain(letter) and letter.name not in _TIMES else ""


def _is_plain(letter: Symbol) -> bool:
    """Whether it is a letter and nothing else: with a prime or an accent it is another letter."""
    return letter == Symbol(letter.name)


def _without(factor: Expr, name: str) -> Expr:
    """The vector that an expression is an entry of: all that has entries in it has to be taken at this one."""

    def change(node: Expr) -> Expr:
        if _letter(node) == name:
            match node:
                case Indexed(base, _) | Power(base, _):
                    inner = bare(base)
                    return inner if isinstance(inner, Symbol | Call) else base
                case Symbol(sub=Listed((time, _))):
                    return replace(node, sub=time)
        if node == Symbol("sigma", Symbol(name), 1):
            return Symbol("sigma", None, 1)
        return node

    for node in walk(factor):
        if isinstance(node, Product | Circled) and sum(Symbol(name) in walk(part) for part in _parts(node)) > 1:
            raise _NoEntryError
        if isinstance(node, Sum) and Symbol(name) in walk(node):
            loose = (term for _, term in node.terms if not isinstance(term, Number) and Symbol(name) not in walk(term))
            if any(True for _ in loose):
                raise _NoEntryError
    vector = rewritten(factor, change)
    if Symbol(name) in walk(vector):
        raise _NoEntryError
    return vector


def _parts(node: Product | Circled) -> tuple[Expr, ...]:
    return node.factors if isinstance(node, Product) else node.operands
