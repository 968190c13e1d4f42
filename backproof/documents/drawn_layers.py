r"""Layers whose outputs a page draws from a distribution after it has defined them, and then differentiates by them.

    a_j = \sum_i w_{ji} x_i ... for a_j \sim N(0, s^2), E[relu(a_j)] = s / \sqrt{2\pi} ... and backwards,
    \frac{\partial L}{\partial x_i} = \sum_j w_{ji} \frac{\partial L}{\partial a_j}

A derivative speaks of the sum, and not of the distribution.
"""

from __future__ import annotations

import re
from dataclasses import replace

from backproof.answers.syntax import Call, Entry, Expr, walk
from backproof.documents.clauses import paragraph_at
from backproof.documents.environment import Environment
from backproof.documents.links import Link
from backproof.documents.mentions import mentioned, named
from backproof.documents.outcomes import Outcome, lacking
from backproof.documents.passages import Passage

_INDEPENDENT = re.compile(r"\bindependent|\bi\.?i\.?d", re.IGNORECASE)


def with_drawn_layers(link: Link, outcome: Outcome, passage: Passage, env: Environment) -> Outcome:
    """A claim that is wrong of a distribution, or open about a derivative, with the sum that was defined before."""
    if outcome.verdict not in ("undecided", "refuted") or not env.sums or link.universal is not None:
        return outcome
    sides = (*link.left, *link.right)
    names = sorted(mentioned(sides, env) & env.sums.keys())
    is_open = outcome.verdict == "undecided"
    if not (any(_is_derivative(node, env) for side in sides for node in walk(side)) if is_open else names):
        return outcome
    found = link.judged_in(with_sums(env))
    if is_open:
        return found if found.verdict in ("proved", "conditional", "refuted") else outcome
    if not _holds(found):
        return outcome
    return lacking(f"{', '.join(names)} is the sum that it was defined as first", *found.missing)


def _holds(outcome: Outcome) -> bool:
    """Whether a claim is proved, or needs nothing but hypotheses that are named."""
    return outcome.verdict == "proved" or (outcome.verdict == "conditional" and outcome.missing != ())


def with_sums(env: Environment) -> Environment:
    """The environment in which every sum is what it was before the page drew it."""
    laws = {name: law for name, law in env.laws.items() if name not in env.sums}
    return replace(env, laws=laws, definitions={**env.sums, **env.definitions})


def _is_derivative(node: Expr, env: Environment) -> bool:
    """Whether a derivative is taken by an input or an output of one of the layers that were drawn."""
    if not isinstance(node, Call) or node.function != "D":
        return False
    by = {name for inner in walk(node.args[1]) if (name := named(inner))}
    inside = {name for each in env.sums.values() for inner in walk(each.body) if (name := named(inner))}
    return not by.isdisjoint(inside | env.sums.keys())


def with_independent_gradients(link: Link, outcome: Outcome, passage: Passage, env: Environment) -> Outcome:
    r"""A variance of \frac{\partial L}{\partial w_{ji}}, that of a product: the page has to call it independent."""
    if not _holds(outcome):
        return outcome
    nodes = [node for side in (*link.left, *link.right) for node in walk(side)]
    moments = [node for node in nodes if isinstance(node, Call) and node.function in ("E", "Var", "Cov")]
    weights = [
        node.args[1] for each in moments for node in walk(each) if isinstance(node, Call) and node.function == "D"
    ]
    if not any(isinstance(each, Entry) and len(each.indices) == 2 for each in weights):
        return outcome
    if _INDEPENDENT.search(f"{passage.sentence} {paragraph_at(passage.text, passage.start)}"):
        return outcome
    return lacking("the gradients at the outputs are independent of the inputs", *outcome.missing)
