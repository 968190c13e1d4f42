r"""A loss for labels $t \in \{-1, 1\}$, such as $\log(1 + e^{-tz})$, on a page that has it for $y \in \{0, 1\}$."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

from backproof.answers.syntax import Add, Expr, Mul, Num, Sym, walk
from backproof.documents.declarations import LOSSES
from backproof.documents.dimensions import replaced
from backproof.documents.environment import Definition, Environment
from backproof.documents.judgement import judge_relation
from backproof.documents.links import Link
from backproof.documents.mentions import mentioned, named
from backproof.documents.outcomes import Outcome, lacking
from backproof.documents.passages import Passage

_SIGNS, _BITS = {Fraction(-1), Fraction(1)}, (Fraction(0), Fraction(1))
_MOST_TRIED = 3


def judge_signed(left: Expr, right: Expr, line: int, env: Environment) -> tuple[Outcome, Environment] | None:
    """What is to be said of the loss in signed labels, and the environment in which it is the loss; else None."""
    if not isinstance(left, Sym) or env.definition(left.name, 0) is None:
        return None
    used = {node.name for node in walk(right) if isinstance(node, Sym)} - env.definitions.keys()
    signed = [name for name in sorted(used) if set(env.values.get(name, ())) == _SIGNS]
    if len(signed) != 1:
        return None
    (label,) = signed
    for body, bit in list(_losses(left.name, env))[:_MOST_TRIED]:
        if bit == label:  # the letter has had other values until now
            bit = f"{label}·bit"
            body = replaced(body, {label: Sym(bit)})
        change: dict[str, Expr] = {label: Add((Mul((Num(Fraction(2)), Sym(bit))), Num(Fraction(-1))))}
        values = {name: each for name, each in env.values.items() if name != label}
        some = replace(env, values={**values, bit: _BITS})
        if judge_relation((body,), "=", (replaced(right, change),), (), some).verdict == "proved":
            condition = (
                f"{label} = 2 {bit} - 1" if "·" not in bit else f"{label} = 1 and {label} = -1 are the labels 1 and 0"
            )
            words = f"the loss of the page holds with {condition}"
            known = env.defining(Definition(left.name, (), right, line))
            return Outcome("conditional", words, condition=condition, missing=(condition,)), known
    others = {name: each for name, each in env.definitions.items() if name != left.name}
    env = replace(env, definitions=others)  # it is another loss from here on, which may be wrong
    return Outcome("undecided", f"it is not seen to be the loss of the page with labels {label} in {{-1, 1}}"), env


def of_binary_labels(link: Link, outcome: Outcome, passage: Passage, env: Environment) -> Outcome:
    """A loss that fails for any number as a label, and holds for 0 and 1: \\log(1 + e^{-(2 y - 1) z})."""
    name = named(link.left[0]) or ""
    if outcome.verdict != "refuted" or link.relation != "=" or name.partition("_")[0] not in LOSSES:
        return outcome
    if "y" not in mentioned((link.left[0], link.right[0]), env) or "y" in {*env.values, *env.definitions, *env.laws}:
        return outcome
    some = replace(env, values={**env.values, "y": _BITS})
    found = judge_relation(link.left, link.relation, link.right, link.given, some)
    return lacking("y is 0 or 1") if found.verdict == "proved" else outcome


def _losses(name: str, env: Environment) -> Iterator[tuple[Expr, str]]:
    """What the page has defined as losses so far, the last one first, each with its label in {0, 1}."""
    bodies = dict.fromkeys((env.definitions[name].body, *reversed(env.shown)))
    for body in bodies:
        names = mentioned((body,), env)
        bits = [each for each in sorted(names) if env.values.get(each) == _BITS] or [
            each for each in ("y",) if each in names
        ]
        if len(bits) == 1:
            yield body, bits[0]
