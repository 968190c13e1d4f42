"""Judging one relation in an environment: proved, refuted, conditional, or undecided, and why."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from itertools import product
from math import prod

from backproof.answers.syntax import (
    Call,
    Cases,
    Cond,
    Entry,
    Expr,
    Fold,
    Num,
    Sym,
    map_cond,
    walk,
)
from backproof.documents.any_entry import with_any_entry
from backproof.documents.arrays import Shapeless
from backproof.documents.batches import with_samples
from backproof.documents.biased import with_free_sums
from backproof.documents.conversion import Converter
from backproof.documents.declarations import ANY, LOSSES, NotConverted, Problem
from backproof.documents.dimensions import replaced
from backproof.documents.discrete import with_outcomes
from backproof.documents.each_entry import EACH_ENTRY, at_each_entry
from backproof.documents.entries_of_products import with_products_opened
from backproof.documents.entries_of_samples import with_targets_of_samples
from backproof.documents.environment import Definition, Environment, Law, called
from backproof.documents.errors_of_samples import with_errors_of_sample
from backproof.documents.generality import in_general, of_unread_loss
from backproof.documents.given_equations import with_given_equations
from backproof.documents.gradients import with_gradients
from backproof.documents.grids import with_grid_points
from backproof.documents.limits import MOST_INDICES, SECONDS_PER_ATTEMPT, SECONDS_PER_CLAIM, TooLong, time_limit
from backproof.documents.mentions import behind, mentioned, named
from backproof.documents.missing import with_missing, with_spreads, with_unknown_laws, with_usual_weights, without_law
from backproof.documents.moments_at_values import at_given_values
from backproof.documents.named_parts import with_named_parts
from backproof.documents.nested_moments import with_known_means, with_variances_below
from backproof.documents.odds import with_odds, with_probabilities
from backproof.documents.opening import opened
from backproof.documents.outcomes import Outcome, lacking, reason_of
from backproof.documents.piecewise import judge_numbers
from backproof.documents.rectifiers import with_relus
from backproof.documents.refutations import refutation, with_normal_sums
from backproof.documents.samples import (
    ends_differently,
    identified,
    is_ambiguous,
    layers,
    speaks_of_two_layers,
    uses_own_activation,
)
from backproof.documents.sizes_in_numbers import with_size_in_numbers
from backproof.documents.squared_lengths import with_squared_lengths
from backproof.documents.sum_ranges import within_ranges
from backproof.documents.unsaid_sizes import ended, with_size_named
from backproof.documents.verdicts import decide
from backproof.documents.widening import where_positive, widened
from proofs.kernel.claims import Claim
from proofs.kernel.instances import compare, compare_level
from proofs.kernel.terms import NotATerm
from proofs.kernel.verdicts import Proved, Refuted

LEVEL = "the inequality fails where the numbers are equal"
_MOST_VALUES = 8


def judge_relation(
    lefts: tuple[Expr, ...], relation: str, rights: tuple[Expr, ...], conditions: tuple[Cond, ...], env: Environment
) -> Outcome:
    """Judge `left relation right`; several readings of a side must agree."""
    if apart := mentioned((*lefts, *rights), env) & env.apart.keys() & env.definitions.keys():
        return Outcome("undecided", f"some entries of {min(apart)} are given apart from the others")
    lefts, rights, conditions = with_given_equations(lefts, rights, conditions, env)
    outcomes = [
        within_ranges(
            of_unread_loss(judge_values(left, relation, right, conditions, env), (left, right), env),
            (left, relation, right),
            conditions,
            env,
            judge_values,
        )
        for left in lefts
        for right in rights
    ]
    if len({each.verdict for each in outcomes}) == 1:
        return outcomes[0]
    return Outcome("undecided", "it can be read in two ways, and they differ: add brackets")


def judge_values(left: Expr, relation: str, right: Expr, conditions: tuple[Cond, ...], env: Environment) -> Outcome:
    """Judge a claim; a number that takes one of a few values, such as a label in {0, 1}, may take each of them."""
    outcome = judge_reading(left, relation, right, conditions, env)
    names = sorted(mentioned((left, right), env) & (env.values.keys() - env.definitions.keys()))
    families = {node.family for side in (left, right) for node in walk(side) if isinstance(node, Entry)}
    if outcome.verdict == "refuted" and families & set(names):
        return _at_labels(outcome, env)
    if outcome.verdict == "proved" or not names or prod(len(env.values[name]) for name in names) > _MOST_VALUES:
        return outcome
    seen: list[Outcome] = []
    for values in product(*(env.values[name] for name in names)):
        chosen: dict[str, Expr] = {name: Num(value) for name, value in zip(names, values, strict=True)}
        sides = replaced(left, chosen), replaced(right, chosen)
        here = tuple(map_cond(each, partial(replaced, names=chosen)) for each in conditions)
        found = judge_reading(sides[0], relation, sides[1], here, env.at_values(chosen))
        where = tuple((name, str(value)) for name, value in zip(names, values, strict=True))
        if found.verdict == "refuted" and found.counterexample is not None:
            shown = replace(found.counterexample, where=(*where, *found.counterexample.where))
            return replace(found, counterexample=shown, correction=outcome.correction)
        if found.verdict != "proved":
            return found if outcome.verdict == "refuted" else outcome
        seen.append(found)
    words = ", ".join(f"{name} in {{{', '.join(map(str, env.values[name]))}}}" for name in names)
    return replace(seen[0], reason=f"for each {words}: {seen[0].reason}")


def _at_labels(outcome: Outcome, env: Environment) -> Outcome:
    """A counterexample for labels y_i counts if each of them has one of its values there."""
    where = () if outcome.counterexample is None else outcome.counterexample.where
    for name, value in where:
        allowed = env.values.get(re.split(r"_\d", name)[0])
        if allowed is not None and value not in map(str, allowed):
            return Outcome("undecided", f"it fails where {name} = {value}, which is no label")
    return outcome


def judge_reading(left: Expr, relation: str, right: Expr, conditions: tuple[Cond, ...], env: Environment) -> Outcome:
    """Judge one reading; a layer l stands for every layer of the page's network."""
    claim = (left, relation, right, conditions)
    instances = list(layers(left, right, env))
    if not instances:
        return Outcome("undecided", "it speaks of a layer l, and the page does not say which layers there are")
    outcomes = [(label, _timed(one, relation, other, conditions, env)) for label, one, other in instances]
    if len(outcomes) == 1 and not (env.any_depth and outcomes[0][0]):
        only = outcomes[0][1]
        return (_with_known_activation(*claim, env) if only.verdict == "refuted" else None) or only
    for wanted in ("refuted", "undecided", "conditional"):
        for label, outcome in outcomes:
            if outcome.verdict == wanted == "refuted":
                offered = _with_known_activation(*claim, env)
                if offered is not None:
                    return offered
            if outcome.verdict == wanted:
                holds = [name for name, other in outcomes if other.verdict == "proved"]
                also = f"; it holds for {', '.join(holds)}" if holds else ""
                return replace(outcome, reason=f"for {label}: {outcome.reason}{also}")
    if env.any_depth and speaks_of_two_layers(left, right):
        return Outcome("undecided", "it holds in networks of two layers; between l and L there may be more")
    if env.any_depth:
        if all(outcome.any_loss for _, outcome in outcomes):
            if ends_differently(env) and uses_own_activation(left, right):
                words = "holds for the hidden layers, l < L: the page gives the last layer a function of its own"
                return Outcome("conditional", words, condition="l < L")
            return replace(outcomes[0][1], reason="for every layer and any loss: " + outcomes[0][1].reason)
        return Outcome("undecided", "it holds for the layers 1 and 2 of a network of two layers")
    labels = ", ".join(label for label, _ in outcomes)
    return replace(outcomes[0][1], reason=f"for each of {labels}: {outcomes[0][1].reason}")


