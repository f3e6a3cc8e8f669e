"""Questions whose answer is a formula, a matrix, a set or an exact number, in any equivalent form."""

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
"""Relative error accepted for decimals in an answer."""
NEARLY = Fraction(1, 10**4)
"""Relative error within which a decimal is recognised as the rounded right value."""
MAX_QUOTED = 100
MAX_NAME = 30
"""Characters of a student's name that the feedback repeats."""
MAX_RENAMED = 4
"""Up to this many unknown names are tried in every order."""

Formula = Any
"""A SymPy object, text (read by `autograder.maths.symbolic.formula`), a number, a list of rows, or a callable without
arguments that returns one of these."""


def _logistic(z: sp.Expr) -> sp.Expr:
    return 1 / (1 + sp.exp(-z))


LOGISTIC: Mapping[str, Callable[[sp.Expr], sp.Expr]] = dict.fromkeys(("sigma", "sigmoid", "logistic", "σ"), _logistic)


@dataclass(frozen=True, kw_only=True)
class Symbolic(NameQuestion):
    """Asks for a formula and compares it with a reference; any equivalent way of writing it is right.

    Attributes
    ----------
    answer : str
        The name that the notebook asks for.
    reference : Formula
        The right formula.
    symbols : mapping of str to SymPy set, or sequence of str
        Further symbols that the answer may use; symbols of the reference need not be listed. A mapping also gives the
        domain of each symbol (all real numbers by default). Symbols are matched by name; assumptions are ignored.
    definitions : mapping of str to callable or Formula
        Further names that an answer may use: a callable defines a function, anything else a symbol. By default, the
        logistic function under its usual names.
    exact : bool
        Whether decimals, and fractions made from them, are wrong.
    identity : bool
        Whether the answer may be a multiple of the identity matrix, of any size, instead of the scalar reference.
    at_kinks : bool
        Whether the values at kinks and jumps matter.
    form : Form, optional
        A form that the answer must also have, such as `expanded()`.

    Examples
    --------
    >>> question = Symbolic(name="slope", answer="dtanh", reference="1 - tanh(x)**2")
    >>> question.correct_answer()
    {'dtanh': 1 - tanh(x)**2}
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
        """Return the reference as a SymPy object."""
        return {self.answer: self._desired}

    def wrong_answers(self) -> Iterator[tuple[Misconception, Namespace]]:
        """Yield every misconception with its formula as a SymPy object."""
        for each in self.misconceptions:
            yield each, {self.answer: self.meaning(each.wrong)}

    def changed_values(self) -> Iterator[ChangedValue]:
        """Yield formulas with one place changed."""
        return changed_values.formulas(self.answer, self._desired)

    # --- the author's formulas ---------------------------------------------------------------------------------------

    def meaning(self, formula: Formula) -> sp.Basic:
        """Convert a formula of the author to a SymPy object.

        Raises
        ------
        CourseError
            The formula cannot be read.
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

    # --- the student's formula ---------------------------------------------------------------------------------------

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
        besides = " Also, an exact value is expected." if self.exact and rounded else ""
        return incorrect(difference(self.answer, actual, found) + besides)

    def _fitting(self, written: sp.Basic) -> sp.Basic:
        """Return the reference, times an identity matrix of the answer's size if `identity` allows that."""
        desired = self._desired
        if self.identity and isinstance(written, sp.MatrixExpr | sp.MatrixBase):
            if isinstance(written, sp.Identity):
                return written
            side = written.shape[0]
            if isinstance(side, int | sp.Integer) and 0 < side <= 100:
                return sp.ImmutableDenseMatrix(sp.eye(int(side)) * desired)
        return desired

    def _right(self, written: sp.Basic, note: str) -> Verdict:
        if self.form is not None and not self.form.holds(written):
            feedback = f"`{self.answer}` has the right value, but it is not {self.form.name}. {self.form.hint}"
            return credited(self.form.credit, feedback)
        return correct(note and f"{note} The value is right.")

    def _inexact(self) -> Verdict:
        return incorrect(
            f"`{self.answer}` is close, but an exact value is expected: decimals, and fractions made from decimals, "
            "carry rounding errors. Which step first used a decimal number?",
            misconception="rounded instead of exact",
        )

    def _other_names(self, actual: sp.Basic, desired: sp.Basic, unknown: list[str], rtol: Fraction) -> Verdict:
        """Return the verdict on an answer in unknown symbols; if renaming them makes it right, suggest full credit."""
        missing = sorted(self._known - set(symbols_of(actual)))
        asked = ", ".join(sorted(self._known)) or "no symbols at all"
        used = ", ".join(name[:MAX_NAME] for name in unknown[:8])
        found = f"`{self.answer}` uses {used}, which the question does not have; it asks for {asked}."
        for names in _renamings(unknown, missing):
            renamed = substitute(actual, {sp.Symbol(u): sp.Symbol(n) for u, n in names.items()})
            if self._compare(renamed, desired, rtol).equal:
                how = ", ".join(f"{u[:MAX_NAME]} for {n}" for u, n in names.items())
                return undecided(f"{found} With {how} it is right; it needs manual grading.", suggestion=1.0)
        return undecided(f"{found} What do they stand for? It needs manual grading.")


def _renamings(unknown: list[str], missing: list[str]) -> Iterator[dict[str, str]]:
    """Yield ways to read unknown names as missing ones, the most likely first."""
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
