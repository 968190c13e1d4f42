"""One link of a chain of relations: whether it holds, under which condition, and whether it follows from before."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction

from backproof.answers.printing import plain
from backproof.answers.syntax import (
    Add,
    All,
    Call,
    Cases,
    Compare,
    Cond,
    Entry,
    Expr,
    Num,
    Pow,
    Sym,
    Truth,
    children,
    negative,
    sides,
    walk,
)
from backproof.documents.chances import judge_chance
from backproof.documents.constants import is_scale
from backproof.documents.decimals import with_decimals
from backproof.documents.declarations import ANY
from backproof.documents.diagnosis import misconception_of, with_exponentials
from backproof.documents.divisors import for_each_sign
from backproof.documents.environment import Environment, is_size_name
from backproof.documents.judgement import judge_relation
from backproof.documents.laws import parameters
from backproof.documents.limiting import is_asymptotic, judge_limit
from backproof.documents.maxima import judge_maximum
from backproof.documents.mentions import free_indices, is_moment, labels, labels_behind, mentioned, named
from backproof.documents.outcomes import Outcome
from backproof.documents.passages import Equation
from backproof.documents.ranges import judge_bounds
from backproof.documents.report import Step, StepVerdict
from backproof.documents.requirements import implied, solved
from backproof.documents.zero_arrays import at_zero, environment_at_zero, without, zero_arrays

_STEPS: dict[str, StepVerdict] = {"proved": "follows", "refuted": "does not follow"}

NOT_SEEN = "it is not seen whether it follows from what is asked for before"
IS_RANGE = "a range of a number, not a claim"
IN_ITSELF = "right in itself"  # of a chain a = b = c in which a = b is wrong: a = c


@dataclass(frozen=True)
class Link:
    """`left relation right` in a chain, each side as the trees that it may be.

    line: that of the left-hand side, counted from 1.
    conditions, clause: what restricts the statement, and what the words around it say.
    required: whether the words ask for it.
    later: whether it is not the first link;  first: the first side of the chain then, if it can be read.
    good: whether every link before it is right.
    universal: what is to be said of it as a claim about any random variables, if it is one.
    latex: both sides as they were written, for the digits of decimals.
    several: whether the page says that there are two or more classes.
    large: whether the words speak of large numbers.
    """

    left: tuple[Expr, ...]
    relation: str
    right: tuple[Expr, ...]
    line: int
    conditions: tuple[Cond, ...] = ()
    clause: tuple[Cond, ...] = ()
    required: bool = False
    later: bool = False
    first: tuple[Expr, ...] | None = None
    good: bool = True
    universal: Outcome | None = None
    latex: tuple[str, str] = ("", "")
    several: bool = False
    large: bool = False

    def judged_in(self, env: Environment) -> Outcome:
        """What is to be said of it in another environment."""
        return judge_relation(self.left, self.relation, self.right, self.given, env)

    @property
    def given(self) -> tuple[Cond, ...]:
        """All conditions under which it stands."""
        return (*self.conditions, *self.clause)

    @property
    def written(self) -> str:
        """As it was understood, in plain text."""
        return f" {self.relation} ".join(plain(with_exponentials(each[0])) for each in (self.left, self.right))


def judge_link(
    link: Link, case: Cond | None, last: Equation | None, connected: bool, env: Environment
) -> tuple[Outcome, Step | None]:
    """Whether a link holds, and whether it follows.

    case: the case of the indices that the page treats; it counts where the link does not hold without it.
    last: the equation before; connected: whether the words say that this one follows from it.
    """
    clause = _about(link.clause, (*link.left, *link.right), env)
    link = replace(link, clause=tuple(each for each in clause if not _is_other_case(each, case)))
    outcome, conditions = _judged(link, case, env)
    if outcome.verdict == "proved" and _contradictory(conditions, env):
        anyhow = judge_relation(link.left, link.relation, link.right, (), env)
        words = "the conditions under which it stands contradict each other"
        outcome = anyhow if anyhow.verdict == "proved" else Outcome("undecided", words)
    step: Step | None = None
    if link.later:
        step = Step(_STEPS.get(outcome.verdict, "undecided"), outcome.reason, link.line)
        outcome = _after_wrong(link, outcome, conditions, env)
    elif connected and last is not None and link.relation == "=" and outcome.verdict != "proved":
        same = implied((last.left, last.right), (link.left[0], link.right[0]), conditions, env)
        if same is not None:
            step = (
                Step("follows", "the two equations say the same", last.line)
                if same
                else Step("does not follow", "the equation before does not imply this one", last.line)
            )
    if outcome.verdict in ("refuted", "undecided") and link.relation == "=":
        before = last if connected else None
        outcome = _of_variance(link, outcome, conditions, before, env) or _requirement(
            link, outcome, conditions, last, step, connected, env
        )
    if outcome.verdict == "refuted" and link.relation == "=":
        outcome = replace(outcome, misconception=misconception_of(link.left[0], link.right[0], conditions, env))
    if outcome.verdict == "conditional" and step is not None and last is not None and step.verdict == "does not follow":
        step = None if _is_example(last, link.left[0], link.right[0], env) else step
    return outcome, step


def _contradictory(conditions: tuple[Cond, ...], env: Environment) -> bool:
    """Whether conditions never hold together, or not of numbers that are positive, so that anything would follow."""
    orders = [each for each in conditions if not (isinstance(each, Compare) and each.relation in ("=", "!="))]
    positive = [node for each in orders for side in sides(each) for node in walk(side) if named(node) in env.positive]
    if len(orders) + len(positive) < 2 and not any(isinstance(each, All) for each in orders):
        return False
    return judge_relation((Num(Fraction(0)),), "=", (Num(Fraction(1)),), conditions, env).verdict == "proved"


def _is_other_case(said: Cond, case: Cond | None) -> bool:
    """Whether words before a case speak of the other one: "for i = j it is ..., and for $i \\neq j$ it is ..."."""
    if not isinstance(said, Compare) or not isinstance(case, Compare) or said.relation == case.relation:
        return False
    return {said.relation, case.relation} <= {"=", "!="} and {said.left, said.right} == {case.left, case.right}


def _about(clause: tuple[Cond, ...], trees: tuple[Expr, ...], env: Environment) -> tuple[Cond, ...]:
    """The conditions without those about other names, or that give another name a value."""
    spoken = mentioned(trees, env) | {name for tree in trees for name in free_indices(tree)}

    def gives_another(each: Cond) -> bool:
        name = named(each.left) if isinstance(each, Compare) and each.relation == "=" else None
        return name is not None and name not in spoken and not made_of(name) & spoken

    def made_of(name: str) -> set[str]:  # n and B, of the width 2B/n
        known = env.definition(name, 0)
        plain_number = known is not None and not any(isinstance(node, Call | Entry) for node in walk(known.body))
        return {node.name for node in walk(known.body) if isinstance(node, Sym)} if known and plain_number else set()

    def is_of_others(each: Cond) -> bool:
        names = {name for side in sides(each) for node in walk(side) if (name := named(node))}
        indices = {name for side in sides(each) for name in free_indices(side)}
        return bool(indices) and not (names | indices) & spoken

    return tuple(each for each in clause if not gives_another(each) and not is_of_others(each))


def _judged(link: Link, case: Cond | None, env: Environment) -> tuple[Outcome, tuple[Cond, ...]]:
    """What judging the link alone comes to, and under which conditions."""
    if link.universal is None and (zero := zero_arrays(link.given, env)):
        link = replace(
            link,
            left=tuple(at_zero(zero, each) for each in link.left),
            right=tuple(at_zero(zero, each) for each in link.right),
            conditions=without(zero, link.conditions),
            clause=without(zero, link.clause),
        )
        env = environment_at_zero(zero, env)
    left, relation, right = link.left, link.relation, link.right
    conditions = link.given
    if link.universal is not None:
        return link.universal, conditions
    of_limits = judge_limit(left[0], relation, right[0], conditions, env) if len(left) + len(right) == 2 else None
    if of_limits is not None:
        return of_limits, conditions
    of_signs = judge_chance(left[0], relation, right[0], conditions, env) if len(left) + len(right) == 2 else None
    if of_signs is not None:
        return of_signs, conditions
    outcome = judge_relation(left, relation, right, conditions, env)
    if relation == "approx" and outcome.verdict == "undecided" and link.large and len(left) + len(right) == 2:
        outcome = is_asymptotic(left[0], right[0], env) or outcome
    if outcome.verdict in ("undecided", "refuted"):
        outcome = with_decimals(link.latex, left, relation, right, conditions, env) or outcome
    if link.clause and outcome.verdict != "proved":  # what holds anyhow needs no condition
        anyhow = judge_relation(left, relation, right, link.conditions, env)
        outcome = anyhow if anyhow.verdict == "proved" else outcome
    if outcome.verdict in ("refuted", "undecided") and case is not None and _is_about(case, left[0], right[0], env):
        special = judge_relation(left, relation, right, (*conditions, case), env)
        if special.verdict in ("proved", "refuted"):
            conditions = (*conditions, case)
            outcome = replace(special, reason=special.reason + ", in the case of the indices that is treated here")
    if outcome.verdict == "undecided":
        outcome = _same_as_given(link, env) or outcome
    if outcome.verdict == "undecided" and len(left) + len(right) == 2:
        outcome = for_each_sign(left[0], relation, right[0], conditions, env) or outcome
    strict = outcome.verdict == "refuted" and relation in ("<", ">")  # p < 1 fails where there is one class alone
    if (strict or outcome.verdict == "undecided") and len(left) + len(right) == 2:
        outcome = judge_bounds(left[0], relation, right[0], conditions, env, link.several) or outcome
    if outcome.verdict == "undecided" and len(left) + len(right) == 2 and not _is_chosen_freely(left[0], env):
        outcome = judge_maximum(left[0], relation, right[0], conditions, env, link.several) or outcome
    if outcome.verdict == "refuted" and _says_what_a_function_is(left[0], right[0]):
        outcome = Outcome("undecided", "it says what a function is of which nothing was known")
    if outcome.verdict == "undecided" and relation == "=" and not link.later and _is_logarithm_chosen(left[0], env):
        outcome = Outcome("definition", f"{plain(left[0])} is chosen")
    unsaid = outcome.verdict == "undecided" and outcome.reason.startswith("it is not said what")
    if relation != "=" and (unsaid or (outcome.verdict == "refuted" and _is_range(left[0], relation, right[0], env))):
        outcome = Outcome("out-of-scope", IS_RANGE)
    return outcome, conditions


def _same_as_given(link: Link, env: Environment) -> Outcome | None:
    r"""What says the same as the equation under which it stands: if 2B/n = \varepsilon, i.e. n = 2B/\varepsilon."""
    claim = link.left[0], link.right[0]
    for each in link.clause:
        if not isinstance(each, Compare):
            continue
        given = each.left, each.right
        if each.relation == link.relation == "=":
            same = implied(given, claim, (), env) is True
        else:
            same = _is_same_order(each, link, env)
        if same:
            words = f"{plain(each.left)} {each.relation} {plain(each.right)}"
            return Outcome("proved", f"the same as {words}, under which it stands")
    return None


def _is_same_order(given: Compare, link: Link, env: Environment) -> bool:
    r"""Whether an inequality is another one with its terms on other sides: \delta - x > 0, where x < \delta."""
    before, now = _gap(given.left, given.right, given.relation), _gap(link.left[0], link.right[0], link.relation)
    if before is None or now is None or (len(link.relation) < len(given.relation)):
        return False
    return judge_relation((before,), "=", (now,), (), env).verdict == "proved"


def _gap(left: Expr, right: Expr, relation: str) -> Expr | None:
    """The larger side without the smaller one; None where no side is the larger one."""
    if relation in ("<", "<="):
        return Add((right, negative(left)))
    return Add((left, negative(right))) if relation in (">", ">=") else None


def _is_range(left: Expr, relation: str, right: Expr, env: Environment) -> bool:
    """Whether an inequality says how large a free number has to be: N >= 2 B L/epsilon, n >= pi/0.05."""
    if relation not in ("<", "<=", ">", ">="):
        return False
    first, second = (
        {node.name for node in walk(side) if isinstance(node, Sym) and node.name not in env.definitions}
        for side in (left, right)
    )
    if isinstance(left, Sym) and left.name in first - second:
        return True
    return isinstance(right, Sym) and right.name in second - first


def _says_what_a_function_is(left: Expr, right: Expr) -> bool:
    """Whether a claim gives the value of any function, or its slope, at a name: phi'(u) = 1."""
    of_any = isinstance(left, Call) and left.function.startswith(ANY) and all(isinstance(at, Sym) for at in left.args)
    return of_any and not any(isinstance(node, Call) and node.function.startswith(ANY) for node in walk(right))


