"""Compares an expression with the true gradient term by term: which (t, k) are present, missing, repeated or extra."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from autograder.maths.paths.evaluate import Reading
from autograder.maths.paths.graph import LOSS, Graph, path_label
from autograder.maths.paths.resolve import JacobianChain
from autograder.questions.derivations.gradient_expressions import GradientExpression, true_paths

Place = tuple[int, int]


@dataclass(frozen=True)
class TermComparison:
    """The terms of an expression compared with those of the true gradient.

    Attributes
    ----------
    graph : Graph
    expected : tuple of (t, k)
        All true terms.
    counts : dict
        Coefficient of each (t, k) that is present.
    extra : int
        Number of paths that belong to no true term.
    false : tuple of Chained
        Products whose factors do not join, or join only in another order.
    whole_loss : bool
        It differentiates the whole loss by a state.
    """

    graph: Graph
    expected: tuple[Place, ...]
    counts: dict[Place, Fraction]
    extra: int
    false: tuple[JacobianChain, ...]
    whole_loss: bool = False

    @property
    def present(self) -> tuple[Place, ...]:
        """Terms with coefficient 1."""
        return tuple(place for place in self.expected if self.counts.get(place) == 1)

    @property
    def missing(self) -> tuple[Place, ...]:
        """Terms that are absent or cancel."""
        return tuple(place for place in self.expected if not self.counts.get(place))

    @property
    def miscounted(self) -> tuple[Place, ...]:
        """Terms with a coefficient other than 0 and 1."""
        return tuple(place for place in self.expected if self.counts.get(place, 0) not in (0, 1))

    @property
    def has_shuffled_factors(self) -> bool:
        """Whether some product joins only in another order."""
        return any(chain.order == "shuffled" for chain in self.false)

    @property
    def fraction(self) -> float:
        """The share of true terms that are present; each extra, miscounted or broken term subtracts one. At least 0."""
        excess = len(self.miscounted) + self.extra + len(self.false)
        return max(0.0, (len(self.present) - excess) / len(self.expected))


def compare_terms(expression: GradientExpression, graph: Graph, reading: Reading) -> TermComparison:
    """Compare an expression with the true gradient on a graph."""
    meaning = expression.meanings[graph]
    expected = {path: path_label(path) for _, path in true_paths(graph, expression.quantity)}
    counts: dict[Place, Fraction] = {}
    extra = 0
    for (scalars, path), coefficient in meaning.values[reading].paths.items():
        place = expected.get(path) if not scalars else None
        if place is None:
            extra += 1
        else:
            counts[place] = coefficient
    places = sorted(place for place in expected.values() if place is not None)
    value = meaning.values[reading]
    whole_loss = any(above == LOSS and below.time is not None for above, below in value.jacobians)
    return TermComparison(graph, tuple(places), counts, extra, value.false, whole_loss)


def merge_comparisons(parts: Iterable[TermComparison]) -> TermComparison | None:
    """The comparisons of several single losses as one; None if there are none."""
    parts = list(parts)
    if not parts:
        return None
    counts = {place: count for part in parts for place, count in part.counts.items()}
    expected = sorted({place for part in parts for place in part.expected})
    false = tuple(chain for part in parts for chain in part.false)
    return TermComparison(parts[0].graph, tuple(expected), counts, sum(part.extra for part in parts), false)


def draw_triangle(terms: TermComparison) -> str:
    """The terms as a text diagram: a row per loss, a column per step at which the parameter enters."""
    columns = sorted({k for _, k in terms.expected})
    rows = sorted({t for t, _ in terms.expected})
    lines = ["      " + "".join(f" k={k} " for k in columns)]
    for t in rows:
        cells = "".join(f"  {_mark(terms, (t, k))}  " for k in columns)
        lines.append(f"  t={t} {cells}".rstrip())
    legend = "  ● present   ○ missing"
    if terms.miscounted:
        legend += "   ✗ not exactly once"
    return "\n".join([*lines, legend])


def _mark(terms: TermComparison, place: Place) -> str:
    if place not in terms.expected:
        return " "
    return "●" if place in terms.present else "○" if place in terms.missing else "✗"


def list_places(places: Iterable[Place]) -> str:
    """Places as text: (2, 1), (3, 0) and (3, 1)."""
    names = [f"({t}, {k})" for t, k in places]
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}" if names else ""
