"""Attacks on what depends on other names: recursions over layers, unknown functions, widths, instances."""

import dataclasses
from typing import Any

import pytest
from sympy import Expr, Integer, Symbol, oo

from proofs.backpropagation import layer as Y
from proofs.backpropagation import network as N
from proofs.kernel.claims import Claim, equal
from proofs.kernel.derivations import Part, check, check_step, derive, step
from proofs.kernel.hypotheses import Assume, Definition, Mean
from proofs.kernel.induction import hypothesis, induction, instance
from proofs.kernel.judging import judge
from proofs.kernel.laws import BackwardRecursion, Differentiable, FunctionOf, Recursion
from proofs.kernel.layers import chain_rule, distinct, recursion
from proofs.kernel.rule import Rule
from proofs.kernel.rules import algebra, definition, derivative, given, lemma, linearity, order
from proofs.kernel.settings import Setting
from proofs.kernel.terms import (
    LAYER,
    Applied,
    D,
    E,
    delta,
    dependent,
    dependent_family,
    family,
    index,
    natural,
    real,
    relu,
    size,
    total,
    widths,
)
from proofs.kernel.verdicts import Proved, Refuted, is_proved

l, p, q, r = N.l, N.p, N.q, N.r
g, h, i, j, k = N.g, N.h, N.i, N.j, N.k
n, W, b, x, z, d, C, f = N.n, N.W, N.b, N.x, N.z, N.d, N.C, N.f
net = N.network(n[l], *N.everything)
ZERO = Integer(0)
WEIGHT = N.WEIGHT
y, c = real("y"), real("c")


def passes(claim: Claim, rule: Rule, setting: Setting, **cites: Any) -> bool:
    return is_proved(check_step(claim, step(claim.right, rule, "", relation=claim.relation, **cites), setting))


@pytest.mark.parametrize(
    ("claim", "rule"),
    [
        (equal(D(C, WEIGHT), ZERO), derivative),
        (equal(D(z[l + 1, j], WEIGHT), ZERO), derivative),
        (equal(D(d[l, k], WEIGHT), ZERO), derivative),
        (equal(D(C**2, WEIGHT), ZERO), derivative),
        (equal(D(relu(z[l + 1, j]), WEIGHT), ZERO), derivative),
        (equal(D(total(z[l + 1, i], i, n[l + 1]), WEIGHT), ZERO), derivative),
        (equal(D(C, WEIGHT) + D(d[l, k], WEIGHT), D(C, WEIGHT) + 1 * D(d[l, k], WEIGHT)), algebra),
    ],
    ids=str,
)
def test_a_dependent_name_is_no_constant(claim: Claim, rule: Rule) -> None:
    assert not passes(claim, rule, net)


@pytest.mark.parametrize(
    ("claim", "law", "layer"),
    [
        (equal(z[l, k], total(W[l, k, h] * f(l - 1, z[l - 1, h]), h, n[l - 1]) + b[l, k]), N.FORWARD, l),  # l may be 0
        (equal(z[l + 1, j], total(W[l + 1, j, h] * z[l, h], h, n[l]) + b[l + 1, j]), N.FORWARD, l + 1),
        (equal(z[l + 1, j], N.preactivation(l + 1, j)), N.FORWARD, l + 1),
        (
            equal(
                d[N.last, g],
                f.slope(N.last, z[N.last, g]) * total(W[N.last + 1, i, g] * d[N.last + 1, i], i, n[N.last + 1]),
            ),
            N.BACKWARD,
            N.last,
        ),
        (equal(z[0, 1], x[1] + 1), N.FORWARD, ZERO),
    ],
    ids=str,
)
def test_a_recursion_is_not_used_at_another_layer(claim: Claim, law: Any, layer: Expr) -> None:
    setting = dataclasses.replace(net, ranges=((*net.ranges[:2], (g, n[N.last]))))
    assert not passes(claim, recursion, setting, law=law, layer=layer)


def test_a_recursion_that_the_setting_does_not_contain_is_not_used() -> None:
    foreign = dataclasses.replace(N.FORWARD, start=2 * x[i])
    assert not passes(equal(z[0, 1], 2 * x[1]), recursion, net, law=foreign, layer=ZERO)
    assert not passes(equal(z[0, 1], x[1]), recursion, net.without(N.FORWARD), law=N.FORWARD, layer=ZERO)
    assert not passes(equal(z[0, 1], x[1]), recursion, net, law=N.LOSS, layer=ZERO)


