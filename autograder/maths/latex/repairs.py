r"""Repairs slips of typing that have one likely meaning: `\partail`, `frac{a}{b}`, `$\[ … \]$`."""

from __future__ import annotations

import re

from autograder.maths.latex.alphabet import ACCENTS, NAMES, STYLES, TEXTS, UPRIGHT
from autograder.maths.latex.token_kinds import COMMAND_TOKENS

_SWALLOWED = {"\x07": "a", "\x08": "b", "\x0b": "v", "\x0c": "f"}
"""The control characters that Python makes of `\\a`, `\\b`, `\\v` and `\\f` in a string that is not raw."""

_TYPED = frozenset(
    "partial frac dfrac tfrac sum prod cdot sigma delta Lambda nabla left right mathrm operatorname begin end".split()
)
"""Commands whose misspellings are recognised."""
_KNOWN = frozenset(COMMAND_TOKENS) | NAMES | STYLES | TEXTS | UPRIGHT | frozenset(ACCENTS)
_COMMAND = re.compile(r"\\([A-Za-z]{4,})(?![A-Za-z])")
_LOST = re.compile(r"(?<![\\A-Za-z])(?:[dt]?frac(?=\s*\{)|(?:sum|prod)(?=_\{))")
_DOUBLED = ((re.compile(r"\$\s*\\\["), r"\["), (re.compile(r"\\\]\s*\$"), r"\]"))


def repaired(cell: str) -> tuple[str, tuple[str, ...]]:
    r"""The cell without slips and control characters, and what was repaired."""
    notes = []
    for swallowed, letter in _SWALLOWED.items():
        cell, count = re.subn(swallowed + r"(?=[a-z])", lambda _, letter=letter: "\\" + letter, cell)  # type: ignore[misc]
        if count:
            notes.append(f"put back \\{letter}, which had become a control character, {count} times")
    cell = re.sub(r"[\x00-\x08\x0b-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]", " ", cell)
    if "\\newcommand" not in cell and "\\def" not in cell:
        cell = _COMMAND.sub(lambda match: _spelled(match, notes), cell)
    if "$" in cell or "\\" in cell:
        cell = _LOST.sub(lambda match: _with_backslash(match.group(), notes), cell)
    if cell.count("$\\[") == cell.count("\\]$"):
        for doubled, single in _DOUBLED:
            cell = doubled.sub(lambda _, single=single: single, cell)  # type: ignore[misc]
    return cell, tuple(notes)


def _spelled(match: re.Match[str], notes: list[str]) -> str:
    name = match[1]
    if name in _KNOWN or name in _TYPED:
        return match.group()
    meant = [known for known in _TYPED if _is_slip(name, known)]
    if len(meant) != 1:
        return match.group()
    notes.append(f"read \\{name} as \\{meant[0]}")
    return "\\" + meant[0]


def _with_backslash(name: str, notes: list[str]) -> str:
    notes.append(f"read {name} as \\{name}")
    return "\\" + name


def _is_slip(name: str, known: str) -> bool:
    """Whether one letter is missing, added or wrong, or two are exchanged."""
    if abs(len(name) - len(known)) > 1:
        return False
    start = next((i for i, (a, b) in enumerate(zip(name, known, strict=False)) if a != b), min(len(name), len(known)))
    rest, other = name[start:], known[start:]
    return rest[1:] == other or rest == other[1:] or rest[1:] == other[1:] or rest[:2][::-1] + rest[2:] == other
