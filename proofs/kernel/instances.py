"""Second engine, continued: explicit points and models at which two terms are compared.

The points are enumerated in one fixed order, small numbers first; nothing is random.  Sizes run over 1..4.
A point is used only if it satisfies the hypotheses of the setting, which is checked by exact evaluation.
"""

from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import count, cycle, islice, product
from math import isqrt
from threading import Lock
from typing import assert_never

from flint import arb, ctx, fmpq
from sympy import Expr, IndexedBase, Integer, Integral, Symbol, oo
from sympy.tensor.indexed import Indexed

from .claims import Claim, Relation
from .evaluation import evaluate, index_values
from .hypotheses import (
    Assume,
    Definition,
    Hypothesis,
    Independent,
    Mean,
    Normal,
    Symmetric,
    Uncorrelated,
    Uniform,
    Variance,
    base_of,
)
from .laws import BackwardRecursion, Differentiable, FunctionOf, Recursion
from .point import Draw, Model, Place, Point
from .settings import Setting
from .stand_ins import Polynomials, Potential
from .terms import LAYER, E, OpaqueFunction, Var, is_dependent
from .values import PRECISION, CannotEvaluate, Value, differ, is_sharp
from .verdicts import Counterexample

LARGEST_SIZE = 4
LAST_LAYER = 8  # families over layers have values up to this one
_CUBICS = [fmpq(each) for each in (1, 0, -1, 2)]
_MOST_INDEX_CHOICES = 6
_FEWEST_POINTS = 12
_MOST_INTEGRALS = 6  # an enclosure of an integral costs as much as a hundred evaluations

_REAL = [
    fmpq(*each) for each in ((1, 1), (0, 1), (-1, 1), (2, 1), (1, 2), (3, 1), (-2, 1), (-1, 2), (5, 1), (-3, 1), (4, 3))
]
_POSITIVE = [fmpq(*each) for each in ((1, 1), (2, 1), (1, 2), (3, 1), (1, 3), (5, 1), (3, 2))]

#: Shapes of a seed with mean 0 and variance 1: a fair coin, a skewed coin, a coin that is mostly 0.
SHAPES = {
    "fair coin": ((fmpq(1, 2), fmpq(1)), (fmpq(1, 2), fmpq(-1))),
    "skewed coin": ((fmpq(1, 5), fmpq(2)), (fmpq(4, 5), fmpq(-1, 2))),
    "sparse coin": ((fmpq(1, 8), fmpq(2)), (fmpq(1, 8), fmpq(-2)), (fmpq(3, 4), fmpq(0))),
}


@dataclass(frozen=True)
class Finding:
    """What a comparison saw: `holds` is None where nothing could be compared."""

    holds: bool | None
    text: str
    counterexample: Counterexample | None = None


def compare_at(claim: Claim, setting: Setting, fixed: Mapping[Symbol, int]) -> Finding:
    """Compare the two terms of a claim where some of its counting numbers have given values."""
    return compare(claim, setting, fixed={(name, ()): fmpq(value) for name, value in fixed.items()})


def compare(
    claim: Claim, setting: Setting, *, loose: bool = False, limit: int = 60, fixed: Mapping[Place, Value] | None = None
) -> Finding:
    """Compare the two terms of a claim at up to `limit` points.

    loose: let a discrete variable with the same mean and variance stand in for one with a density; this
    corroborates steps that use nothing but moments, and must not be used to refute.
    """
    return _compared(claim, setting, loose, limit, None if fixed is None else tuple(fixed.items()))


@lru_cache(maxsize=512)  # a step, a diagnosis and a second look ask the same; the points are always the same
def _compared(
    claim: Claim, setting: Setting, loose: bool, limit: int, fixed: tuple[tuple[Place, Value], ...] | None
) -> Finding:
    (left, right), relation = claim.terms, claim.relation
    integrates = any(
        side.has(Integral) or (side.has(E, Var) and not loose and _has_densities(setting)) for side in (left, right)
    )
    compared, exact = 0, True
    obstacle = "no point satisfies the hypotheses"
    available = points(setting, loose) if fixed is None else points_with(setting, dict(fixed), loose)
    for point in _spread(available, limit) if integrates else islice(available, limit):
        if integrates and compared == _MOST_INTEGRALS:
            break
        try:
            values = evaluate(left, point), evaluate(right, point)
        except CannotEvaluate as error:
            obstacle = str(error)
            continue
        if not all(map(is_sharp, values)):
            obstacle = "an enclosure is too wide to compare"
            continue
        compared += 1
        exact = exact and all(isinstance(each, fmpq) for each in values)
        if violates(values[0], relation, values[1]):
            return Finding(False, "differs", _counterexample(point, left, right, values))
    if not compared:
        return Finding(None, f"could not be evaluated: {obstacle}")
    kind = "exactly equal" if exact else "Arb balls of 192 bits overlap"
    return Finding(
        True, f"{kind if relation == '=' else 'holds'} at {compared} points, sizes 1..{LARGEST_SIZE} and some larger"
    )


