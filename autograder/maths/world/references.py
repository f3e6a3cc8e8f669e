"""Splits symbols into a letter, a time and component indices: h_{t,i}, h^{(t)}_i, {ŷ_t}_i, W_{ij}, δ^t_j."""

from __future__ import annotations

from dataclasses import dataclass, replace

from autograder.maths.latex import Expr, Group, Indexed, Listed, Number, Power, Product, Sum, Symbol, bare, walk
from autograder.maths.paths.notation import key

TIMES = frozenset({"t", "T", "k", "tau", "s", "r"})
"""Letters that number steps unless their place says otherwise."""

COMPONENTS = frozenset("a b c d i j l m n p q u v alpha beta mu nu".split())


@dataclass(frozen=True)
class Reference:
    """A letter with its indices as written.

    Attributes
    ----------
    letter : str
        Name and accent.
    primes : int
    indices : tuple of Expr
        In the order of writing.
    raised : tuple of Expr
        Indices above.
    components : tuple of str
        Indices that can only be components, because they belong to an index or to brackets.
    """

    letter: str
    primes: int = 0
    indices: tuple[Expr, ...] = ()
    raised: tuple[Expr, ...] = ()
    components: tuple[str, ...] = ()

    def split(self, ranks: int) -> tuple[Expr | None, tuple[str, ...]] | None:
        """The time and the components of a vector (1), matrix (2) or number (0) of the network; None if it has others.

        A matrix may have no time.
        """
        times = [index for index in (*self.raised, *self.indices) if not _is_letter(index, COMPONENTS)]
        places = [index for index in (*self.indices, *self.raised) if _is_letter(index, COMPONENTS)]
        ordered = [*self.indices, *self.raised]
        if ranks == 2:
            names = [index.name for index in ordered if isinstance(index, Symbol)]
            return (None, (*names, *self.components)) if len(names) == len(ordered) else None
        if len(ordered) == 1 and not self.components:
            return ordered[0], ()
        if len(times) > 1 and not self.raised:
            # by place: h_{t,k}
            times, places = times[:1], [*times[1:], *places]
        if len(times) == 0 and len(ordered) == 1:
            times, places = ordered, []
        if len(times) != 1 or any(not isinstance(index, Symbol) for index in places):
            return None
        return times[0], (*(index.name for index in places if isinstance(index, Symbol)), *self.components)


def reference(expr: Expr) -> Reference | None:
    """The letter and indices of an expression; None if it is no symbol with indices.

    Indices with a prime or an accent are others than those without, and are not read.
    """
    found = _reference(expr)
    parts = () if found is None else (*found.indices, *found.raised)
    marked = any(isinstance(node, Symbol) and (node.primes or node.accent) for part in parts for node in walk(part))
    return None if marked else found


def _reference(expr: Expr) -> Reference | None:
    match expr:
        case Symbol():
            return _with(Reference(key(expr), expr.primes), expr.sub)
        case Power(base, exponent):
            inner = reference(base) if isinstance(base, Symbol | Indexed) else None
            raised = _index_above(exponent, inner)
            if inner is None or raised is None or inner.raised:
                return None
            return replace(inner, raised=raised)
        case Indexed(base, Symbol(name, None, 0, "")):
            inner = reference(bare(base))
            return None if inner is None else replace(inner, components=(*inner.components, name))
        case Indexed(base, Listed(items)) if all(isinstance(item, Symbol) for item in items):
            inner = reference(bare(base))
            names = tuple(item.name for item in items if isinstance(item, Symbol))
            return None if inner is None else replace(inner, components=(*inner.components, *names))
    return None


def _with(found: Reference, sub: Expr | None) -> Reference | None:
    match sub:
        case None:
            return found
        case Listed(items):
            return replace(found, indices=items)
        case Product(factors) if all(isinstance(factor, Symbol) and factor.sub is None for factor in factors):
            return replace(found, indices=factors)
        case Symbol(sub=Symbol(name, None, 0, "") as inner) if inner is not None:
            return replace(found, indices=(replace(sub, sub=None),), components=(name,))
        case Indexed(base, Symbol(name, None, 0, "")):
            return replace(found, indices=(bare(base),), components=(name,))
    return replace(found, indices=(sub,))


def _index_above(exponent: Expr, inner: Reference | None) -> tuple[Expr, ...] | None:
    """The indices in a superscript; None if it is a power."""
    match exponent:
        case Group(Listed(items)) | Listed(items):
            return items
        case Group(body):
            return (body,)
        case Symbol(name, None, 0, "") if name in TIMES or (name in COMPONENTS and inner is not None and inner.indices):
            return (exponent,)
        case Sum() if any(_is_letter(node, TIMES) for node in walk(exponent)):
            return (exponent,)
    return None


def _is_letter(index: Expr, letters: frozenset[str]) -> bool:
    return isinstance(index, Symbol) and index == Symbol(index.name) and index.name in letters


def is_time(index: Expr) -> bool:
    """Whether an index numbers a step: t, t − 1, T, 3."""
    return isinstance(index, Number | Sum) or _is_letter(index, TIMES)
