r"""The variance of a uniform law, where words say it: "uniform on $[-r, r]$, whose variance is $r^2/3$".

\int_{-r}^{r} t^2 \frac{1}{2r} \, dt = \frac{r^2}{3}
"""

from __future__ import annotations

import re

from backproof.documents.extraction import Formula, Page
from backproof.documents.statements import Side, Statement

_WHOSE = re.compile(
    r"\buniform(?:ly)?\b[^.;$]{0,40}\$?\s*(?:\\left)?[\[(]\s*-\s*(?P<low>\\?[a-z]+)\s*,\s*(?P<high>\\?[a-z]+)\s*"
    r"(?:\\right)?[\])]\s*\$?\s*,?\s*(?:(?:whose|(?:so|then|and)? ?its) variance is"
    r"|which has (?:the |a )?variance(?: of)?|(?:with|has) (?:the )?variance(?: of)?)\s*\$\s*$"
)


def uniform_said(page: Page, formula: Formula) -> Statement | None:
    """The claim that a formula without a relation is the variance of a law that words name; else None."""
    text = page.text[formula.start : formula.end].strip(" .,;&\n")
    if formula.display or re.search(r"[<>=,]|\\(?:sim|in|leq?|geq?|to|approx|neq?)(?![A-Za-z])", text):
        return None
    found = _WHOSE.search(page.visible[max(0, formula.start - 160) : formula.start])
    if found is None or found["low"] != found["high"] or re.search(r"\b(?:want|need|should|must)\b", found[0]):
        return None
    end, variable = found["high"], "t" if found["high"] != "t" else "s"
    mean = rf"\int_{{-{end}}}^{{{end}}} \frac{{{variable}^2}}{{2 {end}}} \, d{variable}"
    return Statement((Side(formula.start, formula.start, mean), Side(formula.start, formula.end, text)), ("=",))
