"""The cases that run on request: each is one of a test that still exists."""

from pathlib import Path

CASES = (Path(__file__).parent / "slow_cases.txt").read_text().splitlines()


def test_slow_cases_are_those_of_tests_that_exist():
    texts = {path.name: path.read_text() for path in Path(__file__).parent.glob("test_*.py")}
    for case in CASES:
        file, _, rest = case.partition("::")
        assert f"def {rest.partition('[')[0]}(" in texts[Path(file).name], case


def test_slow_cases_are_in_order_and_said_once():
    assert sorted(set(CASES)) == CASES