@pytest.mark.parametrize(
    "claim",
    [
        equal(D(C, WEIGHT), total(D(z[N.last, i], WEIGHT), i, n[N.last])),
        equal(D(C, WEIGHT), total(d[l, i] * D(z[l, i], WEIGHT), i, n[l])),
        equal(D(C, WEIGHT), d[N.last, 1] * D(z[N.last, 1], WEIGHT)),
        equal(C, total(d[N.last, i] * z[N.last, i], i, n[N.last])),
        equal(D(C**2, WEIGHT), total(d[N.last, i] * D(z[N.last, i], WEIGHT), i, n[N.last])),
    ],
    ids=str,
)
def test_a_wrong_chain_rule_is_refused(claim: Claim) -> None:
    assert not passes(claim, chain_rule, net)


def test_the_loss_has_no_derivative_with_respect_to_what_depends_on_others() -> None:
    assert not passes(equal(D(C, z[N.last, 1]), d[N.last, 1]), chain_rule, net)
    assert not is_proved(judge(equal(D(C, d[N.last, 1]), ZERO), net))


def test_numbers_that_may_be_equal_are_not_taken_to_differ() -> None:
    claim = equal(delta(q + 1, l + 1), ZERO)
    assert not passes(claim, distinct, net)
    assert not passes(claim, distinct, net.having(Assume(Claim(q, "<=", l), "")))
    assert not passes(claim, distinct, net.having(Assume(Claim(q + 1, "<", l + 2), "")))
    assert passes(claim, distinct, net.having(Assume(Claim(q + 1, "<=", l), "")))
    assert not passes(equal(delta(j, g), ZERO), distinct, net)


def test_without_the_hypothesis_an_unknown_function_has_no_derivative() -> None:
    setting = Setting("f", ((f, ""), (y, "")), ())
    claim = equal(D(f(y), y), f.slope(y))
    assert not passes(claim, derivative, setting)
    assert not passes(equal(f.slope(y), f.slope(y) * 1), algebra, setting)
    smooth = setting.having(Differentiable(f, "f is differentiable"))
    assert passes(claim, derivative, smooth)
    assert not passes(equal(D(f(y), y), f(y)), derivative, smooth)
    assert not passes(equal(f(y), f.slope(y)), algebra, smooth)
    assert not passes(equal(f(y + y), 2 * f(y)), algebra, smooth)
    assert not passes(equal(Applied(f, Integer(2), y), ZERO), algebra, smooth)
    assert not passes(equal(f * y, y * f + 0 * y), algebra, smooth)


def test_an_unknown_function_of_a_random_variable_may_have_no_mean() -> None:
    setting = Setting("f", ((f, ""), (c, "")), (), (Mean(c, ZERO, ""),), (c,))
    assert not passes(equal(E(2 * f(c)), 2 * E(f(c))), linearity, setting)


@pytest.mark.parametrize(
    "term", [z[l - 1, 1], W[0, 1, 1], b[q - 1, 1], f(l - 1, y), f(y, y), z[y, 1], n[l - 1], z[30, 1]]
)
def test_there_is_no_layer_below_the_first(term: Expr) -> None:
    setting = dataclasses.replace(net, alphabet=(*net.alphabet, (y, "")))
    assert not passes(equal(term + term, 2 * term), algebra, setting)


def test_a_unit_of_one_layer_is_not_one_of_another() -> None:
    wide = dataclasses.replace(net, ranges=((j, n[l + 1]), (k, n[l]), (g, n[l + 1])))
    assert passes(equal(z[l + 1, g] + 0, 1 * z[l + 1, g]), algebra, wide)
    assert not passes(equal(z[l, g] + 0, 1 * z[l, g]), algebra, wide)
    assert not passes(equal(total(z[l, i], i, n[l + 1]), total(z[l, i], i, n[l + 1]) * 1), algebra, wide)
    assert not passes(equal(W[l + 1, k, j], W[l + 1, k, j] * 1), algebra, wide)


m = size("m")
v, u = dependent_family("v", oo), family("u", m)
s, t = natural("s"), natural("t")
A, G = dependent("A"), dependent_family("G", m)
e = index("e")
bare = Setting("bare", ((v[s], ""), (u[e], ""), (A, ""), (G[e], ""), (y, ""), (c, ""), (t, "")), ((e, m),))
DOUBLED = Recursion(v[s], y, 2 * v[s], "doubled")