def _is_about(case: Cond, left: Expr, right: Expr, env: Environment) -> bool:
    """Whether both letters of a case stand in a link, as indices and not as numbers: m = n is no case."""
    assert isinstance(case, Compare)
    numbers = {node.name for side in (left, right) for node in _outside(side) if isinstance(node, Sym)}
    names = {node.name for side in (left, right) for node in walk(side) if isinstance(node, Sym)} - numbers
    names |= labels_behind(left, env) | labels_behind(right, env)
    return all(isinstance(side, Sym) and side.name in names for side in (case.left, case.right))


def of_all_cases(sides: tuple[Expr, Expr], case: Cond) -> bool:
    """Whether an equation distinguishes the cases itself: y_i (delta_ij - y_j), after those of i = j and of i != j."""
    assert isinstance(case, Compare)
    letters = {each.name for each in (case.left, case.right) if isinstance(each, Sym)}
    return letters <= labels(sides, ())


def _outside(expr: Expr) -> Iterator[Expr]:
    """The nodes outside indices and outside conditions, which compare indices."""
    yield expr
    values = [value for _, value in expr.branches] if isinstance(expr, Cases) else children(expr)
    if not isinstance(expr, Entry | Truth):
        for child in values:
            yield from _outside(child)


def _after_wrong(link: Link, outcome: Outcome, conditions: tuple[Cond, ...], env: Environment) -> Outcome:
    """A link after one that is wrong or open may be wrong with it, or right in itself."""
    if link.good:
        return outcome
    if outcome.verdict == "proved":
        return replace(outcome, reason="it follows from the line before, in which something is wrong or open")
    if link.first is not None and link.relation == "=":
        own = judge_relation(link.first, link.relation, link.right, conditions, env)
        if own.verdict == "proved":
            return replace(own, reason=f"{IN_ITSELF}; it does not follow from the line before")
    return outcome


