"""Paths of the unrolled graph agree with numerical networks, and claims are checked against both."""

import itertools

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st

from autograder.maths.latex import read
from autograder.maths.paths.claim_checker import ClaimChecker
from autograder.maths.paths.definitions import learn_notation
from autograder.maths.paths.graph import LOSS, Node, path_label, rnn_graph, training_graph
from autograder.maths.paths.network import STEP, Network
from autograder.maths.paths.sides import shared_network
from autograder.maths.paths.terms import WorkBudget
from autograder.maths.unreadable import UnreadableError

GRAPHS = [
    graph
    for unrolling in (rnn_graph(), training_graph())
    for span in range(len(unrolling.spans))
    for graph in unrolling.graphs(span)
]


def name(graph):
    return f"{len(graph.unrolling.chain)}-{graph.first}..{graph.last}"


@pytest.mark.parametrize("graph", GRAPHS, ids=name)
def test_gradient_is_the_sum_over_paths_of_edge_products(graph):
    net = Network(graph, seed=3)
    for parameter in graph.unrolling.parameters:
        total = np.zeros_like(net.jacobian(LOSS, Node(parameter)))
        for path in graph.paths(LOSS, Node(parameter)):
            edges = [net.jacobian(above, below, immediate=True) for above, below in itertools.pairwise(path)]
            total += np.linalg.multi_dot(edges) if len(edges) > 1 else edges[0]
        np.testing.assert_allclose(total, net.jacobian(LOSS, Node(parameter)), rtol=1e-10, atol=1e-12)


@pytest.mark.parametrize("graph", [GRAPHS[3], GRAPHS[8]], ids=name)
def test_complex_step_agrees_with_finite_differences(graph):
    net, step = Network(graph, seed=5), 1e-6
    for parameter in graph.unrolling.parameters:
        differences = []
        for place in np.ndindex(net.parameters[parameter].shape):
            values = []
            for sign in (1, -1):
                other = Network(graph, seed=5)
                other.parameters[parameter][place] += sign * step
                values.append(other.value(LOSS))
            differences.append((values[0] - values[1]) / (2 * step))
        exact = net.jacobian(LOSS, Node(parameter)).ravel()
        np.testing.assert_allclose(np.ravel(differences), exact, rtol=1e-5, atol=1e-7)
    assert STEP < 1e-20


@pytest.mark.parametrize("graph", [g for g in GRAPHS if g.last > g.first], ids=name)
def test_total_derivative_is_immediate_plus_previous_state(graph):
    net, W = Network(graph, seed=1), Node("W")
    now, before = Node("h", graph.last), Node("h", graph.last - 1)
    through = net.jacobian(now, before) @ net.jacobian(before, W)
    np.testing.assert_allclose(net.jacobian(now, W), net.jacobian(now, W, immediate=True) + through, rtol=1e-12)
    assert np.abs(through).max() > 1e-6


def test_tied_network_has_the_same_jacobian_at_every_step():
    graph = rnn_graph(T=3).graphs()[0]
    net = Network(graph, tied=True)
    steps = [net.jacobian(Node("h", t), Node("h", t - 1)) for t in range(4)]
    for step in steps[1:]:
        np.testing.assert_allclose(step, steps[0], rtol=1e-10)


def test_paths_are_the_terms_of_the_double_sum():
    graph = rnn_graph(T=3).graphs()[0]
    labels = [path_label(path[1:]) for path in graph.paths(LOSS, Node("W"))]
    assert sorted(labels) == [(t, k) for t in range(4) for k in range(t + 1)]
    training = training_graph(T=3).graphs()[0]
    assert len(training.paths(LOSS, Node("W"))) == len(training.paths(LOSS, Node("U"))) == 6
    assert len(training.paths(LOSS, Node("V"))) == 3


# --- claims -------------------------------------------------------------------------------------


def check(text, unrolling=None, budget=None):
    graphs = (unrolling or rnn_graph()).graphs()
    document = read(f"$${text}$$")
    checker = ClaimChecker(graphs, {g: learn_notation(document.chains, g) for g in graphs}, budget or WorkBudget())
    chain = document.chains[-1]
    return checker.check(chain.sides[0], chain.sides[1], chain.sides)


def status(text, unrolling=None):
    return check(text, unrolling).status


