"""The meaning of the rules of `formula.lark`: each rule adds rows to a node table."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from typing import Any

from lark import Token, Transformer, v_args

from autograder.maths.symbolic.formula_names import ENDS, FUNCTIONS, NAMES, without_prefix
from autograder.maths.unreadable import UnreadableError

MAX_DIGITS = 60

_SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺", "0123456789-+")


@dataclass(frozen=True)
class _Operand:
    """The row of a subexpression, with the information needed to detect an ambiguous slash or power."""

    row: int
    implied: tuple[int, ...] = ()
    """The factors, if they are written side by side without an operator."""


@dataclass(frozen=True)
class _BracketList:
    """A bracketed list: a closed interval, or the contents of a matrix."""

    items: tuple[int, ...]


@v_args(inline=True)
class Rows(Transformer[Token, Any]):
    """Visits a parsed formula from its leaves and collects the rows of its node table.

    The public methods without a leading verb are callbacks that lark calls for the grammar rule of the same name.
    """

    def __init__(self, symbols: frozenset[str]) -> None:
        super().__init__()
        self.symbols = symbols
        self.rows: list[tuple[Any, ...]] = []

    def emit(self, head: str, *rest: Any) -> int:
        """Append a row and return its index."""
        self.rows.append((head, *rest))
        return len(self.rows) - 1

    def index(self, part: Any) -> int:
        """The index of the row of a part."""
        if isinstance(part, _BracketList):
            return self.closed(part)
        if not isinstance(part, _Operand):
            raise UnreadableError("a part of the formula cannot be read")
        return part.row

    def finish(self, part: Any) -> None:
        """Make the row of `part` the last one, which is the whole value."""
        row = self.index(part)
        if row != len(self.rows) - 1:
            self.rows.append(self.rows[row])

    # --- numbers and names -------------------------------------------------------------------------------

    def number(self, token: Token) -> _Operand:
        """A number."""
        if len(token) > MAX_DIGITS:
            raise UnreadableError("a number is too long")
        return _Operand(self.constant(Fraction(str(token))))

    def constant(self, value: Fraction) -> int:
        """The index of a row with this rational number."""
        if value.denominator == 1:
            return self.emit("Integer", hex(value.numerator))
        return self.emit("Rational", hex(value.numerator), hex(value.denominator))

    def name(self, token: Token) -> _Operand:
        """A constant or a symbol."""
        name = without_prefix(token)
        known = NAMES.get(name)
        if known is None or name in self.symbols:
            return _Operand(self.emit("Symbol", name, {}))
        return _Operand(self.emit(known))

    def call(self, token: Token, *arguments: Any) -> _Operand:
        """A function call, or a product such as x(1 − x)."""
        name, given = without_prefix(token), [argument for argument in arguments if argument is not None]
        if name in self.symbols:
            if len(given) != 1:
                raise UnreadableError(f"{name} is not a function")
            factors = (self.emit("Symbol", name, {}), self.index(given[0]))
            return _Operand(self.emit("Mul", *factors), factors)
        if name == "Matrix":
            return _Operand(self.matrix_of(*given))
        rows = [self.index(argument) for argument in given]
        if name in _CALLS:
            return _Operand(_CALLS[name](self, *rows) if _fits(name, rows) else _refuse(name))
        if name in FUNCTIONS:
            return _Operand(self.emit(FUNCTIONS[name], *rows))
        return _Operand(self.emit("AppliedUndef", name, *rows))

    # --- arithmetic --------------------------------------------------------------------------------------

    def sum(self, *parts: Any) -> Any:
        """Terms with signs between them."""
        if len(parts) == 1:
            return parts[0]
        terms, sign = [], "+"
        for part in parts:
            if isinstance(part, Token):
                sign = str(part)
            else:
                terms.append(self.negative(self.index(part)) if sign == "-" else self.index(part))
                sign = "+"
        return _Operand(terms[0] if len(terms) == 1 else self.emit("Add", *terms))

    def negative(self, row: int) -> int:
        """The index of a row with the negative of `row`."""
        if self.rows[row] == ("Infinity",):
            return self.emit("NegativeInfinity")
        return self.emit("Mul", self.emit("NegativeOne"), row)

    def signed(self, *parts: Any) -> Any:
        """An operand after any number of signs."""
        *signs, part = parts
        return _Operand(self.negative(self.index(part))) if signs.count("-") % 2 else part

    def product(self, first: Any, *rest: Any) -> _Operand:
        """Factors with * and / between them."""
        factors = [self.index(first)]
        for operator, part in zip(rest[::2], rest[1::2], strict=True):
            if operator == "/" and part.implied:
                raise UnreadableError("a product without a sign after a slash is ambiguous")
            factors.append(self.reciprocal(self.index(part)) if operator == "/" else self.index(part))
        return _Operand(self.emit("Mul", *factors))

    def reciprocal(self, row: int) -> int:
        """The index of a row with the reciprocal of `row`."""
        return self.emit("Pow", row, self.emit("NegativeOne"))

    def juxtaposed(self, *parts: Any) -> _Operand:
        """Factors side by side."""
        if any(self.rows[self.index(part)][0] in ("Integer", "Rational") for part in parts[1:]):
            raise UnreadableError("two numbers side by side")
        factors = tuple(map(self.index, parts))
        return _Operand(self.emit("Mul", *factors), factors)

    def power(self, base: Any, exponent: Any) -> _Operand:
        """A power with ^ or **."""
        return self.raised(base, self.index(exponent))

    def superscript(self, base: Any, token: Token) -> _Operand:
        """A power with a Unicode superscript."""
        try:
            return self.raised(base, self.constant(Fraction(int(token.translate(_SUPERSCRIPTS)))))
        except ValueError as error:
            raise UnreadableError("a superscript that is not a number") from error

    def raised(self, base: Any, exponent: int) -> _Operand:
        """The last factor of `base` to a power."""
        *before, last = base.implied or (self.index(base),)
        power = self.emit("Pow", last, exponent)
        factors = (*before, power)
        return _Operand(self.emit("Mul", *factors), factors) if before else _Operand(power)

    # --- conditions and sets -----------------------------------------------------------------------------

    def chain(self, *parts: Any) -> _Operand:
        """A chain of inequalities."""
        rows = [self.index(part) for part in parts[::2]]
        steps = zip(rows, parts[1::2], rows[1:], strict=False)
        return _Operand(self.joined("And", [self.emit(_RELATIONS[str(sign)], a, b) for a, sign, b in steps]))

    def joined(self, head: str, rows: list[int]) -> int:
        """The index of a row with this head; a single row stays as it is."""
        return rows[0] if len(rows) == 1 else self.emit(head, *rows)

    def union(self, *parts: Any) -> Any:
        """A union of sets."""
        return parts[0] if len(parts) == 1 else _Operand(self.emit("Union", *map(self.index, parts)))

    def interval(self, low: int, high: int, left_open: bool, right_open: bool) -> int:
        """The index of a row with this interval."""
        ends = (self.emit(f"Boolean{is_open}") for is_open in (left_open, right_open))
        return self.emit("Interval", low, high, *ends)

    def open(self, low: Any, high: Any) -> _Operand:
        """The open interval (low, high)."""
        return _Operand(self.interval(self.index(low), self.index(high), True, True))

    def left_open(self, low: Any, high: Any) -> _Operand:
        """The interval (low, high]."""
        return _Operand(self.interval(self.index(low), self.index(high), True, False))

    def right_open(self, low: Any, high: Any) -> _Operand:
        """The interval [low, high)."""
        return _Operand(self.interval(self.index(low), self.index(high), False, True))

    def finite(self, *elements: Any) -> _Operand:
        """A finite set."""
        return _Operand(self.emit("FiniteSet", *map(self.index, elements)))

    def bracket(self, *items: Any) -> _BracketList:
        """A list in square brackets."""
        return _BracketList(tuple(map(self.index, items)))

    def closed(self, listed: _BracketList) -> int:
        """The index of a row with the closed interval [low, high]."""
        if len(listed.items) != 2:
            raise UnreadableError("a list where a formula or a set is expected")
        return self.interval(*listed.items, False, False)

    def empty(self, _: Token) -> _Operand:
        """The empty set."""
        return _Operand(self.emit("EmptySet"))

    def reals(self, _: Token) -> _Operand:
        """The real numbers."""
        return _Operand(self.emit("Reals"))

    # --- matrices ----------------------------------------------------------------------------------------

    def bracket_row(self, *items: Any) -> tuple[int, ...]:
        """The entries of a matrix row."""
        return tuple(map(self.index, items))

    def matrix(self, *rows: tuple[int, ...]) -> _Operand:
        """A matrix given as a list of rows."""
        if len({len(row) for row in rows}) != 1:
            raise UnreadableError("a matrix whose rows have different lengths")
        return _Operand(self.emit("Matrix", len(rows), len(rows[0]), *(item for row in rows for item in row)))

    def matrix_of(self, *given: Any) -> int:
        """The index of a row with the argument of `Matrix(...)`."""
        if len(given) == 1 and isinstance(given[0], _BracketList):
            return self.emit("Matrix", len(given[0].items), 1, *given[0].items)
        if len(given) == 1 and isinstance(given[0], _Operand) and self.rows[given[0].row][0] == "Matrix":
            return given[0].row
        raise UnreadableError("a matrix is written as a list of rows")


_RELATIONS = {"<": "StrictLessThan", "<=": "LessThan", ">": "StrictGreaterThan", ">=": "GreaterThan"}


def _interval_call(ends: tuple[bool, bool], rows: Rows, low: int, high: int, *flags: int) -> int:
    given = [rows.rows[flag][0] for flag in flags]
    if not all(flag.startswith("Boolean") for flag in given):
        raise UnreadableError("an interval's last arguments are True or False")
    left, right = ([flag == "BooleanTrue" for flag in given] + list(ends)[len(given) :])[:2]
    return rows.interval(low, high, left, right)


_CALLS: Mapping[str, Callable[..., int]] = {
    **{name: partial(_interval_call, ends) for name, ends in ENDS.items()},
    "sqrt": lambda rows, x: rows.emit("Pow", x, rows.emit("Half")),
    "Rational": lambda rows, p, q: rows.emit("Mul", p, rows.reciprocal(q)),
    **dict.fromkeys(("S", "Integer", "sympify", "float", "Float"), lambda _, x: x),
    "eye": lambda rows, n: rows.emit("Identity", n),
}


def _fits(name: str, rows: list[int]) -> bool:
    if name in ENDS:
        return 2 <= len(rows) <= (4 if name == "Interval" else 2)
    return len(rows) == (2 if name == "Rational" else 1)


def _refuse(name: str) -> int:
    raise UnreadableError(f"{name} with this number of arguments")