def _requirement(
    link: Link,
    outcome: Outcome,
    conditions: tuple[Cond, ...],
    last: Equation | None,
    step: Step | None,
    connected: bool,
    env: Environment,
) -> Outcome:
    """An equation that is asked for, or that speaks of parameters alone, holds under a condition."""
    left, right = link.left[0], link.right[0]
    nodes = [node for side in (left, right) for node in walk(side)]
    of_parameters = (
        not any(isinstance(node, Call) and node.function in ("E", "Var", "Cov", "D") for node in nodes)
        and not {node.name for node in nodes if isinstance(node, Sym)}.isdisjoint(parameters(env))
        and not any(isinstance(node, Entry) for node in nodes)
    )
    of_parameters = of_parameters and (_is_target(right, env) or not _is_of_defined(left, env))
    of_parameters = of_parameters or _is_choice(left, right, env) or _is_of_variance_and_sizes(left, right, env)
    if (unknown := _determines(left, right, env)) is not None:
        of_parameters, env = True, replace(env, positive=env.positive | {unknown})
    if not link.later and (chosen := _chosen(left, right, env)):
        return Outcome("conditional", f"holds exactly if {chosen}", condition=chosen)
    after_required = last is not None and last.required
    follows = after_required and step is not None and step.verdict == "follows"
    if not (link.required or follows or (of_parameters and (not link.later or _is_target(right, env)))):
        return outcome
    found = solved(left, right, conditions, env)
    if found is None or (outcome.verdict == "refuted" and _is_given(found, conditions)):
        return outcome
    if connected and step is None and after_required and not link.required:
        return Outcome("undecided", NOT_SEEN)
    if step is not None and step.verdict == "does not follow" and after_required and not link.later:
        assert last is not None
        asked = solved(last.left, last.right, conditions, env)
        if (
            _same(asked or "", found)
            or _are_apart(last, left, right, env)
            or _is_example(last, left, right, env)
            or (asked or "").startswith("Var(")
        ):
            return Outcome("conditional", f"holds exactly if {found}", condition=found)
        words = "see there" if asked is None else f"it holds exactly if {asked}"
        return replace(outcome, verdict="refuted", reason=f"the equation before asks for something else: {words}")
    return Outcome("conditional", f"holds exactly if {found}", condition=found)


