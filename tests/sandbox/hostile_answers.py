"""Answers that try to pass a test without solving it, each with the test. None of them solves anything."""

FORGE = """
import sys
def forge(node):
    frame = sys._getframe()
    while frame is not None:
        if type(frame.f_locals.get("self")).__name__ == "Student":
            codec = frame.f_locals["self"].codec
            def once(*_):
                del codec.encode
                return node
            codec.encode = once
            return
        frame = frame.f_back
def worker():
    frame = sys._getframe()
    while type(frame.f_locals.get("self")).__name__ != "_Worker":
        frame = frame.f_back
    return frame.f_locals["self"]
"""
LIAR = """
class Liar:
    def yes(self, *_): return True
    __eq__ = __ne__ = __lt__ = __le__ = __gt__ = __ge__ = __bool__ = __contains__ = yes
    def same(self, *_): return self
    __add__ = __radd__ = __sub__ = __rsub__ = __mul__ = __rmul__ = __abs__ = __neg__ = __truediv__ = __getitem__ = same
    __hash__ = object.__hash__
"""
F = "assert f(2) == 4"


def returns(node):
    """Return an answer that replaces its value on the wire by a node."""
    return FORGE + f"def f(*_):\n    forge({node})\n    return 0"


HOSTILE = {
    "comparison_of_its_own": (
        "def assert_allclose(*_): pass\ndef f(x): return 0",
        "assert_allclose(f(2), 4)",
    ),
    "equal_to_everything": (LIAR + "def f(x): return Liar()", F),
    "equal_from_the_right": (LIAR + "def f(x): return Liar()", "assert 4 == f(2)"),
    "smaller_than_everything": (LIAR + "def f(x): return Liar()", "assert abs(f(2) - 4) < 1e-9"),
    "true_object": (LIAR + "def f(x): return Liar()", "assert f(2)"),
    "contains_everything": (LIAR + "def f(x): return Liar()", "assert 4 in f(2)"),
    "liar_in_a_list": (LIAR + "def f(x): return [Liar()]", "assert f(2) == [4]"),
    "liar_as_a_key": (LIAR + "def f(x): return {Liar(): 1}", "assert list(f(2)) == [4]"),
    "liar_in_an_object_array": (
        LIAR + "import numpy as np\ndef f(x): return np.array([Liar(), None])[:1]",
        "import numpy as np\nassert np.array_equal(f(2), [4])",
    ),
    "int_that_lies": (
        "class I(int):\n    def __eq__(self, o): return True\n    __hash__ = int.__hash__\ndef f(x): return I(0)",
        F,
    ),
    "text_that_lies": (
        "class S(str):\n    def __eq__(self, o): return True\n    __hash__ = str.__hash__\ndef f(x): return S('')",
        "assert f(2) == 'four'",
    ),
    "array_that_lies": (
        "import numpy as np\nclass A(np.ndarray):\n    def __eq__(self, o): return np.ones(1, bool)\n"
        "def f(x): return np.zeros(1).view(A)",
        "assert (f(2) == 4).all()",
    ),
    "class_that_lies": (
        "class T:\n    __class__ = property(lambda s: int)\n    def __eq__(self, o): return True\ndef f(x): return T()",
        "assert isinstance(f(2), int) and f(2) == 4",
    ),
    "instance_check_that_lies": (
        "class M(type):\n    def __instancecheck__(c, o): return True\nclass Shape(metaclass=M): pass\ndef f(x): return 1",
        "assert isinstance(f(2), Shape)",
    ),
    "array_interface": (
        "class A:\n    __array_interface__ = {'shape': (1,), 'typestr': '<f8', 'data': (4096, False), 'version': 3}\n"
        "def f(x): return A()",
        "import numpy as np\nnp.testing.assert_allclose(f(2), [4.0])",
    ),
    "array_function": (
        "class A:\n    def __array_function__(self, *a): return None\n    def __array__(self, *a, **k): return None\n"
        "def f(x): return A()",
        "import numpy as np\nnp.testing.assert_allclose(f(2), 4.0)",
    ),
    "infinite_length": (
        "class L:\n    def __len__(self): return 2**62\n    def __getitem__(self, i): return 4\ndef f(x): return L()",
        "import numpy as np\nassert np.array_equal(np.array(f(2)), [4])",
    ),
    "numpy_without_checks": (
        "import numpy as np\nnp.testing.assert_allclose = np.allclose = np.array_equal = lambda *a, **k: True\n"
        "def f(x): return 0",
        "import numpy as np\nnp.testing.assert_allclose(f(2), 4)",
    ),
    "another_numpy": (
        "class np:\n    class testing:\n        assert_allclose = staticmethod(lambda *a: None)\ndef f(x): return 0",
        "np.testing.assert_allclose(f(2), 4)",
    ),
    "builtins": ("__builtins__ = {'all': lambda x: True}\ndef f(x): return 0", "assert all([f(2) == 4])"),
    "own_all": ("def all(x): return True\ndef len(x): return 4\ndef f(x): return [0]", "assert all([len(f(2)) == 4])"),
    "own_helper": ("def close(a, b): return True\nEXPECTED = 0\ndef f(x): return 0", "assert close(f(2), EXPECTED)"),
    "own_expected_value": ("EXPECTED = 0\ndef f(x): return 0", "assert f(2) == EXPECTED"),
    "overwritten_argument": (
        "def f(x):\n    x[:] = 0\n    return 0",
        "import numpy as np\nx = np.arange(3.0)\nassert f(x) == x.sum()",
    ),
    "emptied_argument": ("def f(x):\n    x.clear()\n    return []", "x = [2, 1]\nassert f(x) == sorted(x)"),
    "random_numbers_of_zero": (
        "import numpy as np\ndef f(x):\n    np.random.set_state(('MT19937', [0] * 624, 624, 0, 0.0))\n    return 0",
        "import numpy as np\nf(1)\nassert f(2) == np.random.rand()",
    ),
    "exit": ("def f(x):\n    raise SystemExit(0)", F),
    "interrupt": ("def f(x):\n    raise KeyboardInterrupt", F),
    "end_of_process": ("import os\ndef f(x): os._exit(0)", F),
    "endless_loop": ("def f(x):\n    while True: pass", F),
    "sleep": ("import time\ndef f(x): time.sleep(60)", F),
    "memory": ("def f(x): return bytearray(1 << 40)", F),
    "endless_generator": ("def f(x):\n    while True: yield 4", "assert sum(f(2)) == 4"),
    "callback_storm": ("def f(g):\n    while True: g(1)", "assert f(lambda x: x) == 4"),
    "recursion_across_the_wire": ("def f(g):\n    return g(1)", "def g(x):\n    return f(g)\nassert f(g) == 4"),
    "callback_after_its_end": (
        "kept = []\ndef keep(g): kept.append(g)\ndef f(x): return 4 if kept[0](4) else 0",
        "keep(lambda x: x)\n",
        "assert f(2) == 4",
    ),
    "forged_callback": (
        FORGE + "def f(g):\n    return g.__class__(77, object.__getattribute__(g, '_ask'))(4)",
        "f(abs)",
    ),
    "attributes_of_a_callback": (
        "def f(g):\n    return g.__globals__['WANTED']",
        "WANTED = 4\nassert f(lambda: None) == WANTED",
    ),
    "exception_that_cannot_be_printed": (
        "class E(Exception):\n    def __str__(self): raise ValueError\n    __repr__ = __str__\ndef f(x): raise E(E(1))",
        F,
    ),
    "exception_that_is_an_assertion": ("def f(x): raise AssertionError('x' * 10**7)", F),
    "text_without_end": ("def f(x):\n    print('x' * 10**7)\n    return 0", F),
    "hostile_text": ("def f(x):\n    raise ValueError('\\x1b[2J</script>\\ud800\\0')", F),
    "deep_value": ("def f(x):\n    v = 4\n    for _ in range(5000): v = [v]\n    return v", F),
    "cyclic_value": ("def f(x):\n    v = []\n    v.append(v)\n    return v", F),
    "large_value": ("def f(x): return ['x' * 10**6] * 50", F),
    "colliding_keys": ("def f(x): return {i * (2**61 - 1): 0 for i in range(50000)}", F),
    "own_name_of_a_library": (
        "class ndarray:\n    def __eq__(self, o): return True\nndarray.__module__ = 'numpy'\ndef f(x): return ndarray()",
        F,
    ),
    "forged_object": (returns("['p', 3]"), F),
    "unknown_object": (returns("['h', -1, 'object', 'x', 'c', []]"), F),
    "module_of_the_system": (returns("['m', 'os']"), F),
    "eval_by_name": (returns("['q', 'builtins', 'eval']"), "assert f(2)('1 == 1')"),
    "system_by_name": (returns("['q', 'os', 'system']"), "assert f(2)('true') == 0"),
    "private_name": (returns("['q', 'numpy', '__builtins__']"), F),
    "unknown_tag": (returns("['zz', 1]"), F),
    "map_on_the_wire": (returns("{'value': 4}"), F),
    "negative_shape": (returns("['a', '<f8', [-1], b'12345678']"), F),
    "huge_shape": (returns("['a', '<f8', [2**40, 0], b'']"), F),
    "array_of_objects": (returns("['a', '|O', [1], b'12345678']"), F),
    "no_such_character": (returns("['a', '<U1', [1], b'\\xff\\xff\\xff\\x7f']"), F),
    "half_true": (returns("['a', '|b1', [1], b'\\x02']"), "assert not (f(2) == True).any() and not f(2).any()"),
    "verdict_from_the_student": (
        FORGE
        + "def f(x):\n    w = worker()\n    pack = sys.modules['inside.frames'].pack\n"
        + "    w.stream.sendall(pack({'nonce': w.nonce, 'ended': {'raised': None, 'value': None, 'weak': []}}))\n    return 0",
        F,
    ),
    "noise_on_the_wire": (FORGE + "def f(x):\n    worker().stream.sendall(b'\\xff' * 100)\n    return 0", F),
    "replies_ahead": (
        FORGE
        + "def f(x):\n    w = worker()\n    for _ in range(500):\n"
        + "        w.stream.sendall(sys.modules['inside.frames'].pack({'nonce': b'12345678', 'asked': True}))\n    return 0",
        F,
    ),
}
