import numpy as np

from backproof.submissions.contracts.initializers import normal_defect, repeated_defect


def _rng() -> np.random.Generator:
    return np.random.default_rng(0)


def test_normal_draws_of_the_right_variance_pass() -> None:
    # A false alarm has probability below 1e-11 over these draws: a failure here is a bug, not bad luck.
    for k in range(20):
        weights = np.random.default_rng(k).normal(0, 0.1, (200, 50))
        assert normal_defect(weights, 0.01, "W") is None


def test_lies_about_the_distribution_are_found() -> None:
    rng, shape = _rng(), (784, 32)
    lies = {
        "mean": rng.normal(0.01, 0.1, shape),
        "variance": rng.normal(0, 0.11, shape),
        "variance too small": rng.normal(0, 0.01, shape),
        "uniform": rng.uniform(-1, 1, shape) * 0.1 * 3**0.5,
        "one draw": np.full(shape, rng.normal() * 0.1),
        "one row": np.tile(rng.normal(0, 0.1, (1, 32)), (784, 1)),
        "signs": rng.choice([-0.1, 0.1], shape),
        "zeros": np.zeros(shape),
    }
    for name, weights in lies.items():
        assert normal_defect(weights, 0.01, "W") is not None, name


def test_a_single_coincidence_is_no_alarm() -> None:
    weights = _rng().normal(size=(40, 40))
    weights[0, 0] = weights[1, 1]
    assert repeated_defect(weights, "W") is None
