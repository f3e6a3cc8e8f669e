"""Formulas as students write them are read as expected."""

import pytest
from hypothesis import given, strategies as st

from autograder.maths.latex import Chain, Prose, Unread, UnreadableError, read, render, walk
from autograder.maths.latex.render import render_chain

L_W = r"\frac{\partial L}{\partial W}"


def chains(cell: str) -> list[str]:
    return [render_chain(chain) for chain in read(cell).chains]


@pytest.mark.parametrize(
    "cell",
    [
        r"$\frac{\partial L}{\partial W}$",
        r"$$\dfrac{\partial L}{\partial W}$$",
        r"\[\tfrac{\partial L}{\partial W}\]",
        r"\(\partial L / \partial W\)",
        r"${\partial L}/{\partial W}$",
        r"${\partial L \over \partial W}$",
        r"$\frac{\partial}{\partial W} L$",
        r"$\partial_W L$",
        r"$\frac{\partial\mathcal{L}}{\partial\mathbf W}$",
        r"$\frac{\partial \vec L}{\partial \boldsymbol{W}}$",
        r"$\frac {\partial{L}} {\partial{W}}\,$",
        r"$\displaystyle\frac{\partial L}{\partial W} \label{a}\tag{1}$",
        r"$\underbrace{\frac{\partial L}{\partial W}}_{\text{asked}}$",
        r"\begin{equation}\frac{\partial L}{\partial W}\end{equation}",
        r"$\newcommand{\pd}[2]{\frac{\partial #1}{\partial #2}}\pd{L}{W}$",
        r"$\def\pd#1#2{\frac{\partial #1}{\partial #2}}\pd L W$",
        "$\\frac{\\partial L}% of the loss\n{\\partial W}$",
        "$\x0crac{\\partial L}{\\partial W}$",
        r"$\color{red}\boxed{\frac{\partial L}{\partial W}}$",
    ],
)
def test_all_notations_of_a_derivative_give_the_same_tree(cell):
    assert chains(cell) == [L_W]


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        (r"$\frac{\mathrm dL}{\mathrm{d}W}$", r"\frac{\mathrm{d} L}{\mathrm{d} W}"),
        (r"$\frac{dL_t}{dh_t}$", r"\frac{\mathrm{d} L_{t}}{\mathrm{d} h_{t}}"),
        (r"$\frac{\partial^+ h_k}{\partial W}$", r"\frac{\partial^{+} h_{k}}{\partial W}"),
        (r"$\overset{+}{\partial} h_k/\partial W$", r"\frac{\partial^{+} h_{k}}{\partial W}"),
        (r"$\nabla_W L$", r"\nabla_{W} L"),
        (r"$\frac{\partial}{\partial W}\sum_t L_t$", r"\frac{\partial \sum_{t} L_{t}}{\partial W}"),
        (r"$\sum_t - a_t + b$", r"\sum_{t} (-a_{t}) + b"),
        (r"$x \sum_t - \sum_k - a_k$", r"x \sum_{t} (-\sum_{k} (-a_{k}))"),
        (r"$\left.\frac{\partial h}{\partial W}\right|_{h_{k-1}}$", r"{\frac{\partial h}{\partial W}}|_{h_{k - 1}}"),
        (r"$\mathbf h^{(t)}$", "h^{(t)}"),
        (r"$\hat{y_t} - \hat y_t$", r"\hat{y}_{t} - \hat{y}_{t}"),
        (r"$\operatorname{diag}(\sigma'(z_t)) W$", r"\mathrm{diag}(\sigma'(z_{t})) W"),
        (r"$\text{diag}(\sigma^{\prime}) * W$", r"\mathrm{diag}(\sigma') W"),
        (r"$diag(\sigma_{'}) \times W$", r"\mathrm{diag}(\sigma') W"),
        (r"$\sum\limits_{k=0}^t a_k b$", r"\sum_{k = 0}^{t} a_{k} b"),
        (r"$\sum_k a_k + b$", r"\sum_{k} a_{k} + b"),
        (r"$\sum_{t=0}^{T=3} a_t$", r"\sum_{t = 0}^{3} a_{t}"),
        (r"$\sum_{0 \le k \le t \le T} a$", r"\sum_{t = 0}^{T} \sum_{k = 0}^{t} a"),
        (r"$\sum_{k < t} a$", r"\sum_{k}^{t - 1} a"),
        (r"$\sum_{t \in \{0, 1, \dots, T\}} a$", r"\sum_{t = 0}^{T} a"),
        (r"$\prod_{j=t}^{k+1} a_j$", r"\prod_{j = t}^{k + 1} a_{j}"),
        (r"$W^\top x, W^T$", r"W^{\top} x"),
        (r"$Q\Lambda^{n+1}Q^{-1}$", r"Q \Lambda^{n + 1} Q^{-1}"),
        (r"$(Q\Lambda Q^{-1})^n$", r"(Q \Lambda Q^{-1})^{n}"),
        (r"$a \cdot\cdot\cdot b$", r"a \cdots b"),
        (r"$\delta \odot \sigma'(z)$", r"\delta \odot \sigma'(z)"),
        (r"$\begin{bmatrix} a & 0 \\ 0 & b \end{bmatrix} x$", r"\begin{bmatrix}a & 0 \\ 0 & b\end{bmatrix} x"),
        (r"$\frac12 x^23$", r"\frac{1}{2} x^{2} 3"),
        (r"$\log \hat y_t$", r"\log(\hat{y}_{t})"),
        (r"$lr \cdot g$", r"\mathrm{lr} g"),
    ],
)
def test_notation_is_read_as_expected(cell, expected):
    assert chains(cell)[0] == expected