D = {
    "dht": r"\frac{\mathrm{d}h_t}{\mathrm{d}W}",
    "dhs": r"\frac{\mathrm{d}h_{t-1}}{\mathrm{d}W}",
    "imm": r"\frac{\partial^+ h_t}{\partial W}",
    "immk": r"\frac{\partial^+ h_k}{\partial W}",
    "step": r"\frac{\partial h_t}{\partial h_{t-1}}",
    "htk": r"\frac{\partial h_t}{\partial h_k}",
    "Lt": r"\frac{\partial L_t}{\partial h_t}",
    "LW": r"\frac{\partial L}{\partial W}",
}


@pytest.mark.parametrize(
    "text",
    [
        "{dht} = {imm} + {step} {dhs}",
        r"{dht} = \sum_{{k=0}}^{{t}} {htk} {immk}",
        r"{dht} = \sum_{{k \le t}} {htk} {immk}",
        r"{dht} = \sum_{{j=0}}^{{t}} \frac{{\partial h_t}}{{\partial h_{{t-j}}}} \frac{{\partial^+ h_{{t-j}}}}{{\partial W}}",
        r"{htk} = \prod_{{j=k+1}}^{{t}} \frac{{\partial h_j}}{{\partial h_{{j-1}}}}",
        r"{htk} = \prod_{{j=t}}^{{k+1}} \frac{{\partial h_j}}{{\partial h_{{j-1}}}}",
        r"{htk} = \prod_{{i=0}}^{{t-k-1}} \frac{{\partial h_{{t-i}}}}{{\partial h_{{t-i-1}}}}",
        r"{htk} = {step} \cdots \frac{{\partial h_{{k+1}}}}{{\partial h_k}}",
        r"{htk} = (\operatorname{{diag}}(\sigma')W)^{{t-k}}",
        r"{step} = \operatorname{{diag}}(\sigma'(W h_{{t-1}} + U x_t)) W",
        r"{step} = \operatorname{{diag}}(h_t \odot (1 - h_t)) W",
        r"{LW} = \sum_{{t=0}}^{{T}} {Lt} {dht}",
        r"{LW} = \frac{{\partial}}{{\partial W}} \sum_{{t=0}}^{{T}} L_t",
        r"{LW} = \sum_{{k=0}}^{{T}} \sum_{{t=k}}^{{T}} {Lt} {htk} {immk}",
        r"{LW} = \sum_{{k=0}}^{{T}} \frac{{\partial L}}{{\partial h_k}} {immk}",
        r"\frac{{\partial L}}{{\partial h_t}} = {Lt} + \frac{{\partial L}}{{\partial h_{{t+1}}}} \frac{{\partial h_{{t+1}}}}{{\partial h_t}}",
        r"\frac{{\partial h_t}}{{\partial h_t}} = I",
        r"h_t = \sigma(U x_t + W h_{{t-1}})",
        r"L = \sum_t L_t",
    ],
)
def test_true_claims_are_true(text):
    assert status(text.format(**D)) == "true"


@pytest.mark.parametrize(
    "text",
    [
        "{dht} = {imm} + {dhs}",
        "{dht} = {imm}",
        r"{dht} = \sum_{{k=1}}^{{t}} {htk} {immk}",
        r"{dht} = \sum_{{k=0}}^{{t-1}} {htk} {immk}",
        r"{htk} = \prod_{{j=k}}^{{t}} \frac{{\partial h_j}}{{\partial h_{{j-1}}}}",
        r"{htk} = \prod_{{j=k+1}}^{{t-1}} \frac{{\partial h_j}}{{\partial h_{{j-1}}}}",
        r"{htk} = (\operatorname{{diag}}(\sigma')W)^{{t-k+1}}",
        r"{LW} = \sum_{{t=0}}^{{T}} {Lt} {imm}",
        r"{LW} = \sum_{{t=0}}^{{T}} \sum_{{k=0}}^{{t}} {Lt} {htk} \frac{{\mathrm{{d}} h_k}}{{\mathrm{{d}} W}}",
        r"{LW} = \sum_{{t=0}}^{{T}} \sum_{{k=0}}^{{t}} \frac{{\partial L_k}}{{\partial h_k}} {htk} {immk}",
        r"h_t = \sigma(W h_t + U x_t)",
        r"L = \sum_{{t=1}}^{{T}} L_t",
    ],
)
def test_false_claims_are_false(text):
    assert status(text.format(**D)) == "false"


@pytest.mark.parametrize("above", ["y_t", "x_t", "W"])
def test_derivatives_of_constants_are_zero(above):
    assert status(rf"\frac{{\partial {above}}}{{\partial V}} = 0", training_graph()) == "true"


