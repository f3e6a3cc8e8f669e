"""Detects the few statements that an answer can only make in prose.

An answer may be in any language; the patterns know these phrases in the most common ones.
"""

from __future__ import annotations

import re

_ANALOGY = re.compile(
    r"likewise|similarly|analogous|in the same way|"
    r"\bsame\b[^.;\n]{0,30}\b(?:for|with|holds|goes|applies|way|formula|argument|derivation|steps|reasoning)\b|"
    r"replac(?:e|ing|ed)\b|ebenso|genauso|analog\b|entsprechend für|ersetz|de même|de la même|en remplaçant|"
    r"igualmente|de igual|lo mismo para|reemplaz|аналогичн|同理|类似|同样|替换|換成|换成|同様|마찬가지",
    re.IGNORECASE,
)
_IMMEDIATE = re.compile(
    r"immediate|explicit (?:deriv|depend|part)|direct (?:deriv|depend|effect|influence|contribution|part)|"
    r"\b(?:held|kept|hold|keep|holding|keeping)\b[^.\n]{0,40}\bfixed|unmittelbar|explizite|festgehalten|festhält|"
    r"immédiat|explicite|inmediata|explícita|непосредствен|直接(?:导|偏导|求导|依赖|影响)|显式|固定|即时",
    re.IGNORECASE,
)
_TOTAL = re.compile(
    r"total deriv|totale[nrs]? ableitung|dérivée totale|derivada total|полн\w+ производн|全导数|全微分|総微分",
    re.IGNORECASE,
)
_DENOMINATOR = re.compile(
    r"denominator[- ]?(?:layout|convention|notation)|hessian (?:layout|formulation)|nenner-?(?:layout|konvention)|"
    r"gradient (?:layout|convention)|分母布局|分母レイアウト|disposition (?:en|par) dénominateur|layout de denominador",
    re.IGNORECASE,
)
_ZERO_STATE = re.compile(
    r"(?:initial state|h_?\{?(?:init|-1|−1)\}?|h₋₁|state before|anfangszustand|初始状态|初始)[^.\n。]{0,40}"
    r"(?:zero|null|vanish|= ?0|为\s*0|为零|是\s*0|零)|(?:zero|null|vanishing)[ -](?:initial state|anfangszustand)",
    re.IGNORECASE,
)
_SUMMED = re.compile(
    r"\bsum\b|\badd(?:ed|ing|s)?\b|together|summe\b|addier|zusammen|\bsuma\b|sumar|\bsomme\b|\bsoma\b|\bsomma\b|сумм|"
    r"之和|求和|相加|加起来|総和|和である|足し|योग",
    re.IGNORECASE,
)
_RATE = (
    r"(?:learning[- ]?rate|step[- ]?size|step[- ]?width|\brate\b|η|α|\beta\b|\balpha\b|\blr\b|lernrate|schrittweite|"
    r"taux d.apprentissage|tasa de aprendizaje|скорост\w+ обучения|学习率|学習率|步长)"
)
_ZERO = r"0(?![.,]?\d)"
"""Zero, but not the start of a decimal such as 0.1: many learning rates are below 0.1."""
_NOUN = (
    r"[- ](?:of|multiple|partial|gradient|direction|slope|derivative|sign|log|richtung|steigung)|(?<=the negative) …"
)
"""Nouns that may be negative instead of the rate; … stands for a formula."""
_NEGATIVE = (
    rf"(?:(?<!non-)(?<!non)negativ\w*\b(?!{_NOUN})|"
    rf"(?:below|under|(?:less|smaller|lower) than|at most|not (?:larger|greater|bigger|more) than) (?:zero|{_ZERO})|"
    r"\bnot (?:be |a )?positive|\bnon-?positive|never positive|nicht positiv|"
    rf"(?:kleiner als|unter) (?:null|{_ZERO})|négati\w+|отрицател\w+|负|負|小于\s*(?:零|{_ZERO}))"
)
_NEGATIVE_RATE = re.compile(
    rf"{_RATE}[^.;!?。；]{{0,60}}?{_NEGATIVE}|{_NEGATIVE}(?: \w+){{0,3}} {_RATE}|"
    rf"\bsign (?:of|for)[^.;!?]{{0,20}}{_RATE}[^.;!?]{{0,20}}\b(?:minus|negative)",
    re.IGNORECASE,
)
_DENIAL = re.compile(
    r"\b(?:not|never|cannot|can't|no|nor|isn't|nicht|nie|kein\w*|jamais|pas|nunca)(?: \w+){0,2} négati\w+|"
    r"\b(?:not|never|cannot|can't|no|nor|isn't|nicht|nie|keine?)(?: (?:be|a|sein|become|ever)){0,2} negativ\w*|"
    r"\b(?:if|were|wenn|wäre)\b[^.;!?]{0,40}\bnegativ\w*|negative? rates? would",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W\d_]{2,}|[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")


def mentions_analogy(text: str) -> bool:
    """Whether the text says that something else is done the same way."""
    return bool(_ANALOGY.search(text))


def distinguishes_readings(text: str) -> bool:
    """Whether the text says which derivatives are immediate, or what they hold fixed."""
    return bool(_IMMEDIATE.search(text))


def mentions_only_total(text: str) -> bool:
    """Whether the text mentions total derivatives but no immediate ones."""
    return bool(_TOTAL.search(text)) and not _IMMEDIATE.search(text)


def declares_denominator_layout(text: str) -> bool:
    """Whether the text says that products run from the parameter to the loss."""
    return bool(_DENOMINATOR.search(text))


def declares_negative_rate(text: str) -> bool:
    """Whether the text says that the learning rate is negative, other than to rule it out."""
    return bool(_NEGATIVE_RATE.search(_DENIAL.sub("", text)))


def mentions_sum(text: str) -> bool:
    """Whether the text says that something is added up."""
    return bool(_SUMMED.search(text))


def declares_zero_state(text: str) -> bool:
    """Whether the text sets the state before the first step to zero."""
    return bool(_ZERO_STATE.search(text))


def word_count(text: str) -> int:
    """The number of words, not counting the "Your answer" heading of the notebook."""
    kept = (line for line in text.splitlines() if not line.strip().lower().startswith(("**your answer", "your answer")))
    return len(_WORD.findall(" ".join(kept)))