def _spread(available: Iterable[Point], limit: int) -> Iterator[Point]:
    """The first points in another order: every seventh first, so that a few of them already vary much."""
    known = list(islice(available, limit))
    for start in range(7):
        yield from known[start::7]


def violates(left: Value, relation: Relation, right: Value) -> bool:
    """Say whether a relation certainly fails between two values."""
    match relation:
        case "=":
            return differ(left, right)
        case "<=":
            return _certainly(left, right, strictly=True)
        case "<":
            return _certainly(left, right, strictly=False)
        case _:
            raise ValueError(f"terms are not compared with {relation!r}")


def _certainly(left: Value, right: Value, *, strictly: bool) -> bool:
    """Say whether left > right (or left >= right) for certain."""
    if not _rational(left, right):
        with ctx.workprec(PRECISION):  # a rational beside a ball is rounded to this precision, not to that of a float
            left, right = arb(left), arb(right)
    return bool(left > right) if strictly else bool(left >= right)


def _rational(left: Value, right: Value) -> bool:
    return isinstance(left, fmpq) and isinstance(right, fmpq)


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
        solved = _satisfying(Point(setting, values))
        if solved is not None:
            yield from _with_models(solved, next(iter(SHAPES)), loose)


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
        solved = _satisfying(Point(setting, values))
        if solved is not None:
            yield from _with_models(solved, next(shapes), loose)


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
            choices = list(islice(_index_choices(setting, here), _MOST_INDEX_CHOICES))
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
    choices = product(*(range(1, end + 1) for end in ends))
    ranked = sorted(
        choices, key=lambda each: (len(set(each)) < min(2, max(ends, default=1)), max(each, default=0), each)
    )
    for chosen in ranked[:_MOST_INDEX_CHOICES]:
        yield {(name, ()): fmpq(each) for name, each in zip(names, chosen, strict=True)}


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


def _satisfying(point: Point) -> Point | None:
    """Return the point if the assumed relations hold there, adjusting one entry of a linear equation if needed."""
    for claim in point.setting.assumptions:
        if _holds(claim, point):
            continue
        adjusted = _adjusted(claim, point) if claim.relation == "=" else None
        if adjusted is None:
            return None
        point = adjusted
    return point if satisfies_assumptions(point) else None


def satisfies_assumptions(point: Point) -> bool:
    """Say whether the assumed relations of the setting hold at a point, exactly."""
    laws = (each for each in point.setting.hypotheses if isinstance(each, Variance | Normal | Uniform))
    return (
        all(_holds(claim, point) for claim in point.setting.assumptions)
        and all(_holds_for_all(each, point) for each in point.setting.general_assumptions)
        and all(_is_law(each, point) for each in laws)
    )


def _holds_for_all(assumed: Assume, point: Point) -> bool:
    """Say whether an assumption holds, exactly, for all values of its general indices."""
    try:
        ends = [int(evaluate(upper, point).p) for _, upper in assumed.for_all]
    except CannotEvaluate:
        return False
    names = [(name, ()) for name, _ in assumed.for_all]
    choices = product(*(range(1, end + 1) for end in ends))
    return all(_holds(assumed.claim, point.at(dict(zip(names, map(fmpq, each), strict=True)))) for each in choices)


def _is_law(hypothesis: Variance | Normal | Uniform, point: Point) -> bool:
    """A variance is not negative, that of a normal density is positive, an interval is not empty."""
    try:
        match hypothesis:
            case Variance(value=value):
                return bool(evaluate(value, point) >= 0)
            case Normal(variance=value):
                return bool(evaluate(value, point) > 0)
            case Uniform(low=low, high=high):
                return bool(evaluate(low, point) < evaluate(high, point))
    except CannotEvaluate:
        return True  # the point says nothing of the law


