r"""Macros that a cell defines with `\newcommand`, `\def` or `\DeclareMathOperator`, expanded within a budget."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from autograder.maths.tex.lexemes import Lexeme, lexemes
from autograder.maths.unreadable import UnreadableError

_DEFINITION = re.compile(
    r"\\(?:(?:re|provide)?newcommand\*?\s*(?:\{\s*\\(?P<command>[A-Za-z]+)\s*\}|\\(?P<bare>[A-Za-z]+))\s*(?:\[(?P<count>\d)\])?"
    r"|def\s*\\(?P<def>[A-Za-z]+)\s*(?P<parameters>(?:#\d\s*)*)"
    r"|DeclareMathOperator\*?\s*\{\s*\\(?P<operator>[A-Za-z]+)\s*\})\s*\{"
)
BUDGET = 20_000


@dataclass(frozen=True)
class Macro:
    """The number of parameters of a macro, and its body."""

    parameters: int
    body: tuple[Lexeme, ...]


@dataclass
class Budget:
    """The number of lexemes that the macros of one cell may still produce, over all of its formulas."""

    left: int = BUDGET


def definitions(cell: str) -> tuple[str, dict[str, Macro]]:
    """Find the macro definitions of a cell.

    Returns
    -------
    str
        The cell with its definitions replaced by spaces, so that all positions stay the same.
    dict
        Macros by name, including the backslash.

    Raises
    ------
    UnreadableError
        If there are more than 100.
    """
    macros: dict[str, Macro] = {}
    position = 0
    while match := _DEFINITION.search(cell, position):
        position = match.end()
        close = _closing(cell, match.end())
        if close is None:
            continue
        name = match["command"] or match["bare"] or match["def"] or match["operator"]
        parameters = int(match["count"] or 0) + (match["parameters"] or "").count("#")
        body = lexemes(cell, match.end(), close)
        if match["operator"]:
            body = lexemes(r"\operatorname{" + cell[match.end() : close] + "}", 0, close - match.end() + 15)
        macros["\\" + name] = Macro(parameters, tuple(body))
        blank = re.sub(r"[^\n]", " ", cell[match.start() : close + 1])
        cell = cell[: match.start()] + blank + cell[close + 1 :]
        if len(macros) > 100:
            raise UnreadableError("the cell defines more than 100 macros")
    return cell, macros


def _closing(text: str, start: int) -> int | None:
    depth = 1
    for position in range(start, min(len(text), start + 2000)):
        if text[position - 1] != "\\":
            depth += {"{": 1, "}": -1}.get(text[position], 0)
        if depth == 0:
            return position
    return None


def expand(pieces: list[Lexeme], macros: Mapping[str, Macro], budget: Budget) -> list[Lexeme]:
    """Replace every macro; lexemes from a macro get the position of its call.

    Raises
    ------
    UnreadableError
        If the budget of the cell is used up, for example by recursive macros.
    """
    if not macros:
        return pieces
    waiting = pieces[::-1]
    out: list[Lexeme] = []
    while waiting:
        piece = waiting.pop()
        macro = macros.get(piece.text)
        if macro is None:
            out.append(piece)
            continue
        arguments = [_argument(waiting) for _ in range(macro.parameters)]
        produced: list[Lexeme] = []
        body = iter(macro.body)
        for part in body:
            if part.text != "#":
                produced.append(part)
                continue
            number = next(body, None)
            if number is None or not number.text.isdigit() or not 1 <= int(number.text) <= len(arguments):
                raise UnreadableError(f"the macro {piece.text} uses a parameter that it does not have")
            produced += arguments[int(number.text) - 1]
            if len(produced) > budget.left:
                break
        budget.left -= len(produced) + 1
        if budget.left < 0:
            raise UnreadableError("macros expand to too much text")
        waiting += [part._replace(start=piece.start, end=piece.end) for part in reversed(produced)]
    return out


def _argument(waiting: list[Lexeme]) -> list[Lexeme]:
    """Take the next brace group or lexeme from the end of the reversed list."""
    while waiting and waiting[-1].text == " ":
        waiting.pop()
    if not waiting:
        raise UnreadableError("a macro lacks an argument")
    taken = [waiting.pop()]
    depth = int(taken[0].text == "{")
    while depth:
        if not waiting:
            raise UnreadableError("a macro's argument is not closed")
        taken.append(waiting.pop())
        depth += {"{": 1, "}": -1}.get(taken[-1].text, 0)
    return taken
