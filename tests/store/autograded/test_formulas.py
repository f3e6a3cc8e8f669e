"""Formulas become MathML with known elements; everything else stays text."""

from html.parser import HTMLParser

import pytest
from hypothesis import given, strategies as st
from markupsafe import Markup

from autograder.store.autograded import formulas
from tests.classroom import solved

HARMLESS_TAGS = formulas._ELEMENTS | {"code", "span"}
HARMLESS_ATTRIBUTES = {*formulas._ATTRIBUTES, "class", "style"}


class Parts(HTMLParser):
    def __init__(self, page):
        super().__init__()
        self.tags, self.attributes, self.words = [], [], ""
        self.feed(str(page))

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += attrs

    def handle_data(self, data):
        self.words += data


@pytest.mark.parametrize(
    ("source", "parts"),
    [
        (r"\frac{\partial L}{\partial W}", ["mfrac", "mi"]),
        (r"\sum_{t=0}^{T} h_t", ["munderover", "msub"]),
        (r"\begin{aligned} a &= b \\ c &= d \end{aligned}", ["mtable", "mtr", "mtd"]),
        (r"Q \Lambda^n Q^{-1}", ["msup"]),
    ],
)
def test_formula_becomes_mathml(source, parts):
    made = Parts(formulas.shown(source, block=True))
    assert made.tags[0] == "math"
    assert set(parts) <= set(made.tags)


def test_every_formula_of_the_homework_can_be_shown():
    texts = [
        cell.source
        for assignment in ("rnn", "training")
        for node in solved(assignment).values()
        for cell in node.cells
        if cell.cell_type == "markdown"
    ]
    assert sum(text.count("$") for text in texts) > 300
    assert not [text for text in texts if 'class="formula"' in formulas.in_text(text)]


@pytest.mark.parametrize(
    "source",
    [
        r"\href{javascript:alert(1)}{x}",
        r"\style{position:fixed;background:url(http://attack/x)}{x}",
        r"\class{panel}{x}",
        r"\text{<script>alert(1)</script>}",
        r"\unicode{<script>alert(1)</script>}",
        r"\textcolor{red;background:url(http://attack/x)}{y}",
        r'\color{red" onload="alert(1)}{y}',
        r"\rule{99999em}{99999em}",
        r"\hspace{-99em} x",
        r"x \tag{<img src=x onerror=alert(1)>}",
    ],
)
def test_formulas_cannot_link_style_load_or_move_anything(source):
    made = Parts(formulas.shown(source))
    assert set(made.tags) <= HARMLESS_TAGS
    for name, value in made.attributes:
        assert name in HARMLESS_ATTRIBUTES
        assert "url" not in value
        assert "99" not in value


@pytest.mark.parametrize("source", ["{" * 3000, r"\sqrt" * 900 + "x", r"\left(" * 800, "x^" * 2000 + "x", "x+" * 3000])
def test_formula_that_cannot_be_rendered_stays_source(source):
    assert Parts(formulas.shown(source)).words == f"${source}$"


@given(st.text(alphabet="\\{}^_&$<>\"'abfrcsqthe \n", max_size=60))
def test_any_text_becomes_harmless_tags_only(text):
    made = Parts(formulas.in_text(text))
    assert set(made.tags) <= HARMLESS_TAGS
    assert {name for name, _ in made.attributes} <= HARMLESS_ATTRIBUTES


def test_text_between_formulas_is_kept():
    made = Parts(formulas.in_text(r"a <b> $x<y$, then $$z$$ and \$5"))
    assert made.words == r"a <b> x<y, then z and \$5"
    assert made.tags.count("math") == 2


def test_long_formula_scrolls_separately():
    assert "overflow-x: auto" in formulas.shown("a + " * 20 + "b")
    assert "overflow" not in formulas.shown("a + b")


def test_number_of_rendered_formulas_per_page_is_limited():
    page, formula = formulas.Page(), "a + " * 1000 + "a"
    made = [page.shown(formula, {}) for _ in range(2 * formulas.MAX_ON_A_PAGE // len(formula))]
    assert "<math" in made[0]
    assert made[-1] == Markup('<code class="formula">${}$</code>').format(formula)


def test_amount_of_text_searched_for_macros_is_limited():
    page, cell = formulas.Page(), r"\newcommand{\a}{x}" + " " * 10_000
    found = [page.macros_of(cell) for _ in range(20)]
    assert "a" in str(found[0])
    assert found[-1] == {}


def test_macros_of_the_cell_are_known_in_its_formulas():
    cell = r"$\newcommand{\dd}[2]{\frac{\partial #1}{\partial #2}}$ Then $\dd{L}{W}$."
    macros = formulas.macros_of(cell)
    assert formulas.with_macros(r"\dd{L}{W}", macros).replace(" ", "") == r"\frac{\partial{L}}{\partial{W}}"
    assert formulas.with_macros(r"\frac12", macros).replace(" ", "") == r"\frac12"
    assert formulas.with_macros(r"\a", formulas.macros_of(r"\newcommand{\a}{\a\a}")) == r"\a"