def _holds(claim: Claim, point: Point) -> bool:
    if claim.relation == "iff":
        raise ValueError("an assumption relates terms, not claims")
    try:
        left, right = (evaluate(side, point) for side in claim.terms)
    except CannotEvaluate:
        return False
    if not _rational(left, right):
        return False
    match claim.relation:
        case "=":
            return bool(left == right)
        case "<=":
            return bool(left <= right)
        case "<":
            return bool(left < right)


def _adjusted(claim: Claim, point: Point) -> Point | None:
    """Solve an equation for the last entry in which it is linear."""
    left, right = claim.terms
    difference = left - right
    named = {base_of(each) for each in point.setting.unfold(difference).atoms(Symbol, Indexed)}
    for place in reversed([place for place in point.values if place[0] in named]):
        try:
            at_0, at_1 = (evaluate(difference, point.at({place: fmpq(each)})) for each in (0, 1))
            if not _rational(at_0, at_1) or at_0 == at_1:
                continue
            solved = point.at({place: at_0 / (at_0 - at_1)})
            if evaluate(difference, solved) == 0:
                return solved
        except CannotEvaluate:
            continue
    return None


def _with_models(point: Point, shape: str, loose: bool) -> Iterator[Point]:
    families = [each for each in point.setting.random if loose or not _has_density(each, point.setting)]
    if not families:
        yield point
        return
    for model in _models(point, families, shape):
        chosen = replace(point, model=model)
        if _satisfies(chosen, loose):
            yield chosen


def _has_densities(setting: Setting) -> bool:
    return any(_has_density(each, setting) for each in setting.random)


def _has_density(family: Expr, setting: Setting) -> bool:
    return any(isinstance(each, Normal | Uniform) and base_of(each.entry) == family for each in setting.hypotheses)


def _models(point: Point, families: list[Expr], shape: str) -> Iterator[Model]:
    """Yield the models of a shape: what a hypothesis does not fix takes two values each."""
    means = {each: _declared(each, "mean", point, [fmpq(0), fmpq(1)]) for each in families}
    scales = {each: _declared(each, "scale", point, [fmpq(1), fmpq(2)]) for each in families}
    if any(None in each for each in (*means.values(), *scales.values())):
        return
    tied = [[False] if _uncorrelated(each, point.setting) else [False, True] for each in families]
    linked = [False] if point.setting.independent(frozenset(families)) else [False, True]
    for shift in product(*means.values()):
        for scale in product(*scales.values()):
            for tie, link in product(product(*tied), linked):
                yield _model(shape, families, shift, scale, tie, link)


def _model(
    shape: str,
    families: list[Expr],
    shift: tuple[Value, ...],
    scale: tuple[Value, ...],
    tie: tuple[bool, ...],
    link: bool,
) -> Model:
    """tie: all entries of the family are one draw; link: all families share the draws of their last index."""
    number = {each: position for position, each in enumerate(families)}

    def draw(family: Expr, entry: tuple[int, ...]) -> Draw | None:
        if family not in number:
            return None
        position = number[family]
        seed = (families[0] if link else family, entry[-1:] if link else () if tie[position] else entry)
        return Draw(seed, shift[position], scale[position])

    return Model(shape, SHAPES[shape], draw)


def _declared(family: Expr, what: str, point: Point, free: list[Value]) -> list[Value]:
    entry = next(name for name, _ in point.setting.alphabet if base_of(name) == family)
    declared = point.setting.mean_of(entry) if what == "mean" else point.setting.variance_of(entry)
    if declared is None:
        return free
    try:
        value = evaluate(declared, point)
    except CannotEvaluate:  # of a name that no law determines: nothing can be drawn
        return [None]
    return [value if what == "mean" else _square_root(value)]


def _square_root(value: Value) -> Value | None:
    if not isinstance(value, fmpq) or value < 0:
        return None
    top, bottom = isqrt(int(value.p)), isqrt(int(value.q))
    return fmpq(top, bottom) if top**2 == value.p and bottom**2 == value.q else None


def _uncorrelated(family: Expr, setting: Setting) -> bool:
    return not isinstance(family, IndexedBase) or setting.uncorrelated(family)


def _satisfies(point: Point, loose: bool) -> bool:
    """Check every probabilistic hypothesis of the setting in the model, exactly.

    A draw has mean `shift` and variance `scale`^2; draws of different seeds are independent, those of one seed are not.
    """
    assert point.model is not None
    draws = {place: draw for place in point.values if (draw := point.model.draw(*place)) is not None}
    return all(_keeps_sign(place[0], draw, point) for place, draw in draws.items()) and all(
        _holds_of_draws(each, draws, point, loose) for each in point.setting.hypotheses
    )


