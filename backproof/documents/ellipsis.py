r"""Sums with dots: `w_1 x_1 + w_2 x_2 + \dots + w_n x_n` is `\sum_{k=1}^{n} w_k x_k`.

Only where the first term becomes the last one by the change of one index from 1 to some name; a second term, if it is
written, must have 2 there.  Anything else is left as it is, and is refused later with its dots.
"""

from __future__ import annotations

import re

_DOTS = re.compile(r"\\(?:dots[bcmo]?|ldots|cdots)(?![A-Za-z])|\.\.\.|…")
_INDEX = re.compile(r"(?<=_)(\d|[A-Za-z])")
_SIZE = r"(?P<size>[A-Za-z](?:_\{\w+\}|_\w)?|\d+)"
_LETTERS = ("k", "i", "r", "q", "s", "u")
_OPEN, _CLOSE = "([{", ")]}"


def without_dots(latex: str) -> str:
    """The formula with its dotted sums written as sums, innermost groups as they come."""
    at = 0
    while (found := _DOTS.search(latex, at)) is not None:
        begin, end = _group(latex, found.start())
        changed = _summed(latex[begin:end])
        if changed is None:
            at = found.end()
            continue
        latex = latex[:begin] + changed + latex[end:]
        at = begin
    return latex


def are_own_entries(name: str, latex: str) -> bool:
    r"""Whether a vector is written by its entries: (z_1, \dots, z_n) for z."""
    letters = re.findall(r"\\?[A-Za-z]+", re.sub(r"\\(?:mathbf|boldsymbol|bm|vec|mathrm)(?![A-Za-z])", " ", name))
    if len(letters) != 1:
        return False
    entry = rf"{re.escape(letters[0])}\s*_\s*(?:\{{\s*\w+\s*\}}|\w)"
    turned = r"(?:\^\s*\{?\s*(?:T|\\top)\s*\}?)?[\s.,;]*"
    whole = rf"[\[(]\s*{entry}\s*,\s*(?:{entry}\s*,\s*)?(?:{_DOTS.pattern})\s*,\s*{entry}\s*[\])]\s*{turned}"
    return re.fullmatch(whole, re.sub(r"\\(?:left|right)", "", latex).strip()) is not None


def _group(text: str, at: int) -> tuple[int, int]:
    """The innermost brackets around a place, or the whole."""
    level, begin = 0, at
    while begin and not (text[begin - 1] in _OPEN and level == 0):
        begin -= 1
        level += (text[begin] in _CLOSE) - (text[begin] in _OPEN)
    level, end = 0, at
    while end < len(text) and not (text[end] in _CLOSE and level == 0):
        level += (text[end] in _OPEN) - (text[end] in _CLOSE)
        end += 1
    while end > begin and re.search(r"\\(?:right|[bB]igg?r?)?\s*$", text[begin:end]):
        end = begin + re.search(r"\\(?:right|[bB]igg?r?)?\s*$", text[begin:end]).start()  # type: ignore[union-attr]
    return begin, end


def _summed(group: str) -> str | None:
    """A group with its dotted sum as a sum; None where it has none that is understood."""
    parts = _terms(group)
    where = next((n for n, (_, part) in enumerate(parts) if _DOTS.fullmatch(part.strip())), None)
    if where is None or where == 0 or where + 1 == len(parts):
        return None
    last = _spelled(parts[where + 1][1])
    for count in (1, 2, 3):
        if count > where:
            return None
        terms = [_spelled(part) for _, part in parts[where - count : where]]
        signs = [sign for sign, _ in parts[where - count + 1 : where + 2]]
        size = _size(terms[0], last)
        if size is None or set(signs) != {"+"}:
            continue
        if all(_at(terms[0], str(n + 1)) == term for n, term in enumerate(terms)):
            letter = next((each for each in _LETTERS if each not in re.sub(r"\\[A-Za-z]+", "", group)), None)
            if letter is None:
                return None
            before = "".join(sign + part for sign, part in parts[: where - count])
            sign = parts[where - count][0]
            after = "".join(sign + part for sign, part in parts[where + 2 :])
            body = _at(terms[0], letter)
            return f"{before}{sign}(\\sum_{{{letter}=1}}^{{{size}}} {body}){after}"
    return None


def _terms(group: str) -> list[tuple[str, str]]:
    """The terms of a sum with the signs before them."""
    out: list[tuple[str, str]] = []
    level, begin, sign = 0, 0, ""
    for n, char in enumerate(group):
        level += (char in _OPEN) - (char in _CLOSE)
        if level == 0 and char in "+-" and (n == 0 or group[n - 1] not in "^_"):
            if group[begin:n].strip() or sign:
                out.append((sign, group[begin:n]))
            begin, sign = n + 1, char
    return [*out, (sign, group[begin:])]


def _spelled(term: str) -> str:
    """Without blanks, with braces around every index."""
    term = re.sub(r"\\(?:left|right)(?![A-Za-z])|\\[,;:! ]", "", term).strip(" .,;&")
    term = re.sub(r"\s*([_^])\s*", r"\1", term)
    term = _INDEX.sub(r"{\1}", term)
    return re.sub(r"\s+(?=[^A-Za-z])|(?<=[^A-Za-z])\s+", "", term)


def _at(term: str, value: str) -> str:
    """The term with another index in the place of 1."""
    return _ONES.sub(lambda found: found[0].replace("1", value), term)


_ONES = re.compile(r"_\{(?:[A-Za-z],?)?1(?:,?[A-Za-z])?\}|\^\{[(\[]1[)\]]\}")


def _size(first: str, last: str) -> str | None:
    """What the index 1 of the first term has become in the last; None where they differ in more."""
    if not _ONES.search(first):
        return None
    pattern, n, seen = "", 0, False
    for found in _ONES.finditer(first):
        index = re.escape(found[0]).replace("1", "(?P=size)" if seen else _SIZE)
        pattern += re.escape(first[n : found.start()]) + index
        n, seen = found.end(), True
    match = re.fullmatch(pattern + re.escape(first[n:]), last)
    return None if match is None else match["size"]
