import io
import json
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from backproof.submissions import reports
from backproof.submissions.results import FunctionResult, Report, Verdict

EVIL = "\x1b[2J<script>alert(1)</script> [bold red]x[/] \x07" + "y" * 100_000
REPORT = Report(
    "a.py",
    "two-layer",
    (
        FunctionResult("sigmoid", Verdict.CORRECT, 1.0, 1.0, checks=40),
        FunctionResult("softmax", Verdict.WRONG, 0.0, 2.0, EVIL, {"call": EVIL, "where": "r", "reason": "w", "expected": [1.0], "got": EVIL}),
        FunctionResult("forward", Verdict.EDGE, 1.5, 2.0, "overflow", {"call": "f", "expected": 1.0, "got": "nan"}),
    ),
    (EVIL,),
    "isolation: landlock",
    7,
    1.25,
)  # fmt: skip

# What Gradescope documents: types of the top level and of each test; a score at the top or in every test.
TOP = {
    "score": float,
    "execution_time": float,
    "output": str,
    "output_format": str,
    "visibility": str,
    "stdout_visibility": str,
    "tests": list,
}
TEST = {
    "name": str,
    "number": str,
    "score": float,
    "max_score": float,
    "status": str,
    "output": str,
    "output_format": str,
    "visibility": str,
}


def _valid(value: dict[str, Any]) -> None:
    assert {key: type(item) for key, item in value.items()} == TOP
    for test in value["tests"]:
        assert {key: type(item) for key, item in test.items()} == TEST
        assert test["status"] in ("passed", "failed")
        assert test["visibility"] in ("hidden", "after_due_date", "after_published", "visible")
        assert 0 <= test["score"] <= test["max_score"]


def test_gradescope_results_follow_the_schema_and_are_small() -> None:
    value = reports.gradescope(REPORT)
    _valid(value)
    text = json.dumps(value, allow_nan=False)
    assert len(text) < 256_000
    assert value["score"] == 2.5


def test_a_failed_grader_gives_no_score() -> None:
    value = reports.gradescope_failure("the zygote died")
    assert "score" not in value
    assert value["output"] == "infrastructure error, not graded: the zygote died"


def test_a_hostile_text_is_shown_and_not_interpreted() -> None:
    page = reports.as_html([REPORT])
    assert "<script>" not in page
    assert "&lt;script&gt;" in page
    stream = io.StringIO()
    console = Console(width=200, force_terminal=False, file=stream)
    console.print(reports.terminal(REPORT))
    text = stream.getvalue()
    assert "[bold red]x[/]" in text
    assert "\x1b" not in text
    assert "\x07" not in text


def test_json_has_the_promised_fields() -> None:
    value = reports.as_json(REPORT)
    assert (value["submission"], value["score"], value["max"]) == ("a.py", 2.5, 5.0)
    assert {"name", "verdict", "points", "diagnosis", "counterexample"} <= set(value["functions"][0])
    assert [item["verdict"] for item in value["functions"]] == ["correct", "wrong", "edge"]


def test_a_file_is_replaced_and_a_waiting_link_is_not_followed(tmp_path: Path) -> None:
    target, precious = tmp_path / "results.json", tmp_path / "precious"
    precious.write_text("keep")
    target.symlink_to(precious)
    reports.write_json(target, {"score": 1.0})
    assert precious.read_text() == "keep"
    assert not target.is_symlink()
    assert json.loads(target.read_text()) == {"score": 1.0}
    assert sorted(path.name for path in tmp_path.iterdir()) == ["precious", "results.json"]


def test_nan_is_never_written(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="Out of range float values are not JSON compliant"):
        reports.write_json(tmp_path / "results.json", {"score": float("nan")})
    assert list(tmp_path.iterdir()) == []
