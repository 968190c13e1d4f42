"""Models of the random names of a setting: finite laws that satisfy what the hypotheses say of them.

A draw is shift + scale * u, where u is a seed of one of a few shapes with mean 0 and variance 1; for a variance that is
no square of a rational number, that of the seed is a whole number.  A model is used only if it satisfies every
probabilistic hypothesis, which is checked by exact evaluation.
"""

from collections.abc import Hashable, Iterator, Mapping
from itertools import product
from math import isqrt
from typing import assert_never

from flint import fmpq
from sympy import Expr, IndexedBase

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
from .point import Draw, Model, Outcomes, Place, Point
from .settings import Setting
from .values import CannotEvaluate, Value

#: Shapes of a seed with mean 0 and variance 1: a fair coin, a skewed coin, a coin that is mostly 0.
SHAPES: dict[str, Outcomes] = {
    "fair coin": ((fmpq(1, 2), fmpq(1)), (fmpq(1, 2), fmpq(-1))),
    "skewed coin": ((fmpq(1, 5), fmpq(2)), (fmpq(4, 5), fmpq(-1, 2))),
    "sparse coin": ((fmpq(1, 8), fmpq(2)), (fmpq(1, 8), fmpq(-2)), (fmpq(3, 4), fmpq(0))),
}


def with_models(point: Point, shape: str, loose: bool) -> Iterator[Point]:
    """Yield the point with each model of a shape, or as it is where nothing is random but what has a density.

    loose: let a model stand in for a density too.
    """
    families = [each for each in point.setting.random if loose or not _has_density(each, point.setting)]
    if not families:
        yield point
        return
    for model in _models(point, families, shape):
        chosen = point.under(model)
        if _satisfies(chosen, loose):
            yield chosen


def has_densities(setting: Setting) -> bool:
    """Say whether a random name of the setting has a density."""
    return any(_has_density(each, setting) for each in setting.random)


def _has_density(family: Expr, setting: Setting) -> bool:
    return any(isinstance(each, Normal | Uniform) and base_of(each.entry) == family for each in setting.hypotheses)


def _models(point: Point, families: list[Expr], shape: str) -> Iterator[Model]:
    """Yield the models of a shape: what a hypothesis does not fix takes two values each."""
    means = [_means(each, point) for each in families]
    scales = [_scales(each, shape, point) for each in families]
    tied = [[False] if _uncorrelated(each, point.setting) else [False, True] for each in families]
    linked = [False] if point.setting.independent(frozenset(families)) else [False, True]
    for shift in product(*means):
        for scale in product(*scales):
            for tie, link in product(product(*tied), linked):
                if not link or len({outcomes for _, outcomes in scale}) == 1:
                    yield _model(shape, families, shift, scale, tie, link)