def test_defined_letter_has_the_indices_of_its_definition():
    letter = "g = {dht}$$ so that $$"
    assert status((letter + r"g = \sum_{{k=0}}^{{t}} {htk} {immk}").format(**D)) == "true"
    assert status((letter + r"g = \sum_{{k=1}}^{{t}} {htk} {immk}").format(**D)) == "false"


@pytest.mark.parametrize(
    "text",
    [
        r"{LW} = \sum_t \gamma_t {dht}",
        r"{dht} = {imm} \odot {dhs}",
        r"{step} = \operatorname{{diag}}(\sigma'(W h_t + U x_t)) W",
        r"\frac{{\partial^2 L}}{{\partial W^2}} = {LW}",
        r"{LW} = {Lt} + \dots + \frac{{\partial L_0}}{{\partial W}}",
        r"{LW} = \frac{{\partial L}}{{\partial \theta}}",
    ],
)
def test_claims_with_unknown_parts_are_unread(text):
    assert status(text.format(**D)) == "unread"


def test_reversed_products_are_reported():
    found = check("{dht} = {imm} + {dhs} {step}".format(**D))
    assert found.backwards
    assert not found.straight


def test_readings_of_an_unmarked_derivative_are_reported():
    plain = {key: text.replace(r"\mathrm{d}", r"\partial ").replace("^+", "") for key, text in D.items()}
    total = check("{LW} = \\sum_{{t=0}}^{{T}} {Lt} {dht}".format(**plain))
    immediate = check("{LW} = \\sum_{{t=0}}^{{T}} \\sum_{{k=0}}^{{t}} {Lt} {htk} {immk}".format(**plain))
    both = check("{dht} = {imm} + {step} {dhs}".format(**plain))
    assert ("total", "total") in total.pairs
    assert ("immediate", "immediate") not in total.pairs
    assert ("immediate", "immediate") in immediate.pairs
    assert ("total", "total") not in immediate.pairs
    assert both.status == "true"
    assert not {("total", "total"), ("immediate", "immediate")} & both.pairs


@settings(max_examples=80, deadline=None)
@given(st.integers(-1, 1), st.integers(-1, 0), st.integers(-1, 2), st.integers(-2, 1))
def test_verdict_on_sum_bounds_agrees_with_numbers(first, beyond, start, past):
    def shifted(letter, by):
        return letter if by == 0 else f"{letter}{by:+d}"

    text = rf"{D['LW']} = \sum_{{t={first}}}^{{{shifted('T', beyond)}}} \sum_{{k={start}}}^{{{shifted('t', past)}}} "
    found = status(text + f"{D['Lt']} {D['htk']} {D['immk']}")
    right = all(_double_sum(graph, first, beyond, start, past) for graph in rnn_graph().graphs())
    assert found == ("true" if right else "false") or (found == "unread" and first < 0)


def _double_sum(graph, first, beyond, start, past):
    net, W = shared_network(graph), Node("W")
    total = np.zeros_like(net.jacobian(LOSS, W))
    for t in range(first, graph.T + beyond + 1):
        for k in range(start, t + past + 1):
            loss, state, seen = Node("L", t), Node("h", t), Node("h", k)
            if not (graph.exists(loss) and graph.exists(seen)):
                return False
            total += net.jacobian(loss, state) @ net.jacobian(state, seen) @ net.jacobian(seen, W, immediate=True)
    return np.allclose(total, net.jacobian(LOSS, W), rtol=1e-9, atol=1e-14)


def test_letters_follow_the_definitions_of_the_answer():
    document = read(
        r"Let $a_t = U x_t + W h_{t-1}$, $\ell = \sum_{t=0}^T \ell_t$ and $\delta_t = \frac{\partial \ell_t}{\partial h_t}$."
    )
    notation = learn_notation(document.chains, rnn_graph().graphs()[-1])
    assert notation.letters["a"] == "a"
    assert notation.letters["ell"] == "L"
    assert [definition.letter for definition in notation.definitions] == ["delta"]


def test_exceeding_the_budget_is_unread():
    nested = "".join(rf"\sum_{{{letter}=0}}^{{40}} " for letter in "abcdefgh")
    found = check(f"{D['LW']} = {nested} {D['Lt'].replace('_t', '_0')}", budget=WorkBudget(5_000))
    assert found.status == "unread"
    with pytest.raises(UnreadableError):
        WorkBudget(3).spend(4)
