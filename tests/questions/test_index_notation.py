"""Claims in index notation and with vec: true ones are read, false ones need manual grading."""

import pytest

from autograder.model import Outcome, Response
from tests.questions.test_derivation import QUESTIONS
from tests.questions.test_student_guide import DERIVATION

HOLDS = [
    r"$\frac{\partial (h_j)_a}{\partial (h_{j-1})_b} = \sigma'((z_j)_a) W_{ab}$",
    r"$\frac{\partial [h_t]_i}{\partial [h_{t-1}]_l} = [h_t]_i (1-[h_t]_i) W_{i,l}$",
    r"$\frac{\partial h_{t,i}}{\partial h_{t-1,j}} = \sigma'_{t,i} W_{ij}$",
    r"$\frac{\partial h_{t}^{(i)}}{\partial h_{t-1}^{(j)}} = \sigma'(z_t^{(i)}) W_{ij}$",
    r"$\frac{\partial h_{t}^i}{\partial h_{t-1}^j} = \sigma'(z_t^i) W_{ij}$",
    r"$\left(\frac{\partial h_j}{\partial h_{j-1}}\right)_{ab} = (\sigma'_j)_a W_{ab}$",
    r"$\left(\frac{\partial h_j}{\partial h_{j-1}}\right)_{ab} = \sigma'(z_j)_a W_{ab}$",
    r"$\frac{\partial (h_j)_a}{\partial (z_j)_b} = \delta_{ab} \sigma'((z_j)_a)$",
    r"$\frac{\partial (z_j)_a}{\partial (h_{j-1})_b} = W_{ab}$",
    r"$\frac{\partial^+ (h_k)_i}{\partial W_{ab}} = \delta_{ia} \sigma'((z_k)_i) (h_{k-1})_b$",
    r"$\frac{\partial^+ h_{k,i}}{\partial W_{ab}} = \delta_{ai}\, h_{k,i} (1 - h_{k,i})\, h_{k-1,b}$",
    r"$\frac{\partial^+ h_k}{\partial \mathrm{vec}(W)} = h_{k-1}^T \otimes \mathrm{diag}(\sigma'_k)$",
]
FALSE = [
    r"$\frac{\partial (h_j)_a}{\partial (h_{j-1})_b} = \sigma'((z_j)_a) W_{ba}$",
    r"$\frac{\partial (h_j)_a}{\partial (h_{j-1})_b} = \sigma'((z_j)_b) W_{ab}$",
    r"$\frac{\partial (h_j)_b}{\partial (h_{j-1})_a} = \sigma'((z_j)_a) W_{ab}$",
    r"$\frac{\partial h_{t,i}}{\partial h_{t-1,j}} = W_{ij}$",
    r"$\frac{\partial h_{t,i}}{\partial h_{t-1,j}} = -\sigma'_{t,i} W_{ij}$",
    r"$\frac{\partial h_{t,i}}{\partial h_{t-1,j}} = 2\sigma'_{t,i} W_{ij}$",
    r"$\frac{\partial h_{t,i}}{\partial h_{t-1,j}} = \sigma'_{t,i} W_{ij} + 1$",
    r"$\frac{\partial h_{t,i}}{\partial h_{t-1,j}} = \sigma'_{t-1,i} W_{ij}$",
    r"$\frac{\partial h_{t,i}}{\partial h_{t-1,j}} = \sigma'_{t,i} U_{ij}$",
    r"$\frac{\partial h_{t,i}}{\partial h_{t-1,j}} = \sigma'_{t,i} \sigma'_{t,j} W_{ij}$",
    r"$\frac{\partial [h_t]_i}{\partial [h_{t-1}]_l} = [h_t]_i (1-[h_t]_l) W_{i,l}$",
    r"$\frac{\partial [h_t]_i}{\partial [h_{t-1}]_l} = [h_t]_i (1+[h_t]_i) W_{i,l}$",
    r"$\frac{\partial [h_t]_i}{\partial [h_{t-1}]_l} = [h_{t-1}]_i (1-[h_{t-1}]_i) W_{i,l}$",
    r"$\frac{\partial (h_j)_a}{\partial (z_j)_b} = \delta_{ab}$",
    r"$\frac{\partial (z_j)_a}{\partial (h_{j-1})_b} = W_{ba}$",
    r"$\frac{\partial^+ h_{k,i}}{\partial W_{ab}} = \sigma'_{k,i} h_{k-1,b}$",
    r"$\frac{\partial^+ h_k}{\partial W_{ab}} = \sigma'_{k,a} h_{k-1,b}$",
    r"$\frac{\partial^+ h_{k,i}}{\partial W_{ab}} = \delta_{ib} \sigma'_{k,i} h_{k-1,a}$",
    r"$\frac{\partial^+ h_{k,i}}{\partial W_{ab}} = \delta_{ia} \sigma'_{k,i} h_{k,b}$",
    r"$\frac{\partial^+ h_{k,i}}{\partial W_{ab}} = \delta_{ia} h_{k-1,b}$",
    r"$\frac{\partial^+ h_{k,i}}{\partial W_{ab}} = \delta_{ia} \sigma'_{k,i} x_{k,b}$",
    r"$\frac{\partial (h_j)_a}{\partial (h_{j-1})_b} = \sigma'((z_j)_a) W'_{ab}$",
    r"$\frac{\partial (h_j)_a}{\partial (h_{j-1})_b} = \sigma'((z_j)_a) \tilde W_{ab}$",
    r"$\frac{\partial (h_j)_a}{\partial (h_{j-1})_b} = \sigma'((z_j)_a) W_{ab'}$",
    r"$\frac{\partial h_{t,a}}{\partial h_{t-1,b'}} = \sigma'_{t,a} W_{ab}$",
    r"$\frac{\partial^+ h_{k,i}}{\partial W'_{ab}} = \delta_{ia} \sigma'_{k,i} h_{k-1,b}$",
    r"$\frac{\partial^+ h_{k,i}}{\partial W_{ab}} = \tilde\delta_{ia} \sigma'_{k,i} h_{k-1,b}$",
    r"$\frac{\partial^+ h_k}{\partial \mathrm{vec}(W)} = h_{k}^T \otimes \mathrm{diag}(\sigma'_k)$",
    r"$\frac{\partial^+ h_k}{\partial \mathrm{vec}(W)} = h_{k-1} \otimes \mathrm{diag}(\sigma'_k)$",
    r"$\frac{\partial^+ h_k}{\partial \mathrm{vec}(W)} = \mathrm{diag}(\sigma'_k) \otimes h_{k-1}^T$",
]
UPDATE = r"""The loss is a sum, and $V$ enters at every step through $z_t = V s_t$:

$$\frac{\partial E}{\partial V} = \sum_{t=1}^{T} \frac{\partial E_t}{\partial z_t} \frac{\partial z_t}{\partial V}$$

By entries, %s.

With a learning rate $\eta > 0$: $V \leftarrow V - \eta \frac{\partial E}{\partial V}$
"""
GRADIENTS = {
    r"$\frac{\partial E_t}{\partial V_{ij}} = (\hat y_{t,i} - y_{t,i}) s_{t,j}$": True,
    r"$\frac{\partial E_t}{\partial V_{ij}} = (\hat y_t - y_t)_i (s_t)_j$": True,
    r"$\frac{\partial E}{\partial V_{ij}} = \sum_{t=1}^T (\hat y_t - y_t)_i (s_t)_j$": True,
    r"$\frac{\partial E}{\partial V_{ij}} = \sum_{t=1}^T \frac{\partial E_t}{\partial V_{ij}} = \sum_{t=1}^T -(y_t - \hat y_t)_i (s_t)_j$": True,
    r"$\frac{\partial E_t}{\partial V_{ij}} = (\hat y_{t,j} - y_{t,j}) s_{t,i}$": False,
    r"$\frac{\partial E_t}{\partial V_{ij}} = (y_{t,i} - \hat y_{t,i}) s_{t,j}$": False,
    r"$\frac{\partial E_t}{\partial V_{ij}} = (\hat y_{t,i} - y_{t,j}) s_{t,j}$": False,
    r"$\frac{\partial E_t}{\partial V_{ij}} = (\hat y_{t,i} - y_t) s_{t,j}$": False,
    r"$\frac{\partial E_t}{\partial V_{ij}} = (\hat y_{t,i} - y_{t,i}) s_{t-1,j}$": False,
    r"$\frac{\partial E}{\partial V_{ij}} = (\hat y_t - y_t)_i (s_t)_j$": False,
}


def judged(question, text):
    return QUESTIONS[question].judge(Response(text=text)).outcome


def derived(line):
    return judged("bptt-derivation", DERIVATION.replace("%s", f"With $z_j = W h_{{j-1}} + U x_j$:\n\n{line}"))


@pytest.mark.parametrize("line", HOLDS)
def test_true_claims_in_index_notation_are_read(line):
    assert derived(line) is Outcome.CORRECT


@pytest.mark.parametrize("line", FALSE)
def test_false_claims_in_index_notation_need_manual_grading(line):
    assert derived(line) is Outcome.UNDECIDED


@pytest.mark.parametrize(("line", "holds"), GRADIENTS.items())
def test_gradient_in_index_notation_is_correct_only_if_it_holds(line, holds):
    assert (judged("v-derivation", UPDATE.replace("%s", line)) is Outcome.CORRECT) == holds
