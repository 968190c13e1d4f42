"""Verification: every step of a theorem proved, every witness heard."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from time import perf_counter

import numpy as np

from backproof.witnesses import all_witnesses
from backproof.witnesses.testimony import Testimony, Witness
from proofs.kernel.derivations import Checked, Theorem, check
from proofs.kernel.verdicts import Proved, Refuted

FALSE_ALARM = 1e-9  # of a whole run, split over all witnesses that draw random numbers
SEED = 20_250_101


@dataclass(frozen=True)
class Heard:
    """A witness and what it said."""

    witness: Witness
    testimony: Testimony


@dataclass(frozen=True)
class Report:
    """The verdicts on the parts of a theorem, the witnesses, and the time in seconds."""

    theorem: Theorem
    checked: tuple[Checked, ...]
    heard: tuple[Heard, ...]
    unwitnessed: tuple[str, ...]
    seconds: float

    @property
    def steps(self) -> int:
        """The number of steps."""
        return sum(len(each.steps) for each in self.checked)

    @property
    def proved_steps(self) -> int:
        """The number of steps that are proved."""
        return sum(isinstance(step, Proved) for each in self.checked for step in each.steps)

    @property
    def rules(self) -> tuple[str, ...]:
        """The rules that the derivations use."""
        return tuple(sorted(frozenset[str]().union(*(part.rules for part in self.theorem.parts))))

    @property
    def verdict(self) -> str:
        """`proved`, `refuted` (a false step, or a witness that contradicts) or `undecided`."""
        verdicts = [step for each in self.checked for step in each.steps]
        if any(isinstance(each, Refuted) for each in verdicts) or not all(each.testimony.stands for each in self.heard):
            return "refuted"
        return "proved" if all(isinstance(each.verdict, Proved) for each in self.checked) else "undecided"


def verify(
    theorems: Iterable[Theorem], *, seed: int = SEED, progress: Callable[[str], None] = lambda _: None
) -> tuple[Report, ...]:
    """Prove each theorem and hear its witnesses.

    Each witness draws from a generator of its own, spawned from the seed by its position in the book, so that a
    theorem gets the same figures alone and in company.  `progress` is told the name of each part.
    """
    known = all_witnesses()
    share = FALSE_ALARM / sum(each.draws for each in known)
    return tuple(_verify(theorem, known, share, seed, progress) for theorem in theorems)


def _verify(
    theorem: Theorem, known: Sequence[Witness], share: float, seed: int, progress: Callable[[str], None]
) -> Report:
    started = perf_counter()
    checked, heard, unwitnessed = [], [], []
    for part in theorem.parts:
        progress(f"{theorem.name}: {part.words}")
        checked.append(check(part))
        mine = [
            (position, each)
            for position, each in enumerate(known)
            if (each.theorem, each.part) == (theorem.name, part.name)
        ]
        for position, each in mine:
            rng = np.random.default_rng([seed, position])
            heard.append(Heard(each, each.examine(part.claim, rng, share if each.draws else 0.0)))
        unwitnessed += [] if mine else [part.name]
    return Report(theorem, tuple(checked), tuple(heard), tuple(unwitnessed), perf_counter() - started)
