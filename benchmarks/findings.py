"""Measurements, and how to print them: in the terminal, in Markdown, as JSON."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from rich.table import Table

COLUMNS = ("", "median", "from – to", "ratio", "goal")


@dataclass(frozen=True)
class Line:
    """One quantity, measured one or several times.

    Attributes
    ----------
    values : tuple of float
        In `unit`, in the order in which they were measured.
    ratio : float or None
        Relative to the reference of the part, such as the floor.
    """

    what: str
    values: tuple[float, ...]
    unit: str
    ratio: float | None = None
    goal: str = ""

    @property
    def median(self) -> float:
        return statistics.median(self.values)

    @property
    def cells(self) -> tuple[str, ...]:
        spread = f"{min(self.values):.3g} – {max(self.values):.3g}" if len(self.values) > 1 else ""
        ratio = "" if self.ratio is None else f"{self.ratio:.3g}"
        return self.what, f"{self.median:.3g} {self.unit}", spread, ratio, self.goal


@dataclass(frozen=True)
class Part:
    """One part of the benchmark."""

    name: str
    title: str
    lines: tuple[Line, ...]
    notes: tuple[str, ...] = ()

    def table(self) -> Table:
        table = Table(title=self.title, caption="\n".join(self.notes), title_justify="left", caption_justify="left")
        for number, column in enumerate(COLUMNS):
            table.add_column(column, justify="right" if number else "left")
        for line in self.lines:
            table.add_row(*line.cells)
        return table

    def markdown(self) -> str:
        rows = [COLUMNS, ("---", *["--:"] * (len(COLUMNS) - 1)), *(line.cells for line in self.lines)]
        table = "\n".join(f"| {' | '.join(row)} |" for row in rows)
        return "\n\n".join((f"**{self.title}**", table, *self.notes))

    def to_json(self) -> dict[str, Any]:
        return asdict(self)


def ratios(upper: Sequence[float], lower: Sequence[float]) -> float:
    """Return the median of the rounds' ratios: a disturbance of the machine affects both programs of a round."""
    return statistics.median(above / below for above, below in zip(upper, lower, strict=True))
