"""Nothing that a student wrote or displayed is active on a page."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st
from nbconvert.filters import markdown2html

from autograder.pages import harmless

ACTIVE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg onload=alert(1)>",
    "<iframe src='data:text/html,x'></iframe>",
    "<style>*{display:none}</style>",
    "<a href='javascript:alert(1)'>x</a>",
    "<form action='//evil'><input></form>",
    "</div></div><script>1</script>",
    "<!--[if IE]><script>1</script><![endif]-->",
]


@pytest.mark.parametrize("text", ACTIVE)
def test_html_in_a_text_is_shown_not_obeyed(text):
    page = markdown2html(harmless.markdown(f"before\n\n{text}\n\nafter"))
    assert "<script" not in page.lower()
    for tag in ("<img", "<svg", "<iframe", "<style", "<form", "<a href"):
        assert tag not in page.lower()


@pytest.mark.parametrize("text", ACTIVE)
def test_html_outputs_lose_what_acts(text):
    page = harmless.html(f"<b>bold</b>{text}")
    assert "<b>bold</b>" in page
    for bad in ("<script", "onerror", "onload", "<iframe", "<style", "javascript:", "<form", "<input"):
        assert bad not in page.lower()


def test_a_table_survives():
    table = "<table><tbody><tr><td>1</td></tr></tbody></table>"
    assert harmless.html(table) == table


def test_formulas_with_less_than_signs_survive():
    assert harmless.markdown("$a < b$ and $1<2$") == "$a < b$ and $1<2$"


def test_a_picture_with_scripts_is_shown_as_a_picture():
    shown = harmless.output(
        {"output_type": "display_data", "metadata": {}, "data": {"image/svg+xml": "<svg onload=x>"}}
    )
    assert "image/svg+xml" not in shown["data"]
    assert shown["data"]["text/html"].startswith('<img alt="picture" src="data:image/svg+xml;base64,')


def test_streams_and_errors_pass_as_they_are():
    stream = {"output_type": "stream", "name": "stdout", "text": "<b>"}
    assert harmless.output(stream) == stream


@given(st.text(alphabet="<>/!?abcSCRIPTscript \n`$", max_size=80))
def test_no_text_makes_a_tag(text):
    cleaned = harmless.markdown(text)
    assert not any(a == "<" and (b.isalpha() or b in "/!?") for a, b in itertools.pairwise(cleaned))
