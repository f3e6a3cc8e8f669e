"""What a formula is once it has been read: a small tree of immutable nodes, and the chains of claims made of them.

The tree keeps what was written, not what it means: whether a superscript is a power or a time, and which letters are
matrices, is for the reader of the tree to say. It is a bounded tree: `DEPTH` levels at most.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from fractions import Fraction
from typing import Any, Literal, get_args

DEPTH = 60
"""No expression is nested deeper, so walking one recursively is safe."""


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
    """Factors side by side, with or without a dot; the order is as written, for matrices do not commute."""

    factors: tuple[Expr, ...]


@dataclass(frozen=True)
class Circled:
    """Operands around a circled sign: `odot` (elementwise), `otimes` (outer), `circ`."""

    operator: str
    operands: tuple[Expr, ...]


@dataclass(frozen=True)
class Ratio:
    """A fraction that is no derivative."""

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
    """`T` could also be a last time step (`h^T`); `top` could not."""


@dataclass(frozen=True)
class Indexed:
    """A subscript on something that is no name: `(Wx)_i`."""

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
class Big:
    """Σ or ∏ over one index; several indices are nested. A bound that was not written is None."""

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
    """Something in visible brackets."""

    body: Expr


@dataclass(frozen=True)
class Listed:
    """Things between commas, inside brackets or a subscript."""

    items: tuple[Expr, ...]


@dataclass(frozen=True)
class Related:
    """A relation inside brackets or a script: `k = 0`, `k < t`."""

    sides: tuple[Expr, ...]
    relations: tuple[str, ...]


@dataclass(frozen=True)
class Matrix:
    """Entries of a `bmatrix` or `array`, by row; an entry that was not read is `Unread`."""

    rows: tuple[tuple[Expr, ...], ...]


@dataclass(frozen=True)
class Cases:
    """A value for each condition; the condition is None for "otherwise"."""

    rows: tuple[tuple[Expr, Expr | None], ...]


@dataclass(frozen=True)
class Dots:
    r"""`\cdots`, `...`: something the writer left to the reader."""


@dataclass(frozen=True)
class Unread:
    """A piece that could not be read: its text as the student wrote it, and why."""

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
    | Big
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
"""The fields of each kind of node that can hold nodes, by what they are declared to be."""


@dataclass(frozen=True)
class Chain:
    """`a = b = c`: a claim for each relation. One side and no relation is a formula that claims nothing.

    Attributes
    ----------
    sides : tuple of Expr
        A side that could not be read is `Unread`; the others are as good as ever.
    relations : tuple of str
        One fewer than the sides: `=`, `:=`, `←`, `-=`, `≈`, `≠`, `<`, `≤`, `>`, `≥`, `∈`, `∝`.
    line : int
        Line of the cell on which the chain begins, from 1.
    place : str
        `display` for a formula that stands on its own line, `inline` for one inside a sentence, `table` for one in
        a Markdown table.
    retracted : bool
        It was struck through (`~~...~~`, `<del>`).
    """

    sides: tuple[Expr, ...]
    relations: tuple[str, ...]
    line: int
    place: Literal["display", "inline", "table"]
    retracted: bool = False

    @property
    def unread(self) -> tuple[Unread, ...]:
        """The pieces of this chain that were not read."""
        return tuple(node for side in self.sides for node in walk(side) if isinstance(node, Unread))


@dataclass(frozen=True)
class Prose:
    """Text between the formulas, as written."""

    text: str
    line: int


@dataclass(frozen=True)
class Document:
    """A Markdown cell, in reading order."""

    parts: tuple[Prose | Chain, ...]
    notes: tuple[str, ...] = ()
    """What was repaired or assumed in order to read it."""

    @property
    def chains(self) -> tuple[Chain, ...]:
        return tuple(part for part in self.parts if isinstance(part, Chain))

    @property
    def prose(self) -> str:
        return "\n".join(part.text for part in self.parts if isinstance(part, Prose))

    @property
    def unread(self) -> tuple[Unread, ...]:
        """Everything that looked like a formula and could not be read."""
        return tuple(piece for chain in self.chains for piece in chain.unread)


def children(node: Expr) -> list[Expr]:
    """The nodes directly below, from left to right."""
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
    """The node and everything below it, from left to right; never recursive."""
    stack = [node]
    while stack:
        top = stack.pop()
        yield top
        stack += reversed(children(top))
