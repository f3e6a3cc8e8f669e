"""Texts that make libraries slow cost a bounded time; only they are shown as they were written."""

from __future__ import annotations

import resource
from html import escape

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from autograder.nbgrader.feedback import effort
from autograder.nbgrader.feedback.exporter import FeedbackExporter
from autograder.nbgrader.feedback.grades import Grades
from autograder.store.autograded import sanitize
from tests.attacks.hostile_texts import KINDS

SIZE = 20_000
HONEST = "**bold** and $x^2$"


@pytest.fixture(scope="module")
def exporter():
    return FeedbackExporter()


def processor_seconds():
    used = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(each.ru_utime + each.ru_stime for each in used)


def cell(kind, text):
    """Return a cell of an autograded notebook, in which a text has been made harmless."""
    if kind == "markdown":
        return new_markdown_cell(sanitize.markdown(text))
    if kind == "code":
        return new_code_cell(text)
    shown = new_output("stream", text=text) if kind == "printed" else new_output("display_data", {f"text/{kind}": text})
    return new_code_cell("1", outputs=[new_output(**sanitize.output(shown))])


def page_of(exporter, *cells):
    scope = {"student": "s", "assignment": "a", "notebook": "n", "score": 0, "max_score": 0, "late_penalty": 0}
    resources = {"unique_key": "n", "nbgrader": scope, "grades": Grades({}, {}, {}, {}, 0, 0, None)}
    return exporter.from_notebook_node(new_notebook(cells=list(cells)), resources)[0]


@pytest.mark.parametrize("kind", KINDS)
def test_a_page_of_hostile_texts_takes_bounded_time(exporter, kind, monkeypatch):
    monkeypatch.setattr(effort, "TEXT_SECONDS", 0.05)
    monkeypatch.setattr(effort.Effort.__init__, "__defaults__", (0.5,))
    began = processor_seconds()
    hostile = (cell(kind, text(size)) for text in KINDS[kind].values() for size in (SIZE, 2 * SIZE))
    page = page_of(exporter, new_markdown_cell(HONEST), *hostile)
    assert processor_seconds() - began < 20
    assert "<strong>bold</strong>" in page
    assert "<msup>" in page
    assert page.rstrip().endswith("</html>")


@pytest.mark.parametrize("text", ["[a](" * 12_000, "[" * 50_000, "\\\\[" * 16_000, "a" + " " * 50_000 + "b"])
def test_only_the_text_that_takes_too_long_is_shown_as_it_was_written(exporter, text, monkeypatch):
    monkeypatch.setattr(effort, "TEXT_SECONDS", 0.1)
    page = page_of(exporter, cell("markdown", text), new_markdown_cell(HONEST))
    assert f"<em>{effort.REMARK}</em></p><pre>{escape(text)}</pre>" in page
    assert "<strong>bold</strong>" in page


def test_long_honest_texts_are_laid_out(exporter):
    page = page_of(exporter, cell("markdown", f"{HONEST}\n\n" * 300), cell("code", "total = total + 1\n" * 300))
    assert effort.REMARK not in page
    assert page.count("<strong>bold</strong>") == 300


@pytest.mark.parametrize(
    "text", ["\x1b[38m x", "\x1b[38;5m x", "\x1b[48;2;1;2m x", "\x1b[;;38m x", "\x1b[ x", "\x1b x"]
)
def test_unfinished_colours_are_left_out(exporter, text):
    assert " x" in page_of(exporter, cell("printed", text))
    assert "\x1b" not in sanitize.printed(text)


def test_colours_are_kept():
    text = "\x1b[1;31mred\x1b[0m \x1b[38;5;208morange\x1b[m"
    assert sanitize.printed(text) == text


@pytest.mark.parametrize("text", KINDS["html"].values(), ids=KINDS["html"])
def test_html_is_sanitized_in_linear_time(text):
    began = processor_seconds()
    sanitize.html(text(200_000))
    assert processor_seconds() - began < 5
