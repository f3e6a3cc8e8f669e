"""Unicode characters and the LaTeX commands for them."""

from __future__ import annotations

CHARACTERS = {
    "∂": r"\partial",
    "∇": r"\nabla",
    "Σ": r"\sum",
    "∑": r"\sum",
    "Π": r"\prod",
    "∏": r"\prod",
    "·": r"\cdot",
    "⋅": r"\cdot",
    "∙": r"\cdot",
    "•": r"\cdot",
    "×": r"\cdot",
    "∗": r"\cdot",
    "⊙": r"\odot",
    "∘": r"\circ",
    "⊗": r"\otimes",
    "−": "-",
    "–": "-",
    "′": "'",
    "’": "'",
    "ʹ": "'",
    "…": r"\dots",
    "⋯": r"\dots",
    "⋮": r"\dots",
    "⊤": r"\top",
    "ℓ": r"\ell",
    "∞": r"\infty",
    "≈": r"\approx",
    "≠": r"\neq",
    "≤": r"\leq",
    "≥": r"\geq",
    "≡": "=",
    "≔": r"\coloneqq",
    "←": r"\leftarrow",
    "∈": r"\in",
    "∝": r"\propto",
    "→": r"\to",
    "⇒": r"\implies",
    "⟹": r"\implies",
    "⇔": r"\iff",
    "∀": r"\forall",
    "∴": r"\therefore",
    "∵": r"\because",
    "，": ",",
    "、": ",",
    "；": ";",
    "。": ";",
    "：": ":",
    "√": r"\sqrt",
    "ϵ": r"\epsilon",
    "ϕ": r"\phi",
    "⟨": "(",
    "⟩": ")",
}
CHARACTERS |= dict(
    zip(
        "αβγδεζηθικλμνξπρστυφχψωΓΔΘΛΞΥΦΨΩ",
        (
            "\\" + name
            for name in (
                "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi pi rho sigma tau upsilon "
                "phi chi psi omega Gamma Delta Theta Lambda Xi Upsilon Phi Psi Omega"
            ).split()
        ),
        strict=True,
    )
)

SUBSCRIPTS = dict(zip("₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑₒₓₕₖₗₘₙₚₛₜᵢⱼᵣᵤᵥ", "0123456789+-=()aeoxhklmnpstijruv", strict=True))
SUPERSCRIPTS = dict(zip("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿⁱᵗᵏʲᵐᵖˢʰᵀ", "0123456789+-=()nitkjmpshT", strict=True))
COMBINING = {"\u0302": "hat", "\u0303": "tilde", "\u0304": "bar", "\u0305": "bar", "\u0307": "dot", "\u20d7": "vec"}
