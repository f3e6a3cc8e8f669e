"""Tables of the symbols and commands that the reader knows."""

from __future__ import annotations

GREEK = frozenset(
    "alpha beta gamma delta epsilon varepsilon zeta eta theta vartheta iota kappa lambda mu nu xi pi rho varrho sigma "
    "varsigma tau upsilon phi varphi chi psi omega Gamma Delta Theta Lambda Xi Pi Sigma Upsilon Phi Psi Omega".split()
)

FUNCTIONS = frozenset(
    "sigma phi varphi psi f g diag Diag tanh softmax sigmoid sigm relu ReLU exp log ln sin cos cosh sech "
    "det tr rank vec sqrt".split()
)
"""Names that form a call with a bracket after them; `h(t)` remains a product."""

PREFIX_FUNCTIONS = frozenset(
    "tanh softmax sigmoid sigm relu ReLU exp log ln sin cos cosh sech diag Diag det tr".split()
)
"""Functions whose argument needs no brackets: `\\log x`."""

WORDS = tuple(sorted(PREFIX_FUNCTIONS | {"init"}, key=len, reverse=True))
"""Words that are one name even if typed as single letters."""

SHORT_WORDS = frozenset({"lr", "ln", "tr"})
"""The same, but only if no other letter is attached."""

NAMES = GREEK | frozenset(
    "ell infty top intercal dagger emptyset hbar Re Im imath jmath det tanh exp log ln sin cos cosh min max".split()
)
"""Commands that are names."""

STYLES = frozenset(
    "mathbf boldsymbol bm pmb mathit mathsf mathtt mathcal mathscr mathfrak mathbb mathnormal vec bf rm it cal "
    "underline displaystyle textstyle scriptstyle limits nolimits nonumber notag boxed fbox mathop mathrel mathbin "
    "mathord mathinner big Big bigg Bigg bigl bigr bigm Bigl Bigr Bigm biggl biggr biggm Biggl Biggr Biggm middle "
    "square blacksquare Box qed qedsymbol checkmark small large Large LARGE tiny normalsize footnotesize "
    "scriptsize ensuremath hline hfill smash strut mathstrut allowbreak noindent centering break newline par "
    "enspace thinspace , ; : ! > /".split()
)
"""Commands that only change the appearance."""

TEXTS = frozenset("text textrm textbf textit textsf texttt mbox hbox textnormal intertext shortintertext".split())
UPRIGHT = frozenset("mathrm operatorname operatorname*".split())
ACCENTS = {
    "hat": "hat",
    "widehat": "hat",
    "tilde": "tilde",
    "widetilde": "tilde",
    "bar": "bar",
    "overline": "bar",
    "dot": "dot",
}

IGNORED_WITH_ARGUMENT = frozenset(
    "label tag tag* require color hspace hspace* vspace vspace* phantom hphantom vphantom ref eqref cite".split()
)
SECOND_OF_TWO = frozenset("overset underset stackrel textcolor colorbox".split())
FIRST_WITH_LABEL = {"underbrace": "_", "overbrace": "^", "underbracket": "_", "overbracket": "^"}

FRACTIONS = frozenset("frac dfrac tfrac cfrac".split())
DERIVATIVES = {"pdv": "PARTIAL", "dv": "DIFF"}
BIG = {"sum": "sum", "prod": "prod"}
TIMES = frozenset("cdot times ast bullet cdotp".split())
CIRCLED = {"odot": "odot", "circ": "circ", "otimes": "otimes"}
DOTS = frozenset("dots cdots ldots vdots ddots dotsb dotsc dotsm dotsi dotso".split())
QUADS = frozenset("quad qquad".split())

RELATIONS = {
    "equiv": "=",
    "triangleq": "=",
    "doteq": "=",
    "eqqcolon": "=",
    "coloneqq": ":=",
    "coloneq": ":=",
    "leftarrow": "←",
    "gets": "←",
    "longleftarrow": "←",
    "approx": "≈",
    "simeq": "≈",
    "cong": "≈",
    "sim": "≈",
    "ne": "≠",
    "neq": "≠",
    "le": "≤",
    "leq": "≤",
    "leqslant": "≤",
    "ge": "≥",
    "geq": "≥",
    "geqslant": "≥",
    "lt": "<",
    "gt": ">",
    "ll": "<",
    "gg": ">",
    "in": "∈",
    "notin": "∉",
    "subset": "⊂",
    "propto": "∝",
}
STOPS = frozenset(
    "implies Rightarrow Longrightarrow impliedby Leftarrow iff Leftrightarrow Longleftrightarrow to rightarrow "
    "longrightarrow mapsto leadsto rightsquigarrow therefore because forall exists land wedge lor vee mid colon".split()
)
"""Commands that separate statements."""

OPENING = frozenset("{ lbrace lbrack langle lparen".split())
CLOSING = frozenset("} rbrace rbrack rangle rparen".split())
BARS = frozenset("vert rvert lvert".split())

ROW_ENVIRONMENTS = frozenset(
    "align align* aligned alignat alignat* alignedat gather gather* gathered split multline multline* eqnarray "
    "eqnarray* equation equation* displaymath math flalign flalign*".split()
)
MATRIX_ENVIRONMENTS = frozenset(
    "matrix bmatrix pmatrix vmatrix Bmatrix Vmatrix smallmatrix array cases dcases rcases".split()
)
TAKES_ARGUMENT = frozenset("alignat alignat* alignedat array".split())
