"""A small notebook for the attacks: six questions of `bptt`, so that hundreds of submissions can be graded."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.classroom import ROOT, read_answers, released

QUESTIONS = ("sigmoid", "jacobian", "jacobian-symbolic", "states", "first-index", "bptt-derivation")
_LEFT_OUT = ("slope-picture", "state-jacobian", "bptt-term", "bptt", "finite-differences")
_TEXTS = ("how-it-works", "the-network")

HONEST = {grade_id: source for (_, grade_id), source in read_answers(Path(__file__).parent / "honest.md").items()}
"""Right answers by `grade_id`."""

Json = dict[str, Any]


def small(notebook: Json) -> Json:
    """Return a notebook without the questions that the attacks do not use."""
    dropped = {prefix + name + suffix for name in _LEFT_OUT for prefix in ("", "about-") for suffix in ("", "-code")}
    dropped |= {*_TEXTS, "about-the-example", "about-sigmoid", "about-jacobian-symbolic", "about-first-index"}
    return {**notebook, "cells": [cell for cell in notebook["cells"] if cell["id"] not in dropped]}


def blank() -> Json:
    """Return the small notebook as it was released."""
    return small(dict(released()["bptt"]))


def cell(notebook: Json, grade_id: str) -> Json:
    """Return the cell with this id."""
    return next(cell for cell in notebook["cells"] if isinstance(cell, dict) and cell.get("id") == grade_id)


def fill(notebook: Json, answers: dict[str, str]) -> None:
    """Write answers into their cells."""
    for grade_id, source in answers.items():
        place = cell(notebook, grade_id)
        asks_for_text = place["cell_type"] == "markdown"
        place["source"] = place["source"].replace("YOUR ANSWER HERE", source) if asks_for_text else source.rstrip("\n")


def take_out(notebook: Json, grade_id: str) -> str:
    """Empty a written answer's cell and return the honest answer that was in it."""
    place, answer = cell(notebook, grade_id), HONEST[grade_id]
    place["source"] = place["source"].replace(answer, "YOUR ANSWER HERE")
    return answer


SOURCE = ROOT / "source" / "rnn" / "bptt.ipynb"
