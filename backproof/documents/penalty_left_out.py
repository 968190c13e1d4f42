"""Claims about the data term of a loss alone, where words leave its penalty out: "first without the L2 term"."""

from __future__ import annotations

import re

from backproof.documents.claims import said_otherwise
from backproof.documents.outcomes import Outcome
from backproof.documents.report import CheckedClaim

_PENALTY = r"(?:L_?2|\$L_?\{?2\}?\$|ridge|regulari[sz]\w+|weight[- ]decay|penalty|\$\\lambda\$|decay)"
_WITHOUT = re.compile(
    rf"\b(?:without|ignoring|leav\w+ (?:out|away|aside)|dropping|forgetting|forget|ignore|skip|leave out|no)\s+"
    rf"(?:the |any |a )?(?:\w+[- ])?{_PENALTY}",
    re.IGNORECASE,
)
_WITH = re.compile(rf"\b(?:with|adding|add|including|plus|adds?)\s+(?:the |a )?(?:\w+[- ])?{_PENALTY}", re.IGNORECASE)
_NEAR = 600  # characters
_STRENGTHS = frozenset(("lambda", "alpha", "beta", "gamma", "mu"))
_STRENGTH = re.compile(r"\\(?:lambda|alpha|beta|gamma|mu)(?![A-Za-z])")


def without_penalty(claim: CheckedClaim, said: str) -> CheckedClaim:
    """No refutation of what is said without the penalty, by numbers in which its strength has a part.

    said: the page up to the claim.
    """
    shown = claim.counterexample
    if claim.verdict != "refuted" or shown is None or not _STRENGTHS & set(dict(shown.where)):
        return claim
    if _STRENGTH.search(claim.latex):
        return claim
    said = said[-_NEAR:]
    last = max((each.start() for each in _WITHOUT.finditer(said)), default=None)
    if last is None or any(each.start() > last for each in _WITH.finditer(said)):
        return claim
    reason = "it is said of the loss without its penalty, which is not followed"
    return said_otherwise(claim, Outcome("undecided", reason))
