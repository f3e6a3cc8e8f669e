"""The few things that only an answer's prose can say. Any language counts as prose; of some, these words are known."""

from __future__ import annotations

import re

_LIKEWISE = re.compile(
    r"likewise|similar|in the same way|the same|analog|replac|instead of|ebenso|genauso|entsprechend|ersetz|"
    r"de même|même|remplaç|igual|misma|reemplaz|аналогичн|также|同理|类似|同样|替换|同様|마찬가지",
    re.IGNORECASE,
)
_BOTH_READINGS = re.compile(
    r"immediate|explicit|direct (?:depend|deriv|effect|influence|contribution)|(?:held|kept|hold|keep|holding|keeping|"
    r"regard\w*|treat\w*)\b[^.\n]{0,40}\b(?:fixed|constant)|total deriv|unmittelbar|explizit|totale ableitung|"
    r"festgehalten|fest(?:halten)?\b|konstant|immédiat|explicite|dérivée totale|inmediata|explícita|derivada total|"
    r"непосредствен|полная производная|直接|显式|全导数|固定|偏微分.{0,10}全微分|全微分",
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
_WORD = re.compile(r"[^\W\d_]{2,}|[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")


def likewise(prose: str) -> bool:
    """Whether it says that something else goes the same way."""
    return bool(_LIKEWISE.search(prose))


def explains_readings(prose: str) -> bool:
    """Whether it says which derivatives are immediate or total."""
    return bool(_BOTH_READINGS.search(prose))


def denominator_layout(prose: str) -> bool:
    """Whether it says that products run from the parameter to the loss."""
    return bool(_DENOMINATOR.search(prose))


def zero_state(prose: str) -> bool:
    """Whether it sets the state before the first step to zero."""
    return bool(_ZERO_STATE.search(prose))


def count(prose: str) -> int:
    """How many words it has, the notebook's headings aside."""
    kept = (
        line for line in prose.splitlines() if not line.strip().lower().startswith(("**your answer", "your answer"))
    )
    return len(_WORD.findall(" ".join(kept)))
