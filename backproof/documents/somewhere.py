r"""Values that a network of steps has somewhere: "when both neurons are on, $y = h + h - h$".

Where words say it that are not read, no value of x refutes it.  A value that the network has nowhere is wrong.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from itertools import combinations

from backproof.answers.syntax import ONE, Add, Call, Div, Expr, Mul, Num, Sym, negative, sides, walk
from backproof.documents.dimensions import replaced
from backproof.documents.environment import Environment
from backproof.documents.grid_cells import steps_of
from backproof.documents.inlining import inlined
from backproof.documents.judgement import judge_relation
from backproof.documents.links import Link
from backproof.documents.neurons import weight_and_bias
from backproof.documents.outcomes import Outcome
from backproof.documents.passages import Passage

_HALF = Num(Fraction(1, 2))
_INPUTS = ("x", "t", "s", "u", "z")
_MOST_JUMPS = 4
_EVERYWHERE = re.compile(
    r"\b(?:every ?where|always|for (?:all|every|any|each)|identically|constant\w*|never|whatever|independent\w*)\b",
    re.IGNORECASE,
)


def at_a_place_unread(link: Link, outcome: Outcome, passage: Passage, env: Environment) -> Outcome:
    """No refutation of a value that a network has for some inputs, if no condition says for which it is claimed."""
    if outcome.verdict != "refuted" or env.setting != "step-networks" or link.relation != "=":
        return outcome
    if len(link.left) + len(link.right) > 2 or _EVERYWHERE.search(passage.sentence):
        return outcome
    steps = steps_of(env)
    opened = replace(env, functions={name: each for name, each in env.functions.items() if name not in steps})
    network, value = inlined(link.left[0], opened), inlined(link.right[0], opened)
    inputs = [name for name in _INPUTS if Sym(name) in walk(network)]
    located = {node for each in link.given for side in sides(each) for node in walk(side)}
    if len(inputs) != 1 or Sym(inputs[0]) in walk(value) or Sym(inputs[0]) in located:
        return outcome
    for place in _places(network, inputs[0], frozenset(steps)):
        at = replaced(network, {inputs[0]: place})
        if judge_relation((at,), "=", (value,), link.given, env).verdict == "proved":
            words = f"it is so for some {inputs[0]}, and where it is meant is said in words that are not read"
            return Outcome("undecided", words)
    return outcome


def _places(network: Expr, x: str, steps: frozenset[str]) -> Iterator[Expr]:
    """Inputs between the jumps of a network and beyond them, as far as all steps are of straight lines."""
    lines = [
        weight_and_bias(node.args[0]) for node in walk(network) if isinstance(node, Call) and node.function in steps
    ]
    jumps = list(dict.fromkeys(Div(negative(line[1]), line[0]) for line in lines if line is not None))
    if not jumps or len(jumps) > _MOST_JUMPS:
        return
    names = {node for jump in jumps for node in walk(jump) if isinstance(node, Sym) and node.name != x}
    far = Add((ONE, *sorted(names, key=lambda each: each.name)))
    for one, other in combinations(jumps, 2):
        yield Mul((_HALF, Add((one, other))))
    for jump in jumps:
        yield Add((jump, far))
        yield Add((jump, negative(far)))
