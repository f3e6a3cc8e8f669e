"""Recognise errors that code raises here, but not with another version of Python or of a library.

Only a flag leaves the sandbox, never the message. Student code can forge the flag: it can raise these errors itself. A
forged flag makes a wrong answer undecided, so that a grader looks at it; it never earns points.
"""

from __future__ import annotations

import re

_NAMES = {
    "numpy": """
        Inf=np.inf Infinity=np.inf infty=np.inf PINF=np.inf NINF=-np.inf NaN=np.nan NAN=np.nan PZERO=0.0 NZERO=-0.0
        float_=np.float64 longfloat=np.longdouble complex_=np.complex128 cfloat=np.complex128 singlecomplex=np.complex64
        int=int float=float complex=complex bool=bool object=object str=str unicode=str unicode_=np.str_ str0=np.str_
        string_=np.bytes_ bytes0=np.bytes_ bool8=np.bool_ int0=np.intp uint0=np.uintp object0=object
        product=np.prod cumproduct=np.cumprod sometrue=np.any alltrue=np.all round_=np.round msort=np.sort
        asfarray=np.asarray mat=np.asmatrix row_stack=np.vstack in1d=np.isin trapz=np.trapezoid trapezoid=np.trapz
        asscalar=x.item() rank=np.ndim alen=len math=math disp=print find_common_type=np.result_type
        issubsctype=np.issubdtype issubclass_=issubclass cast= nbytes= sctypes= typeDict= obj2sctype= maximum_sctype=
        safe_eval= recfromcsv= recfromtxt= set_string_function= source= who= lookfor= deprecate= AxisError=
        ComplexWarning= RankWarning= VisibleDeprecationWarning= matvec= vecmat= unstack=
        cumulative_sum= cumulative_prod=
        """,
    "numpy.linalg": "linalg=np.linalg",
    "scipy": """
        array=np.array zeros=np.zeros ones=np.ones eye=np.eye dot=np.dot diag=np.diag outer=np.outer arange=np.arange
        linspace=np.linspace exp=np.exp log=np.log log10=np.log10 sqrt=np.sqrt sin=np.sin cos=np.cos tanh=np.tanh
        mean=np.mean sum=np.sum rand=np.random.rand randn=np.random.randn misc=
        """,
    "scipy.misc": """
        logsumexp=scipy.special.logsumexp factorial=scipy.special.factorial comb=scipy.special.comb derivative=
        """,
    "scipy.integrate": """
        trapz=scipy.integrate.trapezoid simps=scipy.integrate.simpson cumtrapz=scipy.integrate.cumulative_trapezoid
        quadrature=scipy.integrate.quad romberg=
        """,
    "scipy.linalg": "kron=np.kron pinv2=scipy.linalg.pinv tri=np.tri tril=np.tril triu=np.triu",
    "scipy.signal": "hann= hamming= blackman= bartlett= gaussian=",
    "scipy.special": "sph_harm=scipy.special.sph_harm_y lpn= lpmn= clpmn=",
    "scipy.stats": "binom_test=scipy.stats.binomtest",
    "sympy": "mpmath=mpmath",
    "matplotlib.cm": "get_cmap=plt.get_cmap register_cmap=matplotlib.colormaps.register",
    "matplotlib.pyplot": "hold= ishold=",
    "collections": """
        Callable=collections.abc.Callable Hashable=collections.abc.Hashable Iterable=collections.abc.Iterable
        Iterator=collections.abc.Iterator Mapping=collections.abc.Mapping Sequence=collections.abc.Sequence
        """,
    "fractions": "gcd=math.gcd",
    "time": "clock=time.perf_counter",
    "inspect": "getargspec=inspect.getfullargspec",
    "math": "sumprod=sum fma=",
    "itertools": "batched=",
    "copy": "replace=dataclasses.replace",
    "typing": "override= TypeAliasType=",
    "random": "binomialvariate=",
    "warnings": "deprecated=",
}
REPLACEMENTS = {
    module: {old: new for old, _, new in (pair.partition("=") for pair in names.split())}
    for module, names in _NAMES.items()
}
"""Names that only some versions of a module have, and what to use in their place ("" if nothing does the same)."""
METHODS = {"ptp": "np.ptp(x)", "itemset": "x[i] = value", "newbyteorder": "", "tostring": "x.tobytes()", "mT": "x.T"}
"""Methods that only some versions of NumPy's arrays have."""
_MOVED = re.compile(r"scipy\.misc|numpy\.(core|lib)\b|sympy\.mpmath|distutils|imp\b|asyncore")
"""Modules that were there in earlier versions, or whose contents were."""
_ATTRIBUTE = re.compile(r"[Mm]odule '([\w.]{1,60})' has no attribute '(\w{1,60})'")
_METHOD = re.compile(r"'numpy\.ndarray' object has no attribute '(\w{1,60})'")
_IMPORTED = re.compile(r"cannot import name '(\w{1,60})' from '([\w.]{1,60})'")
_NO_MODULE = re.compile(r"No module named '([\w.]{1,60})'")
_ONE_ELEMENT = "only 0-dimensional arrays can be converted to Python scalars"
_MESSAGES = {
    AttributeError: r"`(np\.)?\w+` was removed (in the NumPy|from the ndarray class)|numpy\.lib\.\w+ is now private"
    r"|Rectangle\.set\(\) got an unexpected keyword argument 'normed'",
    TypeError: rf"{_ONE_ELEMENT}|Calling np\.sum\(generator\)"
    r"|(reshape|gca|unique)\(\) got an unexpected keyword argument '(newshape|projection|sorted)'",
    ValueError: r"setting an array element with a sequence\. The requested array has an inhomogeneous shape"
    r"|Unable to avoid copy while creating an array|The truth value of an empty array is ambiguous"
    r"|Calling nonzero on 0d arrays is not allowed",
    OverflowError: r"Python integer -?\d+ out of bounds for u?int\d+",
    OSError: r"'seaborn[\w-]*' is not a valid package style",
    NotImplementedError: r"`interp2d` has been removed in SciPy",
}
_LONGEST = 400


def depends_on_version(error: BaseException) -> bool:
    """Whether an error may be one that the same code does not raise with other versions.

    Types are compared exactly: attributes of a student's own exceptions would run student code.
    """
    kind, text = type(error), _message(error)
    if kind is SyntaxError:
        return True  # an `IndentationError` is one in every version
    if kind is AttributeError and (found := _ATTRIBUTE.match(text)):
        return found[2] in REPLACEMENTS.get(found[1], ())
    if kind is AttributeError and (found := _METHOD.match(text)):
        return found[1] in METHODS
    if kind is ImportError and (found := _IMPORTED.match(text)):
        return found[1] in REPLACEMENTS.get(found[2], ()) or bool(_MOVED.match(found[2]))
    if kind is ModuleNotFoundError and (found := _NO_MODULE.match(text)):
        return bool(_MOVED.match(found[1]))
    if kind is ValueError and type(error.__cause__) is TypeError and _message(error.__cause__) == _ONE_ELEMENT:
        return True
    return any(kind is each and re.match(message, text) is not None for each, message in _MESSAGES.items())


def _message(error: BaseException) -> str:
    """Return the beginning of an error's message; "" if it is no plain string, or no plain error."""
    if not any(type(error) is kind for kind in (*_MESSAGES, ImportError, ModuleNotFoundError)):
        return ""
    text = error.args[0] if error.args else ""
    return text[:_LONGEST] if type(text) is str else ""
