"""Reads a proof of Mⁿ = QΛⁿQ⁻¹ by induction: which lines hold, and whether base case, hypothesis and step are there."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from autograder.maths.induction import cues
from autograder.maths.induction.contexts import Occasions, before, behind, notes, occasions
from autograder.maths.induction.exponents import Exponent
from autograder.maths.induction.links import Holds, Judge, Link, Use
from autograder.maths.induction.matrix_algebra import Letters
from autograder.maths.induction.roles import letters_of
from autograder.maths.latex import Chain, Document, Dots, Expr, Prose, Symbol, Unread, read, walk
from autograder.maths.unreadable import UnreadableError

MAX_CLAIMS = 400

_ZERO, _ONE = Exponent((), 0), Exponent((), 1)


@dataclass(frozen=True)
class Induction:
    """What was found of a proof by induction.

    Attributes
    ----------
    links : tuple of Link
        Every claim, in order.
    base : int or None
        The number for which the statement is shown directly, 0 or 1.
    first_case : bool
        A first case is mentioned, whether or not a formula shows it.
    assumed : frozenset of Exponent
        For which numbers the statement is assumed.
    step : Link or None
        The claim that goes from one number to the next, if what leads to it and from it is there as well.
    hypothesis : bool
        Whether what the step uses was assumed before.
    circular : bool
        What is to be shown is assumed, or stands at the beginning of the chain that should show it.
    short : bool
        There is a step, but the substitution in it, or where it leads, is not written down.
    unrolled : bool
        There are dots in the place of terms or lines.
    concluded : bool
        The step is about matrices, or what it says about eigenvectors is brought back to them.
    doubtful : frozenset of int
        Positions of chains near which the text says that something is wrong, or asks.
    words : int
        How many words there are between the formulas.
    """

    links: tuple[Link, ...]
    base: int | None
    first_case: bool
    assumed: frozenset[Exponent]
    step: Link | None
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
        """Whether base case, hypothesis, step and conclusion are all there."""
        parts = self.base is not None and self.step is not None and self.hypothesis and self.concluded
        return parts and not self.circular

    def those(self, holds: Holds) -> tuple[Link, ...]:
        """The claims of which this was found."""
        return tuple(link for link in self.links if link.holds is holds)

    @property
    def unread(self) -> tuple[Link, ...]:
        """Claims that were not read and could be part of the proof: not remarks on what a letter is."""
        return tuple(link for link in self.those(Holds.UNREAD) if _could_matter(link, self.letters))


def study(text: str) -> Induction:
    """Read an answer.

    Raises
    ------
    UnreadableError
        It is too large to read at all, or makes more than `MAX_CLAIMS` claims.
    """
    document = read(text)
    letters = letters_of(document)
    said = occasions(document, letters)
    if sum(len(part.relations) for part in document.parts if isinstance(part, Chain)) > MAX_CLAIMS:
        raise UnreadableError(f"the answer makes more than {MAX_CLAIMS} claims")
    judge = Judge(letters, said.relations)
    chains = {i: part for i, part in enumerate(document.parts) if isinstance(part, Chain) and i in said.of}
    links = tuple(link for i, chain in chains.items() for link in judge.links(chain, i, said.of[i].cases))
    return _Proof(document, letters, said, judge, chains, links).found()


@dataclass(frozen=True)
class _Proof:
    document: Document
    letters: Letters
    said: Occasions
    judge: Judge
    chains: Mapping[int, Chain]
    links: tuple[Link, ...]

    def found(self) -> Induction:
        assumed = self._assumed()
        steps = [link for link in self.links if link.use is Use.SHOWN and self._arrives(link)]
        sound = [link for link in steps if _before(link) in assumed or self._cites(link)]
        step = next(iter([*sound, *steps]), None)
        prose = " ".join(part.text for part in self.document.parts if isinstance(part, Prose))
        return Induction(
            links=self.links,
            base=self._base(),
            first_case=self.said.first_case,
            assumed=frozenset(assumed),
            step=step,
            hypothesis=bool(sound),
            circular=step is not None and self._circular(step, bool(sound), assumed),
            short=step is None and any(link.use in (Use.SHORT, Use.SHOWN) for link in self.links),
            unrolled=bool(_DOTS.search(prose))
            or any(_has_dots(side) for c in self.chains.values() for side in c.sides),
            concluded=step is not None and self._concludes(step),
            doubtful=frozenset(i for i in self.chains if self._doubted(i)),
            words=len(_WORD.findall(prose)) + len(_IDEOGRAPH.findall(prose)) // 2,
            letters=self.letters,
        )

    # --- the hypothesis and the step ---------------------------------------------------------------------

    def _assumed(self) -> set[Exponent]:
        statements = (link for link in self.links if link.use is Use.STATEMENT and self.said.of[link.chain].assumed)
        implied = (link for link in self.links if link.use is Use.STATEMENT and self._implies_a_step(link))
        return self.said.assumed | {link.at for link in (*statements, *implied) if link.at is not None}

    def _implies_a_step(self, link: Link) -> bool:
        """Whether the next formula, with nothing between, goes on from this one: Mᵏ = QΛᵏQ⁻¹ ⇒ Mᵏ⁺¹ = ..."""
        following = (other for other in self.links if other.chain == link.chain + 1 and other.line == link.line)
        return any(other.use is Use.SHOWN and _before(other) == link.at for other in following)

    def _cites(self, link: Link) -> bool:
        """Whether the step says that it uses the hypothesis."""
        i = link.chain
        around = (notes(self.document, i), before(self.document, i), behind(self.document, i))
        return any(cues.HYPOTHESIS.search(text) for text in around)

    def _arrives(self, link: Link) -> bool:
        """Whether the side with Λ goes on to QΛᵏ⁺¹Q⁻¹, in this chain or a later one."""
        assert link.at is not None
        assert link.shape is not None
        sides = self.chains[link.chain].sides
        onwards = sides[: link.position + 1] if link.mirrored else sides[link.position + 1 :]
        later = (side for i, chain in self.chains.items() if i > link.chain for side in chain.sides)
        return any(self.judge.is_statement_side(side, link.shape, link.at) for side in (*onwards, *later))

    def _circular(self, step: Link, sound: bool, assumed: set[Exponent]) -> bool:
        statements = [link for link in self.links if link.use is Use.STATEMENT]
        if any(link.chain == step.chain for link in statements):
            return True
        said = [self.said.of[link.chain] for link in statements]
        return any(one.assumed and one.sweeping for one in said) or (not sound and step.at in assumed)

    def _concludes(self, step: Link) -> bool:
        assert step.shape is not None
        later = [link for link in self.links if link.chain > step.chain and link.use is Use.STATEMENT]
        shapes = {link.shape.name for link in later if link.shape is not None}
        return step.shape.name != "eigenvector" or {"columns", "matrix"} <= shapes

    # --- the base case -----------------------------------------------------------------------------------

    def _base(self) -> int | None:
        """0 or 1, if the statement is shown for it: in one chain, or with its two sides in two chains."""
        sound = {i: chain for i, chain in self.chains.items() if self._sound(i)}
        for i, chain in sound.items():
            found = self._base_in(i, chain)
            if found is not None:
                return found
        right = [chain for chain in sound.values() if self._names(chain) & (self.letters.basis | self.letters.values)]
        for e in (_ZERO, _ONE):
            left = any(e in self.judge.written(chain, self.letters.matrix) for chain in sound.values())
            if left and any(e in self.judge.written(chain, self._diagonal) for chain in right):
                return e.constant
        return None

    @property
    def _diagonal(self) -> frozenset[str]:
        return self.letters.diagonal | self.letters.values

    def _names(self, chain: Chain) -> set[str]:
        return {leaf.name for side in chain.sides for leaf in walk(side) if isinstance(leaf, Symbol)}

    def _sound(self, i: int) -> bool:
        """Whether every claim of a chain was read and holds."""
        held = [link.holds in (Holds.TRUE, Holds.CASE) for link in self.links if link.chain == i]
        return bool(held) and all(held)

    def _base_in(self, i: int, chain: Chain) -> int | None:
        occasion, named = self.said.of[i], self._names(chain)
        if not named & self.letters.matrix or not named & (self.letters.basis | self.letters.values):
            return None
        if any(link.chain == i and link.holds is Holds.CASE for link in self.links):
            return next(iter(occasion.cases[0].values())).constant
        of_matrix = self.judge.written(chain, self.letters.matrix)
        if _ZERO in of_matrix:
            return 0
        written = of_matrix | self.judge.written(chain, self._diagonal)
        ones = all(e == _ONE for side in chain.sides for e in self.judge.of_matrix(side) | self.judge.of_diagonal(side))
        told = occasion.first and all(_ONE in case.values() for case in occasion.cases)
        return 1 if ones and named & self._diagonal and (_ONE in written or told) else None

    # --- the text ----------------------------------------------------------------------------------------

    def _doubted(self, i: int) -> bool:
        near = [part.text for part in self.document.parts[max(0, i - 1) : i + 2] if isinstance(part, Prose)]
        return any(cues.DOUBT.search(text) or re.search(r"[?？]", text) for text in near)


_DOTS = re.compile(r"\.\.\.|[…⋯]")
_WORD = re.compile(r"[^\W\d_\u3040-\u9fff\uac00-\ud7af]{2,}")
_IDEOGRAPH = re.compile(r"[\u3040-\u9fff\uac00-\ud7af]")


def _before(link: Link) -> Exponent | None:
    return link.at.shifted(-1) if link.at is not None else None


def _has_dots(side: Expr) -> bool:
    return any(isinstance(leaf, Dots) for leaf in walk(side))


def _could_matter(link: Link, letters: Letters) -> bool:
    sides = (link.left, link.right)
    pieces = [leaf.text for side in sides for leaf in walk(side) if isinstance(leaf, Unread)]
    written = "|".join(re.escape(name) for name in sorted(letters.matrices | {"Λ", "λ"}))
    if any(re.search(written, piece) for piece in pieces):
        return True
    names = [{leaf.name for leaf in walk(side) if isinstance(leaf, Symbol)} for side in sides]
    return not any(map(_has_dots, sides)) and all(side & letters.matrices for side in names)
