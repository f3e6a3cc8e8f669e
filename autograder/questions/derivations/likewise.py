"""That one gradient goes like another, said in words: "likewise for U, with the last factor replaced".

Words are not read as a whole. Where they restrict or deny something, name a case, or mention a derivative that has no
place there, a person decides what they say.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from autograder.maths.latex import Chain, Derivative, Document, Prose, Symbol, walk
from autograder.maths.paths.graph import Unrolling
from autograder.questions.derivations import words
from autograder.questions.derivations.conditions import conditions

_HARMLESS = re.compile(
    r"\b(?:the only|only (?:the )?(?:last|final|rightmost|difference|change|thing)|nothing else|no other change|"
    r"differ\w* (?:only )?(?:in|by) the (?:last|final)|nur (?:der|den) letzten?|seul(?:ement)? le dernier)\b|"
    r"[只仅]需?要?[^。]{0,6}最后",
    re.IGNORECASE,
)
_RESTRICTED = re.compile(
    r"\b(?:not|cannot|no|never|only|without|except|but|unless|differ\w*|first|one term|nicht|kein\w*|nur|ohne|außer|"
    r"aber|erste\w*|pas|sans|sauf|mais|seulement|premier|sólo|solo|sin|excepto|pero|primer|не|нет|только|без|кроме|но|"
    r"перв\w+)\b|n['’]t\b|不|只|仅|但|除|没|无|第一",
    re.IGNORECASE,
)
_END = re.compile(r"[.;。]\s")


def said(document: Document, parameter: str) -> bool:
    """Whether the answer says, in one place, that the gradient by this parameter goes the same way."""
    return any(True for _ in _places(document, parameter))


def plain(document: Document, parameter: str, like: Collection[str], unrolling: Unrolling) -> bool:
    """Whether one of the places that say so says nothing else.

    Parameters
    ----------
    document : Document
    parameter : str
        The one that is said to go like others.
    like : collection of str
        Those others.
    unrolling : Unrolling
        Knows the letters.
    """
    return any(
        not _restricted(document, place)
        and all(_has_its_place(node, {parameter, *like}, unrolling) for node in _mentioned(document, place))
        for place in _places(document, parameter)
    )


def _places(document: Document, parameter: str) -> Iterator[Prose]:
    for part in document.parts:
        if isinstance(part, Prose) and words.likewise(part.text):
            named = re.search(rf"(?<![A-Za-z]){parameter}(?![A-Za-z])", part.text)
            beside = (node for chain in _beside(document, part) for side in chain.sides for node in walk(side))
            if named or Symbol(parameter) in beside:
                yield part


def _beside(document: Document, place: Prose) -> list[Chain]:
    return [chain for chain in document.chains if place.line <= chain.line <= place.line + 1]


def _restricted(document: Document, place: Prose) -> bool:
    """Whether the sentence, or what follows it nearby, takes something back."""
    lines = (place.line, place.line + 1)
    before, after = "", ""
    for part in document.parts:
        if isinstance(part, Prose) and part.line in lines:
            if part is place or after:
                after += f" {part.text}"
            else:
                before += f" {part.text}"
    sentence = _END.split(f"{before} ")[-1] + after
    named = [line for line, _ in conditions(document.chains)]
    return bool(_RESTRICTED.search(_HARMLESS.sub("", sentence))) or any(line in lines for line in named)


def _mentioned(document: Document, place: Prose) -> Iterator[Derivative]:
    """Yield the derivatives that are mentioned beside it, apart from those in claims: these are judged anyway."""
    for chain in _beside(document, place):
        if len(chain.sides) == 1:
            yield from (node for node in walk(chain.sides[0]) if isinstance(node, Derivative))


def _has_its_place(node: Derivative, parameters: Collection[str], unrolling: Unrolling) -> bool:
    of = [unrolling.letters.get(part.name) for part in walk(node.of) if isinstance(part, Symbol)]
    by = {part.name for part in walk(node.by) if isinstance(part, Symbol)} & set(unrolling.parameters)
    return of[:1] in (["h"], ["L"]) and by <= set(parameters)