def _with_known_activation(
    left: Expr, relation: str, right: Expr, conditions: tuple[Cond, ...], env: Environment
) -> Outcome | None:
    """What fails for some activation f may hold for the sigmoid, or for tanh; whole arrays are asked for that apart."""
    if env.setting == "matrices":
        return None
    bodies = [left, right, *(each.body for each in env.definitions.values())]
    called_here = {node.function.rstrip("'") for body in bodies for node in walk(body) if isinstance(node, Call)}
    letters = sorted(each.removeprefix(ANY) for each in called_here if each.startswith(ANY))
    if "relu" in letters:
        return None  # a ReLU is no other function
    for known, words in (("sigmoid", "the sigmoid"), ("tanh", "tanh")) if letters else ():
        change = {ANY + name: known for name in letters}
        sides = [called(change, side) for side in (left, right)]
        if judge_reading(sides[0], relation, sides[1], conditions, env.calling(change)).verdict == "proved":
            return lacking(f"{', '.join(letters)} is {words}")
    return None


def _timed(left: Expr, relation: str, right: Expr, conditions: tuple[Cond, ...], env: Environment) -> Outcome:
    """What the kernel says; where it says nothing, what is said of plain numbers."""
    env = with_free_sums((left, right), env)
    outcome = _by_the_kernel(left, relation, right, conditions, env)
    if outcome.verdict != "undecided":
        return outcome
    try:
        with time_limit(SECONDS_PER_CLAIM):
            for known in ({}, _of_numbers(env)):  # what holds of any numbers holds of these, random ones too
                general = judge_numbers(left, relation, right, conditions, replace(env, definitions=known, laws={}))
                if general is not None and general.verdict == "proved":
                    return general
            found = judge_numbers(left, relation, right, conditions, env)
    except (TooLong, RecursionError):
        return outcome
    found = found or _case_by_case(left, relation, right, conditions, env)
    return found or _at_given_values(left, relation, right, conditions, env) or outcome


