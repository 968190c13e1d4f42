"""What becomes of a variant: refuted and refused, proved, undefined, missed or open."""

import dataclasses

import pytest
from sympy import Integer, sqrt

from backproof.mutation import kills
from backproof.mutation.kills import Kill, kill, kills_of, undefined_at
from backproof.mutation.variants import Variant
from backproof.witnesses import all_witnesses, testimony
from backproof.witnesses.testimony import REGISTRY, Witness
from proofs.book import theorems
from proofs.initialization import xavier as X
from proofs.kernel.claims import Claim, equal
from proofs.softmax import i, j, n, y

JACOBIAN = theorems()["softmax-jacobian"]
XAVIER = theorems()["xavier-rule"]
all_witnesses()  # fills the registry


def variant(claim: Claim, theorem=JACOBIAN, part: str | None = None) -> Variant:  # type: ignore[no-untyped-def]
    chosen = next(each for each in theorem.parts if part in (None, each.name))
    return Variant(theorem, chosen, "by hand", claim)


def jacobian(right) -> Variant:  # type: ignore[no-untyped-def]
    return variant(equal(JACOBIAN.parts[0].claim.terms[0], right))


def test_a_lie_is_refuted_with_a_counterexample_and_refused() -> None:
    seen = kill(jacobian(y[i] * y[j]))
    assert (seen.kernel, seen.numeric) == ("refuted", "refused")
    assert "left side" in seen.certificate
    assert seen.witness
    assert not seen.is_missed
    assert not seen.is_open


def test_the_transposed_jacobian_is_proved_because_it_is_symmetric() -> None:
    seen = kill(next(each for each in kills.variants_of(JACOBIAN, JACOBIAN.parts[0]) if each.operator == "transposed"))
    assert (seen.kernel, seen.numeric) == ("proved", "stands")


def test_a_weaker_bound_is_proved_through_the_original() -> None:
    (least,) = (each for each in XAVIER.parts if each.name == "least-squares")
    left, right = least.claim.terms
    weaker = kill(variant(Claim(left, "<=", 2 * right), XAVIER, "least-squares"))
    assert weaker.kernel == "proved"
    assert "and the original" in weaker.certificate


def test_a_stronger_bound_is_not_proved_through_the_original() -> None:
    (least,) = (each for each in XAVIER.parts if each.name == "least-squares")
    left, right = least.claim.terms
    assert kill(variant(Claim(left, "<=", right / 2), XAVIER, "least-squares")).kernel == "refuted"
    assert kill(variant(Claim(2 * left, "<=", right), XAVIER, "least-squares")).kernel == "refuted"
    assert kill(variant(Claim(left, "<", right), XAVIER, "least-squares")).kernel == "refuted"


def test_a_claim_with_another_relation_or_question_is_not_proved_through_the_original() -> None:
    (rule,) = (each for each in XAVIER.parts if each.name == "uniform-variance")
    left, right = rule.claim.terms
    for lie in (Claim(left, "<", right), equal(2 * left, right)):
        assert kill(variant(lie, XAVIER, "uniform-variance")).kernel != "proved"
        assert not list(kills._bridges(rule.claim, lie))
    (forward,) = (each for each in XAVIER.parts if each.name == "forward-rule")
    question, answer = forward.claim.claims
    other = Claim(equal(question.left, 2 * question.right), "iff", answer)
    assert not list(kills._bridges(forward.claim, other))
    assert kill(variant(other, XAVIER, "forward-rule")).kernel == "refuted"


def test_a_strict_bound_is_not_bridged_to_a_weak_one() -> None:
    strict, weak = Claim(X.r / 2, "<", X.r), Claim(X.r / 2, "<=", X.r)
    assert not list(kills._bridges(weak, strict))
    assert str(next(kills._bridges(strict, Claim(X.r / 2, "<", 2 * X.r)))) == "r <= 2*r"


def test_half_of_a_side_is_bridged_by_the_sign_of_the_other() -> None:
    original = Claim(X.q, "<=", X.r)
    bridges = [str(each) for each in kills._bridges(original, Claim(X.q / 2, "<=", X.r))]
    assert bridges == ["q/2 <= q", "r/2 <= r"]  # the first needs q >= 0, the second holds: r is positive
    assert not [each for each in kills._bridges(original, Claim(X.q / 3, "<=", X.r)) if each.left == X.r / 3]


