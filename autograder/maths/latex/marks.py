"""Items that are no expressions by themselves: operators, and ∂, d, ∇ and Σ before they are combined with others."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from autograder.maths.latex import tree as t
from autograder.maths.unreadable import UnreadableError


@dataclass(frozen=True)
class Mark:
    """An operator, or ∂, d, ∇ or Σ with its scripts."""

    kind: str
    text: str
    sub: t.Expr | None = None
    sup: t.Expr | None = None


@dataclass(frozen=True)
class Operator:
    r"""`\frac{\partial}{\partial W}` or `\nabla_W`: differentiates the factors after it."""

    by: t.Expr
    kind: Literal["partial", "immediate", "total", "gradient"]


Item = t.Expr | Mark | Operator


def kind_of(item: Item) -> Literal["partial", "immediate", "total"] | None:
    """How ∂, ∂⁺ or d differentiates; None for any other item."""
    if isinstance(item, Mark) and item.kind == "DIFF":
        return "total"
    if isinstance(item, t.Symbol) and item == t.Symbol("d"):
        return "total"
    if not isinstance(item, Mark) or item.kind != "PARTIAL":
        return None
    if item.sup is None:
        return "partial"
    if item.sup == t.Symbol("+"):
        return "immediate"
    raise UnreadableError("∂ with a superscript")


def derivative_kind(above: Any, below: Any) -> Any:
    """The kind of a fraction of two differentials: immediate if one of them is, otherwise that of the numerator."""
    if "immediate" in (above, below):
        return "immediate"
    return above
