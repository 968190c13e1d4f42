r"""Conditions in plain text before a formula, where no dollar signs mark them.

for c > 0 we have $H(cu) = H(u)$               a condition on what follows in the sentence
Case i \neq j : $$...$$                         the same
If i is not equal to j, ...                    the same
p \leq x < q : only one is on, so $f(x) = h$    an item that begins with its condition
a box on [p, q) with p < q.                     what the section has chosen: it holds in all of it
leaky ReLU with 0 < \alpha < 1.                 the same, for what is said of the slope
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from backproof.documents.clauses import END
from backproof.documents.compared_in_words import unread_place, with_relations
from backproof.documents.restrictions import GREEK, spelled
from backproof.documents.scanning import said_before

_RELATION = r"(?:\\(?:leqslant|geqslant|leq?|geq?|neq?)(?![A-Za-z])|\\not\s*=|<=|>=|!=|≤|≥|≠|<|>|=)"
_NUMBER = r"-?\d+(?:\.\d+)?"
_NAME = rf"(?:\\?(?:{GREEK})(?![A-Za-z])|[A-Za-z])(?:_(?:\w|\{{[\w+-]+\}}))?(?![\w({{^\\/*+])"
_PLAIN = rf"(?:{_NUMBER}|-?\s?{_NAME})(?:\s*{_RELATION}\s*(?:{_NUMBER}|-?\s?{_NAME}))+"
_OPENS = re.compile(
    rf"\b(?:for|if|when|whenever|once|while|as soon as|as long as|case|with|where|taking|assuming)"
    rf"\s*:?\s+(?P<condition>{_PLAIN})"
    r"(?!\s*(?:\.\.|,\s*[.\d…]|\\dots|\\ldots))",
    re.IGNORECASE,
)
_ALONE = re.compile(rf"\$\s*(?:[a-z](?:_(?:\w|\{{[\w+-]+\}}))?|-?\s?{_NUMBER}|-?\s?\\(?:{GREEK}))\s*\$")
_BEGINS = re.compile(rf"\A\s*(?:[-*+•]\s+|\(?\w{{1,3}}[.)]\s+)?(?P<condition>{_PLAIN})\s*:(?!=)")
_WIDENS = re.compile(
    r"\b(?:in general|otherwise|else|both cases|together|for (?:any|all|every)|always|anyway)\b", re.IGNORECASE
)
_FORMULA = re.compile(r"\$\$.*?\$\$|\$[^$]*\$|\\\(.*?\\\)|\\\[.*?\\\]", re.DOTALL)
_ORDER = r"(?:<=?|>=?|\\(?:leq?|geq?)(?![A-Za-z])|≤|≥)"
_CHAIN = re.compile(rf"{_NAME}(?:\s*{_ORDER}\s*{_NAME})+")
_CHOSEN = re.compile(
    r"(?:\b(?:with|where|assum\w+|let|and|choos\w+|chosen|tak(?:e|es|ing)|pick\w*|suppos\w+|given|provided"
    r"|(?:so|such) that)\s|\()"
    rf"\s*(?:that\s+)?\$?\s*(?P<condition>(?P<one>{_NAME})\s*(?P<relation>{_ORDER})\s*(?P<other>{_NAME}))\s*\$?",
    re.IGNORECASE,
)
_INTERVAL = re.compile(
    rf"\b(?:on|over|interval|for|in|between)\s+(?:the\s+)?(?:(?:half-)?(?:open|closed)\s+)?(?:interval\s+)?\$?\s*"
    rf"(?:\[\s*(?P<one>{_NAME})\s*,\s*(?P<other>{_NAME})\s*[\])]|\(\s*(?P<first>{_NAME})\s*,\s*(?P<second>{_NAME})\s*\])"
)
_FRACTION = re.compile(
    r"(?:\b(?:with|for|where|let|and|assum\w+|slope|take|given|\()\s*(?:a\s+)?\$|\\q?quad(?![A-Za-z])\s*\()"
    r"\s*0\s*<\s*(?P<name>\\?[a-z]+)\s*<\s*1\s*[$)]",
    re.IGNORECASE,
)
_FUNCTION = r"(?<![A-Za-z\\])(?P<name>[A-Za-z])\s*\(\s*(?P<at>[a-z])\s*\)\s*="
_ANY_DEFINED = re.compile(_FUNCTION)
_ON_INTERVAL = re.compile(
    rf"{_FUNCTION}[^$=]*\$\s*(?:on|over)\s+(?:the\s+)?(?:interval\s+)?\$\s*[\[(]\s*(?P<low>{_NUMBER})\s*,\s*(?P<high>{_NUMBER})\s*[\])]"
)
_APPLIED = re.compile(  # functions of the page
    r"(?<![A-Za-z\\])(\\(?:tilde|hat|bar)\s*\{\s*[A-Za-z]\s*\}|\\[a-z]+|[A-Za-z])\s*\([a-z]\)"
)
_DEFINED = r"(?<![A-Za-z\\]){}\s*\([a-z]\)\s*=(?P<body>[^$]*)"
_NEW_QUESTION = re.compile(r"^(?:\#+\s*|\*+)?(?:question|problem|exercise|task)\s*\d", re.IGNORECASE | re.MULTILINE)
_LETTER = re.compile(r"(?<![A-Za-z\\])[A-Za-z](?![A-Za-z])")
_VARIABLES = frozenset("xyztu")
_DEVIATION = re.compile(
    r"\b(?:with|and|for|of|if)\s+(?:the\s+|an?\s+)?(?:weights?\s+(?:of|with)\s+)?"
    rf"(?:(?P<root>standard deviation|std)|variance)\s+(?:of\s+)?(?P<number>{_NUMBER})(?![\w^/]|\.\d)"
)
_OF_OTHERS = re.compile(r"\b(?:inputs?|outputs?|activations?|signals?|gradients?|layers?|data)\b", re.IGNORECASE)
_DRAWN = re.compile(r"N\}?\s*(?:\\left)?\(\s*0\s*,\s*\\sigma\s*\^\s*\{?2\}?\s*(?:\\right)?\)")
_REACH = 600


def letters_of(latex: str) -> frozenset[str]:
    """The single letters that stand in LaTeX."""
    return frozenset(_LETTER.findall(latex))


def conditions_said(text: str, start: int, claim: str) -> tuple[str, ...]:
    """All conditions in the words before a claim, a formula that begins at `start`."""
    return (*said_plainly(text, start), *standing(text, start, claim), *on_domains(text, start, claim))


def said_plainly(text: str, start: int) -> tuple[str, ...]:
    """The conditions in plain text in the sentence before a formula that begins at `start`."""
    before = with_relations(_without_formulas(text)[max(0, start - _REACH) : start])
    if (opening := re.search(r"(?:\$\$?|\\\(|\\\[|\\begin\{\w+\*?\})\s*\Z", before)) is not None:
        before = before[: opening.start()]
    ends = list(END.finditer(before))
    sentence = before[ends[-1].end() :] if ends else before
    found = [_BEGINS.match(sentence), *_OPENS.finditer(sentence)]
    said = [each for each in found if each is not None and not _WIDENS.search(sentence[each.end() :])]
    last = {letters_of(each["condition"]): each["condition"] for each in said}  # one case, and the next
    unread = unread_place(sentence, frozenset(last))
    return (
        *map(spelled, last.values()),
        *_scale_of_weights(sentence, text),
        *(() if unread is None or _WIDENS.search(unread[1]) else (unread[0],)),
    )


def _scale_of_weights(sentence: str, text: str) -> tuple[str, ...]:
    r"""\sigma = 0.01, of "with n = 784 and the standard deviation 0.01", of weights drawn from N(0, \sigma^2)."""
    found = [*_DEVIATION.finditer(sentence)]
    if len(found) != 1 or _OF_OTHERS.search(sentence) or not _DRAWN.search(text):
        return ()
    name = r"\sigma" if found[0]["root"] else r"\sigma^2"
    return (f"{name} = {found[0]['number']}",)


@lru_cache(maxsize=4)
def _without_formulas(text: str) -> str:
    """A page without its formulas but for single letters, and without bold print, character for character."""
    bare = _FORMULA.sub(lambda found: re.sub(r"\$" if _ALONE.fullmatch(found[0]) else r"[^\n]", " ", found[0]), text)
    return bare.replace("**", "  ")


def standing(text: str, start: int, claim: str) -> tuple[str, ...]:
    """Which of two letters of a claim is the larger one, where the question has said it: "on [p, q)", "with p < q"."""
    letters = letters_of(claim)
    for name in _APPLIED.findall(claim):
        for defined in re.finditer(_DEFINED.format(re.escape(name)), text[:start]):
            letters |= letters_of(defined["body"])
    questions = said_before(_NEW_QUESTION, text, start)
    since = questions[-1].start() if questions else 0
    said = {
        _in_order(each["one"], each["relation"], each["other"]): spelled(each["condition"])
        for each in said_before(_CHOSEN, text, start, since)
    }
    for each in said_before(_INTERVAL, text, start, since):
        low, high = each["one"] or each["first"], each["other"] or each["second"]
        said.setdefault((low, high), spelled(f"{low} < {high}"))
    ends = said_before(END, text, start)
    here = set(_orders(text[ends[-1].end() if ends else 0 : start]))  # a sentence may speak of the other case
    return tuple(
        condition
        for (low, high), condition in said.items()
        if low != high and (high, low) not in {*said, *here} and not {low, high} & _VARIABLES and {low, high} <= letters
    )


def on_domains(text: str, start: int, claim: str) -> tuple[str, ...]:
    r"""The conditions on x in a claim about a function that is defined on an interval: "$f(x) = x^2$ on $[0, 1)$"."""
    last = {each["name"]: each for each in _ON_INTERVAL.finditer(text, 0, start)}
    anew = {each["name"]: each.start() for each in _ANY_DEFINED.finditer(text, 0, start)}
    spoken = [
        each
        for name, each in last.items()
        if anew.get(name) == each.start()
        and re.search(rf"(?<![A-Za-z\\]){name}\s*'*\s*\(\s*{each['at']}\s*\)", claim)
        and not re.match(rf"\s*{name}\s*\(\s*{each['at']}\s*\)\s*=", claim)  # another function may be called so
    ]
    return tuple(
        condition
        for each in spoken
        for condition in (rf"{each['low']} \le {each['at']}", rf"{each['at']} \le {each['high']}")
    )


def between_0_and_1(text: str, start: int, claim: str) -> tuple[str, ...]:
    r"""Conditions on the slope of a leaky unit of which a claim speaks: "with $0 < \alpha < 1$", said before it."""
    questions = said_before(_NEW_QUESTION, text, start)
    since = questions[-1].start() if questions else 0
    bodies = [
        defined["body"]
        for name in re.findall(r"(?<![A-Za-z\\])(\\[a-z]+|[A-Za-z])'?\s*\(", claim)
        for defined in re.finditer(_DEFINED.format(re.escape(name)), text[:start])
    ]
    names = dict.fromkeys(each["name"] for each in said_before(_FRACTION, text, start, since))
    spoken = (name for name in names if any(re.search(_letter(name), each) for each in (claim, *bodies)))
    return tuple(condition for name in spoken for condition in (f"{name} > 0", f"{name} < 1"))


def _letter(name: str) -> str:
    return rf"(?<![A-Za-z\\]){re.escape(name)}(?![A-Za-z_])"


def _in_order(one: str, relation: str, other: str) -> tuple[str, str]:
    """The smaller one of two names, and the larger one."""
    return (other, one) if relation[0] == ">" or relation[:3] == r"\ge" or relation == "≥" else (one, other)


def _orders(words: str) -> Iterator[tuple[str, str]]:
    """Which of two names is the smaller one, for all that words compare: p and q, of "p \\leq x < q"."""
    for found in _CHAIN.finditer(words):
        names = re.findall(_NAME, re.sub(_RELATION, " ", found[0]))
        relation = re.findall(_RELATION, found[0])[0]
        ordered = names if _in_order("a", relation, "b") == ("a", "b") else names[::-1]
        yield from ((low, high) for n, low in enumerate(ordered) for high in ordered[n + 1 :])
