import mpmath
import numpy as np
import pytest
import sympy as sp

from autograder.assignments.reference import activations

from .complex_step import STEP, frozen

(z,) = frozen(np.array([[-20.0, -7.5, -0.3], [0.0, 1.25, 20.0]]))


def slope(function, at):
    return np.imag(function(at + 1j * STEP)) / STEP


@pytest.mark.parametrize(
    ("of", "function"), [(activations.d_sigmoid, lambda z: 1 / (1 + np.exp(-z))), (activations.d_tanh, np.tanh)]
)
def test_slopes_agree_with_the_complex_step(of, function):
    assert of(z) == pytest.approx(slope(function, z), rel=1e-12)


@pytest.mark.parametrize("far", [-20.0, 20.0])
def test_slopes_of_large_arguments_agree_with_forty_digits(far):
    with mpmath.workdps(40):
        sigmoid = float(mpmath.exp(-far) / (1 + mpmath.exp(-far)) ** 2)
        tanh = float(1 - mpmath.tanh(far) ** 2)
    assert activations.d_sigmoid(far) == pytest.approx(sigmoid, rel=1e-14)
    assert activations.d_tanh(far) == pytest.approx(tanh, rel=1e-14)


def test_the_slope_of_relu_is_that_of_its_two_straight_parts():
    places = np.array([-20.0, -0.1, 0.1, 20.0])
    central = (np.maximum(places + 1e-3, 0) - np.maximum(places - 1e-3, 0)) / 2e-3
    assert activations.d_relu(places) == pytest.approx(central)


def test_the_formula_is_the_derivative_of_the_logistic_function():
    x = sp.Symbol("x")
    assert sp.simplify(activations.SIGMOID_SLOPE - (1 / (1 + sp.exp(-x))).diff(x)) == 0


@pytest.mark.parametrize(
    ("name", "function"),
    [("sigmoid", activations.d_sigmoid), ("tanh", activations.d_tanh), ("relu", activations.d_relu)],
)
def test_ranges_contain_every_slope_and_include_the_largest(name, function):
    places = np.linspace(-15, 15, 1000)  # 0 is not among them
    values = set(function(places).tolist())
    assert all(value in activations.SLOPE_RANGES[name] for value in values)
    largest = float(activations.SLOPE_RANGES[name].sup)
    assert largest - 1e-3 < max(values) <= largest
    assert min(values) < 1e-5


@pytest.mark.parametrize(("name", "largest"), [("sigmoid", 0.25), ("tanh", 1.0), ("relu", 1.0)])
def test_bound_is_attained_and_never_exceeded(name, largest):
    slopes = {"sigmoid": activations.d_sigmoid, "tanh": activations.d_tanh, "relu": activations.d_relu}[name]
    rng = np.random.default_rng(0)
    for depth in (1, 4, 30, 300):
        bound = activations.slope_bound(name, depth)
        assert bound == pytest.approx(np.prod(np.full(depth, largest)), rel=1e-12)
        for _ in range(20):
            assert np.prod(slopes(rng.normal(size=depth))) <= bound
        assert np.prod(slopes(np.full(depth, 1e-9))) == pytest.approx(bound, rel=1e-12)
