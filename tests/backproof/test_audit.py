"""The audit: every verdict follows from the theorems, and changes when what is documented does."""

import dataclasses
import json
import math

import mpmath
import pytest
from flint import arb
from sympy import Integer, Rational, sqrt
from typer.testing import CliRunner

from backproof.audit.catalogue import GAINS, INITIALIZERS, KEEPS_RELU, Normal, Truncated
from backproof.audit.verdicts import audit_gain, audit_initializer, cut_is_divided_out, truncated_deviation
from backproof.cli import app
from numerics.initializers import truncated_deviation as of_the_network
from proofs.initialization.weights import n_in

ENTRY = {each.name: each for each in INITIALIZERS}
GAIN = {each.activation: each for each in GAINS}


@pytest.mark.parametrize(
    ("name", "verdict", "theorem"),
    [
        ("randn(n_out, n_in) / sqrt(n_in)", "derived", "xavier-rule (forward-rule)"),
        ("randn(n_out, n_in) * 0.01", "wrong", "xavier-rule (forward-rule)"),
        ("rand(n_out, n_in)", "wrong", "xavier-rule (forward-rule)"),
        ("xavier_uniform_", "derived", "xavier-rule (harmonic-mean)"),
        ("kaiming_uniform_(nonlinearity='relu')", "derived", "relu-factor (relu-rule)"),
        ("nn.Linear: kaiming_uniform_(a=sqrt(5))", "convention", ""),
        ("he_normal", "derived", "relu-factor (relu-rule)"),
        ("truncated_normal()", "convention", ""),
    ],
)
def test_the_verdict_names_the_theorem(name: str, verdict: str, theorem: str) -> None:
    found = audit_initializer(ENTRY[name])
    assert (found.verdict, found.theorem) == (verdict, theorem)


def test_the_default_of_pytorch_is_not_the_he_rule() -> None:
    default = ENTRY["nn.Linear: kaiming_uniform_(a=sqrt(5))"]
    assert any("ReLU layer by 1/6 (vanishes)" in line for line in audit_initializer(default).ours)
    assert audit_initializer(dataclasses.replace(default, promise=KEEPS_RELU)).verdict == "wrong"


def test_another_variance_or_another_divisor_loses_the_theorem() -> None:
    he = ENTRY["he_normal"]
    assert audit_initializer(dataclasses.replace(he, law=Normal(3 / n_in))).verdict == "wrong"
    assert audit_initializer(dataclasses.replace(he, law=Truncated(2 / n_in, "0.8796"))).verdict == "wrong"
    assert audit_initializer(dataclasses.replace(he, law=Normal(1 / n_in))).verdict == "wrong", (
        "another rule than promised"
    )
    assert audit_initializer(dataclasses.replace(he, law=Normal(1 / n_in), promise=None)).verdict == "derived"


def test_the_constant_of_the_libraries_is_the_nearest_double() -> None:
    mpmath.mp.dps = 40
    try:
        density = mpmath.npdf(2)
        root = mpmath.nstr(mpmath.sqrt(1 - 4 * density / mpmath.erf(mpmath.sqrt(2))), 36)
    finally:
        mpmath.mp.dps = 15
    ours = truncated_deviation()
    assert ours.overlaps(arb(root, 1e-34))
    assert ours.rad() < arb("1e-45")
    assert abs(of_the_network(2.0) - float(root)) <= 4 * math.ulp(1.0)
    law = ENTRY["he_normal"].law
    assert isinstance(law, Truncated)
    assert cut_is_divided_out(law)
    for direction in (0.0, 1.0):
        next_to_it = repr(math.nextafter(float(law.divisor), direction))
        assert not cut_is_divided_out(dataclasses.replace(law, divisor=next_to_it))


@pytest.mark.parametrize(
    ("activation", "verdict"),
    [
        ("linear", "derived"),
        ("relu", "derived"),
        ("leaky-relu", "derived"),
        ("tanh", "empirical"),
        ("sigmoid", "convention"),
    ],
)
def test_the_gains(activation: str, verdict: str) -> None:
    assert audit_gain(GAIN[activation]).verdict == verdict


@pytest.mark.parametrize(
    ("activation", "value"), [("relu", Integer(2)), ("linear", Rational(5, 3)), ("leaky-relu", sqrt(2))]
)
def test_a_wrong_gain_is_not_derived(activation: str, value: object) -> None:
    assert audit_gain(dataclasses.replace(GAIN[activation], value=value)).verdict != "derived"


def test_the_command_prints_json_for_one_library_and_refuses_an_unknown_one() -> None:
    result = CliRunner().invoke(app, ["audit", "jax", "--json"])
    entries = json.loads(result.stdout)
    assert result.exit_code == 0
    assert {each["library"] for each in entries} == {"jax"}
    assert {each["verdict"] for each in entries} <= {"derived", "convention", "empirical", "wrong"}
    unknown = CliRunner().invoke(app, ["audit", "keras"])
    assert unknown.exit_code == 2
    assert "known are numpy, torch, jax" in unknown.stderr