@pytest.mark.parametrize(
    "cell",
    [
        "∂L/∂W = Σ_{t=0}^T Σ_{k=0}^t ∂L_t/∂h_t · ∂h_t/∂h_k · ∂h_k/∂W",
        "∂L/∂W = ∑ₜ₌₀ᵀ ∑ₖ₌₀ᵗ ∂Lₜ/∂hₜ ∂hₜ/∂hₖ ∂hₖ/∂W",
        "Daraus folgt ∂L/∂W = Σ_{t=0}^T Σ_{k=0}^t (∂L_t/∂h_t)(∂h_t/∂h_k)(∂h_k/∂W).",
        "所以∂L/∂W = Σ_{t=0}^T Σ_{k=0}^t ∂L_t/∂h_t * ∂h_t/∂h_k * ∂h_k/∂W，这就是答案",
        "- ∂L/∂W = Σ_(t=0)^(T) Σ_(k=0)^(t) ∂L_t/∂h_t ∂h_t/∂h_k ∂h_k/∂W",
        "```\n∂L/∂W = Σ_{t=0}^T\n + 0\n```".replace("\n + 0", " Σ_{k=0}^t ∂L_t/∂h_t ∂h_t/∂h_k ∂h_k/∂W"),
    ],
)
def test_plain_text_formulas_are_read(cell):
    (text,) = chains(cell)
    terms = (
        r"\frac{\partial L_{t}}{\partial h_{t}} \frac{\partial h_{t}}{\partial h_{k}} \frac{\partial h_{k}}{\partial W}"
    )
    text = text.replace("(", "").replace(")", "")
    assert text == rf"{L_W} = \sum_{{t = 0}}^{{T}} \sum_{{k = 0}}^{{t}} {terms}"


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("$$\\begin{aligned} a &= b \\\\ &= c \\end{aligned}$$", ["a = b = c"]),
        ("\\begin{align*} a &= b \\\\ &\\quad + c \\quad (9) \\\\ &= d \\end{align*}", ["a = b + c = d"]),
        ("\\begin{align} a &= b + \\\\ & c, \\\\ d &= e. \\end{align}", ["a = b + c", "d = e"]),
        ("\\begin{split} a \\\\ = b \\\\ = c \\end{split}", ["a = b = c"]),
        ("$$a = \\left( b \\right. \\\\ \\left. + c \\right)$$", ["a = (b + c)"]),
        ("$$a = b$$\nand\n$$= c$$", ["a = b = c"]),
        ("$$a =$$ $$b$$", ["a = b"]),
        ("$$a = b$$\n$$+ c$$", ["a = b + c"]),
        ("$a = b \\implies c = d$", ["a = b", "c = d"]),
        ("$a = b, \\quad t = 0, \\dots, T$", ["a = b", "t = 0", r"\cdots", "T"]),
        ("$a = b \\text{ where } c = d$", ["a = b", "c = d"]),
        ("$$a = b \\quad (\\text{chain rule}) \\\\ = c$$", ["a = b = c"]),
        ("$$\\begin{cases} a &= b \\\\ c &= d \\end{cases}$$", ["a = b", "c = d"]),
        ("$$\\begin{array}{rcl} a &=& b \\\\ &=& c \\end{array}$$", ["a = b = c"]),
        ("$$a = b \\\\ \\vdots \\\\ = c$$", [r"a = b = \cdots = c"]),
        ("$W \\leftarrow W - g$, $V := V - g$", ["W \\leftarrow W - g", "V := V - g"]),
        ("$a \\overset{?}{=} b \\neq c$", [r"a ≟ b \neq c"]),
        ("```math\n\\begin{aligned} a &= b \\\\ &+ c \\end{aligned}\n```", ["a = b + c"]),
        ("Hence\n```math\na = b \\\\\n= c\n```\nfollows.", ["a = b = c"]),
        ("~~~ {.latex}\na = b\n+ c\n~~~", ["a = b + c"]),
        ("```\n\\[ a = b \\]\n\\begin{align} c &= d \\end{align}\n```", ["a = b", "c = d"]),
    ],
)
def test_rows_are_split_into_chains(cell, expected):
    assert chains(cell) == expected


