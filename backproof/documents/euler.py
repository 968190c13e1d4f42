r"""The letter e on a page where it is a name: e = \frac12 \|y - t\|^2 is an error, and e^{z_i} an exponential still.

What is raised to a power with a letter in it is Euler's number; e^2 is the square of the name. Where the page says
what e^{(n)} or e_n is, a difference of two numbers of the sample n, the letter is the name of an error, too.
The same for pi, which may be the output of a softmax.
"""

from __future__ import annotations

import re

from backproof.documents.operators import closed_at

_POWER = re.compile(r"(?<![A-Za-z\\])e\s*\^\s*(?:(?P<brace>\{)|(?P<letter>[A-Za-z]))")
_PI_AS_NAME = re.compile(
    r"\\pi\s*\}?\s*(?:_|\^\s*\{?\s*(?:\\top|\\mathsf|\\intercal|T\b|\())|\\(?:boldsymbol|mathbf|bm|vec)\s*\{?\s*\\pi"
)
_PI_AS_NUMBER = re.compile(r"(?:\d|\\sqrt|\\sqrt\s*\{|\\frac\s*\{?\s*\d\s*\}?\s*\{)\s*\\pi(?![A-Za-z])(?!\s*_)")
_NAMED = re.compile(r"\s*e\s*")
_SAMPLE = re.compile(r"\s*\(\s*[a-z]\s*\)\s*")
_OF_SAMPLE = re.compile(r"\s*e\s*(?:\^\s*\{\s*\(\s*[a-z]\s*\)\s*\}|_\s*\{?\s*[a-z]\s*\}?)\s*")
_DIFFERENCE = re.compile(r"\s*\(?[^-+()]*(?:\([a-z]\)[^-+()]*)?-[^-+]*")


def is_name(equations: list[tuple[str, str]], text: str) -> bool:
    """Whether a page has e as a name: it says what e is, or e stands alone while nothing is raised to a power of it.

    equations: what stands on the left of each, and beside it;  text: all sides, with a semicolon between them.
    """
    if any(_NAMED.fullmatch(left) for left, _ in equations):
        return True
    if any(_OF_SAMPLE.fullmatch(left) and _DIFFERENCE.fullmatch(right) for left, right in equations):
        return True
    alone = re.search(r"(?:^|;)\s*(?:\\mathbf\s*\{?)?e\}?\s*;", text)
    return alone is not None and not re.search(r"(?<![A-Za-z\\])e\s*\^", text)


def is_pi_name(text: str) -> bool:
    r"""Whether pi is a name as others: it has indices, is transposed or bold, and no 2\pi or \sqrt\pi is a number."""
    return _PI_AS_NAME.search(text) is not None and _PI_AS_NUMBER.search(text) is None


def with_exponentials(latex: str) -> str:
    r"""\exp(z_i) in the place of e^{z_i}."""
    out, at = "", 0
    while (found := _POWER.search(latex, at)) is not None:
        end = closed_at(latex, found.end() - 1) if found["brace"] else found.end()
        if end < 0:
            break
        exponent = latex[found.end() : end] if found["brace"] else found["letter"]
        power = re.search("[A-Za-z]", exponent) is not None and _SAMPLE.fullmatch(exponent) is None
        whole = latex[found.start() : end + bool(found["brace"])]
        out += latex[at : found.start()] + (rf"\exp\left({with_exponentials(exponent)}\right)" if power else whole)
        at = end + bool(found["brace"])
    return out + latex[at:]
