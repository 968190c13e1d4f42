"""What is given: names and their domains, in the vocabulary that answers are declared in.

"real" "positive" "negative" "nonzero" "nonnegative"      a number of that sign
"in (0,1)" "in [0,2]" "in {0,1}"                          an interval, a finite set
"integer" "integer >= 1" "integer in 0..3" "index(3)"     integers; an index runs over 1..n
"vector(3) in (0,1)" "array(3,3) real" "simplex(3)"       families of them
"matrix(3,3)" "column(3)" "row(3)"                        arrays that multiply as matrices
"sigmoid" "step" "kronecker" "normal cdf" ...             a known function
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from types import MappingProxyType


class BadGiven(ValueError):
    """A declaration that is not in the vocabulary."""


@dataclass(frozen=True, slots=True)
class Interval:
    """The reals (or the integers) between two bounds; None is no bound."""

    low: Fraction | None = None
    low_open: bool = True
    high: Fraction | None = None
    high_open: bool = True
    integer: bool = False
    nonzero: bool = False

    def holds(self, value: Fraction) -> bool:
        """Whether a number lies in the domain."""
        if self.integer and value.denominator != 1:
            return False
        if self.nonzero and value == 0:
            return False
        if self.low is not None and (value < self.low or (self.low_open and value == self.low)):
            return False
        return not (self.high is not None and (value > self.high or (self.high_open and value == self.high)))


@dataclass(frozen=True, slots=True)
class Finite:
    """A finite set of numbers, as {0,1} or an index range."""

    values: tuple[Fraction, ...]
    index: bool = False

    def holds(self, value: Fraction) -> bool:
        """Whether a number lies in the domain."""
        return value in self.values


Scalar = Interval | Finite


@dataclass(frozen=True, slots=True)
class Array:
    """A family of numbers; `simplex` says that its entries sum to 1."""

    shape: tuple[int, ...]
    entries: Scalar
    simplex: bool = False
    matrix: bool = False


@dataclass(frozen=True, slots=True)
class Function:
    """A name that stands for a known function."""

    name: str


Domain = Scalar | Array | Function

REAL = Interval()
POSITIVE = Interval(low=Fraction(0))
UNIT = Interval(low=Fraction(0), high=Fraction(1))

SCALARS: Mapping[str, Scalar] = MappingProxyType(
    {
        "real": REAL,
        "number": REAL,
        "positive": POSITIVE,
        "negative": Interval(high=Fraction(0)),
        "nonnegative": Interval(low=Fraction(0), low_open=False),
        "nonzero": Interval(nonzero=True),
        "integer": Interval(integer=True),
    }
)
FUNCTIONS: Mapping[str, str] = MappingProxyType(
    {
        "sigmoid": "sigmoid",
        "step": "step",
        "kronecker": "kronecker",
        "normal cdf": "Phi",
        "normal pdf": "phi",
        "tanh": "tanh",
        "relu": "relu",
        "softplus": "softplus",
        "softmax": "softmax",
        "sign": "sign",
        "exp": "exp",
        "log": "log",
        "erf": "erf",
    }
)
LARGEST_ARRAY = 64
LARGEST_FINITE = 64

_NUMBER = r"[+-]?\d+(?:\.\d+)?(?:/\d+)?"
_BOUND = rf"{_NUMBER}|[+-]?(?:inf|oo)"
_INTERVAL = re.compile(rf"in\s*([\[(])\s*({_BOUND})\s*,\s*({_BOUND})\s*([\])])")
_SET = re.compile(rf"in\s*\{{\s*({_NUMBER}(?:\s*,\s*{_NUMBER})*)\s*\}}")
_RANGE = re.compile(r"integer\s+in\s+([+-]?\d+)\s*\.\.\s*([+-]?\d+)")
_ORDER = re.compile(rf"(integer|real|number)?\s*(>=|<=|>|<)\s*({_NUMBER})")
_INDEX = re.compile(r"index\s*\(\s*(\d+)\s*\)")
_ARRAY = re.compile(r"(vector|array|simplex|matrix|column|row)\s*\(\s*(\d+)\s*(?:,\s*(\d+)\s*)?\)\s*(.*)")
VOCABULARY = (
    "real, positive, nonzero, in (0,1), in {0,1}, integer >= 1, integer in 0..3, index(3), vector(3) real, "
    "array(3,3) real, simplex(3), matrix(3,3), column(3), sigmoid, step, kronecker, normal cdf"
)


def scalar(words: str) -> Scalar | None:
    """The domain of one number, or None where the words are not in the vocabulary."""
    if words in SCALARS:
        return SCALARS[words]
    if m := _INTERVAL.fullmatch(words):
        low, high = _bound(m[2]), _bound(m[3])
        if low is not None and high is not None and low >= high:
            return None
        return Interval(low, m[1] == "(", high, m[4] == ")")
    if m := _SET.fullmatch(words):
        values = sorted({Fraction(v.strip()) for v in m[1].split(",")})
        return Finite(tuple(values)) if len(values) <= LARGEST_FINITE else None
    if m := _RANGE.fullmatch(words):
        first, last = int(m[1]), int(m[2])
        return Interval(Fraction(first), False, Fraction(last), False, integer=True) if first <= last else None
    if m := _ORDER.fullmatch(words):
        value, integer = Fraction(m[3]), m[1] == "integer"
        if m[2].startswith(">"):
            return Interval(low=value, low_open=m[2] == ">", integer=integer)
        return Interval(high=value, high_open=m[2] == "<", integer=integer)
    if m := _INDEX.fullmatch(words):
        size = int(m[1])
        return Finite(tuple(map(Fraction, range(1, size + 1))), index=True) if 1 <= size <= LARGEST_FINITE else None
    return None


def domain(name: str, words: str) -> Domain:
    """The domain that the words declare; `BadGiven` names the words that are not understood."""
    text = " ".join(words.split())
    if text in FUNCTIONS:
        return Function(FUNCTIONS[text])
    found: Domain | None = scalar(text)
    if m := _ARRAY.fullmatch(text):
        found = _array(m[1], int(m[2]), None if m[3] is None else int(m[3]), m[4].strip())
    if found is None:
        raise BadGiven(f"given: {name!r} is declared as {words!r}, which is not a domain; write one of: {VOCABULARY}")
    return found


def _array(kind: str, rows: int, columns: int | None, rest: str) -> Array | None:
    entries = scalar(rest) if rest else (UNIT if kind == "simplex" else REAL)
    shape = (rows,) if columns is None else (rows, columns)
    if entries is None or min(shape) < 1 or rows * (columns or 1) > LARGEST_ARRAY:
        return None
    match kind, len(shape):
        case "vector", 1:
            return Array(shape, entries)
        case "simplex", 1:
            return Array(shape, entries, simplex=True)
        case "array", _:
            return Array(shape, entries)
        case "matrix", 2:
            return Array(shape, entries, matrix=True)
        case "column", 1:
            return Array((rows, 1), entries, matrix=True)
        case "row", 1:
            return Array((1, rows), entries, matrix=True)
        case _:
            return None


def _bound(text: str) -> Fraction | None:
    return None if text.endswith(("inf", "oo")) else Fraction(text)


@dataclass(frozen=True, slots=True)
class Given:
    """All declared names with their domains."""

    domains: Mapping[str, Domain]
    setting: str = "general"
    names: tuple[str, ...] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "names", tuple(self.domains))

    def function(self, name: str) -> str | None:
        """The known function that a name stands for."""
        found = self.domains.get(name)
        return found.name if isinstance(found, Function) else None

    def array(self, name: str) -> Array | None:
        """The family of that name."""
        found = self.domains.get(name)
        return found if isinstance(found, Array) else None

    def scalar(self, name: str) -> Scalar | None:
        """The domain of the number of that name."""
        found = self.domains.get(name)
        return found if isinstance(found, Interval | Finite) else None


SETTINGS: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "general": {},
        "softmax": {
            "z": "vector(3) real",
            "y": "vector(3) in (0,1)",
            "t": "simplex(3)",
            "i": "index(3)",
            "j": "index(3)",
            "k": "index(3)",
            "c": "real",
            "delta": "kronecker",
        },
        "logistic": {"z": "real", "x": "real", "g": "in (0,1)", "p": "in (0,1)", "y": "real", "sigma": "sigmoid"},
        "initialization": {
            "n": "integer >= 1",
            "n_in": "integer >= 1",
            "n_out": "integer >= 1",
            "L": "integer >= 1",
            "sigma": "positive",
            "v": "positive",
            "s": "positive",
            "g": "positive",
        },
        "activations": {
            "x": "real",
            "z": "real",
            "alpha": "in (0,1)",
            "sigma": "sigmoid",
            "Phi": "normal cdf",
            "phi": "normal pdf",
            "H": "step",
        },
        "backpropagation": {
            "W": "matrix(3,3)",
            "delta": "vector(3) real",
            "w": "array(3,3) real",
            "h": "vector(3) in (0,1)",
            "a": "vector(3) real",
            "i": "index(3)",
            "j": "index(3)",
            "k": "index(3)",
            "sigma": "sigmoid",
        },
        "step-networks": {
            "x": "real",
            "d": "positive",
            "h": "real",
            "b": "real",
            "w": "real",
            "H": "step",
            "sigma": "step",
        },
    }
)


def declare(given: Mapping[str, str] | None = None, setting: str | None = None) -> Given:
    """The declared names: those of the setting, overridden by those of `given`."""
    chosen = setting or "general"
    if chosen not in SETTINGS:
        raise BadGiven(f"setting: {chosen!r} is not known; write one of: {', '.join(SETTINGS)}")
    words: dict[str, str] = dict(SETTINGS[chosen])
    for name, text in (given or {}).items():
        if not isinstance(name, str) or not isinstance(text, str):
            raise BadGiven(f'given: {name!r} must map to words, as in {{"p": "in (0,1)"}}')
        if not re.fullmatch(r"[A-Za-z][A-Za-z0-9]*'*(?:_\{?[A-Za-z0-9,]+\}?)?'*(?:\^\{?\([A-Za-z0-9+\-]+\)\}?)?", name):
            raise BadGiven(f"given: {name!r} is not a name; write ASCII, as in n_in, yhat_n or delta^(2)")
        words[re.sub(r"[{}]", "", name)] = text
    return Given(MappingProxyType({name: domain(name, text) for name, text in words.items()}), chosen)
