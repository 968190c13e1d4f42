r"""Refutations that rest on what was not followed: they say nothing of the page.

tr J = 1 - \sum_k s_k^2                 at s_1 = s_2 = 1, where s is a softmax that was not followed
\partial L_reg/\partial b is any number      beside another loss, where the page defines L_reg, and nobody follows it
y = 2                                        where t = 2 y - 1 is a label in {-1, 1}
E[u_i u_k] = 1                               for units u_i, where the page defines one unit u
z = \sum_j W_{1j} h_j + b                    the one unit of a layer that was read as one of several
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction

from backproof.answers.syntax import walk
from backproof.documents.claims import said_otherwise
from backproof.documents.diagnosis import is_softmax, with_exponentials
from backproof.documents.environment import Environment
from backproof.documents.mentions import named
from backproof.documents.outcomes import Outcome
from backproof.documents.report import CheckedClaim

_DERIVATIVE = re.compile(r"∂(?P<of>\w+)/∂")
_MOMENT = re.compile(r"(?<![A-Za-z])(?:E|Var|Cov)(?![A-Za-z])")
_ONE_UNIT = re.compile(r"[^=_]*=[^=]*(?<![A-Za-z])[WV][^=_]*_\s*\{\s*1\s*,?\s*[a-z]\s*\}")
_ABOUT_SHAPES = re.compile(r"the shapes do not fit|it is \S+(?: x \S+)?, not ")
_BOLD = re.compile(r"\\(?:mathbf|boldsymbol|bm)\s*(?:\{\s*(?P<braced>[a-z])\s*\}|(?P<bare>[a-z])(?![A-Za-z]))")
_LABEL = re.compile(r"y(?:_\w+)?")


def unless_not_followed(claim: CheckedClaim, env: Environment, text: str) -> CheckedClaim:
    """The claim, or an open one, where its counterexample takes for any number what the page says more of.

    text: the page.
    """
    if claim.verdict != "refuted" or claim.counterexample is None:
        return claim
    if _ABOUT_SHAPES.match(claim.reason) and (letter := _bold_and_plain(claim.latex, text)):
        words = f"{letter} is written bold here and plain elsewhere: these may be two things"
        return said_otherwise(claim, Outcome("undecided", words))
    where = claim.counterexample.where
    defined = {name for name, each in env.definitions.items() if each.line is not None}
    losses = {found["of"] for name, _ in where if (found := _DERIVATIVE.match(name))}
    if len(losses) > 1 and (unread := losses & (defined | env.unsaid)):
        return said_otherwise(claim, Outcome("undecided", f"it is not followed how {min(unread)} depends on the rest"))
    if (family := _no_softmax(where, env)) is not None:
        words = f"the values that show it are none that {family} can have: what it is made of is not followed here"
        return said_otherwise(claim, Outcome("undecided", words))
    units = {name.partition("_")[0] for name, _ in where if "_" in name} & defined
    units = {name for name in units if not env.definitions[name].indices}
    if units and _MOMENT.search(claim.latex):
        words = f"{min(units)} with an index is another unit than the page defines"
        return said_otherwise(claim, Outcome("undecided", words))
    if _ONE_UNIT.match(claim.latex) and any(re.fullmatch(r"\w", name) and value != "1" for name, value in where):
        return said_otherwise(claim, Outcome("undecided", "it is written for one unit, and its layer may have more"))
    if any(_LABEL.fullmatch(name) and value not in ("0", "1") for name, value in where):
        signed = sorted(name for name in defined if len(name) == 1 and _is_made_of_label(name, env))
        written = next((name for name in signed if re.search(rf"(?<![A-Za-z\\]){name}(?![A-Za-z])", claim.latex)), None)
        if written is not None:
            return said_otherwise(
                claim, Outcome("undecided", f"it is not seen whether it holds for the labels that {written} has")
            )
    return claim


def _no_softmax(where: Sequence[tuple[str, str]], env: Environment) -> str | None:
    """A softmax whose entries are given values that are not positive, or that add up to more than 1."""
    values: dict[str, list[Fraction]] = {}
    for name, value in where:
        family, _, index = name.partition("_")
        if index.isdigit() and (number := _fraction(value)) is not None:
            values.setdefault(family, []).append(number)
    for family, given in values.items():
        known = env.definitions.get(family)
        if known is not None and is_softmax(with_exponentials(known.body)) and (min(given) <= 0 or sum(given) > 1):
            return family
    return None


def _fraction(text: str) -> Fraction | None:
    try:
        return Fraction(text)
    except ValueError:
        return None


def _bold_and_plain(latex: str, text: str, deep: int = 2) -> str | None:
    r"""A letter that a claim has in bold, and of which the page says in plain what it is: \mathbf{o}, and o = v^T h.

    Or one that is defined by such a letter: \mathbf{d} = (\mathbf{o} - \mathbf{y})/m.
    """
    for letter in sorted({str(found["braced"] or found["bare"]) for found in _BOLD.finditer(latex)}):
        if letter == "e" or re.search(rf"(?:\$|&|\\quad|,|:)\s*{letter}\s*(?:=|\\approx)", text):
            return letter
        said = re.search(rf"\\(?:mathbf|boldsymbol|bm)\s*\{{?\s*{letter}\s*\}}?\s*:?=\s*(?P<body>[^$=]+)", text)
        if said is not None and deep and (found := _bold_and_plain(said["body"], text, deep - 1)):
            return found
    return None


def _is_made_of_label(name: str, env: Environment) -> bool:
    """Whether a label is defined by another one: t = 2 y - 1."""
    names = {each for node in walk(env.definitions[name].body) if (each := named(node))}
    return bool(names) and all(_LABEL.fullmatch(each) for each in names)
