"""The commands on the book, as a user types them."""

import dataclasses
import json
import re
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from backproof.cli import app
from proofs.book import theorems


def run(*words: str) -> Result:
    return CliRunner().invoke(app, list(words))


def test_list_names_every_theorem_and_its_chapter() -> None:
    result = run("list", "--json")
    entries = json.loads(result.stdout)
    assert {"softmax-jacobian", "linear-layer-variance", "relu-factor", "xavier-rule"} <= {e["name"] for e in entries}
    assert all(each["statements"] for each in entries)
    assert "softmax-jacobian" in run("list").stdout


@pytest.mark.parametrize("command", ["verify", "derive", "axioms"])
def test_a_typo_suggests_the_nearest_name(command: str) -> None:
    result = run(command, "relu-facto")
    assert result.exit_code == 2
    assert "did you mean 'relu-factor'?" in result.stderr
    assert not result.stdout


def test_a_name_like_nothing_points_to_the_list() -> None:
    result = run("derive", "zzzzzz")
    assert result.exit_code == 2
    assert "`backproof list` shows all names" in result.stderr


def test_verify_prints_json_and_nothing_else() -> None:
    result = run("verify", "softmax-jacobian", "--json")
    (report,) = json.loads(result.stdout)
    assert result.exit_code == 0
    assert report["verdict"] == "proved"
    assert report["steps"] == report["proved"] == 4
    assert {"log-derivative", "definition", "derivative"} == set(report["rules"])
    assert all(each["stands"] for each in report["witnesses"])
    assert all(len(step["evidence"]) == 2 for part in report["parts"] for step in part["steps"])


def test_verify_shows_steps_rules_hypotheses_witnesses_and_time() -> None:
    printed = run("verify", "softmax-jacobian").stdout
    for word in ("4 of 4 steps", "rules", "log-derivative", "define", "witness", "complex step", "time"):
        assert word in printed


def test_verify_says_what_comes_from_the_cache_and_when_it_was_verified() -> None:
    run("verify", "softmax-jacobian")
    again, anew = run("verify", "softmax-jacobian"), run("verify", "softmax-jacobian", "--no-cache")
    assert re.search(r"from cache \(verified \d{4}-\d\d-\d\dT[\d:]+\+00:00\)", again.stdout)
    assert "1 of 1 theorems proved and witnessed, 1 of them from cache" in again.stdout
    assert "cache" not in anew.stdout
    for seen, kept in ((again, str), (anew, type(None))):
        words = ("--json",) if seen is again else ("--json", "--no-cache")
        (report,) = json.loads(run("verify", "softmax-jacobian", *words).stdout)
        assert isinstance(report["from_cache"], kept)


def test_a_theorem_is_proved_anew_to_be_printed_whatever_the_cache_says(monkeypatch: pytest.MonkeyPatch) -> None:
    run("verify", "softmax-jacobian")
    (part,) = theorems()["softmax-jacobian"].parts
    last = part.derivation.steps[-1]
    wrong = dataclasses.replace(
        part.derivation, steps=(*part.derivation.steps[:-1], dataclasses.replace(last, to=2 * last.to))
    )
    lying = dataclasses.replace(theorems()["softmax-jacobian"], parts=(dataclasses.replace(part, derivation=wrong),))
    monkeypatch.setattr("backproof.commands.book.theorems", lambda: {"softmax-jacobian": lying})
    result = run("derive", "softmax-jacobian")
    assert result.exit_code == 3
    assert not result.stdout


@pytest.mark.parametrize("name", ["latex", "markdown", "html", "text"])
def test_derive_prints_each_format(name: str) -> None:
    result = run("derive", "softmax-jacobian", "--format", name)
    assert result.exit_code == 0
    assert "Jacobian" in result.stdout


def test_derive_writes_a_file(tmp_path: Path) -> None:
    target = tmp_path / "page.md"
    assert run("derive", "softmax-jacobian", "--format", "markdown", "-o", str(target)).exit_code == 0
    assert target.read_text(encoding="utf-8").startswith("# The Jacobian")


def test_a_folder_that_does_not_exist_is_named(tmp_path: Path) -> None:
    result = run("derive", "softmax-jacobian", "-o", str(tmp_path / "no" / "page.txt"))
    assert result.exit_code == 2
    assert "cannot write" in result.stderr


def test_a_wrong_format_suggests_the_nearest() -> None:
    result = run("derive", "softmax-jacobian", "--format", "latx")
    assert result.exit_code == 2
    assert "did you mean 'latex'?" in result.stderr


def test_axioms_shows_definitions_hypotheses_and_rules() -> None:
    printed = run("axioms", "linear-layer-variance").stdout
    assert "definition: a is the output" in printed
    assert "hypothesis: weights have mean zero: E[w_ji] = 0" in printed
    assert "E[X Y] = E[X] E[Y]" in printed  # the drawing of the rule
    premises = json.loads(run("axioms", "linear-layer-variance", "--json").stdout)["premises"]
    assert {each["kind"] for each in premises} == {"definition", "hypothesis"}