def test_what_says_nothing_at_one_neuron_is_undefined_there() -> None:
    (rule,) = (each for each in XAVIER.parts if each.name == "forward-rule")
    claim = Claim(rule.claim.claims[0], "iff", equal(X.sigma**2, 1 / (X.n_in - 1)))
    seen = kill(variant(claim, XAVIER, "forward-rule"))
    assert seen.kernel == "undefined"
    assert "n_in = 1" in seen.certificate
    assert seen.numeric == "refused"


@pytest.mark.parametrize("right", [1 / X.n_in, sqrt(X.n_in), sqrt(X.n_in - 1)])
def test_what_is_defined_everywhere_is_not_called_undefined(right) -> None:  # type: ignore[no-untyped-def]
    assert undefined_at(equal(right, Integer(1)), X.sizes) is None


@pytest.mark.parametrize("right", [1 / (X.n_in - 3), sqrt(X.n_in - 2), 1 / sqrt(X.n_in - X.n_out)])
def test_what_is_undefined_somewhere_is_found(right) -> None:  # type: ignore[no-untyped-def]
    assert undefined_at(equal(Integer(1), right), X.sizes) is not None


def test_a_lie_that_the_witnesses_let_pass_is_missed(monkeypatch: pytest.MonkeyPatch) -> None:
    gullible = Witness(
        "softmax-jacobian", "jacobian", "gullible", lambda *_: testimony.Testimony(True, ()), draws=False
    )
    monkeypatch.setitem(REGISTRY, ("softmax-jacobian", "jacobian"), [gullible])
    seen = kill(jacobian(y[i] * y[j]))
    assert (seen.kernel, seen.numeric) == ("refuted", "stands")
    assert seen.is_missed


def test_a_truth_that_a_witness_refuses_is_missed(monkeypatch: pytest.MonkeyPatch) -> None:
    stubborn = Witness(
        "softmax-jacobian", "jacobian", "stubborn", lambda *_: testimony.Testimony(False, ()), draws=False
    )
    monkeypatch.setitem(REGISTRY, ("softmax-jacobian", "jacobian"), [stubborn])
    assert kill(jacobian(JACOBIAN.parts[0].claim.terms[1])).is_missed


def test_a_part_without_witnesses_is_silent_and_so_missed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(REGISTRY, ("softmax-jacobian", "jacobian"), [])
    seen = kill(jacobian(y[i] * y[j]))
    assert seen.numeric == "silent"
    assert seen.is_missed


def test_a_name_without_a_value_is_unread_and_not_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    def ignorant(*_: object) -> testimony.Testimony:
        raise KeyError("n")

    monkeypatch.setitem(
        REGISTRY,
        ("softmax-jacobian", "jacobian"),
        [Witness("softmax-jacobian", "jacobian", "ignorant", ignorant, draws=False)],
    )
    seen = kill(jacobian(n * y[i]))
    assert seen.numeric == "unread"
    assert seen.is_unheard


def test_an_index_that_a_witness_does_not_run_over_is_heard_at_1(monkeypatch: pytest.MonkeyPatch) -> None:
    heard = []

    def narrow(claim: Claim, *_: object) -> testimony.Testimony:
        heard.append(claim.terms[1])
        if claim.terms[1].has(j):
            raise KeyError("j")
        return testimony.Testimony(False, ())

    only = Witness("softmax-jacobian", "jacobian", "narrow", narrow, draws=False)
    monkeypatch.setitem(REGISTRY, ("softmax-jacobian", "jacobian"), [only])
    assert kill(jacobian(y[i] * y[j])).numeric == "refused"
    assert heard == [y[i] * y[j], y[i] * y[1]]


def test_what_the_kernel_cannot_decide_is_open(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kills, "judge", lambda claim, *_: kills.Undecided(claim, "too hard"))
    seen = kill(jacobian(y[i] * y[j]))
    assert (seen.kernel, seen.certificate) == ("open", "too hard")
    assert seen.is_open


def test_an_unproved_original_proves_no_variant() -> None:
    part = JACOBIAN.parts[0]
    steps = part.derivation.steps
    wrong = dataclasses.replace(steps[-1], to=y[i] * y[j])
    lying = dataclasses.replace(part, derivation=dataclasses.replace(part.derivation, steps=(*steps[:-1], wrong)))
    theorem = dataclasses.replace(JACOBIAN, parts=(lying,))
    assert kill(Variant(theorem, lying, "by hand", equal(part.claim.terms[0], 1 * y[j] * y[i]))).kernel == "refuted"


def test_kills_are_plain_words() -> None:
    seen = kills_of("tanh-identities", "tanh-is-sigmoid")
    assert seen
    for each in seen:
        assert isinstance(each, Kill)
        assert all(isinstance(value, str | float) for value in dataclasses.astuple(each))
