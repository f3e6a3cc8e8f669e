import numpy as np
import pytest
import sympy

from autograder.assignments.reference import rnn, vanishing

from .complex_step import frozen

A = sympy.Matrix([[1, 2, 0], [0, 1, -1], [1, 1, 2]])  # any invertible, non-symmetric basis
B = sympy.Matrix([[3, 1], [1, 2]])
ROTATION = sympy.Matrix([[0, -1], [1, 0]])  # eigenvalues i and -i
HALF = sympy.Rational(1, 2)

MATRICES = {
    "one by one": sympy.Matrix([[-HALF]]),
    "real": A * sympy.diag(2, HALF, -1) * A.inv(),
    "negative": B * sympy.diag(-3, -HALF) * B.inv(),
    "complex": B * ROTATION * B.inv(),
    "complex and real": A * sympy.diag(ROTATION * 3 / 4, HALF) * A.inv(),
    "repeated": A * sympy.diag(2, 2, -1) * A.inv(),
    "repeated zero": A * sympy.diag(0, 0, 3) * A.inv(),
    "identity": sympy.eye(3),
    "zero": sympy.zeros(2),
}


def to_float(M):
    return np.array(M.tolist(), dtype=float)


def test_sum_terms_are_those_of_the_sum_written_out():
    assert vanishing.sum_terms(0) == [(0, 0, 0)]
    assert vanishing.sum_terms(3) == [
        (0, 0, 0),
        *[(1, 0, 1), (1, 1, 0)],
        *[(2, 0, 2), (2, 1, 1), (2, 2, 0)],
        *[(3, 0, 3), (3, 1, 2), (3, 2, 1), (3, 3, 0)],
    ]


@pytest.mark.parametrize("kind", MATRICES)
@pytest.mark.parametrize("n", [0, 1, 2, 7, 30])
def test_eigen_power_is_the_exact_power(kind, n):
    M = MATRICES[kind]
    assert M.is_diagonalizable()
    (argument,) = frozen(to_float(M))
    actual = vanishing.eigen_power(argument, n)
    desired = to_float(M**n)
    assert actual.dtype == np.float64
    np.testing.assert_allclose(actual, desired, rtol=0, atol=1e-11 * np.abs(desired).max())


@pytest.mark.parametrize("kind", ["real", "negative", "complex", "complex and real", "repeated"])
def test_eigen_power_is_the_eigendecomposition(kind):
    M = to_float(MATRICES[kind])
    eigenvalues, Q = np.linalg.eig(M)
    np.testing.assert_allclose(
        vanishing.eigen_power(M, 5), Q @ np.diag(eigenvalues**5) @ np.linalg.inv(Q), rtol=0, atol=1e-9
    )


def test_eigen_power_of_integers_does_not_wrap_around():
    np.testing.assert_array_equal(vanishing.eigen_power(np.array([[2]]), 100), [[2.0**100]])


def test_w30_is_exact():
    Q = sympy.Matrix([[-3, -4], [-4, 3]]) / 5
    eigenvalues = [sympy.Rational(9, 10), sympy.Rational(4, 10)]
    assert (Q * sympy.diag(*eigenvalues) * Q.inv()).tolist() == vanishing.W_EXACT.tolist()
    desired = Q * sympy.diag(*[value**30 for value in eigenvalues]) * Q.inv()
    assert desired.tolist() == vanishing.W30_EXACT.tolist()
    np.testing.assert_array_equal(vanishing.W30, to_float(desired))
    np.testing.assert_array_equal(vanishing.W, [[0.58, 0.24], [0.24, 0.72]])


@pytest.mark.parametrize(("n", "d", "T"), [(1, 1, 0), (2, 3, 1), (3, 2, 4)])
def test_jacobian_norms_are_the_largest_singular_values(n, d, T):
    rng = np.random.default_rng([n, d, T])
    W, U, xs, h_init = (rng.normal(size=shape) for shape in [(n, n), (n, d), (T + 1, d), n])
    W, hs = frozen(W, rnn.states(W, U, xs, h_init))
    norms = vanishing.jacobian_norms(W, hs)
    assert norms.shape == (T + 1,)
    for k in range(T + 1):
        J = np.eye(n)
        for j in range(T, k, -1):
            J = J @ (hs[j] * (1 - hs[j]) * W.T).T
        np.testing.assert_allclose(norms[k] ** 2, np.linalg.eigvalsh(J.T @ J).max(), rtol=1e-11)


@pytest.mark.parametrize(
    ("condition", "eigenvalues"),
    [
        ("all_below_one", [(0.9, 0.4), (-0.95, 0.1), (0.0, 0.5)]),
        ("any_above_one", [(1.1, 0.2), (-1.2, 1.0), (1.3, 1.1)]),
        ("all_equal_one", [(1.0, 1.0)]),
    ],
)
def test_powers_behave_as_their_eigenvalues_say(condition, eigenvalues):
    for values in eigenvalues:
        W = to_float(B) @ np.diag(values) @ np.linalg.inv(to_float(B))
        growth = np.linalg.norm(vanishing.eigen_power(W, 400)) / np.linalg.norm(W)
        fate = "vanishes" if growth < 1e-6 else "explodes" if growth > 1e6 else "stays"
        assert fate == vanishing.EIGENVALUE_FATE[condition]
