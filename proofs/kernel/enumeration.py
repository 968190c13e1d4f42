"""Second engine, continued: the points at which two terms are compared.

The points are enumerated in one fixed order, small numbers first; nothing is random.  Sizes run over 1..4.
A point is used only if it satisfies the hypotheses of the setting, which is checked by exact evaluation.
"""

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import count, cycle, islice, product
from threading import Lock

from flint import fmpq
from sympy import Expr, IndexedBase, Integer, Symbol, oo

from .assumptions import satisfying
from .evaluation import evaluate
from .hypotheses import base_of
from .laws import FunctionOf
from .models import SHAPES, with_models
from .point import Place, Point
from .settings import Setting
from .stand_ins import Polynomials, Potential
from .terms import LAYER, OpaqueFunction, is_dependent
from .values import CannotEvaluate, Value

LARGEST_SIZE = 4
LAST_LAYER = 8  # families over layers have values up to this one
_CUBICS = [fmpq(each) for each in (1, 0, -1, 2)]
_MOST_INDEX_CHOICES = 6
_FEWEST_POINTS = 12
_REAL = [
    fmpq(*each) for each in ((1, 1), (0, 1), (-1, 1), (2, 1), (1, 2), (3, 1), (-2, 1), (-1, 2), (5, 1), (-3, 1), (4, 3))
]
_POSITIVE = [fmpq(*each) for each in ((1, 1), (2, 1), (1, 2), (3, 1), (1, 3), (5, 1), (3, 2))]


class _Stream:
    """An iterator that remembers what it has yielded, for all who ask, in any thread."""

    def __init__(self, source: Iterator[Point]) -> None:
        self._source, self._seen, self._lock = source, list[Point](), Lock()

    def __iter__(self) -> Iterator[Point]:
        for position in count():
            with self._lock:
                if position == len(self._seen):
                    following = next(self._source, None)
                    if following is None:
                        return
                    self._seen.append(following)
            yield self._seen[position]


def points_with(setting: Setting, fixed: Mapping[Place, Value], loose: bool) -> Iterator[Point]:
    """Yield points at which some counting numbers have given values, and the setting's hypotheses hold."""
    for values in _assignments(setting, fixed):
        solved = satisfying(Point(setting, values))
        if solved is not None:
            yield from with_models(solved, next(iter(SHAPES)), loose)


@lru_cache(maxsize=256)
def points(setting: Setting, loose: bool) -> Iterable[Point]:
    """Return the points of a setting that satisfy its hypotheses, simplest first."""
    return _Stream(_points(setting, loose))


def _points(setting: Setting, loose: bool) -> Iterator[Point]:
    assumed = [*setting.assumptions, *(each.claim for each in setting.general_assumptions)]
    if any(setting.random_in(side) for claim in assumed for side in claim.terms):
        return  # a model would have to satisfy the relation at every outcome
    shapes = cycle(SHAPES)  # one shape a point, so that many points are seen before many shapes of one
    for values in _assignments(setting):
        solved = satisfying(Point(setting, values))
        if solved is not None:
            yield from with_models(solved, next(shapes), loose)


def index_points(setting: Setting) -> Iterator[Point]:
    """Yield points that fix the sizes 1..4, the depths 0..3 and the indices, nothing else."""
    for sized in _sizes(setting, {}):
        for variant in range(3) if _width_families(setting) else (0,):
            here = sized | _widths(setting, variant)
            for indices in _index_choices(setting, here):
                yield Point(setting, here | indices)


def _sizes(setting: Setting, fixed: Mapping[Place, Value]) -> Iterator[dict[Place, Value]]:
    sizes = sorted((each for each in setting.sizes if (each, ()) not in fixed), key=str)
    order = sorted(product(range(LARGEST_SIZE), repeat=len(sizes)), key=lambda each: (max(each, default=0), each))
    for chosen in order:
        if sum(chosen) < max(1, LARGEST_SIZE - max(0, len(sizes) - 2)):
            yield {
                **fixed,
                **{(name, ()): fmpq(least_of(name) + each) for name, each in zip(sizes, chosen, strict=True)},
            }


def _width_families(setting: Setting) -> list[IndexedBase]:
    return sorted((each for each in setting.families if each.label.is_integer and each.shape == (oo,)), key=str)


def _widths(setting: Setting, variant: int) -> dict[Place, Value]:
    """Give each layer a width from 1 to 3, in a pattern that depends on the variant."""
    return {
        (base, (layer,)): fmpq(1 + (variant * (layer + 1) + layer**2 + position) % 3)
        for position, base in enumerate(_width_families(setting))
        for layer in range(LAST_LAYER + 1)
    }


def least_of(count: Symbol) -> int:
    """The least value of a size, 1, or of a natural number, 0."""
    return 1 if count.is_positive else 0


