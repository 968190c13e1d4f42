r"""Names that get another value: N = M B / \varepsilon = 300 after N = 600.

B = 1, M = 3, $\varepsilon = 0.01$: $N = \frac{2 \cdot 3}{0.01} = 600$.  Half: $N = \frac{B M}{\varepsilon} = 300$.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from backproof.answers.syntax import Entry, Sym
from backproof.documents.numeric.comparing import alike
from backproof.documents.numeric.evaluation import key
from backproof.documents.numeric.example import Example, Side
from backproof.documents.numeric.judging import agrees, value_of
from backproof.documents.outcomes import Outcome

_OTHERWISE = re.compile(
    r"\b(?:half|halves|twice|instead|only|now|with|for|take|taking|choose|choosing|use|using|already|suffices?|enough)\b",
    re.IGNORECASE,
)


def given_anew(sides: Sequence[Side | None], example: Example, sentence: str) -> Outcome | None:
    """What is to be said of `N = formula` in `N = formula = value`, where the page has given N another value before.

    None unless the formula comes to what is printed for it, so that N has two values on the page.
    """
    left, formula, printed = sides[0], sides[1], sides[-1]
    if left is None or formula is None or printed is None or len(sides) < 3 or not isinstance(left.tree, Sym):
        return None
    old, value = example.given(left.tree.name), value_of(example, formula.tree)
    if old is None or value is None or example.formula(left.tree.name) is not None or not printed.is_printed:
        return None
    if (
        not example.names_in(formula.tree)
        or alike(old, value, (), "=") != "wrong"
        or not agrees(example, formula, printed)
    ):
        return None
    if _OTHERWISE.search(sentence):
        return Outcome("definition", f"{left.tree.name} is given another value here")
    return Outcome("undecided", f"the page has given {left.tree.name} another value before")


def is_given_to_all(sides: Sequence[Side | None], n: int, example: Example) -> bool:
    """Whether the link n gives one number to several names, `w_1 = w_2 = 1`, of which none is computed on the page."""
    names = [None if each is None else key(each.tree) for each in sides[:-1]]
    printed = sides[-1]
    if n != len(sides) - 2 or len(names) < 2 or None in names or printed is None or not printed.is_printed:
        return False
    families = [each.tree.family for each in sides[:-1] if each is not None and isinstance(each.tree, Entry)]
    known = [each for each in (*names, *families) if each is not None]
    if any(each in example.literals for each in known):
        return False
    return not any(example.formula(each) is not None or each in example.families for each in known)


def rests_on_old_value(sides: Sequence[Side | None], n: int, example: Example) -> bool:
    """Whether only the value that a name had before speaks of the link n: `N = (what is not known) = value`."""
    left, middle = sides[0], sides[n]
    if not n or left is None or not isinstance(left.tree, Sym) or example.formula(left.tree.name) is not None:
        return False
    return example.given(left.tree.name) is not None and (middle is None or value_of(example, middle.tree) is None)
