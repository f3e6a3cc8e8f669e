"""The flag of errors that other versions of Python and of libraries do not raise, and what code finds when graded."""

import numpy as np
import pytest

from autograder.model import Probe, Raised
from autograder.sandbox.environment import has_module, library_modules, versions
from autograder.sandbox.inside.versions import METHODS, REPLACEMENTS, depends_on_version

NEW_OR_OLD_SYNTAX = {
    "quotes within an f-string": "d = {'a': 1}\nf'{d['a']:>3}'",
    "type parameters": "def first[T](xs: list[T]) -> T:\n    return xs[0]",
    "type alias": "type Vector = list[float]",
    "print statement": "print 'x'",
    "exception of Python 2": "try:\n    pass\nexcept ValueError, error:\n    pass",
}


@pytest.mark.parametrize("source", NEW_OR_OLD_SYNTAX.values(), ids=NEW_OR_OLD_SYNTAX)
def test_syntax_error_may_depend_on_the_version(harness, source):
    (cell,) = harness.cells(source)
    if cell.raised is not None:  # newer versions of Python accept some of these
        assert cell.raised.kind == "SyntaxError"
        assert cell.raised.version


DEPENDS = {
    "np.float_": "import numpy as np\nnp.float_(1)",
    "np.Inf": "import numpy as np\nx = -np.Inf",
    "np.int": "import numpy as np\nnp.zeros(3, dtype=np.int)",
    "np.product": "import numpy as np\nnp.product([1, 2])",
    "import float_": "from numpy import float_",
    "x.ptp()": "import numpy as np\nnp.ones(2).ptp()",
    "scipy.misc": "import scipy.misc\nscipy.misc.derivative",
    "import logsumexp": "from scipy.misc import logsumexp",
    "import simps": "from scipy.integrate import simps",
    "scipy.array": "import scipy\nscipy.array([1])",
    "umath_tests": "from numpy.core.umath_tests import inner1d",
    "get_cmap": "import matplotlib.cm\nmatplotlib.cm.get_cmap('jet')",
    "gca": "import matplotlib.pyplot as plt\nplt.gca(projection='3d')",
    "seaborn": "import matplotlib.pyplot as plt\nplt.style.use('seaborn')",
    "normed": "import matplotlib.pyplot as plt\nplt.hist([1, 2], normed=True)",
    "ragged": "import numpy as np\nnp.array([[1, 2], [3]])",
    "ragged scalars": "import numpy as np\nnp.array([np.ones(1), 2.0])",
    "copy=False": "import numpy as np\nnp.array([1, 2], dtype=float, copy=False)",
    "out of bounds": "import numpy as np\nnp.array([-1], dtype=np.uint8)",
    "collections.Iterable": "import collections\ncollections.Iterable",
    "time.clock": "import time\ntime.clock()",
}


@pytest.mark.parametrize("source", DEPENDS.values(), ids=DEPENDS)
def test_error_of_some_versions_is_flagged(harness, source):
    (cell,) = harness.cells(source)
    assert cell.raised.version


PLAIN = {
    "name that NumPy never had": "import numpy as np\nnp.sigmoid(1)",
    "import of such a name": "from numpy import sigmoid",
    "import of a misspelt name": "from scipy.special import expid",
    "misspelt method": "import numpy as np\nnp.ones(2).summ()",
    "array of several elements as a number": "import numpy as np\nfloat(np.ones(2))",
    "shapes that do not fit": "import numpy as np\nnp.ones(2) @ np.ones(3)",
    "array as an index": "import numpy as np\n[1, 2][np.array([1])]",
    "attribute of one's own": "class C: pass\nC().trapz",
    "indentation": "x = 1\n  y = 2",
    "missing package": "import no_such_package",
    "unknown keyword": "import numpy as np\nnp.zeros(2, align=True)",
    "own exception": "class E(AttributeError): pass\nraise E(\"module 'numpy' has no attribute 'trapz'\")",
    "missing name": "trapz([1, 2])",
    "file": "open('seaborn')",
}


@pytest.mark.parametrize("source", PLAIN.values(), ids=PLAIN)
def test_error_of_every_version_is_not_flagged(harness, source):
    (cell,) = harness.cells(source)
    assert cell.raised is not None
    assert not cell.raised.version


def test_error_in_a_call_is_flagged(harness):
    source = "import numpy as np\ndef f(x): return np.float_(x)\ndef g(x): return np.softmax(x)"
    assert harness.ask(source, Probe("f", (1.0,)), Probe("g", (1.0,))) == (
        Raised("AttributeError", "a", 2, version=True),
        Raised("AttributeError", "a", 3),
    )


def test_conversion_that_newer_versions_refuse_is_flagged():
    refused = TypeError("only 0-dimensional arrays can be converted to Python scalars")
    assigned = ValueError("setting an array element with a sequence.")
    assigned.__cause__ = refused
    assert depends_on_version(refused)
    assert depends_on_version(assigned)
    assigned.__cause__ = TypeError("only length-1 arrays can be converted to Python scalars")
    assert not depends_on_version(assigned)


@pytest.mark.parametrize("message", ["", 5, None, ("a", "b"), "module 'numpy' has no attribute"])
@pytest.mark.parametrize("kind", [AttributeError, ImportError, TypeError, ValueError, OSError, KeyError])
def test_strange_messages_are_not_flagged(kind, message):
    assert not depends_on_version(kind(message))
    assert not depends_on_version(kind())


def test_attributes_of_a_students_exception_are_not_read():
    class Trap(AttributeError):
        @property
        def args(self):
            raise SystemExit

    assert not depends_on_version(Trap("module 'numpy' has no attribute 'trapz'"))


def test_replacements_exist_in_some_version():
    for new in {new for old in REPLACEMENTS.values() for new in old.values() if new.startswith("np.")}:
        names = new.split(".")[1:]
        value = np
        for name in names:
            value = getattr(value, name, None)
        assert value is not None or new == "np.trapz", new
    assert all(not hasattr(np.ones((2, 2)), name) or name == "mT" for name in METHODS)


def test_modules_that_notebooks_can_import():
    assert all(map(has_module, ["numpy", "scipy", "sympy", "matplotlib", "mpmath", "IPython", "math", "random"]))
    assert not any(map(has_module, ["torch", "pandas", "nbgrader", "autograder", "numpy-2", "nbgrader.api", ""]))
    assert not any("." in name or "-" in name for name in library_modules())


def test_versions_are_those_of_the_sandbox(harness):
    source = (
        "import sys, numpy, scipy, sympy, matplotlib\n"
        "print('.'.join(map(str, sys.version_info[:2])), *(m.__version__ for m in (numpy, scipy, sympy, matplotlib)))"
    )
    assert harness.text(source).split() == list(versions().values())
