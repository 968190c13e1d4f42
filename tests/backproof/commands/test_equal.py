"""The command: exit statuses, JSON, batches, and messages that say what to do next."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from backproof.cli import app

GIVEN = '{"p": "in (0,1)", "y": "real"}'
RUN = CliRunner()


@pytest.mark.parametrize(
    ("candidate", "status", "word"),
    [("-(y - p)", 0, "equal"), ("y - p", 1, "different"), ("p - (y", 2, "unreadable"), ("p - y/2p", 3, "undecided")],
)
def test_the_exit_status_tells_the_verdict(candidate: str, status: int, word: str) -> None:
    gold = "p - y" if status != 3 else "p - y/2*p"
    found = RUN.invoke(app, ["equal", gold, candidate, "--given", GIVEN, "--json"])
    assert found.exit_code == status, found.output
    assert json.loads(found.stdout)["verdict"] == word


def test_a_person_sees_the_place_and_the_hint() -> None:
    found = RUN.invoke(app, ["equal", "2/n_in", "2/n in", "--given", '{"n_in": "integer >= 1"}'])
    assert found.exit_code == 2
    assert found.stdout.splitlines() == [
        "unreadable: n is not declared",
        "  2/n in",
        "    ^",
        "read as n * in: did you mean n_in?",
    ]


def test_a_batch_streams_a_line_per_pair_and_prints_the_table(tmp_path: Path) -> None:
    pairs = [
        {"id": 1, "gold": "p", "candidate": "2p/2", "given": {"p": "real"}, "format": "text", "expected": "equal"},
        {"id": 2, "gold": "p", "candidate": "2p", "given": {"p": "real"}, "format": "text", "expected": "different"},
    ]
    file = tmp_path / "pairs.jsonl"
    file.write_text("\n".join(map(json.dumps, pairs)) + "\nnot json\n", encoding="utf-8")
    found = RUN.invoke(app, ["equal", "--batch", str(file)])
    rows = [json.loads(line) for line in found.stdout.splitlines()]
    assert [row["verdict"] for row in rows] == ["equal", "different", "unreadable"]
    assert set(rows[1]) == {"id", "verdict", "reason", "counterexample", "read_as", "seconds"}
    assert rows[2]["reason"].startswith("line 3 is not JSON")
    assert "false equal" in found.stderr
    assert found.exit_code == 1


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([], "GOLD and CANDIDATE are missing"),
        (["p", "p", "--given", "{"], "--given is not JSON"),
        (["p", "p", "--given", "[1]"], "--given must be a JSON object"),
        (["p", "p", "--given", '{"p": "prob"}'], "given: 'p' is declared as 'prob', which is not a domain"),
        (["p", "p", "--setting", "x"], "setting: 'x' is not known; write one of: general, softmax"),
        (["p", "p", "--format", "pdf"], "--format: 'pdf' is not known; write latex or text"),
        (["--batch", "missing.jsonl"], "--batch: missing.jsonl cannot be read: No such file or directory"),
        (["p", "p", "--batch", "x"], "--batch takes a file; leave out GOLD and CANDIDATE"),
    ],
)
def test_unusable_arguments_are_named(arguments: list[str], message: str) -> None:
    found = RUN.invoke(app, ["equal", *arguments])
    assert found.exit_code == 2
    assert message in found.stderr
