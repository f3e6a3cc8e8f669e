"""The names that a formula may use: constants, functions and intervals."""

from __future__ import annotations

from collections.abc import Mapping

_PREFIXES = ("sympy.", "numpy.", "math.", "sp.", "np.", "S.")

NAMES: Mapping[str, str] = {
    **dict.fromkeys(("pi", "π"), "Pi"),
    **dict.fromkeys(("e", "E"), "Exp1"),
    **dict.fromkeys(("oo", "inf", "Infinity"), "Infinity"),
    **dict.fromkeys(("True", "true"), "BooleanTrue"),
    **dict.fromkeys(("False", "false"), "BooleanFalse"),
    "Reals": "Reals",
    "EmptySet": "EmptySet",
    "Half": "Half",
}
"""Constants, to the heads of their rows."""

FUNCTIONS: Mapping[str, str] = {
    **{
        name: name
        for name in """
        exp log sin cos tan cot sec csc sinh cosh tanh coth sech csch erf Abs sign Heaviside Max Min floor
        Union Intersection Complement FiniteSet And Or Not
        """.split()
    },
    **{f"arc{name}": f"a{name}" for name in ("sin", "cos", "tan", "sinh", "cosh", "tanh")},
    "ln": "log",
    "abs": "Abs",
    "max": "Max",
    "min": "Min",
    "sgn": "sign",
}
"""Functions, to the heads of their rows."""

ENDS: Mapping[str, tuple[bool, bool]] = {
    "Interval": (False, False),
    "Interval.open": (True, True),
    "Interval.Lopen": (True, False),
    "Interval.Ropen": (False, True),
}
"""Intervals: whether the left and the right end are open."""


def without_prefix(name: str) -> str:
    """Return a name without the module in front of it: `np.exp` is `exp`."""
    prefix = next((p for p in _PREFIXES if name.startswith(p)), "")
    return name[len(prefix) :]
