"""Finds formulas that the answer takes back in words, such as "this is wrong", and then corrects."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from autograder.maths.latex import Chain, Document, Prose, Unread

_RETRACTION = re.compile(
    r"\W*(?:(?:no|oops|sorry|wait|actually|but|hmm|nein|aber|halt|no,|pero|mais)\b[\W]*)*(?:"
    r"(?:this|that|it|the (?:above|last line|line above|line before|previous line|first (?:line|attempt|try)))"
    r"(?: line| sum| formula| equation| attempt| one)? (?:is|was) (?:wrong|false|incorrect|not (?:right|correct|true)|"
    r"a (?:mistake|slip|typo))|scratch (?:this|that)|"
    r"(?:ignore|forget|disregard) (?:this|that|the (?:above|line above))|"
    r"correction\b|i (?:made a mistake|forgot)|"
    r"(?:das|dies|die zeile|diese zeile)[^.\n]{0,20} (?:ist|war) (?:falsch|nicht richtig)|stimmt nicht|korrektur\b|"
    r"(?:esto|eso|esta línea|lo anterior) (?:está mal|es incorrecto|es falso)|corrección\b|"
    r"(?:c'est|ceci est|cela est) faux|correction\b|"
    r"(?:это|это было) неверно|(?:上式|上面|这|以上|这里)[^。\n]{0,6}(?:错|不对|有误)|更正|यह गलत)",
    re.IGNORECASE,
)


def mark_retracted(document: Document) -> Document:
    """Mark the formulas that the answer takes back and then corrects as struck through.

    A formula is retracted by the words right after it, provided that a later claim has the same left side. A formula
    that breaks off after an equals sign and is started again loses its unfinished side.
    """
    parts: list[Prose | Chain] = []
    for place, part in enumerate(document.parts):
        following = document.parts[place + 1 :]
        if isinstance(part, Chain) and len(part.sides) > 1 and _is_repeated(part, following):
            if _breaks_off(part):
                kept = len(part.sides) - 1
                part = replace(part, sides=part.sides[:kept], relations=part.relations[: kept - 1])
            elif following and isinstance(following[0], Prose) and _RETRACTION.match(following[0].text):
                part = replace(part, retracted=True)
        parts.append(part)
    return replace(document, parts=tuple(parts))


def _is_repeated(chain: Chain, following: Sequence[Prose | Chain]) -> bool:
    return any(
        isinstance(later, Chain)
        and not later.retracted
        and len(later.sides) > 1
        and later.sides[0] == chain.sides[0]
        and not _breaks_off(later)
        for later in following
    )


def _breaks_off(chain: Chain) -> bool:
    last = chain.sides[-1]
    return isinstance(last, Unread) and not last.text
