"""Recursions over layers, unknown functions and the chain rule: what is proved, what is said, and real values."""

import dataclasses

import pytest
from flint import fmpq
from sympy import Integer, oo

from proofs.backpropagation import network as N
from proofs.kernel.claims import Claim, equal
from proofs.kernel.derivations import check_step, step
from proofs.kernel.enumeration import points
from proofs.kernel.evaluation import evaluate
from proofs.kernel.hypotheses import Assume
from proofs.kernel.laws import BackwardRecursion, Recursion
from proofs.kernel.layers import chain_rule, distinct, recursion
from proofs.kernel.point import Point
from proofs.kernel.settings import Setting
from proofs.kernel.stand_ins import Polynomials, Potential
from proofs.kernel.terms import D, delta, dependent_family, names_in, natural, real, shape_of, total
from proofs.kernel.values import CannotEvaluate
from proofs.kernel.verdicts import Proved, Undecided

t, y = natural("t"), real("y")
v, w = dependent_family("v", oo), dependent_family("w", oo)
s = natural("s")
DOUBLED = Recursion(v[s], y, 2 * v[s] + s, "doubled, plus the number of the layer")
HALVED = BackwardRecursion(w[s], t, w[s + 1] / 2, "half of the next")
numbers = Setting("numbers", ((v[s], ""), (y, ""), (t, "")), (), (DOUBLED,))


def value(term, **names):  # type: ignore[no-untyped-def]
    given = {"y": fmpq(3), **{name: fmpq(each) for name, each in names.items()}}
    return evaluate(
        term, Point(numbers, {(symbol, ()): given[symbol.name] for symbol in (y, t) if symbol.name in given})
    )


def test_a_recursion_is_evaluated_from_the_first_layer_on() -> None:
    assert [value(v[k]) for k in range(4)] == [3, 6, 13, 28]
    assert value(v[t + 1], t=2) == 28
    assert value(D(v[t], y), t=3) == 8  # exactly: the jet of a polynomial is rational


def test_a_family_without_a_law_has_no_value() -> None:
    bare = dataclasses.replace(numbers, hypotheses=())
    with pytest.raises(CannotEvaluate, match=r"v\[2\] has no value"):
        evaluate(v[2], Point(bare, {(y, ()): fmpq(1)}))


@pytest.mark.parametrize(
    ("claim", "layer"),
    [
        (equal(v[0], y), Integer(0)),
        (equal(v[t + 1], 2 * v[t] + t), t + 1),
        (equal(v[3], 2 * v[2] + 2), Integer(3)),
        (equal(D(v[t + 1], y), D(2 * v[t] + t, y)), t + 1),
        (equal(total(v[t + 1], N.i, t + 1), total(2 * v[t] + t, N.i, t + 1)), t + 1),
    ],
    ids=str,
)
def test_an_entry_is_what_the_recursion_says(claim: Claim, layer) -> None:  # type: ignore[no-untyped-def]
    verdict = check_step(claim, step(claim.right, recursion, "", law=DOUBLED, layer=layer), numbers)
    assert isinstance(verdict, Proved), verdict


def test_the_rules_say_what_is_missing() -> None:
    false = equal(v[t], 2 * v[t])
    verdict = check_step(false, step(false.right, recursion, "", law=HALVED, layer=t), numbers)
    assert isinstance(verdict, Undecided)
    assert verdict.reason == "the setting does not contain the recursion"


def test_the_chain_rule_and_distinct_layers_on_the_network() -> None:
    net = N.network(N.n[N.l], *N.everything)
    claim = equal(D(N.C, N.BIAS), N.carried(N.last, N.BIAS))
    assert isinstance(check_step(claim, step(claim.right, chain_rule, ""), net), Proved)
    apart = equal(delta(N.q, N.p), Integer(0))
    below = net.having(Assume(Claim(N.q + 1, "<=", N.p), "q is less than p"))
    assert isinstance(check_step(apart, step(Integer(0), distinct, ""), below), Proved)
    assert not isinstance(check_step(apart, step(Integer(0), distinct, ""), net), Proved)


def test_the_slopes_of_the_instances_are_their_derivatives() -> None:
    """The second engine's unknown functions, differentiated by differences that are exact for cubics."""
    h, u = fmpq(1, 3), [fmpq(1, 2), fmpq(-2), fmpq(3)]
    for cubic in (fmpq(0), fmpq(1), fmpq(-1), fmpq(2)):
        for number in (0, 1, 4):
            f = Polynomials(cubic)
            difference = (f.value(number, 0, u[0] + h) - f.value(number, 0, u[0] - h)) / (2 * h)
            assert difference - h**2 * cubic * (number + 1) == f.value(number, 1, u[0])
        for place in range(3):
            up, down = ([*u[:place], u[place] + e, *u[place + 1 :]] for e in (h, -h))
            difference = (Potential(cubic).value(up) - Potential(cubic).value(down)) / (2 * h)
            assert difference - h**2 * cubic == Potential(cubic).slope(u, place + 1)


def test_the_instances_differ_in_depth_and_widths() -> None:
    seen = {
        tuple(int(p.values[N.n, (r,)].p) for r in range(3)) for p in points(N.network(N.n[N.l], *N.everything), False)
    }
    assert len(seen) >= 3
    assert all(1 <= width <= 3 for widths in seen for width in widths)


def test_the_shape_of_an_entry_depends_on_its_layer() -> None:
    assert shape_of(N.W[N.l + 1, N.j, N.k]) == (oo, N.n[N.l + 1], N.n[N.l])
    assert names_in(N.W[N.l + 1, N.j, N.k]) == {N.l, N.j, N.k}