def _is_given(found: str, conditions: tuple[Cond, ...]) -> bool:
    """Whether the words around a claim say what the number is for which it is solved: with s^2 = 1/n, s^2 = 1."""
    given = (each.left for each in conditions if isinstance(each, Compare) and each.relation == "=")
    names = {named(left.base if isinstance(left, Pow) else left) for left in given}
    return re.split(r"[\^ =]", found)[0] in names - {None}


def _is_of_defined(left: Expr, env: Environment) -> bool:
    """Whether a side is what the page has defined, or its square: an equation says then what it comes to."""
    known = env.definitions.get(named(left.base if isinstance(left, Pow) else left) or "")
    return known is not None and known.line is not None


def _is_of_variance_and_sizes(left: Expr, right: Expr, env: Environment) -> bool:
    """Whether an equation speaks of a weight's variance, in which a number is free, and of sizes: n_out Var(w) = 1."""
    calls = [node for side in (left, right) for node in walk(side) if isinstance(node, Call)]
    weights = {name for each in calls if each.function == "Var" and (name := named(each.args[0])) in ("w", "W")}
    if env.setting != "initialization" or len(calls) != 1 or len(weights) != 1 or calls[0] in (left, *walk(right)):
        return False
    (weight,) = weights
    others = {name for side in (left, right) for node in walk(side) if (name := named(node))} - weights
    law = env.laws.get(weight)
    values = () if law is None else (law.variance, law.low, law.high)
    free = {node.name for value in values if value is not None for node in walk(value) if isinstance(node, Sym)}
    return all(env.is_size(name) for name in others) and any(
        not env.is_size(name) and name not in env.definitions for name in free
    )


