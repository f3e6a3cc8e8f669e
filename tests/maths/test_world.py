"""Claims that are compared in numbers: components, names that the answer defines, rules about activations."""

import pytest

from autograder.maths.latex import read
from autograder.maths.paths.graph import rnn_graph, training_graph
from autograder.maths.paths.notation import Notation
from autograder.maths.paths.terms import WorkBudget
from autograder.maths.world.claims import WorldChecker
from autograder.maths.world.rules import holds_as_rule

STATE = r"$\frac{\partial h_{t,i}}{\partial h_{t-1,j}} = %s$"
OUTPUT = r"$\frac{\partial \hat y_{t,i}}{\partial z_{t,j}} = %s$"


def compare(text, unrolling):
    chains = read(text).chains
    notations = {graph: Notation.of(graph) for graph in unrolling.graphs()}
    first = chains[-1]
    return WorldChecker(chains, notations, WorkBudget(100_000)).compare(*first.sides[:2], first.sides[0]).holds


@pytest.mark.parametrize(
    ("right", "holds"),
    [(r"\sigma'(z_{t,i}) W_{ij}", True), (r"\sigma'(z_{t,j}) W_{ij}", False), (r"\sigma'(z_{t,i}) W_{ji}", False)],
)
def test_state_jacobian_in_components(right, holds):
    text = "$z_t = W h_{t-1} + U x_t$ " + STATE % right
    assert compare(text, rnn_graph()) is holds


@pytest.mark.parametrize(
    ("right", "holds"),
    [
        (r"\hat y_{t,i}(\delta_{ij} - \hat y_{t,j})", True),
        (r"\hat y_{t,i}(\delta_{ij} + \hat y_{t,j})", False),
        (r"\hat y_{t,i}(1 - \hat y_{t,i})", False),
    ],
)
def test_softmax_jacobian_in_components(right, holds):
    assert compare(OUTPUT % right, training_graph()) is holds


def test_repeated_components_are_summed():
    chain = r"\frac{\partial E_t}{\partial \hat y_{t,k}}\frac{\partial \hat y_{t,k}}{\partial z_{t,i}}"
    assert compare(rf"$\frac{{\partial E_t}}{{\partial z_{{t,i}}}} = {chain}$", training_graph()) is True


@pytest.mark.parametrize(("factor", "holds"), [(r"c_t a_{t-1}", True), (r"c_{t-1} a_{t-1}", False)])
def test_recursion_of_defined_names(factor, holds):
    text = (
        r"$a_t = \frac{dh_t}{dW}$, $b_t = \frac{\partial^+ h_t}{\partial W}$, "
        r"$c_t = \frac{\partial h_t}{\partial h_{t-1}}$ and "
    )
    assert compare(f"{text} $a_t = b_t + {factor}$", rnn_graph()) is holds


def test_claim_that_only_says_something_for_equal_times_is_not_compared():
    assert compare(r"$\frac{\partial h_t}{\partial h_k} = \frac{\partial h_k}{\partial h_t}$", rnn_graph()) is None


@pytest.mark.parametrize(
    ("rule", "holds"),
    [
        (r"\sigma'(z) = \sigma(z)(1 - \sigma(z))", True),
        (r"\sigma' = \sigma(1 + \sigma)", False),
        (r"\tanh'(x) = 1 - \tanh^2(x)", True),
        (r"\tanh'(x) = 1 + \tanh^2(x)", False),
        (r"\sigma'(z) \le \frac14", True),
        (r"\sigma'(z) \le \frac18", False),
        (r"x = 3", None),
    ],
)
def test_rules_about_activations(rule, holds):
    (chain,) = read(f"${rule}$").chains
    assert holds_as_rule(*chain.sides, chain.relations[0], "sigmoid") is holds
