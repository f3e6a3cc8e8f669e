r"""Builds an expression from a parse tree.

`\frac{\partial a}{\partial b}`, `∂a/∂b`, `\frac{da}{db}`, `\frac{\partial}{\partial b} a`, `\partial_b a` and
`\nabla_b a` all become a `Derivative`. A Σ or ∏ extends to the end of its product.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Any

from lark import Token as Leaf, Tree

from autograder.maths.latex import tree as t
from autograder.maths.latex.bounds import big_operator
from autograder.maths.latex.factors import (
    are_arguments,
    as_expression,
    call,
    combine,
    inline_derivative,
    is_function,
    is_prefix,
)
from autograder.maths.latex.grammar import parse
from autograder.maths.latex.marks import Item, Mark, Operator, derivative_kind, kind_of
from autograder.maths.latex.rewriting import bare, deeper_than
from autograder.maths.latex.scripts import add_accent, add_prime, add_subscript, add_superscript
from autograder.maths.latex.tokens import Token
from autograder.maths.unreadable import UnreadableError

PREFIXES = 16
"""Maximum number of Σ, ∂/∂W, ∇ and log in one product; each of them nests the rest of the product."""


def build_expression(side: Sequence[Token]) -> t.Expr:
    """The expression of one side of a claim.

    Raises
    ------
    UnreadableError
        With the part that could not be read.
    """
    built = _sum(parse(side).children[0])
    if deeper_than(built, t.DEPTH):
        raise UnreadableError("nested too deeply")
    return built


# --- sums and products --------------------------------------------------------------------------


def _sum(node: Any) -> t.Expr:
    terms: list[tuple[int, list[Item]]] = []
    sign = 1
    for child in node.children:
        if isinstance(child, Leaf):
            sign = -1 if child.value.text == "-" else 1
        else:
            terms.append((sign, _items(child)))
            sign = 1
    products = [(sign, _product(items)) for sign, items in _signed_bodies(terms)]
    return products[0][1] if len(products) == 1 and products[0][0] == 1 else t.Sum(tuple(products))


def _signed_bodies(terms: list[tuple[int, list[Item]]]) -> list[tuple[int, list[Item]]]:
    r"""Treat the sign after a Σ as that of its body: `\sum_t - a_t + b` is Σ_t (−a_t) + b."""
    whole: list[tuple[int, list[Item]]] = []
    merged = 0
    for sign, items in reversed(terms):
        if whole and isinstance(items[-1], Mark) and items[-1].kind == "BIG":
            merged += 1
            if merged > PREFIXES:
                raise UnreadableError("too many operators in a row")
            inner, body = whole.pop()
            items = [*items, t.Group(t.Sum(((inner, _product(body)),)))]
        whole.append((sign, items))
    return whole[::-1]


def _items(term: Any) -> list[Item]:
    """The factors and operators of a product, in order, not yet combined."""
    out: list[Item] = []
    for child in term.children:
        if isinstance(child, Leaf):
            out.append(Mark(child.type, child.value.text))
            continue
        inner = _raw_items(child.children[0]) if _is_braces(child) else []
        # {\partial L}/{\partial W}: the braces only group
        out += inner if len(inner) == 2 and kind_of(inner[0]) else [_factor(child)]
    return out


def _is_braces(factor: Any) -> bool:
    first = factor.children[0]
    return len(factor.children) == 1 and isinstance(first, Tree) and first.data == "braces" and len(first.children) == 3


def _product(items: Sequence[Item], prefixes: int = PREFIXES) -> t.Expr:
    if prefixes == 0:
        raise UnreadableError("too many operators in a row")
    factors: list[Item] = []
    at = 0
    while at < len(items):
        item, at = items[at], at + 1
        if isinstance(item, Mark) and item.kind == "BIG":
            factors.append(big_operator(item.text, item.sub, item.sup, _product(items[at:], prefixes - 1)))
            break
        if isinstance(item, Operator):
            body = _product(items[at:], prefixes - 1)
            factors.append(t.Derivative(body, item.by, item.kind))
            break
        if isinstance(item, Mark) and item.kind in ("PARTIAL", "NABLA") and item.sub is not None:
            kind: Any = "gradient" if item.kind == "NABLA" else kind_of(item)
            if at == len(items):
                raise UnreadableError("nothing is differentiated")
            of = as_expression(items[at])
            if isinstance(of, t.Symbol) and at + 1 < len(items) and are_arguments(items[at + 1]):
                at += 1
                of = t.Product((of, as_expression(items[at])))
            at += 1
            if isinstance(of, t.Transpose):
                factors.append(replace(of, base=t.Derivative(of.base, item.sub, kind)))
            else:
                factors.append(t.Derivative(of, item.sub, kind))
            continue
        inline = inline_derivative(items[at - 1 : at + 4])
        if inline is not None:
            factors.append(inline)
            at += 4
            continue
        if is_function(item) and at < len(items):
            argument = items[at]
            if is_prefix(item) and isinstance(argument, Operator | Mark):
                raise UnreadableError("a function without an argument")
            if isinstance(argument, t.Power | t.Transpose) and isinstance(argument.base, t.Group):
                factors.append(replace(argument, base=call(item, argument.base)))
                at += 1
                continue
            if isinstance(argument, t.Group):
                factors.append(call(item, argument))
                at += 1
                continue
            if is_prefix(item):
                body = _product(items[at:], prefixes - 1) if is_function(argument) else as_expression(argument)
                factors.append(call(item, body))
                at = len(items) if is_function(argument) else at + 1
                continue
        factors.append(item)
    return combine(factors)


# --- derivatives --------------------------------------------------------------------------------


def _fraction(above: list[Item], below: list[Item]) -> Item:
    upper = kind_of(above[0]) if above else None
    lower = kind_of(below[0]) if below else None
    if upper is None or lower is None or len(below) < 2:
        return t.Ratio(_product(above), _product(below))
    by, kind = _product(below[1:]), derivative_kind(upper, lower)
    return t.Derivative(_product(above[1:]), by, kind) if len(above) > 1 else Operator(by, kind)


# --- one factor ---------------------------------------------------------------------------------


def _factor(node: Any) -> Item:
    base = _atom(node.children[0])
    for script in node.children[1:]:
        if script.data == "prime":
            base = add_prime(base)
            continue
        value = _argument(script.children[-1])
        if script.data == "at":
            base = t.At(as_expression(base), value)
        elif isinstance(base, Mark):
            field = "sub" if script.data == "subscript" else "sup"
            if getattr(base, field) is not None:
                raise UnreadableError("two scripts in one place")
            base = replace(base, sub=value) if field == "sub" else replace(base, sup=value)
        elif script.data == "subscript":
            base = add_subscript(as_expression(base), value)
        else:
            base = add_superscript(as_expression(base), value)
    return base


def _atom(node: Any) -> Item:
    if isinstance(node, Leaf):
        return _leaf(node.value)
    if node.data == "frac":
        return _fraction(_raw_items(node.children[1]), _raw_items(node.children[2]))
    if node.data == "over":
        return _fraction(_sum_items(node.children[1]), _sum_items(node.children[3]))
    if node.data == "accent":
        return add_accent(node.children[0].value.text, _argument(node.children[1]))
    if node.data == "root":
        return t.Call(t.Symbol("sqrt"), _argument(node.children[1]))
    if node.data == "sign":
        return t.Symbol(node.children[1].value.text)
    if node.data == "brackets":
        return t.Group(_listed(node.children[1]))
    if len(node.children) == 2:
        raise UnreadableError("empty braces")
    items = _raw_items(node)
    return items[0] if len(items) == 1 else _product(items)


def _leaf(token: Token) -> Item:
    if token.kind == "NUMBER" and len(token.text) > 1 and token.text[0] == "0" and token.text.isdigit():
        # T_{00} has two indices
        return t.Listed(tuple(t.Number(Fraction(digit)) for digit in token.text))
    if token.kind == "NUMBER":
        return t.Number(Fraction(token.text))
    if token.kind == "NAME":
        return t.Symbol(token.text)
    if token.kind == "DOTS":
        return t.Dots()
    if token.kind == "MATRIX" and token.text.endswith("cases"):
        return t.Cases(tuple(_branch(row) for row in token.cells))
    if token.kind == "MATRIX":
        return t.Matrix(tuple(tuple(_cell(cell) for cell in row) for row in token.cells))
    return Mark(token.kind, token.text)


def _branch(row: tuple[tuple[Token, ...], ...]) -> tuple[t.Expr, t.Expr | None]:
    """A value and its condition, without words such as "if" and "otherwise"."""
    value, *conditions = row
    when = tuple(token for part in conditions for token in part if token.kind not in ("TEXT", "COMMA"))
    if not when:
        return _cell(value), None
    around = (Token("LPAR", "(", when[0].start, when[0].start), Token("RPAR", ")", when[-1].end, when[-1].end))
    return _cell(value), bare(_cell((around[0], *when, around[1])))


def _cell(cell: tuple[Token, ...]) -> t.Expr:
    try:
        return build_expression(cell)
    except UnreadableError as error:
        return t.Unread(" ".join(token.text for token in cell), str(error))


def _argument(node: Any) -> t.Expr:
    """The expression of a script or an argument: a single symbol, or braces."""
    if isinstance(node, Leaf):
        if node.type in ("SIGN", "TIMES", "DIFF"):
            return t.Symbol("d" if node.type == "DIFF" else node.value.text)
        return as_expression(_leaf(node.value))
    if node.data == "braces" and len(node.children) == 3:
        return _listed(node.children[1])
    return as_expression(_atom(node))


def _raw_items(node: Any) -> list[Item]:
    """The factors of an argument, before a leading ∂ is combined with them."""
    if isinstance(node, Tree) and node.data == "braces" and len(node.children) == 3:
        listed = node.children[1].children
        if len(listed) == 1 and len(listed[0].children) == 1:
            return _sum_items(listed[0].children[0])
    if isinstance(node, Leaf):
        return [_leaf(node.value)] if node.type in ("NUMBER", "NAME", "DOTS", "MATRIX", "DIFF") else []
    return [_argument(node)]


def _sum_items(node: Any) -> list[Item]:
    if len(node.children) == 1:
        return _items(node.children[0])
    return [_sum(node)]


def _listed(node: Any) -> t.Expr:
    parts = [_related(child) for child in node.children if isinstance(child, Tree)]
    return parts[0] if len(parts) == 1 else t.Listed(tuple(parts))


def _related(node: Any) -> t.Expr:
    sides = tuple(_sum(child) for child in node.children if isinstance(child, Tree))
    relations = tuple(child.value.text for child in node.children if isinstance(child, Leaf))
    return t.Related(sides, relations) if relations else sides[0]