def _same(one: str, other: str) -> bool:
    """Whether two solutions are one, whatever has to be positive for them, with n where all layers have n units."""
    one, other = one.split(", if")[0], other.split(", if")[0]
    names = [frozenset(filter(is_size_name, re.findall(r"[A-Za-z]\w*", each))) for each in (one, other)]
    if all(len(each) == 1 for each in names):
        size, another = (min(each) for each in names)
        if size != another and (size == another[0] or another == size[0]):
            other = re.sub(rf"\b{another}\b", size, other)
    return one == other


def _is_chosen_freely(left: Expr, env: Environment) -> bool:
    """Whether a side is a number of which nothing is said, or its logarithm: log C = -max_k z_k chooses C."""
    name = left.args[0] if isinstance(left, Call) and left.function == "log" else left
    return isinstance(name, Sym) and not any(name.name in each for each in (env.definitions, env.laws, env.arrays))


def _is_logarithm_chosen(left: Expr, env: Environment) -> bool:
    """Whether a side is the logarithm of a number of which nothing is said but its sign: log C."""
    return isinstance(left, Call) and left.function == "log" and _is_chosen_freely(left, env)


def _is_example(last: Equation, left: Expr, right: Expr, env: Environment) -> bool:
    """Whether a number stands where an equation speaks of sizes, of which there is an example then: sigma = 1/28."""
    before, now = (
        any(isinstance(node, Sym) and env.is_size(node.name) for side in sides for node in walk(side))
        for sides in ((last.left, last.right), (left, right))
    )
    return before and not now and not any(isinstance(node, Sym | Entry) for node in walk(right))


def _are_apart(last: Equation, left: Expr, right: Expr, env: Environment) -> bool:
    """Whether two equations speak of different parameters: of a, where sigma^2 was asked for."""
    before, now = (
        {node.name for side in sides for node in walk(side) if isinstance(node, Sym)} - env.sizes
        for sides in ((last.left, last.right), (left, right))
    )
    random = any(is_moment(node) for side in (last.left, last.right) for node in walk(side))
    return not random and not {name for name in before & now if not env.is_size(name)}


