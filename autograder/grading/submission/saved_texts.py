"""Texts among the saved outputs of a code cell: an answer may be displayed by code that is no longer there."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from autograder.grading.submission.answer_texts import holds_formulas, is_answer

MAX_TEXT = 20_000
"""Characters of one saved output that are looked at."""
MAX_OUTPUTS = 100
"""Outputs of one cell that are looked at: training loops save thousands."""
_TAG = re.compile(r"<[^<>]{0,500}>")


def saved_text(cell: Mapping[str, Any]) -> str:
    """Return what the saved outputs of a code cell say; "" if none of them can be an answer.

    Markdown counts if it is long enough to be an answer; printed, HTML and LaTeX outputs if they hold formulas, since
    code also prints, and displays, what it computes.
    """
    outputs = cell.get("outputs")
    if not isinstance(outputs, list):
        return ""
    found = (text for each in outputs[:MAX_OUTPUTS] if isinstance(each, dict) for text in _texts(each))
    return "\n\n".join(dict.fromkeys(found))[:MAX_TEXT]


def _texts(output: Mapping[str, Any]) -> Iterator[str]:
    if output.get("output_type") == "stream" and output.get("name") != "stderr":
        yield from filter(holds_formulas, [_joined(output.get("text"))])
    bundle = output.get("data")
    if not isinstance(bundle, dict):
        return
    if is_answer(markdown := _joined(bundle.get("text/markdown"))):
        yield markdown
    for kind in ("text/latex", "text/html"):
        yield from filter(holds_formulas, [_TAG.sub(" ", _joined(bundle.get(kind)))])


def _joined(lines: Any) -> str:
    """Return a text that is saved as one or as a list of lines."""
    each = lines if isinstance(lines, list) else [lines]
    return "".join(line for line in each if isinstance(line, str))[:MAX_TEXT]
