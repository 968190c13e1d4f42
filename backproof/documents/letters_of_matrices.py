r"""Entries in a small letter of a matrix in a capital: a = W x, and then a_j = \mathbf{w}_j^T x with the rows w_j of W.

A claim that fails because both are taken for different numbers may hold where they are the same.
"""

from __future__ import annotations

from dataclasses import replace

from backproof.documents.dimensions import with_family
from backproof.documents.environment import Environment
from backproof.documents.links import Link
from backproof.documents.mentions import mentioned
from backproof.documents.outcomes import Outcome
from backproof.documents.passages import Passage


def with_one_letter(link: Link, outcome: Outcome, passage: Passage, env: Environment) -> Outcome:
    """A claim about w and W that fails, where nothing says that they are different numbers."""
    if outcome.verdict not in ("refuted", "undecided") or link.universal is not None:
        return outcome
    names = mentioned((*link.left, *link.right), env)
    drawn = {name for name, law in env.laws.items() if law.line is not None}
    for large in sorted(name for name in names if len(name) == 1 and name.isupper() and env.arrays.get(name) == 2):
        small = large.lower()
        if small not in names | drawn:  # w, of a = W x, if the page draws it
            continue
        if {small, large} & env.definitions.keys() or env.arrays.get(small, 2) != 2:
            continue
        left, right = (tuple(with_family(tree, large, small) for tree in side) for side in (link.left, link.right))
        known = [law for law in (env.laws.get(small), env.laws.get(large)) if law is not None]
        if len(said := [law for law in known if law.line is not None]) > 1:
            continue  # the page says of each how it is drawn
        own = next(iter((*said, *known)), None)
        laws = env.laws if own is None else {**env.laws, small: replace(own, name=small)}
        some = replace(env.rewritten(lambda body, one=large, other=small: with_family(body, one, other)), laws=laws)  # type: ignore[misc]
        found = replace(link, left=left, right=right).judged_in(some)
        if found.verdict == "proved":
            return replace(found, reason=f"{found.reason}, with {small} for the entries of {large}")
    return outcome