def test_unreadable_side_leaves_the_other_sides_intact():
    (first, second) = read(r"\begin{align} a &= \frac{b}{ \\ &= c \\ d &= e \end{align} and $f = g$").chains[-2:]
    assert render_chain(second) == "f = g"
    chain = read("$$a = b \\cdot \\\\ = ^ c \\\\ = d$$").chains[0]
    assert [type(side).__name__ for side in chain.sides] == ["Symbol", "Unread", "Unread", "Symbol"]
    assert all(piece.text and piece.reason for piece in chain.unread)
    assert isinstance(first, Chain)


def test_chains_know_their_place_line_and_retraction():
    document = read("First\n$$a = b$$\nwhence $c = d$ follows\n\n| 0 | $e$ |\n~~$f = g$~~\n")
    assert [(c.line, c.place, c.retracted) for c in document.chains] == [
        (2, "display", False),
        (3, "inline", False),
        (5, "table", False),
        (6, "display", True),
    ]
    assert next(p.text for p in document.parts if isinstance(p, Prose)) == "First"


@pytest.mark.parametrize(
    "cell", ["$$a = b", r"\[ a = b", r"\begin{align} a = b", r"$$a = \text{b$$", r"$$a = \foo{b}$$"]
)
def test_truncated_and_unknown_input_is_marked_unread(cell):
    assert read(cell).unread


@pytest.mark.parametrize(
    ("careless", "clean"),
    [
        (r"$$a = \frac{b}{c$$", r"$$a = \frac{b}{c}$$"),
        (r"$$V \mathrel{-}= b$$", "$$V -= b$$"),
        (r"$$W_{\text{new}} = \Lambda^{}$$", r"$$W_{\mathrm{new}} = \Lambda$$"),
        ("$$a = b +$$\n$$+ c$$", "$$a = b + c$$"),
        ("so $a$ = $b$ + $c$", "so $a = b + c$"),
        ("h<sub>0</sub> = x<sup>n</sup>", "h_{0} = x^{n}"),
        (r"$$g_1(a + b) = c$$", r"$$g_1 \cdot (a + b) = c$$"),
    ],
)
def test_careless_but_unambiguous_input_is_read_as_intended(careless, clean):
    read_so, meant = ([(c.sides, c.relations) for c in read(cell).chains] for cell in (careless, clean))
    assert read_so == meant != []


