import numpy as np

from backproof.witnesses.testimony import Testimony as Said
from backproof.witnesses.testimony import against_mean, all_stand
from numerics.monte_carlo import mean_check


def test_a_claim_outside_the_radius_does_not_stand() -> None:
    check = mean_check(np.random.default_rng(0).normal(size=10_000), variance=1.0, false_alarm=1e-9)
    assert not against_mean(check, 0.5).stands
    assert against_mean(check, 0.0).stands


def test_the_figures_name_the_radius_and_the_false_alarm() -> None:
    check = mean_check(np.zeros(10_000), variance=1.0, false_alarm=1e-9)
    assert {"claimed", "measured", "radius", "false alarm", "detects"} <= {
        name for name, _ in against_mean(check, 0.0).figures
    }


def test_one_that_falls_brings_all_down() -> None:
    assert not all_stand({"good": Said(True, ()), "bad": Said(False, ())}).stands
