"""Answers with one planted error, and with one rewrite that changes nothing."""

from __future__ import annotations

import random
import re

_ERRORS: dict[str, tuple[str, str]] = {
    "sign": (r"(?<=[}\d)\]]) ?\+ ?(?=\\|\()", " - "),
    "index": (r"_\{(t|j|k) ?- ?1\}", r"_{\1}"),
    "bound": (r"(?<=_\{)(k|t) ?= ?([01])(?=\})", r"\1=2"),
    "transpose": (r"(?<!\d\})(?<!\d)\^\{?(\\top|\\intercal|T)\}?(?![\w-])", ""),
    "factor": (r"\\frac\{\\partial (\w)_\{?(\w)\}?\}\{\\partial \1_\{?\w(?:-1)?\}?\}", ""),
    "parameter": (r"(?<=\{\\partial )W(?=\})", "U"),
    "slope": (r"1 ?- ?(?=\\tanh|s_|\\sigma|h_)", "1+"),
}
"""Kinds of errors: a pattern, and what replaces one of its matches."""

_REWRITES: dict[str, tuple[str, str]] = {
    "dfrac": (r"\\frac(?=\{)", r"\\dfrac"),
    "cdot": (r"(?<=_\w)\}(?=\\frac)", r"}\\cdot"),
    "spaces": (r" ?= ?", "  =  "),
    "tag": (r"(?<!\$)\$\$\s*$", r"\\tag{7}$$"),
}
"""Kinds of true rewrites, applied to all matches."""


def planted(text: str, rng: random.Random) -> tuple[str, str] | None:
    """The answer with one error, and the kind of the error; None if none fits."""
    found = [
        (kind, match, replacement)
        for kind, (pattern, replacement) in _ERRORS.items()
        for match in re.finditer(pattern, text)
    ]
    if not found:
        return None
    kind = rng.choice(sorted({kind for kind, _, _ in found}))
    _, match, replacement = rng.choice([one for one in found if one[0] == kind])
    return text[: match.start()] + match.expand(replacement) + text[match.end() :], kind


def rewritten(text: str, rng: random.Random) -> tuple[str, str] | None:
    """The answer written in another way, and how; None if no rewrite fits."""
    kinds = [kind for kind, (pattern, _) in _REWRITES.items() if re.search(pattern, text, re.MULTILINE)]
    if not kinds:
        return None
    kind = rng.choice(kinds)
    pattern, replacement = _REWRITES[kind]
    return re.sub(pattern, replacement, text, flags=re.MULTILINE), kind
