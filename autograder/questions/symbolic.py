"""Formulas, matrices, sets and exact numbers as answers: judged by what they mean, not by how they are written."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from itertools import permutations
from typing import Any

import sympy as sp

from autograder.maths.symbolic.conversion import Converted, to_sympy
from autograder.maths.symbolic.equality import Comparison, Kind, Relation, compare, kind
from autograder.maths.symbolic.meaning import has_floats, named_function, resolve, substitute
from autograder.maths.symbolic.points import symbols as symbols_of
from autograder.maths.unreadable import UnreadableError
from autograder.model import ChangedValue, Misconception, Verdict, correct, credited, incorrect, undecided
from autograder.model.errors import CourseError
from autograder.model.questions import Namespace
from autograder.questions import changed_values
from autograder.questions.asked import NameQuestion
from autograder.questions.forms import Form
from autograder.questions.wording import difference

ROUNDED = Fraction(1, 10**9)
"""Relative difference that decimals in an answer may make."""
NEARLY = Fraction(1, 10**4)
"""Relative difference within which an inexact number was meant to be the right one."""
MAX_QUOTED = 100
MAX_NAME = 30
"""Of what a student chose, so many characters are repeated."""
MAX_RENAMED = 4
"""Other names than the asked ones are tried in every order up to this many."""

Formula = Any
"""A SymPy object, text that `maths.formula` reads, a number, a list of rows, or a callable without arguments that
gives one."""


def _logistic(z: sp.Expr) -> sp.Expr:
    return 1 / (1 + sp.exp(-z))


LOGISTIC: Mapping[str, Callable[[sp.Expr], sp.Expr]] = dict.fromkeys(("sigma", "sigmoid", "logistic", "σ"), _logistic)


@dataclass(frozen=True, kw_only=True)
class Symbolic(NameQuestion):
    """One name in the student's namespace whose value is a formula.

    Attributes
    ----------
    answer : str
        The name that the notebook asks for.
    reference : Formula
        What it should mean.
    symbols : mapping of str to SymPy set, or sequence of str
        The symbols that the answer may use, where a domain other than all real numbers matters with it. Symbols of the
        reference need not be listed. Symbols are matched by name; assumptions do not count.
    definitions : mapping of str to callable or Formula
        Further names that an answer may use: a callable says what an undefined function stands for, anything else
        what a symbol stands for. The logistic function is known by its usual names.
    exact : bool
        Whether decimals, and fractions made from them, do not count.
    identity : bool
        Whether the identity matrix of any size counts as the number 1, times which the reference is.
    at_kinks : bool
        Whether the values right at a kink or jump count.
    form : Form, optional
        A form that the answer has to have besides being right.
    """

    reference: Formula
    symbols: Mapping[str, sp.Set] | tuple[str, ...] = ()
    definitions: Mapping[str, Any] = field(default_factory=lambda: LOGISTIC)
    exact: bool = False
    identity: bool = False
    at_kinks: bool = True
    form: Form | None = None

    def judge_value(self, value: object) -> Verdict:
        """Compare the value with the reference."""
        if value is Ellipsis:
            return incorrect(f"`{self.answer}` has no value yet.")
        try:
            return self._judge(to_sympy(value, self._wanted, self._known))
        except UnreadableError as error:
            return undecided(f"`{self.answer}` could not be read ({str(error)[:MAX_QUOTED]}); it needs manual grading.")

    def correct_answer(self) -> Namespace:
        """Return what the reference stands for."""
        return {self.answer: self._desired}

    def wrong_answers(self) -> Iterator[tuple[Misconception, Namespace]]:
        """Yield what the formulas of the misconceptions stand for."""
        for each in self.misconceptions:
            yield each, {self.answer: self.meaning(each.wrong)}

    def changed_values(self) -> Iterator[ChangedValue]:
        """Yield formulas with one place changed."""
        return changed_values.formulas(self.answer, self._desired)

    # --- what the author wrote ---------------------------------------------------------------------------

    def meaning(self, formula: Formula) -> sp.Basic:
        """The SymPy object that a formula of the author's stands for.

        Raises
        ------
        CourseError
            It cannot be read.
        """
        value = formula() if callable(formula) and not isinstance(formula, sp.Basic) else formula
        try:
            if isinstance(value, sp.Basic | sp.MatrixBase):
                return self._resolved(value.as_immutable() if isinstance(value, sp.MatrixBase) else value)
            return self._resolved(to_sympy(value, Kind.OTHER, self.symbols).expression)
        except UnreadableError as error:
            raise CourseError(f"question {self.name!r}: the formula {value!r} cannot be read: {error}") from error

    @cached_property
    def _desired(self) -> sp.Basic:
        return self.meaning(self.reference)

    @property
    def _wanted(self) -> Kind:
        return kind(self._desired)

    @cached_property
    def _known(self) -> set[str]:
        return {*self.symbols, *symbols_of(self._desired)}

    @cached_property
    def _functions(self) -> Mapping[str, sp.Lambda]:
        return {name: named_function(name, meant) for name, meant in self.definitions.items() if callable(meant)}

    @property
    def _domains(self) -> Mapping[str, sp.Set]:
        return self.symbols if isinstance(self.symbols, Mapping) else {}

    def _resolved(self, expression: sp.Basic) -> sp.Basic:
        short = {sp.Symbol(n): sp.sympify(m) for n, m in self.definitions.items() if not callable(m)}
        return resolve(substitute(expression, short), self._functions)

    def _compare(self, actual: sp.Basic, desired: sp.Basic, rtol: Fraction) -> Comparison:
        return compare(actual, desired, self._domains, at_kinks=self.at_kinks, rtol=rtol)

    # --- what the student wrote --------------------------------------------------------------------------

    def _judge(self, converted: Converted) -> Verdict:
        written = converted.expression
        actual, desired = self._resolved(written), self._fitting(written)
        rounded = has_floats(written)
        rtol = ROUNDED if rounded else Fraction(0)
        found = self._compare(actual, desired, rtol)
        if found.equal and not (self.exact and rounded):
            return self._right(written, converted.note)
        unknown = sorted(set(symbols_of(actual)) - self._known)
        if unknown and not found.equal:
            return self._other_names(actual, desired, unknown, rtol)
        if found.relation is Relation.UNDECIDED:
            return undecided(f"`{self.answer}` could not be compared ({found.detail}); it needs manual grading.")
        if isinstance(desired, sp.Interval) and converted.is_pair:
            return undecided(f"`{self.answer}` is a pair: it does not say which of its ends belong to the set.")
        if self.exact and self._compare(actual, desired, NEARLY).equal:
            return self._inexact()
        for wrong in self.misconceptions:
            if self._compare(actual, self.meaning(wrong.wrong), rtol).equal:
                return credited(wrong.credit, wrong.hint, misconception=wrong.name)
        besides = " Besides, an exact value is expected." if self.exact and rounded else ""
        return incorrect(difference(self.answer, actual, found) + besides)

    def _fitting(self, written: sp.Basic) -> sp.Basic:
        """The reference, as an identity matrix of the answer's size where that is allowed."""
        desired = self._desired
        if self.identity and isinstance(written, sp.MatrixExpr | sp.MatrixBase):
            if isinstance(written, sp.Identity):
                return written
            side = written.shape[0]
            if isinstance(side, int | sp.Integer) and 0 < side <= 100:
                return sp.ImmutableDenseMatrix(sp.eye(int(side)) * desired)
        return desired

    def _right(self, written: sp.Basic, dress: str) -> Verdict:
        if self.form is not None and not self.form.holds(written):
            feedback = f"`{self.answer}` has the right value, but it is not {self.form.name}. {self.form.hint}"
            return credited(self.form.credit, feedback)
        return correct(dress and f"{dress} The value is right.")

    def _inexact(self) -> Verdict:
        return incorrect(
            f"`{self.answer}` is close, but an exact value is expected: decimals, and fractions made from decimals, "
            "carry rounding errors. In which step did a decimal number first come in?",
            misconception="rounded instead of exact",
        )

    def _other_names(self, actual: sp.Basic, desired: sp.Basic, unknown: list[str], rtol: Fraction) -> Verdict:
        """An answer in symbols that the question does not have: right up to names is told apart from wrong."""
        missing = sorted(self._known - set(symbols_of(actual)))
        asked = ", ".join(sorted(self._known)) or "no symbols at all"
        used = ", ".join(name[:MAX_NAME] for name in unknown[:8])
        told = f"`{self.answer}` uses {used}, which the question does not have; it asks for {asked}."
        for names in _renamings(unknown, missing):
            renamed = substitute(actual, {sp.Symbol(u): sp.Symbol(n) for u, n in names.items()})
            if self._compare(renamed, desired, rtol).equal:
                how = ", ".join(f"{u[:MAX_NAME]} for {n}" for u, n in names.items())
                return undecided(f"{told} With {how} it is right; it needs manual grading.", suggestion=1.0)
        return undecided(f"{told} What do they stand for? It needs manual grading.")


def _renamings(unknown: list[str], missing: list[str]) -> Iterator[dict[str, str]]:
    """Ways to read unknown names as missing ones, the likely ones first."""
    if len(unknown) > len(missing):
        return
    plain = {"".join(filter(str.isalnum, name)).lower(): name for name in missing}
    alike = {name: plain.get("".join(filter(str.isalnum, name)).lower()) for name in unknown}
    if None not in alike.values() and len(set(alike.values())) == len(alike):
        yield {name: str(found) for name, found in alike.items()}
    if len(unknown) == len(missing):
        yield dict(zip(unknown, missing, strict=True))
    if len(unknown) <= MAX_RENAMED and len(missing) <= 2 * MAX_RENAMED:
        for chosen in permutations(missing, len(unknown)):
            yield dict(zip(unknown, chosen, strict=True))
