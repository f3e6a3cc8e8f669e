"""Small test cells, each with a habit of real ones: a name, the answer, a wrong answer, and the tests.

All of them can stand in one notebook. A blank answer raises `NotImplementedError`.
"""

LOCKED = """
import math
import random
import numpy as np

DATA = [3, 1, 2]

def close(a, b, tolerance=1e-8):
    return abs(a - b) <= tolerance

class Expected:
    def __init__(self, value):
        self.value = value
"""

HABITS = [
    (
        "global_of_the_test",
        "def scaled(x):\n    return x * factor_of_test",
        "def scaled(x):\n    return factor_of_test",
        "factor_of_test = 3\nassert scaled(2) == 6\nfactor_of_test = 5\nassert scaled(2) == 10",
    ),
    ("assert_equal", "def double(x):\n    return 2 * x", "def double(x):\n    return x", "assert double(4) == 8"),
    (
        "message",
        "def triple(x):\n    return 3 * x",
        "def triple(x):\n    return x",
        "assert triple(1) == 3, 'three times one is three'",
    ),
    (
        "several_assertions",
        "def square(x):\n    return x * x",
        "def square(x):\n    return 2 * x",
        "for n, s in [(0, 0), (2, 4), (3, 9)]:\n    assert square(n) == s",
    ),
    (
        "allclose",
        "def unit(v):\n    return v / np.linalg.norm(v)",
        "def unit(v):\n    return v",
        "np.testing.assert_allclose(unit(np.array([3.0, 4.0])), [0.6, 0.8])",
    ),
    (
        "array_equal",
        "def evens(n):\n    return np.arange(0, n, 2)",
        "def evens(n):\n    return np.arange(n)",
        "assert np.array_equal(evens(5), np.array([0, 2, 4]))\nassert evens(5).dtype == int",
    ),
    (
        "shape",
        "def grid(n):\n    return np.zeros((n, 2 * n))",
        "def grid(n):\n    return np.zeros((n, n))",
        "assert grid(3).shape == (3, 6)\nassert isinstance(grid(1), np.ndarray)",
    ),
    (
        "expected_exception",
        "def root(x):\n    if x < 0:\n        raise ValueError('negative')\n    return x ** 0.5",
        "def root(x):\n    return abs(x) ** 0.5",
        "try:\n    root(-1)\nexcept ValueError:\n    pass\nelse:\n    raise AssertionError('did not raise')",
    ),
    (
        "exception_text",
        "def pick(d, k):\n    if k not in d:\n        raise KeyError(k)\n    return d[k]",
        "def pick(d, k):\n    return d.get(k)",
        "try:\n    pick({}, 'a')\n    assert False\nexcept KeyError as error:\n    assert error.args == ('a',)",
    ),
    (
        "own_exception",
        "class Empty(Exception):\n    pass\ndef first(values):\n    if not values:\n        raise Empty('nothing')\n"
        "    return values[0]",
        "class Empty(Exception):\n    pass\ndef first(values):\n    return values[0] if values else None",
        "try:\n    first([])\nexcept Empty as error:\n    assert 'nothing' in str(error)\nelse:\n    assert False",
    ),
    (
        "unittest_case",
        "def cube(x):\n    return x ** 3",
        "def cube(x):\n    return x ** 2",
        "import unittest\ncase = unittest.TestCase()\ncase.assertEqual(cube(2), 8)\n"
        "with case.assertRaises(TypeError):\n    cube('a')",
    ),
    (
        "callback",
        "def bisect(f, a, b):\n    for _ in range(60):\n        m = (a + b) / 2\n        a, b = (m, b) if f(m) < 0 else (a, m)\n"
        "    return m",
        "def bisect(f, a, b):\n    return (a + b) / 2",
        "assert close(bisect(lambda x: x**2 - 2, 0, 2), math.sqrt(2))",
    ),
    (
        "counted_callback",
        "def apply_twice(f, x):\n    return f(f(x))",
        "def apply_twice(f, x):\n    return f(x)",
        "calls = []\ndef spy(x):\n    calls.append(x)\n    return x + 1\nassert apply_twice(spy, 1) == 3\nassert calls == [1, 2]",
    ),
    (
        "callback_that_raises",
        "def safely(f):\n    try:\n        return f()\n    except ZeroDivisionError:\n        return None",
        "def safely(f):\n    return f()",
        "assert safely(lambda: 1 / 0) is None\nassert safely(lambda: 5) == 5",
    ),
    (
        "function_from_function",
        "def adder(n):\n    return lambda x: x + n",
        "def adder(n):\n    return lambda x: n",
        "assert adder(2)(3) == 5\nassert callable(adder(1))",
    ),
    (
        "in_place",
        "def negate(values):\n    for i in range(len(values)):\n        values[i] = -values[i]",
        "def negate(values):\n    values = [-v for v in values]",
        "numbers = [1, -2]\nassert negate(numbers) is None\nassert numbers == [-1, 2]",
    ),
    (
        "array_in_place",
        "def clear_diagonal(a):\n    np.fill_diagonal(a, 0)",
        "def clear_diagonal(a):\n    a = a - np.diag(np.diag(a))",
        "m = np.ones((2, 2))\nclear_diagonal(m)\nassert m[0, 0] == 0 and m[0, 1] == 1",
    ),
    (
        "argument_kept",
        "def ordered(values):\n    return sorted(values)",
        "def ordered(values):\n    values.sort()\n    return values",
        "given = [2, 1]\nassert ordered(given) == [1, 2]\nassert given == [2, 1], 'the argument was changed'",
    ),
    (
        "returns_its_argument",
        "def fill(values):\n    values.append(1)\n    return values",
        "def fill(values):\n    return values + [1]",
        "box = []\nassert fill(box) is box and box == [1]",
    ),
    (
        "seed",
        "def noise(n):\n    return np.random.rand(n)",
        "def noise(n):\n    return np.zeros(n)",
        "np.random.seed(3)\nwanted = np.random.rand(4)\nnp.random.seed(3)\nassert np.allclose(noise(4), wanted)",
    ),
    (
        "python_seed",
        "def dice():\n    return random.randint(1, 6)",
        "def dice():\n    return 7",
        "random.seed(5)\nwanted = [random.randint(1, 6) for _ in range(9)]\nrandom.seed(5)\n"
        "assert [dice() for _ in range(9)] == wanted",
    ),
    (
        "printed_text",
        "def greet(name):\n    print('Hello', name)",
        "def greet(name):\n    print('Bye', name)",
        "import io\nfrom contextlib import redirect_stdout\nwith redirect_stdout(io.StringIO()) as out:\n    greet('Ada')\n"
        "assert out.getvalue() == 'Hello Ada\\n'",
    ),
    (
        "object_attributes",
        "class Point:\n    def __init__(self, x, y):\n        self.x, self.y = x, y\n    def norm(self):\n"
        "        return math.hypot(self.x, self.y)",
        "class Point:\n    def __init__(self, x, y):\n        self.x, self.y = y, x\n    def norm(self):\n        return 0",
        "p = Point(3, 4)\nassert p.x == 3\nassert p.norm() == 5",
    ),
    (
        "stateful_object",
        "class Stack:\n    def __init__(self):\n        self.items = []\n    def push(self, x):\n        self.items.append(x)\n"
        "    def pop(self):\n        return self.items.pop()\n    def __len__(self):\n        return len(self.items)",
        "class Stack:\n    def __init__(self):\n        self.items = []\n    def push(self, x):\n        self.items.append(x)\n"
        "    def pop(self):\n        return self.items.pop(0)\n    def __len__(self):\n        return len(self.items)",
        "s = Stack()\nfor item in 'abc':\n    s.push(item)\nassert len(s) == 3\nassert s.pop() == 'c'",
    ),
    (
        "operators_of_objects",
        "class Money:\n    def __init__(self, n):\n        self.n = n\n    def __add__(self, o):\n        return Money(self.n + o.n)",
        "class Money:\n    def __init__(self, n):\n        self.n = n\n    def __add__(self, o):\n        return Money(self.n)",
        "assert (Money(2) + Money(3)).n == 5",
    ),
    (
        "text_of_objects",
        "class Tag:\n    def __init__(self, t):\n        self.t = t\n    def __str__(self):\n        return f'<{self.t}>'\n"
        "    def __repr__(self):\n        return f'Tag({self.t!r})'",
        "class Tag:\n    def __init__(self, t):\n        self.t = t",
        "assert str(Tag('a')) == '<a>' and repr(Tag('a')) == \"Tag('a')\" and f'{Tag(1)}' == '<1>'",
    ),
    (
        "generator",
        "def count(n):\n    i = 0\n    while i < n:\n        yield i\n        i += 1",
        "def count(n):\n    yield n",
        "assert list(count(3)) == [0, 1, 2]\nassert next(count(2)) == 0",
    ),
    (
        "endless_generator",
        "def naturals():\n    n = 0\n    while True:\n        yield n\n        n += 1",
        "def naturals():\n    n = 1\n    while True:\n        yield n\n        n += 1",
        "import itertools\nassert list(itertools.islice(naturals(), 3)) == [0, 1, 2]",
    ),
    (
        "iterator_as_argument",
        "def total(values):\n    return sum(values)",
        "def total(values):\n    return 0",
        "assert total(x * x for x in range(4)) == 14",
    ),
    (
        "context_manager",
        "from contextlib import contextmanager\nlog = []\n@contextmanager\ndef logged():\n    log.append('in')\n    yield 7\n"
        "    log.append('out')",
        "from contextlib import contextmanager\nlog = []\n@contextmanager\ndef logged():\n    yield 8",
        "with logged() as value:\n    assert value == 7\nassert log == ['in', 'out']",
    ),
    (
        "decorator",
        "def twice(f):\n    def both(*args):\n        return f(*args), f(*args)\n    return both",
        "def twice(f):\n    return f",
        "@twice\ndef seven():\n    return 7\nassert seven() == (7, 7)",
    ),
    ("value", "answer = 42", "answer = 41", "assert answer == 42"),
    ("rounded_value", "ratio = 2 / 3", "ratio = 3 / 2", "assert round(ratio, 3) == 0.667 and type(ratio) is float"),
    (
        "hashed_value",
        "secret_number = 17",
        "secret_number = 18",
        "from hashlib import sha1\nassert sha1(str(type(secret_number)).encode() + b'salt').hexdigest() == "
        "sha1(b\"<class 'int'>salt\").hexdigest()\nassert sha1(str(secret_number).encode()).hexdigest() == "
        "sha1(b'17').hexdigest()",
    ),
    (
        "data_changed_by_answer",
        "table = {'a': 1}\ntable['b'] = 2",
        "table = {'a': 1}",
        "assert table == {'a': 1, 'b': 2}\nassert sorted(table) == ['a', 'b']",
    ),
    (
        "global_of_student",
        "counter = 0\ndef increment():\n    global counter\n    counter += 1",
        "counter = 0\ndef increment():\n    pass",
        "before = counter\nincrement()\nincrement()\nassert counter == before + 2",
    ),
    (
        "deleted_name",
        "def helper(x):\n    return x + 1\ndef uses_helper(x):\n    return helper(x)",
        "def helper(x):\n    return x + 1\ndef uses_helper(x):\n    return x + 1",
        "kept = helper\ndel helper\ntry:\n    uses_helper(1)\nexcept NameError:\n    pass\nelse:\n    raise AssertionError\n"
        "finally:\n    helper = kept",
    ),
    (
        "replaced_name",
        "def rate():\n    return 2\ndef price(x):\n    return x * rate()",
        "def rate():\n    return 2\ndef price(x):\n    return x * 2",
        "kept_rate = rate\nrate = lambda: 10\ntry:\n    assert price(3) == 30\nfinally:\n    rate = kept_rate",
    ),
    (
        "instance_check",
        "class Shape:\n    pass\nclass Circle(Shape):\n    pass",
        "class Shape:\n    pass\nclass Circle:\n    pass",
        "assert isinstance(Circle(), Shape)\nassert issubclass(Circle, Shape)",
    ),
    (
        "has_attribute",
        "class Car:\n    wheels = 4",
        "class Car:\n    pass",
        "assert hasattr(Car, 'wheels')\nassert 'wheels' in dir(Car)",
    ),
    (
        "keywords_and_defaults",
        "def power(x, n=2, *, sign=1):\n    return sign * x ** n",
        "def power(x, n=3, *, sign=1):\n    return x ** n",
        "assert power(3) == 9\nassert power(2, n=3, sign=-1) == -8",
    ),
    (
        "nested_data",
        "def group(words):\n    out = {}\n    for w in words:\n        out.setdefault(len(w), []).append(w)\n    return out",
        "def group(words):\n    return {}",
        "assert group(['a', 'bb', 'c']) == {1: ['a', 'c'], 2: ['bb']}",
    ),
    (
        "sets_and_tuples",
        "def ends(values):\n    return (min(values), max(values)), set(values)",
        "def ends(values):\n    return [min(values), max(values)], set(values)",
        "assert ends([2, 1]) == ((1, 2), {1, 2})",
    ),
    (
        "big_and_complex_numbers",
        "def factor(n):\n    return math.factorial(n), 1j ** 2",
        "def factor(n):\n    return float(n), 1j",
        "assert factor(30) == (math.factorial(30), -1)",
    ),
    (
        "locked_helper_and_data",
        "def smallest(values):\n    return min(values)",
        "def smallest(values):\n    return values[0]",
        "assert close(smallest(DATA), Expected(1).value)",
    ),
    (
        "helper_of_an_earlier_test",
        "def half(x):\n    return x / 2",
        "def half(x):\n    return x",
        "calls.clear()\nspy(half(4))\nassert calls == [2.0]",
    ),
    (
        "magic",
        "def seven_up():\n    return 7",
        "def seven_up():\n    return 8",
        "%matplotlib inline\nassert seven_up() == 7",
    ),
    (
        "library_function",
        "mean_of = np.mean",
        "mean_of = np.sum",
        "assert mean_of([1, 3]) == 2",
    ),
    (
        "sympy_free_text",
        "def describe(n):\n    return f'{n:.2f} m'",
        "def describe(n):\n    return str(n)",
        "assert describe(1) == '1.00 m'\nassert describe(2).endswith('m')",
    ),
]
