r"""Decimals of what the page has chosen: with \sigma^2 = 2/1040, \sigma \approx 0.044."""

from __future__ import annotations

from fractions import Fraction

from backproof.answers.printing import plain
from backproof.answers.syntax import Call, Compare, Cond, Entry, Expr, Num, Pow, Sym, walk
from backproof.documents.decimals import judge_decimal, printed
from backproof.documents.dimensions import replaced
from backproof.documents.environment import Environment
from backproof.documents.links import Link
from backproof.documents.outcomes import Outcome
from backproof.documents.passages import Passage

_TWO, _HALF = Num(Fraction(2)), Num(Fraction(1, 2))


def of_choice(link: Link, outcome: Outcome, passage: Passage, env: Environment) -> Outcome:
    """A decimal for a name, or for its square, that the page has chosen; the last choice counts.

    Only where words say that it follows, a wrong decimal is no other choice.
    """
    number = printed(link.latex[1])
    alone = len(link.left) == len(link.right) == 1 and not link.later
    if outcome.verdict != "undecided" or link.relation not in ("approx", "=") or number is None or not alone:
        return outcome
    for each in reversed(tuple(passage.choices.values())):
        value = _value(link.left[0], each)
        if value is None:
            continue
        sizes = {
            one.left.name: one.right for one in link.clause if isinstance(one, Compare) and isinstance(one.left, Sym)
        }
        value = replaced(value, sizes)
        if any(
            isinstance(node, Sym | Entry) or (isinstance(node, Call) and node.function != "sqrt")
            for node in walk(value)
        ):
            return outcome
        found = judge_decimal(value, number, (), env)
        assert isinstance(each, Compare)
        words = f"{plain(each.left)} = {plain(each.right)}"
        if found is not None and found.verdict == "proved":
            return Outcome(
                "conditional", f"right to the printed digits with {words}, as chosen before", condition=words
            )
        return found if found is not None and found.verdict == "refuted" and passage.connected else outcome
    return outcome


def _value(name: Expr, chosen: Cond) -> Expr | None:
    """What a name is where the page has chosen it, its square, or its root."""
    if not isinstance(chosen, Compare) or chosen.relation != "=":
        return None
    if chosen.left == name:
        return chosen.right
    if chosen.left == Pow(name, _TWO):
        return Pow(chosen.right, _HALF)
    return Pow(chosen.right, _TWO) if name == Pow(chosen.left, _TWO) else None