def _at_given_values(
    left: Expr, relation: str, right: Expr, conditions: tuple[Cond, ...], env: Environment
) -> Outcome | None:
    """A moment at values of sizes and scales, where it is worked out before they are put in."""
    valued = at_given_values(left, right, conditions, env) if relation == "=" else None
    found = None if valued is None else _attempt(valued[0], "=", valued[1], (), env)
    return found if found is not None and found.verdict in ("proved", "refuted") else None


def _of_numbers(env: Environment) -> Mapping[str, Definition]:
    """The definitions that make numbers of numbers, without sums and arrays."""
    return {
        name: each
        for name, each in env.definitions.items()
        if not each.indices and not any(isinstance(node, Entry | Fold) for node in walk(each.body))
    }


def _case_by_case(
    left: Expr, relation: str, right: Expr, conditions: tuple[Cond, ...], env: Environment
) -> Outcome | None:
    """Cases that leave something out say nothing there: each of the others is a claim under its condition."""
    if relation != "=" or not isinstance(right, Cases) or right.otherwise is not None:
        return None
    found = [_timed(left, "=", value, (*conditions, condition), env) for condition, value in right.branches]
    wrong = next((each for each in found if each.verdict == "refuted"), None)
    if wrong is not None or any(each.verdict != "proved" for each in found):
        return wrong
    return replace(found[0], reason=f"in each of the cases: {found[0].reason}")


def _by_the_kernel(left: Expr, relation: str, right: Expr, conditions: tuple[Cond, ...], env: Environment) -> Outcome:
    try:
        if is_ambiguous(left, right, env):
            raise NotConverted("it is not said whether the loss of one sample or of all is meant")
        found = _of_more_networks(left, relation, right, conditions, env)
        if found is not None:
            return found
        with time_limit(SECONDS_PER_CLAIM):
            return _judged(left, relation, right, conditions, env)
    except TooLong:
        return Outcome("undecided", f"no decision within {SECONDS_PER_CLAIM} seconds")
    except (NotConverted, Shapeless, NotATerm) as error:
        single = _for_one_sample(left, relation, right, conditions, env)
        single = single or _for_each_entry(left, relation, right, conditions, env)
        return single or Outcome("undecided", _in_plain_words(error))
    except RecursionError:
        return Outcome("undecided", "nested too deep")


def _in_plain_words(error: Exception) -> str:
    """Why something is open, without the words of the kernel."""
    unknown = re.search(r"(\S+) is random but not in the alphabet", str(error))
    return f"nothing is said of the distribution of {unknown[1]}" if unknown else str(error)


def _of_more_networks(
    left: Expr, relation: str, right: Expr, conditions: tuple[Cond, ...], env: Environment
) -> Outcome | None:
    """What holds for any number of classes, and for any function in the place of the ReLU."""
    wide = widened(left, right, env)
    if wide is None:
        return None
    one, other, environment, words = wide
    found = _attempt(one, relation, other, conditions, environment)
    if found is not None and found.verdict == "proved":
        return replace(found, reason=found.reason + words)
    branch = where_positive(left, right, env)
    if branch is None:
        return None
    found = _attempt(left, relation, right, conditions, branch[0])
    return replace(found, reason=found.reason + branch[1]) if found is not None and found.verdict == "refuted" else None


def _attempt(left: Expr, relation: str, right: Expr, conditions: tuple[Cond, ...], env: Environment) -> Outcome | None:
    try:
        with time_limit(SECONDS_PER_ATTEMPT):
            return _judged(left, relation, right, conditions, env)
    except (TooLong, NotConverted, Shapeless, NotATerm):
        return None