@pytest.mark.parametrize(
    ("law", "message"),
    [
        (Recursion(v[s], y, 2 * v[s + 1], "ahead"), "at the layer s only"),
        (Recursion(v[s], y, v[s] * v[0], "back to the first"), "at the layer s only"),
        (Recursion(v[s], v[0], 2 * v[s], "begins with itself"), "only|itself"),
        (Recursion(v[s], y, t * v[s], "free"), None),
        (Recursion(v[s], e * y, 2 * v[s], "an index"), "loose"),
        (Recursion(v[s], A, 2 * v[s], "another"), "may not mention A"),
        (Recursion(v[s], y, D(v[s], y), "a derivative"), "a derivative"),
        (BackwardRecursion(v[s], t, v[s], "itself"), "at the layer s \\+ 1 only"),
        (BackwardRecursion(v[s], s, v[s + 1], "a last layer that varies"), "can't vary"),
        (BackwardRecursion(v[s], t, A * v[s + 1], "the loss"), None),
        (FunctionOf(y, u[e], e, G[e], "a plain name"), "declare it as dependent"),
        (FunctionOf(A, u[e], e, u[e], "plain partial derivatives"), "must be dependent"),
        (FunctionOf(A, G[e], e, G[e], "of itself"), "may not mention"),
        (FunctionOf(A, u[1], e, G[e], "of one"), "must number"),
    ],
    ids=str,
)
def test_a_law_that_says_nothing_or_too_much_is_refused(law: Any, message: str | None) -> None:
    if message is None:
        bare.having(law)
        return
    with pytest.raises(ValueError, match=message):
        bare.having(law)


@pytest.mark.parametrize(
    "hypotheses",
    [
        (DOUBLED, Recursion(v[s], c, 3 * v[s], "tripled")),
        (DOUBLED, BackwardRecursion(v[s], t, 2 * v[s + 1], "also backward")),
        (FunctionOf(A, u[e], e, G[e], "one"), FunctionOf(A, u[e], e, G[e], "two")),
        (Recursion(v[s], y, 2 * v[s] + c, ""), Mean(c, ZERO, "random")),
        (Definition(c, 2 * y, ""), Recursion(v[s], c, 2 * v[s], "begins with what is defined")),
        (DOUBLED, Definition(c, s * y, "speaks of a layer at large")),
    ],
    ids=str,
)
def test_two_laws_or_laws_about_what_varies_are_refused(hypotheses: Any) -> None:
    with pytest.raises(ValueError, match=r"two laws|may not mention|not random|loose"):
        bare.having(*hypotheses)


def test_a_recursion_does_not_depend_on_what_is_random() -> None:
    with pytest.raises(ValueError, match="may not mention y"):
        dataclasses.replace(bare, random=(y,), hypotheses=(DOUBLED,))


def test_a_positive_family_stays_positive_through_its_recursion() -> None:
    w = dependent_family("w", oo, positive=True)
    setting = Setting("w", ((w[s], ""), (y, "")), ())
    with pytest.raises(ValueError, match="not seen to be"):
        setting.having(Recursion(w[s], Integer(1), y * w[s], "by y"))
    with pytest.raises(ValueError, match="not seen to be"):
        setting.having(Recursion(w[s], y, 2 * w[s], "from y"))
    assert setting.having(Recursion(w[s], Integer(1), 2 * w[s], "doubled"))


# The induction hypothesis for all values of an index, and bounds on the variable.

doubled = bare.having(DOUBLED)
closed = equal(v[t], 2**t * y)


def whole(claim: Claim, setting: Setting, base: Part, after: Part, over: Expr = t) -> bool:
    return passes(claim, induction, setting, over=over, base=base, step=after)


def part(setting: Setting, start: Expr, *steps: Any) -> Part:
    return Part("part", "", setting, derive(start, *steps))


def unrolled(setting: Setting, claim: Claim, to: Expr) -> Part:
    assumed = hypothesis(claim)
    return part(
        setting.having(assumed),
        v[t + 1],
        step(2 * v[t], recursion, "", law=DOUBLED, layer=t + 1),
        step(to, given, "", equation=assumed),
    )


BASE = part(doubled, v[0], step(y, recursion, "", law=DOUBLED, layer=ZERO))


def test_the_closed_form_of_a_recursion_and_its_lies() -> None:
    assert whole(closed, doubled, BASE, unrolled(doubled, closed, 2 ** (t + 1) * y))
    for factor in (Integer(1), 2 ** (t + 1), t + 1, 3**t):
        false = equal(v[t], factor * y)
        assert not whole(false, doubled, BASE, unrolled(doubled, false, 2 * factor * y)), factor
        assert not is_proved(judge(false, doubled))
        assert isinstance(judge(false, doubled), Refuted)


