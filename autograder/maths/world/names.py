"""What the letters of an answer mean: quantities of the network, and names that the answer defines anywhere."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from autograder.maths.latex import (
    Call,
    Chain,
    Derivative,
    Expr,
    Group,
    Listed,
    Product,
    Symbol,
    Transpose,
    Unread,
    bare,
    walk,
)
from autograder.maths.paths.graph import Graph, Node
from autograder.maths.paths.indices import index
from autograder.maths.paths.notation import Notation
from autograder.maths.unreadable import UnreadableError
from autograder.maths.world.references import COMPONENTS, TIMES, Reference, is_time, reference

MAX_DEFINITIONS = 40


@dataclass(frozen=True)
class Named:
    """A definition `δ_{t,i} = body`: times and component labels in the order of writing."""

    letter: str
    times: tuple[Expr, ...]
    labels: tuple[str, ...]
    body: Expr

    @property
    def declared(self) -> bool:
        """Whether the letter stands for a derivative."""
        inner = bare(self.body)
        return isinstance(bare(inner.base) if isinstance(inner, Transpose) else inner, Derivative)

    @property
    def recursive(self) -> bool:
        """Whether the body contains the letter."""
        return any((found := reference(node)) is not None and found.letter == self.letter for node in walk(self.body))


@dataclass(frozen=True)
class Match:
    """A definition that fits a reference: its body, the values of its times, its labels and the wanted ones.

    The body is None for a recursion that has left the network, which adds nothing.
    """

    body: Expr | None
    bound: Mapping[str, int]
    labels: tuple[str, ...] = ()
    wanted: tuple[str, ...] = ()


@dataclass(frozen=True)
class Names:
    """The meaning of the letters of one answer.

    Attributes
    ----------
    letters : mapping
        Letter with accent to family.
    rates : frozenset of str
    components : frozenset of str
        Indices that number components.
    definitions : tuple of Named
    transitions : frozenset of str
        Functions f with h_t = f(h_{t−1}, …).
    """

    letters: Mapping[str, str]
    rates: frozenset[str]
    components: frozenset[str]
    definitions: tuple[Named, ...] = ()
    transitions: frozenset[str] = frozenset()
    parameters: frozenset[str] = frozenset()

    def lookup(self, found: Reference, env: Mapping[str, int], graph: Graph) -> Match | None:
        """The definition that fits a reference, or None."""
        candidates = [named for named in self.definitions if named.letter == found.letter]
        if not candidates or found.primes:
            return None
        times, labels = self.split(found)
        try:
            numbers = tuple(index(time, env) for time in times)
        except UnreadableError:
            return None
        matches: list[tuple[bool, int, Named, dict[str, int]]] = []
        for place, named in enumerate(candidates):
            if len(named.times) != len(times) or (labels and named.labels and len(named.labels) != len(labels)):
                continue
            bound: dict[str, int] = {}
            fits = True
            for written, number in zip(named.times, numbers, strict=True):
                if isinstance(written, Symbol) and written.name != "T":
                    fits = fits and bound.setdefault(written.name, number) == number
                else:
                    try:
                        fits = fits and index(written, {**env, **bound}) == number
                    except UnreadableError:
                        fits = False
            if fits:
                matches.append((bool(bound), place, named, bound))
        if not matches:
            return None
        general, _, named, bound = min(matches, key=lambda match: (not match[2].declared, *match[:2]))
        outside = any(not graph.first - 1 <= number <= graph.last for number in numbers)
        if general and named.recursive and (outside or any(number < graph.first for number in numbers)):
            return Match(None, {})
        return Match(named.body, bound, named.labels, labels)

    def split(self, found: Reference) -> tuple[tuple[Expr, ...], tuple[str, ...]]:
        """The times and the component labels of a letter that the answer defines."""
        times: list[Expr] = []
        labels: list[str] = []
        for part in (*found.indices, *found.raised):
            if isinstance(part, Symbol) and part.name in self.components and not is_time(part):
                labels.append(part.name)
            else:
                times.append(part)
        return tuple(times), (*labels, *found.components)

    def without_arguments(self, factors: tuple[Expr, ...]) -> tuple[Expr, ...]:
        """The factors without the arguments of quantities: L_t(h_t) is L_t."""
        kept: list[Expr] = []
        for factor in factors:
            before = reference(kept[-1]) if kept else None
            known = before is not None and before.letter in self.letters and self.letters[before.letter] != "x"
            if known and isinstance(factor, Group) and self._are_arguments(factor):
                continue
            kept.append(factor)
        return tuple(kept)

    def _are_arguments(self, group: Group) -> bool:
        items = group.body.items if isinstance(group.body, Listed) else (group.body,)
        return all(
            (found := reference(item)) is not None
            and (found.letter in self.letters or found.letter in self.parameters)
            and (len(items) > 1 or bool(found.indices) or found.letter in self.parameters)
            for item in items
        )

    def without_argument(self, of: Expr) -> Expr:
        """A numerator without the arguments of its quantity."""
        factors = getattr(of, "factors", None)
        if factors is None or len(factors) != 2:
            return of
        kept = self.without_arguments(factors)
        return bare(kept[0]) if len(kept) == 1 else of

    def transition(self, of: Expr, env: Mapping[str, int]) -> Node | None:
        """The state that a function of the state before and the parameters is, or None."""
        function, arguments = _application(of)
        if function is None or function not in self.transitions:
            return None
        for item in arguments:
            found = reference(item)
            if found is not None and self.letters.get(found.letter) == "h" and (found.indices or found.raised):
                return Node("h", index((*found.indices, *found.raised)[0], env) + 1)
        return None


def _application(of: Expr) -> tuple[str | None, tuple[Expr, ...]]:
    """The name and arguments of f(a, b)."""
    match of:
        case Call(Symbol(name), argument) | Product((Symbol(name), Group(argument))):
            inner = bare(argument)
            return name, inner.items if isinstance(inner, Listed) else (inner,)
    return None, ()


def learn_names(chains: Iterable[Chain], notation: Notation) -> Names:
    """The meaning of the letters of an answer, with every name that it defines."""
    chains = [chain for chain in chains if not chain.retracted]
    parameters = frozenset(notation.graph.unrolling.parameters)
    components = _components(chains)
    bare_names = Names(notation.letters, notation.rates, components, parameters=parameters)
    definitions: list[Named] = []
    transitions: set[str] = set()
    for chain in chains:
        if any(relation not in ("=", ":=") for relation in chain.relations):
            continue
        for place, side in enumerate(chain.sides):
            inner = bare(side)
            function, arguments = _application(inner)
            if function is not None and len(arguments) > 1:
                others = [reference(other) for other in chain.sides if other is not side]
                if any(found is not None and notation.letters.get(found.letter) == "h" for found in others):
                    transitions.add(function)
                continue
            found = reference(inner)
            if found is None or found.primes or found.letter in notation.letters or found.letter in parameters:
                continue
            if found.letter in notation.rates or (not found.indices and not found.raised and found.letter in TIMES):
                continue
            others_ = [o for o in (*chain.sides[place + 1 :], *chain.sides[:place]) if not isinstance(o, Unread)]
            bodies = sorted(others_, key=lambda body: not isinstance(bare(body), Derivative))
            times, labels = bare_names.split(found)
            if found.letter == "delta" and len(labels) == 2 and not times:
                continue  # Kronecker's
            if bodies and len(definitions) < MAX_DEFINITIONS:
                definitions.append(Named(found.letter, times, labels, bodies[0]))
    definitions.sort(key=lambda named: (named.recursive, not named.declared))
    return Names(notation.letters, notation.rates, components, tuple(definitions), frozenset(transitions), parameters)


def _components(chains: Iterable[Chain]) -> frozenset[str]:
    """Letters that are used as component indices, and never to number steps by an expression such as j − 1."""
    found: set[str] = set()
    steps: set[str] = {"T", "t"}
    for chain in chains:
        for side in chain.sides:
            for node in walk(side):
                one = reference(node)
                if one is None:
                    continue
                found |= set(one.components)
                ordered = (*one.indices, *one.raised)
                for place, part in enumerate(ordered):
                    if not isinstance(part, Symbol):
                        steps |= {leaf.name for leaf in walk(part) if isinstance(leaf, Symbol)}
                    elif part == Symbol(part.name) and len(ordered) > 1:
                        # the first of several indices may number a step
                        letters = COMPONENTS | {"k", "r", "s"} if place and not one.raised else COMPONENTS
                        found |= {part.name} & letters
    return frozenset(found - steps)
