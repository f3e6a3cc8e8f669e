"""The terms of an account, one by one: which (t, k) are there, missing, doubled or do not belong; also as a picture."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from autograder.maths.paths.evaluate import Reading
from autograder.maths.paths.graph import LOSS, Graph, label
from autograder.maths.paths.resolve import Chained
from autograder.questions.derivations.gradient_expressions import GradientExpression, truth

Place = tuple[int, int]


@dataclass(frozen=True)
class Terms:
    """An account compared with the truth.

    Attributes
    ----------
    graph : Graph
    wanted : tuple of (t, k)
        All terms of the truth.
    counts : dict
        How often each (t, k) is there; what is not is left out.
    strange : int
        Paths that are no term of the truth at all.
    false : tuple of Chained
        Products whose factors do not join, or only in another order.
    whole_loss : bool
        The whole loss is differentiated by a state in it.
    """

    graph: Graph
    wanted: tuple[Place, ...]
    counts: dict[Place, Fraction]
    strange: int
    false: tuple[Chained, ...]
    whole_loss: bool = False

    @property
    def present(self) -> tuple[Place, ...]:
        return tuple(place for place in self.wanted if self.counts.get(place) == 1)

    @property
    def missing(self) -> tuple[Place, ...]:
        return tuple(place for place in self.wanted if not self.counts.get(place))

    @property
    def miscounted(self) -> tuple[Place, ...]:
        """Terms that are there with another coefficient than 1."""
        return tuple(place for place in self.wanted if self.counts.get(place, 0) not in (0, 1))

    @property
    def shuffled(self) -> bool:
        return any(chain.order == "shuffled" for chain in self.false)

    @property
    def fraction(self) -> float:
        """The share of right terms; each one too many, miscounted or broken takes one away again."""
        excess = len(self.miscounted) + self.strange + len(self.false)
        return max(0.0, (len(self.present) - excess) / len(self.wanted))


def compared(account: GradientExpression, graph: Graph, reading: Reading) -> Terms:
    """The terms of an account on a graph."""
    meaning = account.meanings[graph]
    wanted = {path: label(path) for _, path in truth(graph, account.quantity)}
    counts: dict[Place, Fraction] = {}
    strange = 0
    for (scalars, path), coefficient in meaning.values[reading].paths.items():
        place = wanted.get(path) if not scalars else None
        if place is None:
            strange += 1
        else:
            counts[place] = coefficient
    places = sorted(place for place in wanted.values() if place is not None)
    value = meaning.values[reading]
    whole_loss = any(above == LOSS and below.time is not None for above, below in value.jacobians)
    return Terms(graph, tuple(places), counts, strange, value.false, whole_loss)


def together(parts: Iterable[Terms]) -> Terms | None:
    """The terms of several accounts of different losses as one."""
    parts = list(parts)
    if not parts:
        return None
    counts = {place: count for part in parts for place, count in part.counts.items()}
    wanted = sorted({place for part in parts for place in part.wanted})
    false = tuple(chain for part in parts for chain in part.false)
    return Terms(parts[0].graph, tuple(wanted), counts, sum(part.strange for part in parts), false)


def triangle(terms: Terms) -> str:
    """The sum as a picture in text: a row for each loss, a column for each step at which the parameter enters."""
    columns = sorted({k for _, k in terms.wanted})
    rows = sorted({t for t, _ in terms.wanted})
    lines = ["      " + "".join(f" k={k} " for k in columns)]
    for t in rows:
        cells = "".join(f"  {_mark(terms, (t, k))}  " for k in columns)
        lines.append(f"  t={t} {cells}".rstrip())
    legend = "  ● there   ○ missing"
    if terms.miscounted:
        legend += "   ✗ there, but not exactly once"
    return "\n".join([*lines, legend])


def _mark(terms: Terms, place: Place) -> str:
    if place not in terms.wanted:
        return " "
    return "●" if place in terms.present else "○" if place in terms.missing else "✗"


def listed(places: Iterable[Place]) -> str:
    """(2, 1), (3, 0) and (3, 1)."""
    names = [f"({t}, {k})" for t, k in places]
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}" if names else ""