def test_a_bound_that_holds_only_later_is_no_bound() -> None:
    """From `c <= t` on something may hold that does not hold before: the step from t to t + 1 assumes too much."""
    late = plain_bound("late", Claim(p, "<=", t))
    claim = equal((t + 1) * c, (t + 1) * c * 1)
    after = part(late, (t + 2) * c, step((t + 2) * c * 1, algebra, ""))
    first = part(late, c, step(c * 1, algebra, ""))
    assert not whole(claim, late, first, after)


def plain_bound(name: str, *bounds: Claim) -> Setting:
    return Setting(name, ((c, ""), (t, ""), (p, "")), (), tuple(Assume(each, "bound") for each in bounds))


def test_a_bounded_claim_is_not_used_beyond_its_bound() -> None:
    """0 <= p - t holds for t <= p and is an instance at t = p, not at t = p + 1."""
    within = plain_bound("within", Claim(t, "<=", p))
    free = plain_bound("free")
    claim = Claim(ZERO, "<=", p - t)
    base = part(free, ZERO, step(p, order, "", relation="<=", gap=p))
    later = plain_bound("later", Claim(t + 1, "<=", p))
    after = part(later, ZERO, step(p - t - 1, order, "", relation="<=", gap=p - t - 1))
    proved = part(within, ZERO, step(p - t, induction, "", relation="<=", over=t, base=base, step=after))
    assert is_proved(check(proved).verdict), check(proved).verdict

    def at(value: Expr) -> bool:
        return passes(Claim(ZERO, "<=", p - value), instance, free, part=proved, name=t, value=value)

    assert at(p)
    assert at(ZERO)
    assert not at(p + 1)
    assert not at(Integer(1))
    assert not at(2 * p)
    assert not at(-p)
    assert not passes(claim, lemma, free, part=proved)
    assert not passes(Claim(ZERO, "<=", p - t - 1), instance, within, part=proved, name=t, value=t + 1)


def test_only_a_counting_number_is_replaced_by_an_instance() -> None:
    setting = Setting("square", ((y, ""), (c, ""), (t, "")), ())
    proved = part(setting, (y + t) ** 2, step(y**2 + 2 * y * t + t**2, algebra, ""))
    assert not passes(equal((t + t) ** 2, 4 * t**2), instance, setting, part=proved, name=y, value=t)
    assert not passes(equal((y + c) ** 2, y**2 + 2 * y * c + c**2), instance, setting, part=proved, name=t, value=c)
    assert not passes(equal((y + 3) ** 2, y**2), instance, setting, part=proved, name=t, value=Integer(3))
    assert passes(equal((y + 3) ** 2, y**2 + 6 * y + 9), instance, setting, part=proved, name=t, value=Integer(3))


def test_a_size_that_shapes_a_family_is_not_replaced() -> None:
    proved = part(bare, total(u[e], e, m), step(total(u[e], e, m) * 1, algebra, ""))
    claim = equal(total(u[e], e, m), total(u[e], e, m))
    assert not passes(claim, instance, bare, part=proved, name=m, value=m + 1)


def test_the_base_is_about_all_units_of_the_first_layer() -> None:
    """dz^(q)_g/dW = 0 for every unit g of layer q: a base about the units of another layer is no base."""
    good = N.units_below_weights
    (link,) = good.derivation.steps
    cites = dict(link.cites)
    claim = good.claim
    for width in (n[l], n[1], n[q]):
        base = dataclasses.replace(cites["base"], setting=N.network(width, *N.forward))
        assert not passes(claim, induction, good.setting, **{**cites, "base": base})
    other = dataclasses.replace(cites["step"].setting, ranges=((j, n[N.here]), (k, n[l]), (g, n[l])))
    after = dataclasses.replace(cites["step"], setting=other)
    assert not passes(claim, induction, good.setting, **{**cites, "step": after})


def test_the_hypothesis_for_one_unit_is_not_used_for_all() -> None:
    claim = N.units_below_weights.claim
    after = dict(N.units_below_weights.derivation.steps[0].cites)["step"]
    general = next(each for each in after.setting.hypotheses if isinstance(each, Assume) and each.for_all)
    fixed = dataclasses.replace(general, fixed=(g, j, k), for_all=())
    hypotheses = tuple(fixed if each == general else each for each in after.setting.hypotheses)
    weaker = dataclasses.replace(after.setting, hypotheses=hypotheses)
    steps = tuple(
        dataclasses.replace(each, cites=(("equation", fixed),)) if each.rule is given else each
        for each in after.derivation.steps
    )
    tampered = dataclasses.replace(after, setting=weaker, derivation=dataclasses.replace(after.derivation, steps=steps))
    assert not is_proved(check(tampered).verdict)
    assert claim.right == 0


