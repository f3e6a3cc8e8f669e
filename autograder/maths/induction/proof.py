"""Reads a proof of Mⁿ = QΛⁿQ⁻¹ by induction: which equations hold, and which parts of the proof are present."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from autograder.maths.induction import keywords
from autograder.maths.induction.contexts import (
    Contexts,
    find_contexts,
    labels,
    rest_of_sentence,
    start_of_sentence,
)
from autograder.maths.induction.equations import Equation, EquationChecker, StatementUse, Status
from autograder.maths.induction.exponents import Exponent
from autograder.maths.induction.letters import declared_letters
from autograder.maths.induction.matrix_algebra import Letters
from autograder.maths.latex import Call, Chain, Document, Dots, Expr, Prose, Symbol, Unread, read, walk
from autograder.maths.unreadable import UnreadableError

MAX_CLAIMS = 400

_ZERO, _ONE = Exponent((), 0), Exponent((), 1)


@dataclass(frozen=True)
class InductionProof:
    """The parts of a proof by induction.

    Attributes
    ----------
    equations : tuple of Equation
        In the order of the answer.
    base : int or None
        The number for which the statement is shown directly, 0 or 1.
    first_case : bool
        The text mentions a base case, with or without a formula.
    assumed : frozenset of Exponent
        Numbers for which the statement is assumed.
    step : Equation or None
        The equation that leads from one number to the next, if its result is written down.
    hypothesis : bool
        The step uses something that was assumed before it.
    circular : bool
        The statement to be proved is assumed, or starts the chain that should prove it.
    short : bool
        There is a step, but its substitution or its result is not written down.
    unrolled : bool
        Dots replace factors or lines.
    concluded : bool
        The step is about matrices, or its result about eigenvectors is carried over to matrices.
    doubtful : frozenset of int
        Positions of chains near which the text calls something wrong or asks a question.
    words : int
        Number of words between the formulas.
    letters : Letters
    """

    equations: tuple[Equation, ...]
    base: int | None
    first_case: bool
    assumed: frozenset[Exponent]
    step: Equation | None
    hypothesis: bool
    circular: bool
    short: bool
    unrolled: bool
    concluded: bool
    doubtful: frozenset[int]
    words: int
    letters: Letters

    @property
    def complete(self) -> bool:
        """Whether base case, hypothesis, step and conclusion are all present."""
        parts = self.base is not None and self.step is not None and self.hypothesis and self.concluded
        return parts and not self.circular

    def equations_with(self, status: Status) -> tuple[Equation, ...]:
        """The equations with this status."""
        return tuple(equation for equation in self.equations if equation.status is status)

    @property
    def unread(self) -> tuple[Equation, ...]:
        """Unreadable equations that could be part of the proof, rather than remarks about a letter."""
        return tuple(
            equation for equation in self.equations_with(Status.UNREAD) if _could_matter(equation, self.letters)
        )


def read_proof(text: str) -> InductionProof:
    """Read an answer.

    Raises
    ------
    UnreadableError
        If the answer is too large, or makes more than `MAX_CLAIMS` claims.
    """
    document = read(text)
    letters = declared_letters(document)
    contexts = find_contexts(document, letters)
    if sum(len(part.relations) for part in document.parts if isinstance(part, Chain)) > MAX_CLAIMS:
        raise UnreadableError(f"the answer makes more than {MAX_CLAIMS} claims")
    checker = EquationChecker(letters, contexts.relations)
    chains = {i: part for i, part in enumerate(document.parts) if isinstance(part, Chain) and i in contexts.by_part}
    equations = tuple(
        equation for i, chain in chains.items() for equation in checker.check_chain(chain, i, contexts.by_part[i].cases)
    )
    return _ProofReader(document, letters, contexts, checker, chains, equations).found()


@dataclass(frozen=True)
class _ProofReader:
    document: Document
    letters: Letters
    contexts: Contexts
    checker: EquationChecker
    chains: Mapping[int, Chain]
    equations: tuple[Equation, ...]

    def found(self) -> InductionProof:
        assumed = self._assumed()
        steps = [e for e in self.equations if e.use is StatementUse.SHOWN and self._arrives(e)]
        sound = [e for e in steps if _previous(e) in assumed or self._cites(e)]
        step = next(iter([*sound, *steps]), None)
        prose = " ".join(part.text for part in self.document.parts if isinstance(part, Prose))
        return InductionProof(
            equations=self.equations,
            base=self._base(),
            first_case=self.contexts.first_case,
            assumed=frozenset(assumed),
            step=step,
            hypothesis=bool(sound),
            circular=step is not None and self._circular(step, bool(sound), assumed),
            short=step is None and any(e.use in (StatementUse.SHORT, StatementUse.SHOWN) for e in self.equations),
            unrolled=bool(_DOTS.search(prose))
            or any(_has_dots(side) for c in self.chains.values() for side in c.sides),
            concluded=step is not None and self._concludes(step),
            doubtful=frozenset(i for i in self.chains if self._doubted(i)),
            words=len(_WORD.findall(prose)) + len(_IDEOGRAPH.findall(prose)) // 2,
            letters=self.letters,
        )

    # --- the hypothesis and the step ---------------------------------------------------------------------

    def _assumed(self) -> set[Exponent]:
        statements = [e for e in self.equations if e.use is StatementUse.STATEMENT]
        assumed = [e for e in statements if self.contexts.by_part[e.chain].assumed or self._implies_a_step(e)]
        return self.contexts.assumed | {e.at for e in assumed if e.at is not None}

    def _implies_a_step(self, equation: Equation) -> bool:
        """Whether the next formula continues from this one, with nothing between: Mᵏ = QΛᵏQ⁻¹ ⇒ Mᵏ⁺¹ = ..."""
        following = (e for e in self.equations if e.chain == equation.chain + 1 and e.line == equation.line)
        return any(e.use is StatementUse.SHOWN and _previous(e) == equation.at for e in following)

    def _cites(self, equation: Equation) -> bool:
        """Whether the step says that it uses the hypothesis."""
        i = equation.chain
        around = (find(self.document, i) for find in (labels, start_of_sentence, rest_of_sentence))
        return any(keywords.HYPOTHESIS.search(text) for text in around)

    def _arrives(self, equation: Equation) -> bool:
        """Whether the side with Λ continues to QΛᵏ⁺¹Q⁻¹, in this chain or a later one."""
        assert equation.at is not None
        assert equation.form is not None
        sides = self.chains[equation.chain].sides
        onwards = sides[: equation.position + 1] if equation.swapped else sides[equation.position + 1 :]
        later = (side for i, chain in self.chains.items() if i > equation.chain for side in chain.sides)
        return any(self.checker.is_statement_side(side, equation.form, equation.at) for side in (*onwards, *later))

    def _circular(self, step: Equation, sound: bool, assumed: set[Exponent]) -> bool:
        statements = [equation for equation in self.equations if equation.use is StatementUse.STATEMENT]
        if any(equation.chain == step.chain for equation in statements):
            return True
        contexts = [self.contexts.by_part[equation.chain] for equation in statements]
        return any(one.assumed and one.universal for one in contexts) or (not sound and step.at in assumed)

    def _concludes(self, step: Equation) -> bool:
        assert step.form is not None
        later = [e for e in self.equations if e.chain > step.chain and e.use is StatementUse.STATEMENT]
        forms = {e.form.name for e in later if e.form is not None}
        return step.form.name != "eigenvector" or {"columns", "matrix"} <= forms

    # --- the base case -----------------------------------------------------------------------------------

    def _base(self) -> int | None:
        """0 or 1, if the statement is shown for it in one chain, or with its two sides in two chains."""
        sound = {i: chain for i, chain in self.chains.items() if self._sound(i)}
        for i, chain in sound.items():
            found = self._base_in(i, chain)
            if found is not None:
                return found
        right = [chain for chain in sound.values() if self._names(chain) & (self.letters.basis | self.letters.values)]
        for e in (_ZERO, _ONE):
            left = any(e in self.checker.explicit_exponents(chain, self.letters.matrix) for chain in sound.values())
            if left and any(e in self.checker.explicit_exponents(chain, self._diagonal) for chain in right):
                return e.constant
        return None

    @property
    def _diagonal(self) -> frozenset[str]:
        return self.letters.diagonal | self.letters.values

    def _names(self, chain: Chain) -> set[str]:
        return {leaf.name for side in chain.sides for leaf in walk(side) if isinstance(leaf, Symbol)}

    def _sound(self, i: int) -> bool:
        """Whether every equation of a chain was read and holds."""
        held = [equation.status in (Status.TRUE, Status.CASE) for equation in self.equations if equation.chain == i]
        return bool(held) and all(held)

    def _base_in(self, i: int, chain: Chain) -> int | None:
        context, named = self.contexts.by_part[i], self._names(chain)
        if not named & self.letters.matrix or not named & (self.letters.basis | self.letters.values):
            return None
        if any(equation.chain == i and equation.status is Status.CASE for equation in self.equations):
            return next(iter(context.cases[0].values())).constant
        matrix_exponents = self.checker.explicit_exponents(chain, self.letters.matrix)
        if _ZERO in matrix_exponents:
            return 0
        explicit_exponents = matrix_exponents | self.checker.explicit_exponents(chain, self._diagonal)
        ones = all(
            e == _ONE
            for side in chain.sides
            for e in self.checker.matrix_exponents(side) | self.checker.diagonal_exponents(side)
        )
        message = context.first and all(_ONE in case.values() for case in context.cases)
        return 1 if ones and named & self._diagonal and (_ONE in explicit_exponents or message) else None

    # --- the text ----------------------------------------------------------------------------------------

    def _doubted(self, i: int) -> bool:
        near = [part.text for part in self.document.parts[max(0, i - 1) : i + 2] if isinstance(part, Prose)]
        return any(keywords.DOUBT.search(text) or re.search(r"[?？]", text) for text in near)


_DOTS = re.compile(r"\.\.\.|[…⋯]")
_WORD = re.compile(r"[^\W\d_\u3040-\u9fff\uac00-\ud7af]{2,}")
_IDEOGRAPH = re.compile(r"[\u3040-\u9fff\uac00-\ud7af]")


def _previous(equation: Equation) -> Exponent | None:
    return equation.at.shifted(-1) if equation.at is not None else None


def _has_dots(side: Expr) -> bool:
    return any(isinstance(leaf, Dots) for leaf in walk(side))


def _could_matter(equation: Equation, letters: Letters) -> bool:
    sides = (equation.left, equation.right)
    pieces = [leaf.text for side in sides for leaf in walk(side) if isinstance(leaf, Unread)]
    explicit_exponents = "|".join(re.escape(name) for name in sorted(letters.matrices | {"Λ", "λ"}))
    if any(re.search(explicit_exponents, piece) for piece in pieces):
        return True
    names = [{leaf.name for leaf in walk(side) if isinstance(leaf, Symbol)} for side in sides]
    lists = any(isinstance(leaf, Call) for side in sides for leaf in walk(side))
    return (lists or not any(map(_has_dots, sides))) and all(
        side & (letters.matrices | letters.values) for side in names
    )