def _chosen(left: Expr, right: Expr, env: Environment) -> str | None:
    """The equation, if it gives an indexed parameter of a law a value: sigma_l^2 = 1/n_l, of W_l ~ N(0, sigma_l^2)."""
    name = left.base if isinstance(left, Pow) and left.exponent == Num(Fraction(2)) else left
    families = {
        node.family
        for law in env.laws.values()
        for value in (law.mean, law.variance, law.low, law.high)
        if value is not None
        for node in walk(value)
        if isinstance(node, Entry)
    }
    if env.setting == "initialization":  # sigma_l is a scale by custom
        families |= {each for each in env.positive if is_scale(each)}
    if not isinstance(name, Entry) or name.family not in families or name.family in env.definitions:
        return None
    others = [node for node in walk(right) if isinstance(node, Call) or named(node) == name.family]
    return None if others else f"{plain(left)} = {plain(right)}"


def _of_variance(
    link: Link, outcome: Outcome, conditions: tuple[Cond, ...], before: Equation | None, env: Environment
) -> Outcome | None:
    """A variance that the weights are asked to have; it may differ from what the equation before asks for."""
    left, right = link.left[0], link.right[0]
    chosen = None if link.later else _chosen_variance(left, right, link.required, env)
    if chosen is None:
        return None
    if before is not None and before.required:
        asked = solved(before.left, before.right, conditions, env)
        found = solved(left, right, conditions, env)
        if (
            asked is not None
            and found is not None
            and not _same(asked, found)
            and asked.split("=")[0] == found.split("=")[0]
        ):
            words = f"the equation before asks for something else: it holds exactly if {asked}"
            return replace(outcome, verdict="refuted", reason=words)
    return Outcome("conditional", f"holds exactly if {chosen}", condition=chosen)


def _chosen_variance(left: Expr, right: Expr, required: bool, env: Environment) -> str | None:
    """The equation, if it is asked for and gives the weights a variance in terms of sizes: Var(w) = 2/n_in."""
    if not required or not isinstance(left, Call) or left.function != "Var" or env.setting != "initialization":
        return None
    if (named(left.args[0]) or "") not in ("w", "W"):
        return None
    names = [node for node in walk(right) if isinstance(node, Sym | Entry | Call)]
    sized = bool(names) and all(isinstance(node, Sym) and env.is_size(node.name) for node in names)
    return f"{plain(left)} = {plain(right)}" if sized else None


def _is_choice(left: Expr, right: Expr, env: Environment) -> bool:
    """Whether an equation gives a positive number of the setting, or its square, a value: sigma_w^2 = 2/784."""
    name = left.base if isinstance(left, Pow) and left.exponent == Num(Fraction(2)) else left
    return (
        isinstance(name, Sym)
        and name.name in env.positive
        and name.name not in env.definitions
        and name not in walk(right)
        and not any(named(node) in env.laws for node in walk(right))  # what random numbers come to is nobody's choice
        and not any(isinstance(node, Call) and node.function != "sqrt" for node in walk(right))
    )


def _determines(left: Expr, right: Expr, env: Environment) -> str | None:
    """The one letter of the left side of which nothing is known, if the right side has sizes alone: r^2/3 = 2/n."""
    nodes = [node for node in (*walk(left), *walk(right)) if not (isinstance(node, Call) and node.function == "sqrt")]
    if env.setting != "initialization" or any(isinstance(node, Call | Entry) for node in nodes):
        return None
    free, sizes = (
        {node.name for node in walk(side) if isinstance(node, Sym) and not env.is_size(node.name)} - env.counts
        for side in (left, right)
    )
    numbers = {name for name, each in env.definitions.items() if not each.indices}  # a is a bound beside a_j
    known = numbers | env.laws.keys() | env.values.keys()
    return min(free) if len(free) == 1 and not sizes and not free & known else None


def _is_target(right: Expr, env: Environment) -> bool:
    """What a variance is asked to be: 1, or the variance of a random name."""
    if right == Num(Fraction(1)) or is_moment(right):
        return True
    return any(law.variance == right for law in env.laws.values())
