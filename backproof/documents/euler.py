r"""The letter e on a page where it is a name: e = \frac12 \|y - t\|^2 is an error, and e^{z_i} an exponential still.

What is raised to a power with a letter in it is Euler's number; e^2 is the square of the name.
"""

from __future__ import annotations

import re

from backproof.documents.operators import closed_at

_POWER = re.compile(r"(?<![A-Za-z\\])e\s*\^\s*(?:(?P<brace>\{)|(?P<letter>[A-Za-z]))")
_NAMED = re.compile(r"\s*e\s*")


def is_name(first_sides: list[str], text: str) -> bool:
    """Whether a page has e as a name: it says what e is, or e stands alone while nothing is raised to a power of it.

    first_sides: what stands on the left of its equations;  text: all sides, with a semicolon between them.
    """
    if any(_NAMED.fullmatch(each) for each in first_sides):
        return True
    alone = re.search(r"(?:^|;)\s*(?:\\mathbf\s*\{?)?e\}?\s*;", text)
    return alone is not None and not re.search(r"(?<![A-Za-z\\])e\s*\^", text)


def with_exponentials(latex: str) -> str:
    r"""\exp(z_i) in the place of e^{z_i}."""
    out, at = "", 0
    while (found := _POWER.search(latex, at)) is not None:
        end = closed_at(latex, found.end() - 1) if found["brace"] else found.end()
        if end < 0:
            break
        exponent = latex[found.end() : end] if found["brace"] else found["letter"]
        power = re.search("[A-Za-z]", exponent) is not None
        whole = latex[found.start() : end + bool(found["brace"])]
        out += latex[at : found.start()] + (rf"\exp\left({with_exponentials(exponent)}\right)" if power else whole)
        at = end + bool(found["brace"])
    return out + latex[at:]
