r"""Reads \delta a / \delta b as ∂a/∂b in answers that use δ for nothing else."""

from __future__ import annotations

from dataclasses import replace

from autograder.maths.latex import Chain, Derivative, Document, Expr, Product, Prose, Ratio, Symbol, rewrite, walk


def with_partials(document: Document) -> Document:
    """The answer with every fraction of two δ as a derivative."""
    nodes = [node for chain in document.chains for side in chain.sides for node in walk(side)]
    fractions = sum(2 for node in nodes if _derivative(node) is not None)
    letters = sum(isinstance(node, Symbol) and node.name == "delta" for node in nodes)
    if not fractions or letters != fractions:
        return document

    def change(node: Expr) -> Expr:
        return _derivative(node) or node

    def changed(part: Prose | Chain) -> Prose | Chain:
        if isinstance(part, Prose):
            return part
        return replace(part, sides=tuple(rewrite(side, change) for side in part.sides))

    return replace(document, parts=tuple(changed(part) for part in document.parts))


def _derivative(node: Expr) -> Derivative | None:
    match node:
        case Ratio(Product((Symbol("delta", None), *above)), Product((Symbol("delta", None), *below))) if (
            above and below
        ):
            return Derivative(_whole(above), _whole(below))
    return None


def _whole(factors: list[Expr]) -> Expr:
    return factors[0] if len(factors) == 1 else Product(tuple(factors))
