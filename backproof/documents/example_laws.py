r"""A law in numbers as an example: with $w \sim \mathcal U(-a, a)$, "Example $\mathcal U(-0.1, 0.1)$: Var(w) = 0.01/3".

The formula is the law alone; the claims of its sentence are about the name to which the page gives a law of this kind.
A law in letters is one of the weights: "the popular $U(-1/\sqrt{m}, 1/\sqrt{m})$ has variance $\frac{1}{3m}$".
"""

from __future__ import annotations

import re
from dataclasses import replace

from backproof.documents.decimals import with_decimals
from backproof.documents.drawn_layers import with_sums
from backproof.documents.environment import Environment
from backproof.documents.laws import draw
from backproof.documents.links import Link
from backproof.documents.mentions import mentioned
from backproof.documents.outcomes import Outcome, lacking
from backproof.documents.passages import Passage

_NAMED = (
    r"(?<!\$)\$\s*(?P<law>(?:\\(?:mathcal|mathrm|text|operatorname)\s*\{?\s*)?(?:N|U|Normal|Uniform|Unif)\s*\}?\s*"
    r"(?:\\left)?[(\[]"
)
_LAW = re.compile(_NAMED + r"(?:[-+\d.,/{}^()\s]|\\(?:[dt]?frac|sqrt|left|right|,|;)(?![A-Za-z]))+[)\]])\s*\$")
_IN_LETTERS = re.compile(_NAMED + r"[^$=~]+[)\]])\s*\$")
_WEIGHTS = frozenset("wW")
OF_THIS_LAW = "the weights have the law of which the sentence speaks"
_END = re.compile(r"[.!?]\s+(?=[A-Z*$\\])|\n\s*\n|\n\s*[-*+•]\s")
_NEAR = 300  # characters of a sentence at most


def of_example_law(link: Link, outcome: Outcome, passage: Passage, env: Environment) -> Outcome:
    """What is to be said of a link about a name whose law is an example in numbers here."""
    found = example_law(passage)
    if found is None:
        return _of_law_in_letters(link, outcome, passage, env)
    if outcome.verdict == "proved":
        return outcome
    names = mentioned((*link.left, *link.right), env) & env.laws.keys()
    kind = "uniform" if re.search(r"[UN]", found)[0] == "U" else "normal"  # type: ignore[index]
    if len(names) != 1 or (law := env.laws[min(names)]).kind != kind or law.line is None:
        return outcome
    name = min(names)
    here = draw(name if len(name) == 1 else rf"\{name}", found, link.line, env, passage.sentence)[0]
    if here.laws[name] == law:
        return outcome
    judged = link.judged_in(here)
    if judged.verdict in ("undecided", "refuted"):
        judged = with_decimals(link.latex, link.left, link.relation, link.right, link.given, here) or judged
    words = f"with {name} of the law in numbers that is the example here"
    return replace(judged, reason=f"{judged.reason}, {words}")


def _of_law_in_letters(link: Link, outcome: Outcome, passage: Passage, env: Environment) -> Outcome:
    """A link that is wrong of the page's weights, or chooses them, where its sentence speaks of other ones."""
    found = _last(_IN_LETTERS, passage)
    if found is None or outcome.verdict not in ("refuted", "conditional") or outcome.missing:
        return outcome
    env = with_sums(env)
    names = mentioned((*link.left, *link.right), env) & env.laws.keys() & _WEIGHTS
    if len(names) != 1:
        return outcome
    (name,) = names
    drawn = draw(name, found, link.line, env, passage.sentence)[0]
    judged = link.judged_in(drawn)
    law = drawn.laws.get(name)
    if judged.verdict == "refuted" and law is not None and law.letters <= mentioned(link.right, env):
        return replace(judged, reason=f"{OF_THIS_LAW}: {judged.reason}")
    if outcome.verdict != "refuted" or judged.verdict not in ("proved", "conditional"):
        return outcome
    return lacking(OF_THIS_LAW, *judged.missing)


def example_law(passage: Passage) -> str | None:
    """The last law in numbers that stands alone in a formula of the sentence before a claim; None without one."""
    return _last(_LAW, passage)


def _last(pattern: re.Pattern[str], passage: Passage) -> str | None:
    """The last law of a pattern in the sentence before a claim."""
    laws = [each["law"] for each in pattern.finditer(_END.split(passage.said[-_NEAR:])[-1])]
    return laws[-1] if laws else None