def _keeps_sign(family: Expr, draw: Draw, point: Point) -> bool:
    """A family that is declared positive takes positive values only."""
    assert point.model is not None
    label = family.label if isinstance(family, IndexedBase) else family
    return not label.is_positive or all(draw.shift + draw.scale * value > 0 for _, value in point.model.outcomes)


def _holds_of_draws(hypothesis: Hypothesis, draws: Mapping[Place, Draw], point: Point, loose: bool) -> bool:
    if isinstance(hypothesis, Definition | Assume | Differentiable | Recursion | BackwardRecursion | FunctionOf):
        return True
    families = hypothesis.families if isinstance(hypothesis, Independent) else (base_of(hypothesis.entry),)
    mine = {place: draw for place, draw in draws.items() if place[0] in families}
    match hypothesis:
        case Mean(entry=entry, value=value):
            return all(draw.shift == _at(entry, value, place, point) for place, draw in mine.items())
        case Variance(entry=entry, value=value):
            return all(draw.scale**2 == _at(entry, value, place, point) for place, draw in mine.items())
        case Uncorrelated():
            return len({draw.seed for draw in mine.values()}) == len(mine)
        case Independent():
            owners: dict[Hashable, Expr] = {}
            return all(owners.setdefault(draw.seed, place[0]) == place[0] for place, draw in mine.items())
        case Symmetric():
            assert point.model is not None
            mirrored = {(chance, -value) for chance, value in point.model.outcomes}
            return mirrored == set(point.model.outcomes) and all(draw.shift == 0 for draw in mine.values())
        case Normal(entry=entry, mean=mean, variance=variance):
            return not mine or (
                loose
                and all(draw.shift == _at(entry, mean, place, point) for place, draw in mine.items())
                and all(draw.scale**2 == _at(entry, variance, place, point) for place, draw in mine.items())
            )
        case Uniform():
            return not mine or loose
        case _:
            assert_never(hypothesis)


def _at(general: Expr, value: Expr, place: Place, point: Point) -> Value:
    """Evaluate what a hypothesis says of a general entry at one entry."""
    return evaluate(value, point.at(index_values(general, place)))


def _counterexample(point: Point, left: Expr, right: Expr, values: tuple[Value, Value]) -> Counterexample:
    """Describe the point by the names that the two terms mention."""
    named = {base_of(each) for each in point.setting.unfold(left - right).atoms(Symbol, Indexed)}
    random = frozenset(point.setting.random) if (left - right).has(E, Var) else frozenset()
    where = [(_name(place), str(value)) for place, value in point.values.items() if place[0] in named - random]
    if point.model is not None:
        where += [(f"law of {each}", _law(point.model, each, point)) for each in point.setting.random if each in named]
    return Counterexample(tuple(where), *shown_apart(*values))


def _law(model: Model, family: Expr, point: Point) -> str:
    entries = [place for place in point.values if place[0] == family]
    draws = [model.draw(*place) for place in entries]
    if not draws or draws[0] is None:
        return "as declared"
    values = ", ".join(f"{draws[0].shift + draws[0].scale * u} with probability {p}" for p, u in model.outcomes)
    shared = "" if len({draw.seed for draw in draws if draw}) == len(draws) else "; entries share their draw"
    return f"{values}{shared}"


def _name(place: Place) -> str:
    return str(place[0]) + (f"_{','.join(map(str, place[1]))}" if place[1] else "")


def shown(value: Value, digits: int = 15) -> str:
    """Print a value: a rational, or a ball with its radius."""
    return str(value) if isinstance(value, fmpq) else str(arb(value).str(digits))


def shown_apart(left: Value, right: Value) -> tuple[str, str]:
    """Print two values that differ, with so many digits that it is seen; a rational beside a ball as a decimal too."""
    if isinstance(left, fmpq) and isinstance(right, fmpq):
        return shown(left), shown(right)
    with ctx.workprec(PRECISION):
        balls = arb(left), arb(right)
        digits = next((each for each in (15, 25, 35, 45) if not _alike(*balls, each)), 55)
        if digits == 15:
            return shown(left), shown(right)
        return shown(balls[0], digits), shown(balls[1], digits)


def _alike(left: arb, right: arb, digits: int) -> bool:
    """Say whether two balls overlap once they are printed with so many digits."""
    return bool(arb(left.str(digits)).overlaps(arb(right.str(digits))))
