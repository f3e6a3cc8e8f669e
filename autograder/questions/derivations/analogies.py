"""Finds statements such as "likewise for U, with the last factor replaced", which stand for a second gradient.

The sentence is accepted only if it is unrestricted. If it restricts or denies something, names a case, or mentions a
derivative that does not belong there, the answer needs manual grading.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from autograder.maths.latex import Chain, Derivative, Document, Prose, Symbol, walk
from autograder.maths.paths.graph import Unrolling
from autograder.questions.derivations import prose
from autograder.questions.derivations.conditions import conditions

_PERMITTED = re.compile(
    r"\b(?:the only|only (?:the )?(?:last|final|rightmost|difference|change|thing)|nothing else|no other change|"
    r"differ\w* (?:only )?(?:in|by) the (?:last|final)|nur (?:der|den) letzten?|seul(?:ement)? le dernier)\b|"
    r"[只仅]需?要?[^。]{0,6}最后",
    re.IGNORECASE,
)
_RESTRICTION = re.compile(
    r"\b(?:not|cannot|no|never|only|without|except|but|unless|differ\w*|first|one term|nicht|kein\w*|nur|ohne|außer|"
    r"aber|erste\w*|pas|sans|sauf|mais|seulement|premier|sólo|solo|sin|excepto|pero|primer|не|нет|только|без|кроме|но|"
    r"перв\w+)\b|n['’]t\b|不|只|仅|但|除|没|无|第一",
    re.IGNORECASE,
)
_END = re.compile(r"[.;。]\s")


def states_analogy(document: Document, parameter: str) -> bool:
    """Whether the answer says in one place that the gradient by this parameter is obtained the same way."""
    return any(True for _ in _places(document, parameter))


def is_unrestricted(document: Document, parameter: str, like: Collection[str], unrolling: Unrolling) -> bool:
    """Whether at least one such statement has no restriction.

    Parameters
    ----------
    document : Document
    parameter : str
        The parameter whose gradient is not written out.
    like : collection of str
        The parameters whose gradients are.
    unrolling : Unrolling
        Defines the letters.
    """
    return any(
        not _is_restricted(document, place)
        and all(_belongs(node, {parameter, *like}, unrolling) for node in _mentioned_derivatives(document, place))
        for place in _places(document, parameter)
    )


def _places(document: Document, parameter: str) -> Iterator[Prose]:
    for part in document.parts:
        if isinstance(part, Prose) and prose.mentions_analogy(part.text):
            named = re.search(rf"(?<![A-Za-z]){parameter}(?![A-Za-z])", part.text)
            beside = (node for chain in _beside(document, part) for side in chain.sides for node in walk(side))
            if named or Symbol(parameter) in beside:
                yield part


def _beside(document: Document, place: Prose) -> list[Chain]:
    return [chain for chain in document.chains if place.line <= chain.line <= place.line + 1]


def _is_restricted(document: Document, place: Prose) -> bool:
    """Whether the sentence, or the text right after it, restricts the analogy."""
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
    return bool(_RESTRICTION.search(_PERMITTED.sub("", sentence))) or any(line in lines for line in named)


def _mentioned_derivatives(document: Document, place: Prose) -> Iterator[Derivative]:
    """Yield the derivatives mentioned next to it, except those in claims, which are checked anyway."""
    for chain in _beside(document, place):
        if len(chain.sides) == 1:
            yield from (node for node in walk(chain.sides[0]) if isinstance(node, Derivative))


def _belongs(node: Derivative, parameters: Collection[str], unrolling: Unrolling) -> bool:
    of = [unrolling.letters.get(part.name) for part in walk(node.of) if isinstance(part, Symbol)]
    by = {part.name for part in walk(node.by) if isinstance(part, Symbol)} & set(unrolling.parameters)
    return of[:1] in (["h"], ["L"]) and by <= set(parameters)
