"""Signs that are no expression by themselves: operators, and ∂, d, ∇ and Σ until it is known what they belong to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from autograder.maths.latex import tree as t
from autograder.maths.unreadable import UnreadableError


@dataclass(frozen=True)
class Mark:
    """A sign that is no expression by itself: an operator, or ∂, d, ∇, Σ with their scripts."""

    kind: str
    text: str
    sub: t.Expr | None = None
    sup: t.Expr | None = None


@dataclass(frozen=True)
class Operator:
    r"""`\frac{\partial}{\partial W}`, `\nabla_W`: differentiates what follows."""

    by: t.Expr
    kind: Literal["partial", "immediate", "total", "gradient"]


Item = t.Expr | Mark | Operator


def kind_of(item: Item) -> Literal["partial", "immediate", "total"] | None:
    """How ∂, ∂⁺ or d differentiates; None for anything else."""
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


def joined(above: Any, below: Any) -> Any:
    if "immediate" in (above, below):
        return "immediate"
    return above