def _for_one_sample(
    left: Expr, relation: str, right: Expr, conditions: tuple[Cond, ...], env: Environment
) -> Outcome | None:
    """A mean over samples at N = 1, which is the loss of the sample: what is false there is false."""
    for name in (each for each in env.definitions if each in LOSSES):
        single = next((each for each in env.definitions if each.startswith(f"{name}_")), None)
        if single is None or not any(isinstance(node, Fold) for node in walk(env.definitions[name].body)):
            continue
        if env.definitions[single].indices:  # a family, of which no sample stands for all
            continue
        errors_of_one, errors = with_errors_of_sample((left, right), name, single, env)
        if errors:
            found = _attempt(left, relation, right, conditions, errors_of_one)
            if found is not None and found.verdict == "proved":
                words = f"{', '.join(errors)} is the gradient of {single}, and not of {name}"
                return Outcome("conditional", f"holds if {words}", condition=words)
            wrong = found is not None and found.verdict == "refuted"
            return replace(found, reason=f"already for one sample: {found.reason}") if found and wrong else None
        sides = [replaced(side, {name: Sym(single)}) for side in (left, right)]
        if sides == [left, right]:
            continue
        try:
            with time_limit(SECONDS_PER_CLAIM):
                found = _judged(sides[0], relation, sides[1], conditions, env)
        except (TooLong, NotConverted, Shapeless, NotATerm):
            return None
        if found.verdict == "refuted":
            return replace(found, reason=f"already for one sample: {found.reason}")
        if found.verdict == "proved":
            return Outcome("undecided", "it holds for one sample, N = 1")
    return None


def _for_each_entry(
    left: Expr, relation: str, right: Expr, conditions: tuple[Cond, ...], env: Environment
) -> Outcome | None:
    """A claim that has no meaning for a whole vector, about each of its entries."""
    found = at_each_entry(left, right, env)
    outcome = None if found is None else _attempt(left, relation, right, conditions, found[1])
    if found is None or outcome is None or outcome.verdict not in ("proved", "refuted"):
        return None
    return replace(outcome, reason=f"{EACH_ENTRY} {found[0]}: {outcome.reason}")


def _judged(left: Expr, relation: str, right: Expr, conditions: tuple[Cond, ...], env: Environment) -> Outcome:
    if relation in (">", ">="):
        left, right, relation = right, left, {">": "<", ">=": "<="}[relation]
    approximate = relation == "approx"
    if approximate:
        relation = "="
    if relation not in ("=", "<", "<="):
        return Outcome("undecided", f"the relation {relation} is not judged")
    if (loss := _loss_of_many((left, right), env)) is not None:
        raise NotConverted(f"{loss} is a number, and was read as an array: the output of a sample may be a number, too")
    left, right = with_outcomes((left, right), env)
    (left, right), env = with_relus((left, right), env)
    left, right = with_products_opened(left, right, env)
    left, right = with_any_entry(*with_squared_lengths(left, right, env), env)
    left, right = with_grid_points(left, right, env)
    left, right, env = with_samples(left, right, env)
    env = with_targets_of_samples((left, right), env)
    left, right, env = identified(left, right, env)
    left, right, env = with_odds(left, right, env)
    env = with_named_parts((left, right), env)
    left, right = opened(left, right, env, conditions)
    left, right, env = with_gradients(left, right, env)
    strangers = without_law((left, right), env)
    if strangers:
        of_any = _for_any_moments(left, relation, right, conditions, env, strangers)
        if of_any is not None:
            return of_any
        env = with_unknown_laws(strangers, env)
    left, right = (with_variances_below(with_known_means(side, env), env) for side in (left, right))
    quick = in_general(left, relation, right, conditions, env)
    if quick is not None:
        return quick
    converter = Converter(env, conditions)
    problem = converter.problem((left, right))
    _small(problem)
    claim = Claim(problem.sides[0], relation, problem.sides[1])  # type: ignore[arg-type]
    verdict = decide(claim, problem.setting)
    match verdict:
        case Refuted() if (letter := converter.uncounted()) is not None and relation == "=":
            named_so = with_size_named(left, relation, right, conditions, env)
            named_so = named_so or with_size_in_numbers(left, relation, right, conditions, env)
            ends = ended(left, right, env) if named_so is None else None
            if ends is not None and ends[3] == letter.upper():  # k runs to K
                return _judged(ends[0], relation, ends[1], conditions, ends[2])
            words = f"the sum over {letter} has no limits, and nothing says how many terms it has"
            return named_so or Outcome("undecided", words)
        case Proved():
            return Outcome("proved", reason_of(problem), used=problem.laws)
        case Refuted(counterexample=found):
            if approximate:
                words = "the two sides are not equal; how close is meant is not said"
                return with_size_named(left, relation, right, conditions, env) or Outcome("undecided", words)
            if _is_of_constants(left, right, problem):
                return Outcome("undecided", "nothing is said of the distribution inside a mean or a variance")
            if strangers:
                offered = with_missing(left, relation, right, conditions, env)
                offered = offered or with_usual_weights(left, relation, right, conditions, env, strangers)
                words = f"nothing is said of the distribution of {', '.join(sorted(strangers))}"
                return offered or Outcome("undecided", words)
            spread = with_spreads(left, relation, right, conditions, env)
            return spread or with_probabilities(refutation(left, relation, right, conditions, env, problem, found))
        case _:
            offered = with_missing(left, relation, right, conditions, env)
            offered = offered or with_normal_sums(left, relation, right, conditions, env)
            if offered is not None:
                return offered
            level = compare_level(claim, problem.setting) if relation == "<" else None
            if level is not None:
                wrong = with_probabilities(refutation(left, relation, right, conditions, env, problem, level))
                return replace(wrong, reason=LEVEL) if wrong.verdict == "refuted" else wrong
            seen = compare(claim, problem.setting)
            instances = seen.text.replace("exactly equal", "equal") if seen.holds else ""
            tried = f"; it holds for n = 1..4 ({instances})" if instances else ""
            words = f"not proved: {_in_words(verdict.reason)}{tried}"
            return Outcome("undecided", words)


