"""Reads a Markdown cell into a document."""

from __future__ import annotations

import re
from dataclasses import replace

from autograder.maths.latex.markdown import Span, spans
from autograder.maths.latex.repairs import repaired
from autograder.maths.latex.rows import Place, Statement, Statements
from autograder.maths.latex.tokenizer import tokenize
from autograder.maths.latex.tree import Chain, Document, Prose, Unread
from autograder.maths.tex.lexemes import lexemes
from autograder.maths.tex.macros import Budget, Macro, definitions, expand
from autograder.maths.unreadable import UnreadableError

MAX_LENGTH = 30_000
"""Maximum number of characters of a cell."""

_JOINT = re.compile(r"\s*[=+·]\s*")
"""An operator between separate formulas: `$a$ = $b$ + $c$`."""

_SCRIPT_TAGS = re.compile(r"<(?P<tag>su[bp])>(?P<script>[^<>\n]{1,40})</(?P=tag)>")
"""h<sub>0</sub>, the subscript of Markdown."""

_QUOTED = re.compile(r"(?:(?<=\n\n)|\A)(?: {0,3}>[^\n]*(?:\n|\Z))+")
"""Lines of a block quote."""


def _unquoted(block: re.Match[str]) -> str:
    return re.sub(r"(?m)^( {0,3})>", r"\1 ", block.group())


def _script(tags: re.Match[str]) -> str:
    return f"{'_' if tags['tag'] == 'sub' else '^'}{{{tags['script']}}}"


def read(cell: str) -> Document:
    """Read a cell.

    Parameters
    ----------
    cell : str
        Source of a Markdown cell.

    Returns
    -------
    Document
        Its prose and its chains, in order.

    Raises
    ------
    UnreadableError
        If the cell is longer than `MAX_LENGTH` or defines too many macros.
    """
    if len(cell) > MAX_LENGTH:
        raise UnreadableError(f"the answer is longer than {MAX_LENGTH} characters")
    cell, notes = repaired(cell.replace("\r\n", "\n"))
    source, macros = definitions(_QUOTED.sub(_unquoted, _SCRIPT_TAGS.sub(_script, cell)))
    budget = Budget()
    collected = Statements()
    parts: list[Statement | Prose | Chain | str] = []
    adjoining = False
    last = 0
    for span in spans(source):
        text = source[span.start : span.end]
        if span.kind == "prose" and _JOINT.fullmatch(text) and adjoining and "\n" not in source[last : span.start]:
            span = replace(span, kind="plain")
        if span.kind == "prose":
            adjoining = adjoining and not re.search(r"\w", text)
            parts.append(Prose(text.strip(), _line(source, span.start)))
            continue
        collected.parts = []
        problem = _collect(source, span, collected, macros, budget, adjoining)
        parts += collected.parts
        if problem is not None:
            parts.append(problem)
        adjoining = True
        last = span.end
    built = (_built(part, source) for part in parts)
    return Document(tuple(part for part in built if part is not None), notes)


def _collect(
    source: str, span: Span, collected: Statements, macros: dict[str, Macro], budget: Budget, adjoining: bool
) -> Chain | None:
    """Add the statements of a formula; return a chain of one `Unread` if it cannot be split into statements."""
    place = _place(source, span)
    try:
        if span.kind == "open":
            raise UnreadableError("the formula is never closed")
        pieces = expand(lexemes(source, span.start, span.end), macros, budget)
        found = tokenize(pieces, plain=span.kind == "plain")
    except UnreadableError as error:
        text = " ".join(source[span.start : span.end].split())[:400]
        return Chain((Unread(text, str(error)),), (), _line(source, span.start), place, span.retracted)
    collected.add(found, place, span.retracted, adjoining)
    return None


def _place(source: str, span: Span) -> Place:
    line = source[source.rfind("\n", 0, span.start) + 1 :]
    if line.lstrip().startswith("|"):
        return "table"
    return "display" if span.display else "inline"


def _line(source: str, position: int) -> int:
    return source.count("\n", 0, position) + 1


def _built(part: Statement | Prose | Chain | str, source: str) -> Prose | Chain | None:
    if isinstance(part, Statement):
        return part.chain(source)
    if isinstance(part, str):
        return Prose(part, 0)
    return part
