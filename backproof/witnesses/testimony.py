"""Testimony: what a numeric check of a claim measured, and whether the claim stands.

A witness is a function of a claim, so that a wrong claim can be put to the same test as the right one.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from numerics.monte_carlo import MeanCheck
from proofs.kernel.claims import Claim

Rng = np.random.Generator


@dataclass(frozen=True)
class Testimony:
    """What one witness says: whether the claim stands, and the figures that show it.

    figures: names and values, printed; among them the tolerance or the false-alarm probability.
    """

    stands: bool
    figures: tuple[tuple[str, str], ...]


Examination = Callable[[Claim, Rng, float], Testimony]


@dataclass(frozen=True)
class Witness:
    """A check of one part of a theorem.

    examine: takes the claim, a generator, and the false-alarm probability that it may spend (0 if it draws nothing).
    """

    theorem: str
    part: str
    name: str
    examine: Examination
    draws: bool


REGISTRY: dict[tuple[str, str], list[Witness]] = {}


def witness(theorem: str, part: str, name: str, *, draws: bool) -> Callable[[Examination], Examination]:
    """Register a function as a witness of one part of a theorem."""

    def register(examine: Examination) -> Examination:
        REGISTRY.setdefault((theorem, part), []).append(Witness(theorem, part, name, examine, draws))
        return examine

    return register


def against_mean(check: MeanCheck, claimed: float, **more: float) -> Testimony:
    """Hold a claimed mean against a Monte Carlo estimate with a rigorous radius."""
    figures = {"claimed": claimed, "measured": check.estimate, "radius": check.radius, **more}
    last = {"false alarm": f"{check.false_alarm:.1g}", "detects": f"{check.smallest_detected:.3g}"}
    printed = {name: f"{value:.6g}" for name, value in figures.items()} | last
    return Testimony(check.consistent_with(claimed), tuple(printed.items()))


def all_stand(testimonies: Mapping[str, Testimony]) -> Testimony:
    """Join several: all must stand; the figures of each carry its name."""
    figures = tuple((f"{name}: {label}", value) for name, each in testimonies.items() for label, value in each.figures)
    return Testimony(all(each.stands for each in testimonies.values()), figures)
