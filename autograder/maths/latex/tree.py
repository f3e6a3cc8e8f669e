"""The tree of a formula: immutable nodes, and the chains of claims made of them.

The tree represents the notation, not its meaning: users of the tree decide whether a superscript is a power or a
time, and which letters are matrices. It has at most `DEPTH` levels.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from fractions import Fraction
from typing import Any, Literal, get_args

DEPTH = 60
"""Maximum depth of an expression; recursion over one is therefore safe."""


@dataclass(frozen=True)
class Number:
    """A whole number or a decimal, exact."""

    value: Fraction


@dataclass(frozen=True)
class Symbol:
    r"""A name: `W`, `h_{t-1}`, `\sigma'`, `\hat y_t`, `\Lambda`, `diag`.

    Greek letters are named as in LaTeX without the backslash; fonts (`\mathbf`, `\vec`, `\mathcal`) are not kept.
    """

    name: str
    sub: Expr | None = None
    primes: int = 0
    accent: str = ""
    """`hat`, `tilde`, `bar`, `dot` or nothing."""


@dataclass(frozen=True)
class Sum:
    """Terms with the signs +1 and -1 in front of them; also a single term with a minus."""

    terms: tuple[tuple[int, Expr], ...]


@dataclass(frozen=True)
class Product:
    """Factors side by side, with or without a dot, in the order of writing."""

    factors: tuple[Expr, ...]


@dataclass(frozen=True)
class Circled:
    """Operands around a circled sign: `odot` (elementwise), `otimes` (outer), `circ`."""

    operator: str
    operands: tuple[Expr, ...]


@dataclass(frozen=True)
class Ratio:
    """A fraction other than a derivative."""

    numerator: Expr
    denominator: Expr


@dataclass(frozen=True)
class Power:
    r"""Anything with a superscript: `M^n`, `Q^{-1}`, and also `h^{(t)}`, whose exponent is a `Group`."""

    base: Expr
    exponent: Expr


@dataclass(frozen=True)
class Transpose:
    r"""`W^\top` or `W^T`."""

    base: Expr
    mark: Literal["top", "T"]
    """`T` may also be the last time step (`h^T`); `top` cannot."""


@dataclass(frozen=True)
class Indexed:
    """A subscript on an expression other than a name: `(Wx)_i`."""

    base: Expr
    index: Expr


@dataclass(frozen=True)
class Derivative:
    r"""∂of/∂by.

    `kind` says how it was written: `partial` (∂), `immediate` (∂⁺), `total` (d) or `gradient` (∇).
    """

    of: Expr
    by: Expr
    kind: Literal["partial", "immediate", "total", "gradient"] = "partial"


@dataclass(frozen=True)
class At:
    r"""`\left. x \right|_{where}`: evaluated at, or with something held fixed."""

    base: Expr
    where: Expr


@dataclass(frozen=True)
class BigOperator:
    """Σ or ∏ over one index; several indices are nested. A missing bound is None."""

    kind: Literal["sum", "prod"]
    index: str
    lower: Expr | None
    upper: Expr | None
    body: Expr


@dataclass(frozen=True)
class Call:
    r"""A known function of its argument: `\sigma'(z_t)`, `\operatorname{diag}(v)`, `\log x`."""

    function: Symbol
    argument: Expr


@dataclass(frozen=True)
class Group:
    """An expression in visible brackets."""

    body: Expr


@dataclass(frozen=True)
class Listed:
    """Items separated by commas, inside brackets or a subscript."""

    items: tuple[Expr, ...]


@dataclass(frozen=True)
class Related:
    """A relation inside brackets or a script: `k = 0`, `k < t`."""

    sides: tuple[Expr, ...]
    relations: tuple[str, ...]


@dataclass(frozen=True)
class Matrix:
    """Entries of a `bmatrix` or `array`, by row; unreadable entries are `Unread`."""

    rows: tuple[tuple[Expr, ...], ...]


@dataclass(frozen=True)
class Cases:
    """A value for each condition; the condition is None for "otherwise"."""

    rows: tuple[tuple[Expr, Expr | None], ...]


@dataclass(frozen=True)
class Dots:
    r"""`\cdots`, `...`: omitted terms, factors or sides."""


@dataclass(frozen=True)
class Unread:
    """An unreadable piece: the student's text, and the reason."""

    text: str
    reason: str


Expr = (
    Number
    | Symbol
    | Sum
    | Product
    | Circled
    | Ratio
    | Power
    | Transpose
    | Indexed
    | Derivative
    | At
    | BigOperator
    | Call
    | Group
    | Listed
    | Related
    | Matrix
    | Cases
    | Dots
    | Unread
)
_HOLDERS = {
    kind: tuple(field.name for field in fields(kind) if "Expr" in str(field.type) or "Symbol" in str(field.type))
    for kind in get_args(Expr)
}
"""The fields of each node class that can hold nodes, according to their annotations."""


@dataclass(frozen=True)
class Chain:
    """`a = b = c`: a claim per relation. A single side without a relation claims nothing.

    Attributes
    ----------
    sides : tuple of Expr
        Unreadable sides are `Unread`.
    relations : tuple of str
        One fewer than the sides: `=`, `:=`, `←`, `-=`, `≈`, `≠`, `<`, `≤`, `>`, `≥`, `∈`, `∝`.
    line : int
        Line of the cell on which the chain starts, from 1.
    place : str
        `display` for a formula on its own line, `inline` for one inside a sentence, `table` for one in a Markdown
        table.
    retracted : bool
        It is struck through (`~~...~~`, `<del>`).
    """

    sides: tuple[Expr, ...]
    relations: tuple[str, ...]
    line: int
    place: Literal["display", "inline", "table"]
    retracted: bool = False

    @property
    def unread(self) -> tuple[Unread, ...]:
        """The unreadable pieces of this chain."""
        return tuple(node for side in self.sides for node in walk(side) if isinstance(node, Unread))


@dataclass(frozen=True)
class Prose:
    """Text between formulas, as written."""

    text: str
    line: int


@dataclass(frozen=True)
class Document:
    """A Markdown cell: prose and chains in reading order."""

    parts: tuple[Prose | Chain, ...]
    notes: tuple[str, ...] = ()
    """Repairs and assumptions made while reading."""

    @property
    def chains(self) -> tuple[Chain, ...]:
        """The chains, in order."""
        return tuple(part for part in self.parts if isinstance(part, Chain))

    @property
    def prose(self) -> str:
        """The text between the formulas."""
        return "\n".join(part.text for part in self.parts if isinstance(part, Prose))

    @property
    def unread(self) -> tuple[Unread, ...]:
        """All pieces that look like formulas but could not be read."""
        return tuple(piece for chain in self.chains for piece in chain.unread)


def children(node: Expr) -> list[Expr]:
    """The direct child nodes, from left to right."""
    found: list[Expr] = []
    for name in _HOLDERS[type(node)]:
        _gather(getattr(node, name), found)
    return found


def _gather(value: Any, found: list[Expr]) -> None:
    if type(value) in _HOLDERS:
        found.append(value)
    elif isinstance(value, tuple):
        for item in value:
            _gather(item, found)


def walk(node: Expr) -> Iterator[Expr]:
    """Yield the node and all nodes below it, from left to right, without recursion."""
    stack = [node]
    while stack:
        top = stack.pop()
        yield top
        stack += reversed(children(top))
