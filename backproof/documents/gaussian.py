"""Moments by integrals: of a uniform name of the page, and of the ReLU of a centered normal one."""

from __future__ import annotations

from collections.abc import Iterable

from sympy import Expr, Integral, Symbol, cancel, erf, exp, oo, pi, sqrt
from sympy.tensor.indexed import Indexed

from proofs.kernel.cases import cases
from proofs.kernel.derivations import Part, derive, step
from proofs.kernel.hypotheses import Normal, Uniform, base_of, terms_of
from proofs.kernel.rules import antiderivative, density, split_at_zero
from proofs.kernel.settings import Setting
from proofs.kernel.terms import E, is_dependent, relu

_T = Symbol("t_", real=True)  # a variable of integration


def relu_moments(setting: Setting, rectified: frozenset[Expr], mixed: frozenset[Expr]) -> list[Part]:
    """The moments, as parts with a derivation each, for the normal names with mean 0 that are rectified.

    mixed: those that stand beside their ReLU too.
    """
    return [
        moment(law_alone(setting, each), each.entry, each.variance)
        for each in setting.hypotheses
        if isinstance(each, Normal) and each.mean == 0 and base_of(each.entry) in rectified
        for moment in (_second_moment, _mean, *((_mixed_moment,) if base_of(each.entry) in mixed else ()))
    ]


def mirrored_relus(setting: Setting, entries: Iterable[Expr]) -> list[Part]:
    """relu(-a) = relu(a) - a, as a part for each a."""
    words = "where a is positive, zero and negative"
    return [
        Part("relu-mirrored", words, setting, derive(relu(-each), step(relu(each) - each, cases, words, of=(each,))))
        for each in entries
    ]


def law_alone(setting: Setting, law: Normal | Uniform) -> Setting:
    """The setting of a law without what has nothing to do with it, so that what follows is proved once for a page."""
    reached = setting.reached_from(*terms_of(law))
    if any(setting.definition_of(each) is not None or is_dependent(each) for each in reached):
        return setting
    indices = frozenset(law.entry.indices) if isinstance(law.entry, Indexed) else frozenset()
    return Setting(
        "a law",
        tuple(pair for pair in setting.alphabet if base_of(pair[0]) in reached),
        tuple((index, upper) for index, upper in setting.ranges if index in indices or upper in reached),
        hypotheses=(law,),
        random=tuple(each for each in setting.random if each in reached),
    )


def uniform_moments(setting: Setting) -> list[Part]:
    """The first two moments of every uniform name."""
    parts = []
    for each in setting.hypotheses:
        if isinstance(each, Uniform):
            alone = law_alone(setting, each)
            for power in (2, 1):
                density_of, width = 1 / (each.high - each.low), each.high - each.low
                primitive = _T ** (power + 1) / ((power + 1) * width)
                value = cancel((each.high ** (power + 1) - each.low ** (power + 1)) / ((power + 1) * width))
                under = Integral(_T**power * density_of, (_T, each.low, each.high))
                parts.append(
                    Part(
                        f"uniform-moment-{power}",
                        "a moment of a uniform name",
                        alone,
                        derive(
                            E(each.entry**power),
                            step(under, density, "the density", of=each.entry, variable=_T),
                            step(value, antiderivative, "a power", antiderivative=primitive, variable=_T),
                        ),
                    )
                )
    return parts


def _second_moment(setting: Setting, entry: Expr, variance: Expr) -> Part:
    names = "relu-second-moment", "ReLU keeps half of the second moment"
    return _half_of_variance(names, setting, entry, variance, E(relu(entry) ** 2), relu(_T) ** 2)


def _mixed_moment(setting: Setting, entry: Expr, variance: Expr) -> Part:
    names = "relu-mixed-moment", "ReLU times what it is of"
    return _half_of_variance(names, setting, entry, variance, E(entry * relu(entry)), _T * relu(_T))


def _half_of_variance(
    names: tuple[str, str], setting: Setting, entry: Expr, variance: Expr, mean: Expr, inside: Expr
) -> Part:
    """A mean of what is t^2 on the right and 0 on the left; names: that of the part, and its title."""
    bell = _bell(variance)
    primitive = -variance * _T * bell + variance / 2 * erf(_T / sqrt(2 * variance))
    return Part(
        *names,
        setting,
        derive(
            mean,
            step(Integral(inside * bell, (_T, -oo, oo)), density, "the density", of=entry, variable=_T),
            step(Integral(_T**2 * bell, (_T, 0, oo)), split_at_zero, "relu(t) is 0 on the left and t on the right"),
            step(variance / 2, antiderivative, "by parts", antiderivative=primitive, variable=_T),
        ),
    )


def _mean(setting: Setting, entry: Expr, variance: Expr) -> Part:
    bell = _bell(variance)
    return Part(
        "relu-mean",
        "the mean of ReLU",
        setting,
        derive(
            E(relu(entry)),
            step(Integral(relu(_T) * bell, (_T, -oo, oo)), density, "the density", of=entry, variable=_T),
            step(Integral(_T * bell, (_T, 0, oo)), split_at_zero, "relu(t) is 0 on the left and t on the right"),
            step(
                sqrt(variance) / sqrt(2 * pi),
                antiderivative,
                "the derivative of the density is the density times -t",
                antiderivative=-variance * bell,
                variable=_T,
            ),
        ),
    )


def _bell(variance: Expr) -> Expr:
    return exp(-(_T**2) / (2 * variance)) / sqrt(2 * pi * variance)
