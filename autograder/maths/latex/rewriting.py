"""Operations on whole expressions."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, replace
from typing import Any

from autograder.maths.latex.tree import Expr, Group, children


def rewrite(node: Expr, change: Callable[[Expr], Expr]) -> Expr:
    """The tree with `change` applied to every node, from the leaves up."""
    parts = {field.name: _changed(getattr(node, field.name), change) for field in fields(node)}
    return change(replace(node, **parts))


def _changed(value: Any, change: Callable[[Expr], Expr]) -> Any:
    if isinstance(value, tuple):
        return tuple(_changed(item, change) for item in value)
    return rewrite(value, change) if isinstance(value, Expr) else value


def deeper_than(node: Expr, limit: int) -> bool:
    """Whether the tree has more than `limit` levels."""
    level: list[Expr] = [node]
    for _ in range(limit):
        level = [child for parent in level for child in children(parent)]
        if not level:
            return False
    return True


def bare(node: Expr) -> Expr:
    """The expression without the brackets around it."""
    while isinstance(node, Group):
        node = node.body
    return node
