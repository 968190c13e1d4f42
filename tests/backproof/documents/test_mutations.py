"""Mechanical mutations of right claims, each certainly wrong: none of them is ever called right."""

import importlib.util
import sys
from pathlib import Path

import numpy as np
import pytest

from backproof.documents.check import check_document

_spec = importlib.util.spec_from_file_location("mutants", Path(__file__).parent / "mutants.py")
assert _spec is not None
assert _spec.loader is not None
mutants = importlib.util.module_from_spec(_spec)
sys.modules["mutants"] = mutants
_spec.loader.exec_module(mutants)

PER_SEED = 20


def _page(seed, sides) -> str:
    claims = "\n\n".join(f"Claim: $${seed.left} = {mutants.latex(side)}$$" for side in sides)
    return f"# Exercise\n\n{seed.context}\n\n{claims}\n"


def _variants(seed):
    rng = np.random.default_rng(7)
    found = mutants.wrong_variants(seed, rng)
    chosen = rng.permutation(len(found))[:PER_SEED]
    return [found[n] for n in sorted(chosen)]


def _judged(seed, sides):
    """The verdicts of the claims of a page, without those of its context."""
    return [each for each in check_document(_page(seed, sides)).claims if each.line > 3]


def test_there_are_300_mutations():
    assert sum(len(_variants(seed)) for seed in mutants.SEEDS) >= 300


def test_the_mutations_differ_from_the_right_side_by_construction():
    for seed in mutants.SEEDS:
        written = {mutants.latex(each) for each in _variants(seed)}
        assert mutants.latex(seed.right) not in written
        assert len(written) == len(_variants(seed))


def _called_right(seed, sides):
    return [
        (each.latex, each.verdict, each.reason)
        for each in _judged(seed, sides)
        if each.verdict in ("proved", "definition")  # "holds if i = j" is no proof
    ]


@pytest.mark.parametrize("seed", mutants.SEEDS[::2], ids=lambda seed: seed.left)
def test_a_wrong_variant_is_not_called_right_and_the_claim_itself_not_wrong(seed):
    wrong = _variants(seed)[0]
    assert not _called_right(seed, [wrong])
    assert next(each.verdict for each in _judged(seed, [seed.right])) != "refuted"


@pytest.mark.slow
@pytest.mark.parametrize("seed", mutants.SEEDS, ids=lambda seed: seed.left)
def test_none_of_300_wrong_variants_is_called_right(seed):
    assert not _called_right(seed, _variants(seed))