def test_the_hypothesis_for_too_many_units_is_not_available() -> None:
    good = N.units_below_weights
    cites = dict(good.derivation.steps[0].cites)
    after = cites["step"]
    general = next(each for each in after.setting.hypotheses if isinstance(each, Assume) and each.for_all)
    for bound in (((g, n[q + 1]),), ((g, n[l]),)):
        wider = dataclasses.replace(general, for_all=bound)
        hypotheses = tuple(wider if each == general else each for each in after.setting.hypotheses)
        try:
            setting = dataclasses.replace(after.setting, hypotheses=hypotheses)
        except ValueError:
            continue
        wrong = dataclasses.replace(after, setting=setting)
        assert not passes(good.claim, induction, good.setting, **{**cites, "step": wrong})


def test_a_lemma_from_inside_an_induction_is_not_used_outside() -> None:
    after = dict(N.units_below_weights.derivation.steps[0].cites)["step"]
    assert is_proved(check(after).verdict)
    assert not passes(equal(D(z[q + 1, g], WEIGHT), ZERO), lemma, after.setting, part=after)


def test_a_lemma_about_a_free_argument_is_not_used_of_a_defined_one() -> None:
    """If z is any family, C does not depend on a; where z is affine in a, it does."""
    free = dataclasses.replace(Y.layer, hypotheses=(Y.LOSS,))
    constant = part(
        free,
        D(Y.C, Y.a[Y.k]),
        step(total(Y.d[Y.i] * D(Y.z[Y.i], Y.a[Y.k]), Y.i, Y.m), chain_rule, ""),
        step(ZERO, derivative, ""),
    )
    assert is_proved(check(constant).verdict)
    assert not passes(equal(D(Y.C, Y.a[Y.k]), ZERO), lemma, Y.layer, part=constant)


def test_the_values_of_a_recursion_are_not_kept_when_the_depth_changes() -> None:
    """The deltas depend on the number of layers above; a claim that ignores p is refuted at some depth."""
    claim = equal(d[N.here, j], d[N.here, j] * (1 + 0 * p))
    assert passes(claim, algebra, net)
    false = equal(D(C, N.BIAS), d[N.here, j] * (p + 1))
    assert isinstance(judge(false, net), Refuted)
    assert not isinstance(judge(equal(D(C, N.BIAS), d[N.here, j]), net), Refuted)


def test_definitions_are_not_unfolded_into_derivatives_of_constants() -> None:
    setting = Setting("defined", ((y, ""), (A, ""), (G[e], ""), (u[e], "")), ((e, m),))
    setting = setting.having(FunctionOf(A, u[e], e, G[e], ""), Definition(y, 2 * A, "twice the loss"))
    assert not passes(equal(D(y, u[1]), ZERO), derivative, setting)
    assert not passes(equal(D(2 * A, u[1]), ZERO), derivative, setting)
    assert passes(equal(D(y, u[1]), D(2 * A, u[1])), definition, setting)
    assert passes(equal(D(2 * A, u[e]), 2 * D(A, u[e])), derivative, setting)


def test_layers_have_names_of_their_own() -> None:
    with pytest.raises(ValueError, match="layer"):
        bare.having(Recursion(dependent_family("o", m)[e], y, y, "not over layers"))
    with pytest.raises(ValueError, match="layer"):
        Setting("fixed", ((v[s], ""), (y, "")), (), (Recursion(v[1], y, y, "at layer 1"),))
    assert LAYER not in net.names
    assert Symbol("layer", integer=True, nonnegative=True) == LAYER


@pytest.mark.parametrize("widths_name", [widths("n"), widths("w")])
def test_widths_are_at_least_1(widths_name: Any) -> None:
    setting = Setting("widths", ((widths_name[t], ""), (t, "")), ())
    assert passes(Claim(ZERO, "<=", widths_name[t] - 1), order, setting, gap=widths_name[t] - 1)
    assert not passes(Claim(ZERO, "<=", widths_name[t] - 2), order, setting, gap=widths_name[t] - 2)
    assert not isinstance(judge(equal(widths_name[t], widths_name[t + 1]), setting), Proved)
