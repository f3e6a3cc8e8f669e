import textwrap
from traceback import walk_tb

import numpy as np


class CheckFailed(AssertionError):
    """A visible check failed. Jupyter shows the message without a traceback."""

    def _render_traceback_(self):
        return [part for line in str(self).splitlines() for part in textwrap.wrap(line, 80)]


class Checks:
    """The visible checks of one question. Each failure says what was expected."""

    def __init__(self, question, kind="another kind of answer"):
        self.question, self.kind = question, kind

    def __enter__(self):
        return self

    def __exit__(self, kind, error, trace):
        if error is None or kind is CheckFailed:
            return
        yours = [frame.f_code.co_name for frame, _ in walk_tb(trace.tb_next) if frame.f_globals is globals()]
        if kind is NotImplementedError and yours:
            self.that(False, f"expected your answer, but `{yours[-1]}` still says `raise NotImplementedError()`.")
        elif kind is NameError and not yours:
            self.that(False, f"expected `{error.name}` to be defined. Run the cell above: does it end with an error?")
        elif yours:
            result = "no NumPy warning" if kind is FloatingPointError else "a result"
            error.add_note(f"{self.question}: expected {result}, but your code stopped with this error.")
        else:
            self.that(False, f"expected {self.kind}, but with your answer the check raises {kind.__name__}: {error}")

    def that(self, holds, sentence):
        """Fail with the sentence unless the condition holds."""
        if not holds:
            raise CheckFailed(f"{self.question}: {sentence}")

    def parts(self, result, names):
        """Fail unless there is one result per name. Return the results."""
        fits = isinstance(result, tuple | list | np.ndarray) and len(result) == len(names)
        self.that(fits, f"expected {len(names)} results, {', '.join(names)}, but this is {described(result)}.")
        return result

    def shape(self, what, actual, shape):
        """Fail unless the result holds real numbers of this shape. Return it as an array."""
        expected = f"{what}: expected {f'real numbers of shape {shape}' if shape else 'one real number'}"
        try:
            array = np.asarray(actual)
            array = array.astype(float) if array.dtype == object and actual is not None else array
        except (TypeError, ValueError):  # words, or rows of different lengths
            array = np.array("")
        self.that(array.dtype.kind in "biuf", f"{expected}, but this is {described(actual)}.")
        fits = array.ndim >= len(shape) and array.squeeze().shape == tuple(n for n in shape if n != 1)
        self.that(fits, f"{expected}, but yours has shape {array.shape}.")
        return array.reshape(shape)

    def close(self, what, actual, desired, rtol=1e-7, atol=0.0):
        """Fail unless the result equals the desired numbers up to rounding."""
        desired = np.asarray(desired, dtype=float)
        array = self.shape(what, actual, desired.shape)
        both = f"expected\n{desired}\nbut yours is\n{array}"
        self.that(np.all(np.isfinite(array)), f"{what}: your result contains NaN or infinity; {both}")
        self.that(np.allclose(array, desired, rtol, atol), f"{what}: {both}")


def described(value):
    """Describe a value in words."""
    if value is None:
        return "None (is there a `return`?)"
    if isinstance(value, tuple | list):
        return f"a {type(value).__name__} of {len(value)}"
    if isinstance(value, np.ndarray):
        return f"an array of shape {value.shape} and type {value.dtype}"
    return f"of type {type(value).__name__}"