_OF_GAP = re.compile(r".*(?:Sum\(|\[_\d).* is not seen to be (?P<what>positive|nonnegative|real)", re.DOTALL)


def _in_words(reason: str) -> str:
    """A reason of the kernel, without a term that no reader can follow."""
    found = _OF_GAP.fullmatch(reason)
    if found is None:
        return reason
    if reason.startswith("the root of"):
        return "what stands under a root is not seen to be at least 0"
    return f"how much larger one side is than the other is not seen to be {found['what']}"


def _loss_of_many(sides: tuple[Expr, Expr], env: Environment) -> str | None:
    """A loss that came out as an array, as that of y_i^(2) does where y^(2) may be a vector, and is differentiated."""
    for node in (node for side in (*sides, *behind(sides, env)) for node in walk(side)):
        match node:
            case Call("D", (Sym(name), _)) if env.arrays.get(name) and re.split(r"_", name)[0] in LOSSES:
                return name
            case Call("D", (Entry(name, _), _)) if env.arrays.get(name) and re.split(r"_", name)[0] in LOSSES - {name}:
                return name  # J_i, of delta_j = dJ_i/dz_j
            case _:
                pass
    return None


def _for_any_moments(
    left: Expr, relation: str, right: Expr, conditions: tuple[Cond, ...], env: Environment, strangers: frozenset[str]
) -> Outcome | None:
    """A claim about one random variable of which nothing is said, or independent ones: for any means and variances.

    An equation fails if both of its sides are moments of all of them; if one is not, it rather says what that one is.
    """
    random = strangers | (mentioned((left, right), env) & env.laws.keys())
    if len(random) > 1 and not random <= env.independents:
        return None
    moments = {name: (Sym(f"E({name})"), Sym(f"Var({name})")) for name in strangers}
    laws = {name: Law(name, mean, variance) for name, (mean, variance) in moments.items()}
    positive = (env.positive - strangers) | {variance.name for _, variance in moments.values()}
    some = replace(env, laws={**env.laws, **laws}, positive=positive)
    found = _judged(left, relation, right, conditions, some)
    if found.verdict == "refuted":
        moments_of = (
            [node for node in walk(side) if isinstance(node, Call) and node.function in ("E", "Var", "Cov")]
            for side in (left, right)
        )
        spoken = [{named(each) for node in nodes for each in walk(node)} for nodes in moments_of]
        without = {name: Law(name, None, variance) for name, (_, variance) in moments.items()}
        offered = with_missing(left, relation, right, conditions, replace(some, laws={**env.laws, **without}))
        return offered or (found if all(strangers <= each for each in spoken) else None)
    return found if found.verdict == "proved" else None


def _is_of_constants(left: Expr, right: Expr, problem: Problem) -> bool:
    """Whether means or variances are taken of what nobody has called random: it is random all the same."""
    moments = (node for side in (left, right) for node in walk(side) if isinstance(node, Call))
    return not problem.setting.random and any(node.function in ("E", "Var", "Cov") for node in moments)


def _small(problem: Problem) -> None:
    if len(problem.setting.ranges) > MOST_INDICES:
        raise NotConverted("too many indices")
