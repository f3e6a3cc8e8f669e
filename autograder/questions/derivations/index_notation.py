"""Translates claims about single entries into matrix notation.

∂(h_j)_a/∂(h_{j−1})_b = σ′((z_j)_a) W_ab becomes ∂h_j/∂h_{j−1} = diag(σ′(z_j)) W; ∂(h_k)_i/∂W_ab = δ_ia (σ′_k)_i
(h_{k−1})_b becomes diag(σ′_k) ⊗ h_{k−1}ᵀ, and ∂E_t/∂V_ab = u_a s_b becomes u sᵀ. With vec, which stacks columns, the
factors of ⊗ change places.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from autograder.maths.latex import (
    BigOperator,
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
    rewrite,
    walk,
)

_TIMES = frozenset({"t", "k", "T"})
"""Letters that number time steps and therefore never entries."""


class _UnsupportedError(Exception):
    """The claim is not about entries, or has none of the supported forms."""


def in_matrix_notation(document: Document, parameters: Collection[str]) -> Document:
    """Translate every claim about entries that has a supported form; keep the other claims.

    Parameters
    ----------
    document : Document
    parameters : collection of str
        The matrices of the network. Two indices of any other letter are a step and an entry.
    """
    return replace(document, parts=tuple(_in_matrices(part, parameters) for part in document.parts))


def _in_matrices(part: Prose | Chain, parameters: Collection[str]) -> Prose | Chain:
    if isinstance(part, Prose) or len(part.sides) < 2:
        return part
    try:
        entry = _entry(part.sides[0], parameters)
        return replace(part, sides=tuple(_lift(side, entry) for side in part.sides))
    except _UnsupportedError:
        return part


@dataclass(frozen=True)
class _Entry:
    """The derivative of, or by, a single entry: the full derivative and the index letters.

    `above` is the index of the numerator. `below` holds one index for a vector in the denominator, two for a matrix.
    Claims about vec have neither.
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
        raise _UnsupportedError
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
        raise _UnsupportedError
    return _Entry(parameters, replace(side, of=_without(side.of, above), by=_without(side.by, below)), above, (below,))


def _pair(index: Expr) -> tuple[str, str]:
    match index:
        case Product((Symbol() as row, Symbol() as column)) | Listed((Symbol() as row, Symbol() as column)):
            names = (row.name, column.name)
            if _is_plain(row) and _is_plain(column) and row != column and not _TIMES.intersection(names):
                return names
    raise _UnsupportedError


# --- one side -----------------------------------------------------------------------------------


def _lift(side: Expr, entry: _Entry) -> Expr:
    match side:
        case Group(body):
            return Group(_lift(body, entry))
        case BigOperator("sum", index=index, body=body) if index not in (entry.above, *entry.below):
            return replace(side, body=_lift(body, entry))
        case Sum(terms):
            return Sum(tuple((sign, _lift(term, entry)) for sign, term in terms))
        case Circled("otimes", (Transpose() as left, right)) if not entry.below:
            return Circled("otimes", (right, left))
        case Derivative() | Indexed():
            other = _entry(side, entry.parameters)
            if (other.above, other.below) == (entry.above, entry.below):
                return other.whole
    if not entry.below:
        raise _UnsupportedError
    factors = _factors(side)
    if len(entry.below) == 1:
        return _jacobian(factors, entry.above, entry.below[0])
    row, column = entry.below
    if entry.above:
        factors = [*_without_delta(factors, entry.above, row)]
    vectors, others = _vectors(factors, (entry.above or row, row), column)
    (right,) = others if len(others) == 1 else _unsupported()
    if entry.above:
        return Circled("otimes", (_diagonal(vectors), Transpose(right, "T")))
    return Product((Group(_entrywise(vectors)), Transpose(right, "T")))


def _unsupported() -> list[Expr]:
    raise _UnsupportedError


