r"""Reads the formulas of a Markdown cell, as students write them.

>>> document = read(r"So $M^2 = M M$, hence $$M^2 = Q\Lambda Q^{-1} Q\Lambda Q^{-1} \\ &= Q\Lambda^2 Q^{-1}.$$")
>>> for chain in document.chains:
...     print(chain.line, chain.place, " | ".join(render(side) for side in chain.sides))
1 inline M^{2} | M M
1 display M^{2} | Q \Lambda Q^{-1} Q \Lambda Q^{-1} | Q \Lambda^{2} Q^{-1}

`read(cell)` gives a `Document`: `Prose` and `Chain` in reading order. A `Chain` is `a = b = c`: its `sides` are
expressions (frozen dataclasses, see `tree`), its `relations` the signs between them. The nodes:

    Number Symbol Sum Product Ratio Power Transpose Indexed Group Listed Related Matrix Cases Dots Circled Call
    Derivative (of, by, kind)    At (a bar with a subscript)    BigOperator (Σ or ∏)    Unread

- `Symbol(name, sub, primes, accent)`: `h_{t-1}` is `Symbol("h", sub=Sum(...))`, `\Lambda` is `Symbol("Lambda")`.
- `Product.factors` are in the order of writing; `\cdot`, `\times`, `*` and juxtaposition are the same. Brackets are
kept
  as `Group`; `bare(node)` removes them.
- `M^{n+1}` is `Power(M, ...)`, `Q^{-1}` is `Power(Q, Sum(((-1, Number(1)),)))`, `(QΛQ^{-1})^n` is
  `Power(Group(...), n)`, `W^\top` and `W^T` are `Transpose`.
- `+ \cdots +` is a term `Dots()`, `A \cdots B` a factor, and a row `\vdots` between two rows of a chain a side.
- An unreadable side is `Unread(text, reason)` and does not affect other sides. `Document.unread` lists all of them.
- `walk(node)` visits all nodes below a node, `render(node)` converts it back to LaTeX.

Macros defined in the cell (`\newcommand`, `\def`) are expanded within a budget. Length and depth are bounded. `read`
raises `UnreadableError` if the cell is too large, and no other exception.
"""

from __future__ import annotations

from autograder.maths.latex.reading import read
from autograder.maths.latex.render import render
from autograder.maths.latex.rewriting import bare, rewrite
from autograder.maths.latex.tree import (
    At,
    BigOperator,
    Call,
    Cases,
    Chain,
    Circled,
    Derivative,
    Document,
    Dots,
    Expr,
    Group,
    Indexed,
    Listed,
    Matrix,
    Number,
    Power,
    Product,
    Prose,
    Ratio,
    Related,
    Sum,
    Symbol,
    Transpose,
    Unread,
    children,
    walk,
)
from autograder.maths.unreadable import UnreadableError

__all__ = [
    "At",
    "BigOperator",
    "Call",
    "Cases",
    "Chain",
    "Circled",
    "Derivative",
    "Document",
    "Dots",
    "Expr",
    "Group",
    "Indexed",
    "Listed",
    "Matrix",
    "Number",
    "Power",
    "Product",
    "Prose",
    "Ratio",
    "Related",
    "Sum",
    "Symbol",
    "Transpose",
    "Unread",
    "UnreadableError",
    "bare",
    "children",
    "read",
    "render",
    "rewrite",
    "walk",
]