def _model(
    shape: str,
    families: list[Expr],
    shift: tuple[Value, ...],
    scale: tuple[tuple[Value, Outcomes], ...],
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
        return Draw(seed, shift[position], *scale[position])

    return Model(shape, draw)


def _means(family: Expr, point: Point) -> list[Value]:
    """The mean that a family is declared to have, else two; none where it can't be told."""
    declared = point.setting.mean_of(_entry_of(family, point))
    if declared is None:
        return [fmpq(0), fmpq(1)]
    try:
        return [evaluate(declared, point)]
    except CannotEvaluate:  # of a name that no law determines: nothing can be drawn
        return []


def _scales(family: Expr, shape: str, point: Point) -> list[tuple[Value, Outcomes]]:
    """By what a seed is multiplied, and its outcomes, for the declared variance of a family, else for two."""
    declared = point.setting.variance_of(_entry_of(family, point))
    if declared is None:
        return [(fmpq(1), SHAPES[shape]), (fmpq(2), SHAPES[shape])]
    try:
        value = evaluate(declared, point)
    except CannotEvaluate:
        return []
    if not isinstance(value, fmpq) or value < 0:
        return []
    if (root := _square_root(value)) is not None:
        return [(root, SHAPES[shape])]
    whole = int(value.p) * int(value.q)  # value = whole / q^2
    return [(fmpq(1, int(value.q)), _outcomes(whole, shape))]


def _outcomes(variance: int, shape: str) -> Outcomes:
    """A seed with mean 0 and a whole number as its variance: skewed, or else symmetric."""
    if shape == "skewed coin":
        return ((fmpq(1, variance + 1), fmpq(variance)), (fmpq(variance, variance + 1), fmpq(-1)))
    chance = fmpq(1, 2 * variance)
    return ((chance, fmpq(variance)), (chance, fmpq(-variance)), (1 - 2 * chance, fmpq(0)))


def _entry_of(family: Expr, point: Point) -> Expr:
    return next(name for name, _ in point.setting.alphabet if base_of(name) == family)


def _square_root(value: fmpq) -> fmpq | None:
    top, bottom = isqrt(int(value.p)), isqrt(int(value.q))
    return fmpq(top, bottom) if top**2 == value.p and bottom**2 == value.q else None


def _uncorrelated(family: Expr, setting: Setting) -> bool:
    return not isinstance(family, IndexedBase) or setting.uncorrelated(family)


def _satisfies(point: Point, loose: bool) -> bool:
    """Check every probabilistic hypothesis of the setting in the model, exactly.

    A draw has mean `shift`; draws of different seeds are independent, those of one seed are not.
    """
    assert point.model is not None
    draws = {place: draw for place in point.values if (draw := point.model.draw(*place)) is not None}
    return all(_keeps_sign(place[0], draw) for place, draw in draws.items()) and all(
        _holds_of_draws(each, draws, point, loose) for each in point.setting.hypotheses
    )


def _keeps_sign(family: Expr, draw: Draw) -> bool:
    """A family that is declared positive takes positive values only."""
    label = family.label if isinstance(family, IndexedBase) else family
    return not label.is_positive or all(draw.shift + draw.scale * value > 0 for _, value in draw.outcomes)


def _holds_of_draws(hypothesis: Hypothesis, draws: Mapping[Place, Draw], point: Point, loose: bool) -> bool:
    if isinstance(hypothesis, Definition | Assume | Differentiable | Recursion | BackwardRecursion | FunctionOf):
        return True
    families = hypothesis.families if isinstance(hypothesis, Independent) else (base_of(hypothesis.entry),)
    mine = {place: draw for place, draw in draws.items() if place[0] in families}
    match hypothesis:
        case Mean(entry=entry, value=value):
            return all(draw.shift == _at(entry, value, place, point) for place, draw in mine.items())
        case Variance(entry=entry, value=value):
            return all(draw.variance == _at(entry, value, place, point) for place, draw in mine.items())
        case Uncorrelated():
            return len({draw.seed for draw in mine.values()}) == len(mine)
        case Independent():
            owners: dict[Hashable, Expr] = {}
            return all(owners.setdefault(draw.seed, place[0]) == place[0] for place, draw in mine.items())
        case Symmetric():
            return all(draw.shift == 0 and _is_mirrored(draw.outcomes) for draw in mine.values())
        case Normal(entry=entry, mean=mean, variance=variance):
            return not mine or (
                loose
                and all(draw.shift == _at(entry, mean, place, point) for place, draw in mine.items())
                and all(draw.variance == _at(entry, variance, place, point) for place, draw in mine.items())
            )
        case Uniform():
            return not mine or loose
        case _:
            assert_never(hypothesis)


def _is_mirrored(outcomes: Outcomes) -> bool:
    return {(chance, -value) for chance, value in outcomes} == set(outcomes)


def _at(general: Expr, value: Expr, place: Place, point: Point) -> Value:
    """Evaluate what a hypothesis says of a general entry at one entry."""
    return evaluate(value, point.within(index_values(general, place)))