HOSTILE = {
    "a macro that calls itself": r"$\def\a{\a\a}\a$",
    "macros that double": "$"
    + "".join(rf"\def\{chr(97 + i)}{{\{chr(98 + i)}\{chr(98 + i)}}}" for i in range(24))
    + r"\a$",
    "many formulas of one bomb": r"$\def\a{\a\a}$" + r"$\a$ " * 5000,
    "braces": "$" + "{" * 9000 + "}" * 9000 + "$",
    "brackets": "$" + "(" * 9000 + ")" * 9000 + "$",
    "fractions": "$" + r"\frac{" * 3000 + "}{}" * 3000 + "$",
    "scripts": "$x" + "^{x" * 6000 + "}" * 6000 + "$",
    "sums": "$" + r"\sum_k " * 4000 + "x$",
    "operators": "$" + r"\nabla_x " * 3000 + "x$",
    "accents": "$" + r"\hat" * 7000 + "x$",
    "logarithms": "$" + r"\log " * 5000 + "x$",
    "matrices": "$" + r"\begin{matrix}" * 2000 + "$",
    "openers": r"\[ \( $$ ` " * 2500,
    "dollars": "$" * 29000,
    "begins": r"\begin{align}" * 2200,
    "control characters": "".join(map(chr, range(32))) * 900,
    "right-to-left": "$a\u202e=\u202db\u200b$",
    "surrogates": "$\ud800 = a$",
    "digits": "$" + "9" * 29000 + "$",
    "equals": "$" + "=" * 29000 + "$",
    "rows": "$$" + "\\\\" * 14000 + "$$",
    "words": "∂ = " + "a" * 29000,
    "slashes": "∂L/∂W = " + "\\" * 29000,
    "subscripts": "∂L/∂W = h" + "ₜ" * 29000,
    "bars": "| " * 14000,
}


@pytest.mark.parametrize("cell", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_cells_do_not_raise(cell):
    for chain in read(cell).chains:
        for side in chain.sides:
            assert sum(1 for _ in walk(side)) < 200_000
            render(side)


def test_too_long_cell_is_refused():
    with pytest.raises(UnreadableError):
        read("x" * 100_000)


PIECES = st.sampled_from(
    [
        *r"\frac{\partial |{|}|$|$$|\\|&|=|+|_|^|(|)|[|]|h|t|W|1|\sum|\prod|\left|\right|\begin{align}|\end{align}".split(
            "|"
        ),
        r"\def\a",
        r"\a",
        "#1",
        "∂",
        "/",
        "Σ",
        "'",
        ",",
        " ",
        "\n",
        "`",
        "|",
        "%",
        "~~",
        "ₜ",
        "ŷ",
        r"\text{",
        r"\hat",
        "d",
    ]
)


@given(st.lists(PIECES, max_size=60).map("".join) | st.text(max_size=80))
def test_garbage_raises_only_unreadable_error(cell):
    for dressed in (cell, f"${cell}$", f"$${cell}$$"):
        try:
            document = read(dressed)
        except UnreadableError:
            continue
        for chain in document.chains:
            render_chain(chain)


@given(st.lists(PIECES, max_size=40).map("".join))
def test_rendered_chain_is_read_back_unchanged(cell):
    for chain in read(f"$${cell}$$").chains:
        if chain.unread or len(chain.sides) != 1:
            continue
        again = read(f"$${render_chain(chain)}$$").chains
        if again:
            assert [render_chain(c) for c in again] == [render_chain(chain)]
        assert not any(isinstance(side, Unread) for c in again for side in c.sides)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        (r"$\frac{\partial h}{\partail W} = 0$", r"$\frac{\partial h}{\partial W} = 0$"),
        (r"$frac{\partial h}{\partial W} = 0$", r"$\frac{\partial h}{\partial W} = 0$"),
        (r"$\[ h = 0 \]$", r"$$ h = 0 $$"),
        (r"$\frac{\partial h}{\partial W}} = 0$", r"$\frac{\partial h}{\partial W} = 0$"),
        (r"$\frac{a}{b}.\frac{c}{d} = 0$", r"$\frac{a}{b}\cdot\frac{c}{d} = 0$"),
        (r"$$a = b\ \ (2)$$", r"$$a = b$$"),
        ("$$a = b ②$$", r"$$a = b$$"),
        (r"$$a = b\qquad (chain\ rule)$$", r"$$a = b$$"),
    ],
)
def test_slips_and_labels_do_not_change_what_is_read(typed, meant):
    assert [chain.sides for chain in read(typed).chains] == [chain.sides for chain in read(meant).chains]


def test_brace_that_may_be_missing_its_partner_elsewhere_is_not_repaired():
    assert read(r"$h_t-1} = 0$").unread
