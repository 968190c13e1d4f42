"""`backproof mutants`, as a user types it."""

import json
import re

import pytest
from typer.testing import CliRunner, Result

from backproof.cli import app
from backproof.commands import mutants
from backproof.mutation.kills import Hears, Kill, Says


def run(*words: str) -> Result:
    return CliRunner().invoke(app, ["mutants", *words])


def a_kill(kernel: Says, numeric: Hears) -> Kill:
    return Kill("softmax-jacobian", "jacobian", "sign", "dy_i/dz_j = 0", kernel, "at n = 1", numeric, "somebody", 0.1)


def with_kills(monkeypatch: pytest.MonkeyPatch, *kills: Kill) -> None:
    monkeypatch.setattr(mutants, "kills_of", lambda theorem, part: kills)


def test_the_table_counts_by_theorem_and_by_operator() -> None:
    result = run("softmax-jacobian")
    assert result.exit_code == 0
    heads = [line for line in result.stdout.splitlines() if line.startswith(("theorem ", "operator "))]
    assert [head.split()[1:5] for head in heads] == [["generated", "refuted", "refused", "proved"]] * 2
    assert "proved  softmax-jacobian, jacobian, transposed: dy_i/dz_j = y_j (delta_ij - y_i)" in result.stdout
    assert re.search(r"^(\d+) variants\. .* Left over: none\.$", result.stdout, re.MULTILINE)


def test_json_has_every_variant_with_its_certificate() -> None:
    printed = json.loads(run("tanh-identities", "--json").stdout)
    total = printed["total"]
    assert total["generated"] == len(printed["variants"]) == sum(row["generated"] for row in printed["table"])
    assert total["refuted"] + total["proved"] == total["generated"]
    assert total["refused"] == total["refuted"]
    assert all(each["certificate"] for each in printed["variants"])


@pytest.mark.parametrize(
    ("kernel", "numeric", "status"),
    [
        ("refuted", "refused", 0),
        ("undefined", "refused", 0),
        ("proved", "stands", 0),
        ("refuted", "unread", 3),
        ("proved", "unread", 3),
        ("refuted", "stands", 1),
        ("refuted", "silent", 1),
        ("undefined", "stands", 1),
        ("proved", "refused", 1),
        ("open", "refused", 3),
        ("open", "stands", 3),
    ],
)
def test_the_status_says_whether_a_lie_got_through(
    monkeypatch: pytest.MonkeyPatch, kernel: Says, numeric: Hears, status: int
) -> None:
    with_kills(monkeypatch, a_kill(kernel, numeric))
    assert run("softmax-jacobian").exit_code == status


def test_a_lie_that_got_through_outweighs_an_open_variant_and_both_are_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    with_kills(monkeypatch, a_kill("open", "stands"), a_kill("refuted", "stands"))
    result = run("softmax-jacobian")
    assert result.exit_code == 1
    assert "MISSED  softmax-jacobian, jacobian, sign: dy_i/dz_j = 0" in result.stdout
    assert "open    softmax-jacobian, jacobian, sign: dy_i/dz_j = 0" in result.stdout


def test_a_typo_suggests_the_nearest_name() -> None:
    result = run("softmax-jacobin")
    assert result.exit_code == 2
    assert "did you mean 'softmax-jacobian'?" in result.stderr
