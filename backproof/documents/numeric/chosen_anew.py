r"""Values that words without dollars give, and names that get another value: N = M B / \varepsilon = 300 after N = 600.

B = 1, M = 3, $\varepsilon = 0.01$: $N = \frac{2 \cdot 3}{0.01} = 600$.  Half: $N = \frac{B M}{\varepsilon} = 300$.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction

from flint import fmpq

from backproof.answers.syntax import Sym
from backproof.documents.numeric.arrays import Array, exact
from backproof.documents.numeric.comparing import alike
from backproof.documents.numeric.example import Example, Side
from backproof.documents.numeric.judging import agrees, value_of
from backproof.documents.outcomes import Outcome

_MATH = re.compile(r"\$\$.*?\$\$|\$[^$]*\$", re.DOTALL)
_PLAIN = re.compile(
    r"(?<![\w\\^_{}=+\-*/.,)|])\s?(?P<name>[A-Za-z])\s*=\s*(?P<value>-?\d+(?:\.\d+)?)"
    r"(?![\w.]*[\w^*/+(])(?!\s*(?:[-+*/^<>=]|,\s*(?:\.\.|…|\d)|\.\.|…|to\b|or\b))"
)
_OTHERWISE = re.compile(
    r"\b(?:half|halves|twice|instead|only|now|with|for|take|taking|choose|choosing|use|using|already|suffices?|enough)\b",
    re.IGNORECASE,
)


def said_in_words(text: str, at: int) -> dict[str, Array]:
    """The numbers that the paragraph gives to letters without dollars, before a place of the page."""
    start = text.rfind("\n\n", 0, at) + 1
    words = _MATH.sub(lambda found: "$" * len(found[0]), text[start:at])
    found = {each["name"]: Fraction(each["value"]) for each in _PLAIN.finditer(words)}
    return {name: exact(fmpq(each.numerator, each.denominator)) for name, each in found.items()}


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


def rests_on_old_value(sides: Sequence[Side | None], n: int, example: Example) -> bool:
    """Whether only the value that a name had before speaks of the link n: `N = (what is not known) = value`."""
    left, middle = sides[0], sides[n]
    if not n or left is None or not isinstance(left.tree, Sym) or example.formula(left.tree.name) is not None:
        return False
    return example.given(left.tree.name) is not None and (middle is None or value_of(example, middle.tree) is None)
