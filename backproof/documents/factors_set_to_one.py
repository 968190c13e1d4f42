r"""The factor of a layer, and the value for which it is said to be 1.

The factor is $\frac{1}{2} n \sigma^2$ and setting it to 1 gives $\sigma^2 = 2/n$.
The variance is multiplied by $n \sigma^2$, so the rule is $\sigma^2 = 1/n$.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from backproof.answers.printing import plain
from backproof.answers.syntax import ONE, Call, Div, Entry, Expr, Mul, Num, Pow, Sym, children, walk
from backproof.answers.tokens import Unreadable
from backproof.documents.choices import under
from backproof.documents.environment import Environment
from backproof.documents.layer_factors import is_fan
from backproof.documents.lexer import read_side
from backproof.documents.links import Link
from backproof.documents.outcomes import Outcome
from backproof.documents.passages import Passage
from backproof.documents.settings import names_of
from backproof.documents.wanted import value_given

_NEAR = 300  # characters
_FACTOR = re.compile(
    r"\b(?:factor|multiplied by|multiplied with|multiplies (?:it|the \w+) (?:by|with))"
    r"(?:\s+(?:now|then|is|of|becomes|a|the|factor))*\s*\$\s*(?P<factor>[^$=<>]+?)\s*[.,]?\s*\$(?P<between>[^$.;]*)\$?\s*\Z"
)
_TO_ONE = re.compile(
    r"\b(?:set|setting|put|putting|make|makes|making|be|equal|equals?|equate|want) (?:\w+ ){0,3}?(?:to )?(?:1|one)\b"
    r"|\brule\b",
    re.IGNORECASE,
)
_OTHER = re.compile(r"\b(?:not|instead|without|before|otherwise|usual|normal|compare[ds]?)\b|n't", re.IGNORECASE)

_KEEPS = re.compile(
    r"\b(?:constant|vanish\w*|explod\w*|kept|keep(?:s|ing)?|preserv\w+|stable|unchanged|stays?|remains?|the same)\b",
    re.IGNORECASE,
)
_OTHER_CASE = re.compile(
    r"\b(?:re-?lus?|leaky|tanh|sigmoid|activations?|forwards?|backwards?|both|average|compromise|mean of|middle|between"
    r"|xavier|glorot|he|kaiming|lecun|approximately|roughly|first|last|inputs?|outputs?|now|assum\w+|suppos\w+)\b",
    re.IGNORECASE,
)


def with_factor_one(link: Link, outcome: Outcome, passage: Passage, env: Environment) -> Outcome:
    """A value that is said to make the factor of a layer 1, and does not, is refuted."""
    if outcome.verdict != "conditional" or outcome.missing or link.later or link.relation != "=":
        return outcome
    said, value = _FACTOR.search(passage.said[-_NEAR:]), value_given(link.left[0], link.right[0])
    if said is None or value is None or not _TO_ONE.search(said["between"]) or _OTHER.search(said["between"]):
        return outcome
    try:
        factor = read_side(said["factor"], names_of(env))[0]
    except Unreadable:
        return outcome
    if not any(node == value.left for node in walk(factor)):
        return outcome
    found = under(Link((factor,), "=", (ONE,), link.line), value, env)
    if found.verdict != "refuted":
        return outcome
    words = f"the factor of which the words speak, {plain(factor)}, is not 1 with this value"
    return replace(found, reason=words, correction=None)


def with_moment_kept(link: Link, outcome: Outcome, passage: Passage, env: Environment) -> Outcome:
    r"""A value with which a moment is said to stay what it is, by the equation before, and does not, is refuted.

    \text{Var}(\delta_i) = m \sigma^2 \text{Var}(\epsilon_j), and so constant gradients need \sigma^2 = 1/n.
    """
    last, value = passage.last, value_given(link.left[0], link.right[0])
    is_open = outcome.verdict == "conditional" and not outcome.missing and not link.later and link.relation == "="
    if not is_open or value is None or last is None or passage.start - last.end > _NEAR:
        return outcome
    between = passage.text[last.end : passage.start]
    if not _KEEPS.search(between) or _OTHER_CASE.search(between) or _OTHER.search(between):
        return outcome
    factor = _factor(last.right, value.left, env) if _is_moment(last.left) else None
    if factor is None:
        return outcome
    found = under(Link((factor,), "=", (ONE,), link.line), value, env)
    if found.verdict != "refuted":
        return outcome
    words = f"with this value the factor of the equation before, {plain(factor)}, is not 1"
    return replace(found, reason=words, correction=None)


def _is_moment(tree: Expr) -> bool:
    return isinstance(tree, Call) and tree.function in ("Var", "E")


def _factor(product: Expr, spread: Expr, env: Environment) -> Expr | None:
    """The product without the one moment in it, which is none of the spread; None where there is not one."""
    factors = tuple(_factors(product, env))
    of_spread = [each for each in factors if spread in walk(each)]
    others = [each for each in factors if each not in of_spread and not _is_of_sizes(each, env)]
    if len(of_spread) != 1 or len(others) != 1 or not (_is_moment(others[0]) or isinstance(others[0], Pow | Sym)):
        return None
    return Mul(tuple(each for each in factors if each != others[0]))


def _factors(tree: Expr, env: Environment) -> Iterator[Expr]:
    match tree:
        case Mul(parts):
            for each in parts:
                yield from _factors(each, env)
        case Div(over, under) if _is_of_sizes(under, env):
            yield from _factors(over, env)
            yield Div(ONE, under)
        case _:
            yield tree


def _is_of_sizes(tree: Expr, env: Environment) -> bool:
    """Whether a factor is a number, or made of numbers of units."""
    match tree:
        case Num():
            return True
        case Sym(name):
            return env.is_size(name) or is_fan(tree)
        case Entry():
            return is_fan(tree)
        case _:
            return bool(children(tree)) and all(_is_of_sizes(each, env) for each in children(tree))
