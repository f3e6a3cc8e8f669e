"""Writes an expression as LaTeX. The output is generated from the tree and never contains the student's text."""

from __future__ import annotations

from fractions import Fraction

from autograder.maths.latex import tree as t
from autograder.maths.latex.alphabet import GREEK

_NAMED = GREEK | {"ell", "top", "infty", "tanh", "exp", "log", "ln", "sin", "cos", "cosh", "min", "max", "det"}
_DIFFERENTIAL = {"partial": r"\partial", "immediate": r"\partial^{+}", "total": r"\mathrm{d}"}
_RELATIONS = {
    "←": r"\leftarrow",
    "≈": r"\approx",
    "≠": r"\neq",
    "≤": r"\leq",
    "≥": r"\geq",
    "∈": r"\in",
    "∉": r"\notin",
    "∝": r"\propto",
}
_SPECIAL = str.maketrans("", "", "\\{}$%#&_^~")


def render(node: t.Expr) -> str:
    """The expression as LaTeX, without dollar signs. Reading it gives the same tree."""
    match node:
        case t.Number(value):
            return _number(value)
        case t.Symbol():
            return _symbol(node)
        case t.Sum(terms):
            return _sum(terms)
        case t.Product(factors):
            return " ".join(_factor(factor) for factor in factors)
        case t.Circled(operator, operands):
            return f" \\{operator} ".join(_bracketed(operand) for operand in operands)
        case t.Ratio(numerator, denominator):
            return f"\\frac{{{render(numerator)}}}{{{render(denominator)}}}"
        case t.Power(base, exponent):
            return f"{_base(base)}^{{{render(exponent)}}}"
        case t.Transpose(base, mark):
            return f"{_base(base)}^{{{chr(92) + 'top' if mark == 'top' else 'T'}}}"
        case t.Indexed(base, index):
            return f"{_base(base)}_{{{render(index)}}}"
        case t.Derivative():
            return _derivative(node)
        case t.At(base, where):
            return f"{_base(base)}|_{{{render(where)}}}"
        case t.BigOperator():
            return _big(node)
        case t.Call(function, argument):
            return f"{_symbol(function)}({render(argument)})"
        case t.Group(body):
            return f"({render(body)})"
        case t.Listed(items):
            return ", ".join(render(item) for item in items)
        case t.Related(sides, relations):
            return _related(sides, relations)
        case t.Matrix(rows):
            entries = r" \\ ".join(" & ".join(render(entry) for entry in row) for row in rows)
            return f"\\begin{{bmatrix}}{entries}\\end{{bmatrix}}"
        case t.Cases(branches):
            lines = (f"{render(value)} & {_condition(when)}" for value, when in branches)
            return "\\begin{cases}" + r" \\ ".join(lines) + "\\end{cases}"
        case t.Dots():
            return r"\cdots"
        case t.Unread(text):
            return f"\\text{{{text.translate(_SPECIAL)}}}"


def render_chain(chain: t.Chain) -> str:
    """A whole chain as LaTeX."""
    return _related(chain.sides, chain.relations)


def _condition(when: t.Expr | None) -> str:
    return r"\text{otherwise}" if when is None else render(when)


def _number(value: Fraction) -> str:
    if value.denominator == 1:
        return str(value.numerator)
    decimal = str(float(value))
    return decimal if Fraction(decimal) == value else f"\\frac{{{value.numerator}}}{{{value.denominator}}}"


def _symbol(symbol: t.Symbol) -> str:
    name = symbol.name
    if name in _NAMED:
        name = "\\" + name
    elif len(name) > 1:
        name = f"\\mathrm{{{name}}}"
    if symbol.accent:
        name = f"\\{symbol.accent}{{{name}}}"
    sub = f"_{{{render(symbol.sub)}}}" if symbol.sub is not None else ""
    return name + "'" * symbol.primes + sub


def _sum(terms: tuple[tuple[int, t.Expr], ...]) -> str:
    out = ""
    for sign, term in terms:
        mark = "-" if sign < 0 else "+" if out else ""
        out += f" {mark} " if out else mark
        out += f"({render(term)})" if isinstance(term, t.Sum) else render(term)
    return out


def _factor(node: t.Expr) -> str:
    return _bracketed(node) if isinstance(node, t.Sum | t.Product | t.Circled) else render(node)


def _bracketed(node: t.Expr) -> str:
    return f"({render(node)})" if isinstance(node, t.Sum | t.Circled) else render(node)


def _base(node: t.Expr) -> str:
    plain = isinstance(node, t.Symbol | t.Number | t.Group | t.Call | t.Matrix)
    return render(node) if plain else f"{{{render(node)}}}"


def _derivative(node: t.Derivative) -> str:
    if node.kind == "gradient":
        return f"\\nabla_{{{render(node.by)}}} {_factor(node.of)}"
    sign = _DIFFERENTIAL[node.kind]
    below = _DIFFERENTIAL["partial" if node.kind == "immediate" else node.kind]
    return f"\\frac{{{sign} {_factor(node.of)}}}{{{below} {render(node.by)}}}"


def _big(node: t.BigOperator) -> str:
    lower = node.index if node.lower is None else f"{node.index} = {render(node.lower)}"
    if node.index in GREEK:
        lower = "\\" + lower
    upper = f"^{{{render(node.upper)}}}" if node.upper is not None else ""
    return f"\\{node.kind}_{{{lower}}}{upper} {_factor(node.body)}"


def _related(sides: tuple[t.Expr, ...], relations: tuple[str, ...]) -> str:
    out = render(sides[0])
    for relation, side in zip(relations, sides[1:], strict=True):
        out += f" {_RELATIONS.get(relation, relation)} {render(side)}"
    return out
