r"""How large something has to be: $\frac{2BM}{N} \leq \varepsilon \iff N \geq \frac{2BM}{\varepsilon}$.

The second inequality is no claim by itself; together with the first, or with a bound on an error before it, it is one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from backproof.answers.printing import plain
from backproof.answers.syntax import ZERO, Compare, Expr, Mul, Num, Pow, Sym, walk
from backproof.answers.tokens import Unreadable
from backproof.documents.dimensions import replaced
from backproof.documents.environment import Environment
from backproof.documents.judgement import judge_relation
from backproof.documents.links import Link
from backproof.documents.mentions import mentioned
from backproof.documents.outcomes import Outcome
from backproof.documents.passages import Inequality, Passage
from backproof.documents.report import Counterexample
from backproof.documents.sides import Reading

_TURNED = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}
_TOLERANCES = frozenset(("epsilon", "varepsilon", "eps", "tau", "tol"))
_POSITIVE = (
    frozenset(
        ("B", "C", "D", "K", "L", "M", "N", "R", "T", "d", "h", "k", "m", "n", "Delta", "delta", "eta", "alpha", "beta")
    )
    | _TOLERANCES
)  # letters for sizes, widths, bounds and tolerances
_SAME = re.compile(
    r"\s*(?:,|;|\()?\s*(?:i\.\s?e\.,?|that is,?|or,? equivalently,?|equivalently,?|which means(?: that)?)\s*$"
)
_SO = re.compile(
    r"\b(?:so|thus|hence|therefore|then|need|needs|require[sd]?|must|choose|take|enough|suffices?|if|when|for|want|gives)\b"
    r"[^$]{0,60}$",
    re.IGNORECASE,
)
_NEAR = 300  # characters from a bound to what is concluded from it


def inequality(sides: Sequence[Reading], relations: Sequence[str], latex: Sequence[str], end: int) -> Inequality | None:
    """What a chain of relations comes to: an inequality, or a bound on an error; None for anything else."""
    first, last = sides[0], sides[-1]
    if isinstance(last, Unreadable):
        return None
    bounds = re.search(r"\||\\[lr]?[vV]ert|\\sup|\\max|error", latex[0]) is not None
    if bounds and set(relations) <= {"=", "<=", "<", "approx"} and set(relations) & {"<=", "<"}:
        return Inequality(last[0], "<=", last[0], end, bounds=True)
    if len(relations) != 1 or isinstance(first, Unreadable) or relations[0] not in (*_TURNED, "="):
        return None
    return None if bounds else Inequality(first[0], relations[0], last[0], end)


def judge_enough(
    here: Inequality, last: Inequality | None, connective: str, before: str, start: int, env: Environment
) -> Outcome | None:
    """What is to be said of an inequality for one name that goes with the one before; None where they are not related.

    before: the words before it;  start: where it begins on the page.
    """
    if last is None or here.relation not in (*_TURNED, "=") or start - last.end > _NEAR:
        return None
    env = _before_choice(here.left, env)
    env = replace(env, positive=env.positive | (_free(here, env) & _POSITIVE))
    demand = _demand(last, here, env)
    if demand is None or not _free(here, env) | _free(demand, env) <= env.positive | env.sizes:
        return None
    equivalent = (connective == "iff" or bool(_SAME.search(before))) and here.relation != "="
    if not (equivalent or connective or _SO.search(before)):
        return None
    wrong = _fails(here, demand, env)
    if equivalent and wrong is None:
        wrong = _fails(demand, here, env)
    if equivalent or wrong is None:
        same = None if wrong is not None or here.relation == "=" else _are_equivalent(demand, here, env)
        if same:
            return Outcome("proved", f"the same as {_shown(demand)}, for positive numbers")
    if wrong is None or (connective and not equivalent and _fails(demand, here, env) is None):
        return None
    words = "is not the same as" if equivalent else "is not enough for"
    return Outcome("refuted", f"it {words} {_shown(demand)}", wrong)


def for_tolerance(link: Link, outcome: Outcome, passage: Passage, env: Environment) -> Outcome:
    r"""A width that is set for a tolerance, \delta = \varepsilon/M where \delta = 2B/n: no identity, a choice of n.

    It is wrong where it does not bring the bound before it below the tolerance.
    """
    here = Inequality(link.left[0], "=", link.right[0])
    is_open = outcome.verdict in ("refuted", "undecided") and link.relation == "=" and not link.later
    if not is_open or not _sets_for_tolerance(here, env):
        return outcome
    last = passage.inequality
    near = last is not None and last.bounds and passage.start - last.end <= _NEAR
    demand = _demand(last, here, env) if near and last is not None else None
    wrong = None if demand is None else _fails(here, demand, replace(env, positive=env.positive | _POSITIVE))
    if demand is not None and wrong is not None:
        return Outcome("refuted", f"it is not enough for {_shown(demand)}", wrong)
    condition = f"{plain(here.left)} = {plain(here.right)}"
    return Outcome("conditional", f"holds exactly if {condition}", condition=condition)


def _sets_for_tolerance(here: Inequality, env: Environment) -> bool:
    """Whether a name that the page has defined is set to what depends on a tolerance that it does not rest on."""
    known = env.definitions.get(here.left.name) if isinstance(here.left, Sym) else None
    new = _names(here.right) & _TOLERANCES - env.definitions.keys()
    return known is not None and known.line is not None and bool(new) and not new & mentioned((here.left,), env)


def is_of_choice(tree: Expr, env: Environment) -> bool:
    """Whether a name is one that the page has chosen to reach a tolerance: N = 2 B M/epsilon may grow later."""
    known = env.definitions.get(tree.name) if isinstance(tree, Sym) else None
    return known is not None and not known.indices and bool(_names(known.body) & _TOLERANCES)


def _before_choice(tree: Expr, env: Environment) -> Environment:
    """The environment in which such a name is free."""
    if not isinstance(tree, Sym) or not is_of_choice(tree, env):
        return env
    return replace(env, definitions={name: each for name, each in env.definitions.items() if name != tree.name})


def _demand(last: Inequality, here: Inequality, env: Environment) -> Inequality | None:
    """What the inequality for a name is about: the inequality before, or that a bound be at most the tolerance."""
    name = here.left
    if not isinstance(name, Sym) or name.name in _names(here.right):
        return None
    said = _names(last.left) | _names(last.right)
    if not last.bounds:
        return last if here.relation != "=" and last.left != name and name.name in said else None
    tolerances = sorted(_names(here.right) & _TOLERANCES)
    bound = last.right
    reach = _names(bound) | {
        each for one in _names(bound) if one in env.definitions for each in _names(env.definitions[one].body)
    }
    if len(tolerances) != 1 or tolerances[0] in reach or name.name not in reach:
        return None
    return Inequality(bound, "<=", Sym(tolerances[0]))


def _fails(given: Inequality, then: Inequality, env: Environment) -> Counterexample | None:
    """A point at which the first holds and the second does not."""
    if given.relation == "=" and isinstance(given.left, Sym):
        change = {given.left.name: given.right}
        sides = replaced(then.left, change), replaced(then.right, change)
        free = replace(env.at_values(change), sizes=env.sizes - {given.left.name})
        found = judge_relation((sides[0],), then.relation, (sides[1],), (), free)
    else:
        condition = Compare(given.relation, given.left, given.right)  # type: ignore[arg-type]
        found = judge_relation((then.left,), then.relation, (then.right,), (condition,), env)
    return found.counterexample if found.verdict == "refuted" else None


def _are_equivalent(one: Inequality, other: Inequality, env: Environment) -> bool:
    """Whether two inequalities between positive numbers say the same: a/b is c/d, or its square, or d/c, turned."""
    if any(not _holds(ZERO, "<", each, env) for each in (one.left, one.right, other.left, other.right)):
        return False
    a, b = one.left, one.right
    if one.relation == other.relation:
        c, d = other.left, other.right
    elif one.relation == _TURNED[other.relation]:
        c, d = other.right, other.left
    else:
        return False
    two = Num(ZERO.value + 2)
    return _holds(Mul((a, d)), "=", Mul((b, c)), env) or _holds(Mul((a, Pow(d, two))), "=", Mul((b, Pow(c, two))), env)


def _holds(left: Expr, relation: str, right: Expr, env: Environment) -> bool:
    return judge_relation((left,), relation, (right,), (), env).verdict == "proved"


def _names(tree: Expr) -> set[str]:
    return {node.name for node in walk(tree) if isinstance(node, Sym)}


def _free(each: Inequality, env: Environment) -> frozenset[str]:
    return frozenset((_names(each.left) | _names(each.right)) - env.definitions.keys())


def _shown(each: Inequality) -> str:
    return f"{plain(each.left)} {each.relation} {plain(each.right)}"
