"""The cases that run on request: each is one of a test that still exists."""

from functools import cache
from pathlib import Path

ROOT = Path(__file__).parent
CASES = (ROOT / "slow_cases.txt").read_text().splitlines()


@cache
def _text(file: str) -> str:
    return (ROOT.parent / file).read_text()


def test_slow_cases_are_those_of_tests_that_exist():
    for case in CASES:
        file, _, rest = case.partition("::")
        assert f"def {rest.partition('[')[0]}(" in _text(file), case


def test_slow_cases_are_in_order_and_said_once():
    assert sorted(set(CASES)) == CASES