def _assignments(setting: Setting, fixed: Mapping[Place, Value] | None = None) -> Iterator[dict[Place, Value]]:
    """Visit all sizes in each turn; turns differ in the indices and in how varied the numbers are."""
    sizes = [*_sizes(setting, fixed or {}), *([] if fixed else _large_sizes(setting))]
    turns = max(_MOST_INDEX_CHOICES, _FEWEST_POINTS // len(sizes))
    for turn in range(turns):
        for sized in sizes:
            here = sized | _widths(setting, turn)
            choices = list(_index_choices(setting, here))
            if choices:
                here = here | choices[turn % len(choices)]
                yield here | _numbers(setting, here, turn)


def _large_sizes(setting: Setting) -> Iterator[dict[Place, Value]]:
    """Two odd ends beyond the sizes that are all tried, so that a factor (n-1)(n-2)(n-3)(n-4) hides nothing."""
    sizes = sorted(setting.sizes, key=str)
    for start in (5, 6) if sizes else ():
        yield {(name, ()): fmpq(start + position) for position, name in enumerate(sizes)}


def _index_choices(setting: Setting, sized: dict[Place, Value]) -> Iterator[dict[Place, Value]]:
    names = [name for name, _ in setting.ranges]
    try:
        ends = [int(evaluate(upper, Point(setting, sized)).p) for _, upper in setting.ranges]
    except CannotEvaluate:  # the width of a layer beyond the last
        return
    for chosen in islice(_varied_first(ends), _MOST_INDEX_CHOICES):
        yield {(name, ()): fmpq(each) for name, each in zip(names, chosen, strict=True)}


def _varied_first(ends: list[int]) -> Iterator[tuple[int, ...]]:
    """The values of indices, each from 1 to its end: first those that are not all the same, the smaller ones first."""
    equal = [(each,) * len(ends) for each in range(1, min(ends, default=1) + 1)]
    for highest in range(1, max(ends, default=0) + 1):
        for chosen in product(*(range(1, min(end, highest) + 1) for end in ends)):
            if max(chosen) == highest and chosen not in equal:
                yield chosen
    yield from equal


def _numbers(setting: Setting, known: dict[Place, Value], variant: int) -> dict[Place, Value]:
    """Give every symbol and family entry that is not defined a value; the variant says how varied they are."""
    result: dict[Place, Value] = {}
    for name, _ in setting.alphabet:
        base = base_of(name)
        if setting.definition_of(name) is not None or (name, ()) in known or base in _width_families(setting):
            continue
        cubic = _CUBICS[variant % len(_CUBICS)]
        if isinstance(name, OpaqueFunction):
            result[name, ()] = Polynomials(cubic)
            continue
        if is_dependent(name):
            laws = setting.laws_of(name)
            if any(isinstance(law, FunctionOf) and base_of(law.entry) == base for law in laws):
                result |= {place: Potential(cubic + sum(place[1])) for place in _places(base, setting, known)}
            continue
        for place in _places(base, setting, known):
            pool = pool_of(base)
            result[place] = pool[(variant * (len(result) + 1)) % len(pool)]
    return result


def _places(base: Expr, setting: Setting, known: dict[Place, Value]) -> Iterator[Place]:
    """The entries of a family, up to the last layer that is looked at; a symbol is its own place."""
    if not isinstance(base, IndexedBase):
        yield base, ()
        return
    point = Point(setting, known)
    layers = range(LAST_LAYER + 1) if base.shape[0] == oo else (None,)
    for layer in layers:
        sizes = base.shape if layer is None else [size.xreplace({LAYER: Integer(layer)}) for size in base.shape[1:]]
        try:
            ends = [int(evaluate(upper, point).p) for upper in sizes]
        except CannotEvaluate:  # there is no layer below the first
            continue
        for entry in product(*(range(1, end + 1) for end in ends)):
            yield base, entry if layer is None else (layer, *entry)


def pool_of(base: Expr) -> list[Value]:
    """Return the values that a symbol or the entries of a family take, simplest first."""
    label = base.label if isinstance(base, IndexedBase) else base
    if label.is_integer:
        return [fmpq(least_of(label) + each) for each in range(LARGEST_SIZE)]
    return _POSITIVE if label.is_positive else _REAL


def level_points(setting: Setting) -> Iterator[Point]:
    """Yield points at sizes from 2 on where every number is 0, or 1 if it has to be positive.

    Bounds are attained where numbers are equal, which the others, as varied as they are, seldom see.
    """
    if setting.random or any(isinstance(name, OpaqueFunction) or is_dependent(name) for name, _ in setting.alphabet):
        return
    for point in index_points(setting):
        if any(point.values[name, ()] < 2 for name in setting.sizes):
            continue
        bases = [base_of(name) for name, _ in setting.alphabet if setting.definition_of(name) is None]
        free = [base for base in bases if (base, ()) not in point.values]
        level = {place: _level(base) for base in free for place in _places(base, setting, dict(point.values))}
        solved = satisfying(point.at(level))
        if solved is not None:
            yield solved


def _level(base: Expr) -> Value:
    pool = pool_of(base)
    return fmpq(0) if fmpq(0) in pool else fmpq(1)