def _factors(side: Expr) -> list[Expr]:
    """The factors of a scalar product. σ′(z)_a, which means (σ′(z))_a, counts as one factor."""
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
    (matrix,) = matrices if len(matrices) == 1 else _unsupported()
    before, behind = _vectors([factor for factor in factors if factor is not matrix], (row, row), column)
    assert isinstance(matrix, Symbol)
    if matrix.name == "delta":
        return _diagonal(before) if not behind else _unsupported()[0]
    turned = matrix.sub is not None and _pair(matrix.sub) != (row, column)
    whole = Transpose(Symbol(matrix.name), "T") if turned else Symbol(matrix.name)
    factors = (*([_diagonal(before)] if before else []), whole, *([_diagonal(behind)] if behind else []))
    return factors[0] if len(factors) == 1 else Product(factors)


def _without_delta(factors: Sequence[Expr], first: str, second: str) -> list[Expr]:
    """The factors without δ_ia, which must be one of them."""
    kept = [
        factor
        for factor in factors
        if not (isinstance(factor, Symbol) and factor.name == "delta" and _has_entries(factor, first, second))
    ]
    return kept if len(kept) == len(factors) - 1 else _unsupported()


def _has_entries(factor: Expr, first: str, second: str) -> bool:
    """Whether a factor is a matrix with these two indices, in either order. W̃ and W′ are other matrices than W."""
    try:
        return (
            isinstance(factor, Symbol)
            and factor.sub is not None
            and set(_pair(factor.sub)) == {first, second}
            and _is_plain(replace(factor, sub=None))
        )
    except _UnsupportedError:
        return False


def _vectors(factors: Sequence[Expr], rows: tuple[str, str], column: str) -> tuple[list[Expr], list[Expr]]:
    """Split factors into vectors indexed by the row and vectors indexed by the column."""
    before: list[Expr] = []
    behind: list[Expr] = []
    for factor in factors:
        used = {name for name in (*rows, column) if Symbol(name) in walk(factor)}
        if len(used) != 1:
            raise _UnsupportedError
        (name,) = used
        (behind if name == column else before).append(_without(factor, name))
    return before, behind


def _diagonal(vectors: Sequence[Expr]) -> Expr:
    return Call(Symbol("diag"), bare(_entrywise(vectors)))


def _entrywise(vectors: Sequence[Expr]) -> Expr:
    """The elementwise product of vectors."""
    if not vectors:
        raise _UnsupportedError
    whole = tuple(Group(vector) if isinstance(vector, Sum) else vector for vector in vectors)
    return whole[0] if len(whole) == 1 else Circled("odot", whole)


# --- one entry ----------------------------------------------------------------------------------


def _letter(entry: Expr) -> str:
    """The index of a vector's entry, `(h_t)_a`, `h_{t,a}` or `h_t^a`; "" for a whole vector."""
    match entry:
        case Indexed(_, letter) | Symbol(sub=Listed((_, letter))):
            pass
        case Power(Symbol(sub=sub), exponent) if sub is not None:
            letter = bare(exponent)
        case _:
            return ""
    return letter.name if isinstance(letter, Symbol) and _is_plain(letter) and letter.name not in _TIMES else ""


def _is_plain(letter: Symbol) -> bool:
    """Whether a symbol is a bare letter, without prime or accent."""
    return letter == Symbol(letter.name)


def _without(factor: Expr, name: str) -> Expr:
    """The vector of which an expression is an entry; every indexed part must use this index."""

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
        if isinstance(node, Product | Circled) and sum(Symbol(name) in walk(part) for part in _operands(node)) > 1:
            raise _UnsupportedError
        if isinstance(node, Sum) and Symbol(name) in walk(node):
            loose = (term for _, term in node.terms if not isinstance(term, Number) and Symbol(name) not in walk(term))
            if any(True for _ in loose):
                raise _UnsupportedError
    vector = rewrite(factor, change)
    if Symbol(name) in walk(vector):
        raise _UnsupportedError
    return vector


def _operands(node: Product | Circled) -> tuple[Expr, ...]:
    return node.factors if isinstance(node, Product) else node.operands
