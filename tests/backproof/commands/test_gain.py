"""The command `gain`: names and expressions, closed forms and enclosures, what is unreadable, what is undecided."""

import json

import pytest
from typer.testing import CliRunner, Result

from backproof.activations import ACTIVATIONS
from backproof.cli import app
from proofs.book import theorems


def run(*words: str) -> Result:
    return CliRunner().invoke(app, ["gain", *words])


def test_a_proved_closed_form_names_its_theorem():
    entries = json.loads(run("gelu", "--json").stdout)
    assert entries["mean"]["theorem"] == "gelu-moments"
    assert entries["mean"]["closed_form"] == "1/(2 sqrt(pi))"
    assert "closed_form" not in entries["backward_gain"]
    assert "proved: gelu-moments" in run("gelu").stdout


def test_an_enclosed_moment_names_its_theorem_and_has_no_closed_form():
    entry = json.loads(run("tanh", "--json").stdout)["forward_gain"]
    assert entry["theorem"] == "tanh-moments"
    assert entry["enclosure"].startswith("[1.59253741972283142777")
    assert "closed_form" not in entry


def test_a_parameter_goes_into_the_closed_form():
    assert json.loads(run("leaky-relu", "--slope", "1/2", "--json").stdout)["second_moment"]["closed_form"] == "5/8"
    elu = json.loads(run("elu", "--alpha", "0", "--json").stdout)
    assert elu["second_moment"]["closed_form"] == "1/2"
    assert elu["forward_gain"]["closed_form"] == "sqrt(2)"


@pytest.mark.parametrize(
    ("words", "status", "message"),
    [
        (["gleu"], 2, "did you mean 'gelu'?"),
        (["nothing-like-it"], 2, "known are relu"),
        (["x*foo(x)"], 2, "cannot read 'foo' at character 3"),
        (["x*exp(-x^2"], 2, "a bracket is not closed"),
        (["__import__('os').system('true')"], 2, "cannot read"),
        (["tanh", "--alpha", "2"], 2, "--alpha is for elu"),
        (["elu", "--alpha", "two"], 2, "'two' is no number"),
        (["tanh", "--digits", "0"], 2, "digits"),
        (["exp(x^2)"], 3, ""),
    ],
)
def test_the_status_and_the_message_of_what_is_wrong(words, status, message):
    result = run(*words)
    assert result.exit_code == status
    assert message in result.stderr
    assert (status == 3) == bool(result.stdout)


def test_an_expression_may_begin_with_a_minus_and_has_digits_on_request():
    result = run("-x*exp(-x^2)", "--digits", "12")
    assert result.exit_code == 0
    assert "0.0894427191" in result.stdout
    assert "0.08944271909999158" not in result.stdout


def test_every_result_that_a_name_refers_to_is_in_the_book():
    book = theorems()
    for each in ACTIVATIONS.values():
        for _, theorem, part in each.closed:
            assert part in {known.name for known in book[theorem].parts}
        for _, theorem, part in each.enclosed:
            assert {f"{part}-from-below", f"{part}-from-above"} <= {known.name for known in book[theorem].parts}


@pytest.mark.slow
@pytest.mark.parametrize("name", ACTIVATIONS)
def test_every_name_is_decided(name):
    assert run(name).exit_code == 0
