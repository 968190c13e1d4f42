r"""Sizes that words make equal, for a sentence or from there on: "if $n_{in} = n_{out} = n$, both rules agree".

It defines neither of them: what holds only where they are equal holds under that condition.
"""

from __future__ import annotations

import re
from dataclasses import replace

from backproof.answers.syntax import Expr, Sym
from backproof.documents.choices import put_in
from backproof.documents.clauses import END
from backproof.documents.environment import Environment, is_size_name
from backproof.documents.links import Link
from backproof.documents.outcomes import Outcome
from backproof.documents.passages import Passage, Same

SAME = "two sizes are equal here"
_OF_LAYER = ("n_", "N_", "fan")
_FROM_HERE_ON = re.compile(
    r"\b(?:assum\w+|suppos\w+|let|(?:all|every|each) layers?|for simplicity|from now on|we (?:take|set|write|use))\b",
    re.IGNORECASE,
)
_GOES_ON = re.compile(r"\s*(?:then|so|thus|hence|therefore|in (?:this|that) case)\b", re.IGNORECASE)


def are_sizes(left: Expr, right: Expr, env: Environment) -> bool:
    """Whether an equation is one of two sizes, the first of which is the number of inputs or outputs of a layer."""
    if not isinstance(left, Sym) or not isinstance(right, Sym):
        return False
    if {left.name, right.name} == set(env.fans) and not {left.name, right.name} & env.definitions.keys():
        return True  # $d$ inputs and $m$ outputs
    return left.name.startswith(_OF_LAYER) and is_size_name(left.name) and is_size_name(right.name)


def at_same_sizes(link: Link, outcome: Outcome, passage: Passage, env: Environment) -> Outcome:
    """A claim that may hold only where sizes are equal that its sentence, or an assumption before it, makes so."""
    if outcome.verdict not in ("refuted", "undecided") or link.relation != "=" or link.universal is not None:
        return outcome
    here = [each for each in passage.same_sizes if each.end <= passage.start and _reaches(each, passage)]
    change = dict[str, Expr]()
    for each in here:
        value = change.get(each.other, Sym(each.other))
        change = {name: value if old == Sym(each.one) else old for name, old in change.items()} | {each.one: value}
    if not change:
        return outcome
    sides, some = put_in(link, change, env)
    found = sides.judged_in(some)
    if found.verdict not in ("proved", "conditional"):
        return outcome
    equal = ", ".join(dict.fromkeys(f"{each.one} = {each.other}" for each in here))
    condition = equal if found.condition is None else f"{equal}, {found.condition}"
    return replace(found, verdict="conditional", reason=f"holds if {condition}, as the page says", condition=condition)


def _reaches(same: Same, passage: Passage) -> bool:
    """Whether what is said of two sizes holds at a place: in its sentence, or anywhere behind an assumption."""
    text, start = passage.text, passage.start
    begin = max((each.end() for each in END.finditer(text, max(0, same.end - 300), same.end)), default=0)
    if _FROM_HERE_ON.search(text[begin : same.end]):
        return True
    ends = list(END.finditer(text, same.end, start))
    return not ends or (len(ends) == 1 and _GOES_ON.match(text[ends[0].end() : start]) is not None)
