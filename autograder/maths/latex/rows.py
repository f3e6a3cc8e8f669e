"""Groups the tokens of formulas into chains of claims: rows, continued lines, several statements in one formula.

Each side is parsed separately, so that an unreadable side does not affect the others.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field
from typing import Literal

from autograder.maths.latex.build import build_expression
from autograder.maths.latex.full_stops import with_products
from autograder.maths.latex.labels import without_labels
from autograder.maths.latex.tokens import Token
from autograder.maths.latex.tree import Chain, Expr, Unread
from autograder.maths.unreadable import UnreadableError

Place = Literal["display", "inline", "table"]

_OPERATORS = ("SIGN", "TIMES", "CIRCLED", "SLASH")
_SEPARATORS = ("ROW", "QUAD", "COMMA", "STOP", "TEXT")
_DEEPER = {"LBRACE": 1, "LPAR": 1, "RBRACE": -1, "RPAR": -1}


@dataclass
class Statement:
    """A chain whose sides are still tokens; following rows may continue it."""

    place: Place
    start: int
    retracted: bool = False
    sides: list[list[Token]] = field(default_factory=lambda: [[]])
    relations: list[str] = field(default_factory=list)

    @property
    def dangling(self) -> bool:
        """Whether it ends with an operator that needs an operand."""
        side = self.sides[-1]
        # the + of ∂^+ is no operator
        return not side or (side[-1].kind in _OPERATORS and [token.kind for token in side[-2:-1]] != ["SUP"])

    def repeats(self, token: Token) -> bool:
        """Whether an operator at the start of a row repeats the one at the end of the row before."""
        if not self.sides[-1] or token.text == "-":
            return False
        last = self.sides[-1][-1]
        return last.kind == token.kind and (token.kind == "TIMES" or (token.kind == "SIGN" and last.text == token.text))

    def relate(self, relation: str) -> None:
        """Start the next side; a relation right after another one repeats it."""
        if self.sides[-1]:
            self.sides.append([])
            self.relations.append(relation)

    def chain(self, cell: str) -> Chain | None:
        """The chain with its sides parsed; None if it is empty."""
        if self.sides == [[]]:
            return None
        sides = [_read(side, cell) for side in self.sides]
        line = cell.count("\n", 0, self.start) + 1
        return Chain(tuple(sides), tuple(self.relations), line, self.place, self.retracted)


def _read(side: list[Token], cell: str) -> Expr:
    if not side:
        return Unread("", "nothing follows the last relation")
    try:
        return build_expression(side)
    except UnreadableError as error:
        text = cell[min(t.start for t in side) : max(t.end for t in side)]
        return Unread(" ".join(text.split())[:400], str(error))


@dataclass
class Statements:
    """Collects the statements of a cell, formula by formula, and the words among them."""

    parts: list[Statement | str] = field(default_factory=list)
    head: Statement | None = None
    """The last statement that started a row; a row that starts with `=` continues it."""

    def add(self, found: list[Token], place: Place, retracted: bool = False, adjoining: bool = False) -> None:
        """Add the tokens of one formula.

        Parameters
        ----------
        found : list of Token
        place, retracted
            See `Chain`.
        adjoining : bool
            There is no text between this formula and the one before, so that even one that starts with − continues it.
        """
        current: Statement | None = None
        if adjoining and self.head is not None and self.head.dangling and self.head.retracted == retracted:
            current = self.head
        begins_row = True
        joins = continued = adjoining
        depth = 0
        found = with_products(without_labels(found))
        for position, token in enumerate(found):
            depth += _DEEPER.get(token.kind, 0)
            if token.kind == "NOTE":
                self.parts.append(token.text)
            elif token.kind == "AMP" or (depth > 0 and token.kind in ("ROW", "QUAD")):
                continue
            elif depth == 0 and token.kind in _SEPARATORS:
                if token.kind == "TEXT":
                    self.parts.append(token.text)
                continued = token.kind == "ROW"
                if token.kind == "ROW" and self._goes_on(current, found, position):
                    current = self.head
                    continue
                if token.kind == "QUAD" and not _begins_statement(found, position):
                    continue
                current = None
                begins_row = token.kind == "ROW"
                joins = token.kind in ("ROW", "QUAD")
            else:
                if current is None:
                    resumes = token.kind == "REL" or (token.kind in _OPERATORS and (joins or token.text != "-"))
                    current = self._resumed(resumes, retracted) or self._begun(place, token, retracted, begins_row)
                if depth == 0 and token.kind == "REL":
                    current.relate(token.text)
                elif not (continued and current.repeats(token)):
                    current.sides[-1].append(token)
                continued = False

    def _resumed(self, resumes: bool, retracted: bool) -> Statement | None:
        return self.head if resumes and self.head is not None and self.head.retracted == retracted else None

    def _begun(self, place: Place, token: Token, retracted: bool, begins_row: bool) -> Statement:
        statement = Statement(place, token.start, retracted)
        self.parts.append(statement)
        if begins_row:
            self.head = statement
        return statement

    def _goes_on(self, current: Statement | None, found: list[Token], position: int) -> bool:
        """Whether the row after this line break continues the side before it."""
        solid = (t for t in itertools.islice(found, position + 1, None) if t.kind not in ("QUAD", "ROW", "AMP"))
        following = list(itertools.islice(solid, 2))
        if current is None or not following:
            return False
        if current.dangling or following[0].kind in ("REL", *_OPERATORS):
            return True
        # a row of dots between two rows of a chain stands for omitted sides
        if [t.kind for t in following] == ["DOTS", "REL"]:
            current.relate("=")
            return True
        return False


def _begins_statement(found: list[Token], position: int) -> bool:
    """Whether a new statement follows this wide gap."""
    depth = 0
    for ahead, token in enumerate(itertools.islice(found, position + 1, None)):
        if depth == 0 and token.kind in _SEPARATORS:
            return False
        depth += _DEEPER.get(token.kind, 0)
        if depth == 0 and token.kind == "REL":
            return ahead > 0
    return False
