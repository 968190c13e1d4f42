r"""Equations in words: a quantity that a sentence names, and the formula that it is said to be.

    The variance of $w x$ is the variance of $w$ times the variance of $x$, which is $\sigma^2 v^2$.
    The derivative of $\log p_i$ with respect to $z_j$ is $[i = j] - p_j$.
    ... a variance of $2/(n + m)$, which is the harmonic mean of $1/n$ and $1/m$.
    Summing over i, the total variance is $n \sigma^2 v^2$.            of the name that is a sum
    Unit j gets $\sum_i w_{ji} x_i$, so its mean is zero.               of the sum right before it

Only sentences with one plain reading are read; all others say nothing here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from backproof.documents.extraction import FORMULA, Formula, Page
from backproof.documents.statements import Relation, Side, Statement, statements

_F = r"(?P<function>(?<![A-Za-z])(?:ReLU|sigmoid|tanh|softmax|Var|log|exp))?\s?⟦(?P<n>\d+)⟧"
_MOMENT = r"variance|mean|expectation|expected value|second moment|standard deviation"
_OF = (
    r"(?:\s+(?:the|a|an|each|every|any|one|single|our|output|input|pre-?activations?|activations?|outputs?|inputs?"
    r"|weights?|entry|entries|product|sum|term|terms|summand|variable|random|function|sigmoid|loss|neuron|two|both"
    r"|variances|values?|numbers|gradients?|layer))*\s+"
)
_ADJECTIVE = r"(?:(?:total|overall|resulting|whole|partial|arithmetic|harmonic|geometric|output|new|same)\s+)*"
_WITH_RESPECT = r"\s*,?\s*(?:with respect to|wrt|by|in)(?:\s+the|\s+its|\s+(?:input|weight|bias|argument|logit)s?)*\s+"
_QUANTITY = re.compile(
    rf"(?:(?:the|its|a|an)\s+)?(?P<adjective>{_ADJECTIVE})"
    rf"(?P<noun>{_MOMENT}|average|product|sum|difference|quotient|ratio|square root|square|derivative|gradient)"
    rf"\s+of{_OF}(?=⟦|ReLU|sigmoid|tanh|softmax|Var|log|exp)",
    re.IGNORECASE,
)
_NAMED = re.compile(_F)
_SECOND = re.compile(rf"(?P<with>{_WITH_RESPECT})|\s+(?P<and>and)(?:\s+the)?\s+")
_FACTOR = re.compile(r"(?P<half>(?:exactly\s+)?(?:(?:a|one)[ -])?half(?:\s+of)?|twice|double)\s+", re.IGNORECASE)
_OPERATION = re.compile(r"\s*(?P<sign>\\?\*|\+|times|multiplied (?:by|with)|plus|minus|divided by)\s+")
_SIGNS = {"times": r"\cdot", "*": r"\cdot", "plus": "+", "+": "+", "minus": "-", "divided by": "/"}
_VERBS: tuple[tuple[str, Relation], ...] = (
    (r"(?:is|are|be|being|becomes|equals|will be|must be|should be|has to be|comes out (?:as|to be)"
     r"|works out (?:as|to be)|turns out to be|reduces to|simplifies to|amounts to|evaluates to)"
     r"(?:\s+(?:then|therefore|thus|hence|also|again|simply|just|exactly|now|equal to|given by|always))*", "="),
    (r"(?:is|are|stays|remains)\s+(?:always\s+)?"
     r"(?:at most|bounded (?:above\s+)?by|not (?:bigger|larger|greater) than)", "<="),
    (r"(?:is|are)\s+(?:always\s+)?(?:at least|not (?:smaller|less) than)", ">="),
    (r"(?:is|are)\s+(?:approximately|about|roughly|approx\.?)", "approx"),
    (r"(?:is|are)\s+proportional to", "prop"),
)  # fmt: skip
_VERB = re.compile(rf"\s*(?:{'|'.join(f'({pattern})' for pattern, _ in reversed(_VERBS))})\s+")
_GOES_ON = re.compile(r"\s*,?\s*(?:which|i\.e\.,?|that)\s*(?=is\b|equals\b|becomes\b|simplifies\b|reduces\b)")
_RESTRICTED = r"\s*,?\s*(?:if|when|for|at|on|in|where|unless|whenever|as|whose|except|almost|otherwise)\b"
_CONTINUED = re.compile(
    r"\s*(?:times|plus|minus|multiplied|divided|over|of|per|larger|smaller|bigger|more|less|only|⟦|[*+/^-])"
    rf"|{_RESTRICTED}(?!\s*⟦)"
)
_BOUNDED = re.compile(rf"{_RESTRICTED}|\s*and \w+ otherwise\b")
_NUMBER = re.compile(
    r"(?P<zero>zero)(?![A-Za-z-])|(?P<one>one)(?![A-Za-z-])|(?P<digits>\d+(?:/\d+)?)(?![\w.,/]*\d)(?!\w)"
)
_ONLY_IF = re.compile(
    r"\b(?:if|when|whenever|unless|whether|as long as|would|not|wrong\w*|instead)\b[^,;⟦]*$", re.IGNORECASE
)
_SUPPOSED = re.compile(  # "If the variance of $w$ is $1/n$, the variance of $a$ is $v^2$"
    r"\b(?:if|when|whenever|suppose|assuming|provided)\b(?: that)?\s+"
    r"(?P<words>[^,;]*\b(?:is|are|was|were|has|have|had|be|equals?|becomes?)\b[^,;]*),",
    re.IGNORECASE,
)
_REFERS = re.compile(r"⟦(?P<n>\d+)⟧\s*,?\s*(?:and\s+)?(?:which|This)(?=\s+is\b)")
_OF_THE_SUM = re.compile(
    rf"\b(?:the\s+)(?:total|overall|resulting|whole)\s+(?P<noun>{_MOMENT})(?=\s)"
    rf"|\b(?P<mean>{_MOMENT})\s+of the (?:whole )?sum(?=\s)",
    re.IGNORECASE,
)
_ITS = re.compile(rf"its (?P<noun>{_MOMENT})(?=\s)", re.IGNORECASE)
_HAVING = re.compile(
    r"\bthe (?:activation|output|pre-?activation)s? (?:to )?(?:have|has|having|keeps?) (?:the same|a|the) variance\s+"
    r"(?:of\s+)?(?=⟦)"
)
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-Z])|(?<=⟧\.)\s+|\n\s*\n|\n[ \t]*[-*+•]\s")
_IS_SUM = re.compile(r"\s*(?P<name>\\?[A-Za-z]+(?:\s*_\s*(?:\{[^{}]*\}|\w))?)\s*=\s*\\sum(?![A-Za-z])")
_ARGUMENT = re.compile(r"(?:\\[A-Za-z]+|[A-Za-z]|\})\s*'?\s*(?:\\left)?\(\s*([A-Za-z])\s*(?:\\right)?\)")


@dataclass(frozen=True)
class _Phrase:
    """What words name: its LaTeX, where it ends in the sentence, and whether a word such as variance is in it."""

    latex: str
    end: int
    named: bool


def equations_said(page: Page) -> dict[int, Statement]:
    """The equations in words of a page, by the place of the formula with which they end."""
    found: dict[int, Statement] = {}
    total, last = None, ""
    for sentence in _SENTENCE.split(_marked(page)):
        if not sentence.strip():
            continue
        for statement in _of_sentence(last + sentence.lstrip(), page, total):
            found[statement.sides[-1].start] = statement
        ends = re.search(r"⟦\d+⟧[\s.,]*$", sentence)
        last = ends[0].rstrip(" .,\n") + " " if ends else ""
        for each in re.finditer(r"⟦(\d+)⟧", sentence):
            defined = _IS_SUM.match(_latex(page, int(each[1])))
            total = defined["name"] if defined else total
    return found


def _marked(page: Page) -> str:
    """The visible text with a mark for each formula; `w.r.t.` in words, since its stops end nothing."""
    numbers = iter(range(len(page.formulas)))

    def mark(found: re.Match[str]) -> str:
        number = next(numbers)
        return f"\n\n⟦{number}⟧\n\n" if page.formulas[number].display else f"⟦{number}⟧"

    words = FORMULA.sub(mark, page.visible)
    return re.sub(r"\bw\.\s?r\.\s?t\.?(?=[\s⟦])", "with respect to", words)


def _of_sentence(sentence: str, page: Page, total: str | None) -> Iterator[Statement]:
    at = 0
    while at < len(sentence):
        begun = _begun(sentence, at, page, total)
        if begun is None:
            break
        first, start = begun
        sides, relations = [first], list[Relation]()
        at = first.end
        while (verb := _VERB.match(sentence, at)) is not None:
            side = _expression(sentence, verb.end(), page) or _number(sentence, verb.end())
            if side is None:
                break
            sides.append(side)
            relations.append(_relation(verb))
            at = side.end
            more = _GOES_ON.match(sentence, at)
            if more is None:
                break
            at = more.end()
        whole = relations and any(each.named for each in sides) and not _ONLY_IF.search(sentence[:start])
        if whole and not _CONTINUED.match(sentence, sides[-1].end):
            place = page.formulas[int(re.findall(r"⟦(\d+)⟧", sentence[: sides[-1].end])[-1])]
            written = tuple(Side(place.start, place.end, each.latex) for each in sides)
            yield Statement(written, tuple(relations), clause=_supposed(sentence[:start], page, total))
        at = max(at, start + 1)
    yield from _having(sentence, page, total)


def _supposed(before: str, page: Page, total: str | None) -> tuple[str, ...]:
    """What a sentence supposes in words before it says something: as equations, or as words that are not read."""
    out: list[str] = []
    for found in _SUPPOSED.finditer(before):
        said = list(_of_sentence(found["words"], page, total))
        written = re.sub(r"⟦(\d+)⟧", lambda each: f"${_latex(page, int(each[1]))}$", found["words"])
        read = len(said) == 1 and said[0].relations == ("=",)
        out.append(" = ".join(side.latex for side in said[0].sides) if read else written)
    return tuple(out)


def _having(sentence: str, page: Page, total: str | None) -> Iterator[Statement]:
    """The activation has the same variance v^2: the name that the page has defined as a sum."""
    found = _HAVING.search(sentence)
    value = _NAMED.match(sentence, found.end()) if found else None
    latex = _formula(value, page) if value else None
    if total is None or found is None or value is None or latex is None or _ONLY_IF.search(sentence[: found.start()]):
        return
    place = page.formulas[int(value["n"])]
    sides = (Side(place.start, place.end, _moment("variance", total)), Side(place.start, place.end, latex))
    yield Statement(sides, ("=",))


def _begun(sentence: str, at: int, page: Page, total: str | None) -> tuple[_Phrase, int] | None:
    """The next place of a sentence where what is named is followed by a verb."""
    for start in range(at, len(sentence)):
        if start and sentence[start - 1].isalpha():
            continue
        phrase = (
            _referring(sentence, start, page)
            or _of_the_sum(total, sentence, start)
            or _its(sentence, start, page)
            or _expression(sentence, start, page)
        )
        if phrase is not None and _VERB.match(sentence, phrase.end):
            return phrase, start
    return None


def _referring(sentence: str, at: int, page: Page) -> _Phrase | None:
    """`$a$, which is ...` and `$a$. This is ...`: the side that was written last."""
    found = _REFERS.match(sentence, at)
    if found is None:
        return None
    sides = [each.sides[-1].latex for each in statements(_latex(page, int(found["n"])), 0)]
    return _Phrase(sides[-1], found.end(), False) if sides else None


def _of_the_sum(total: str | None, sentence: str, at: int) -> _Phrase | None:
    """The total variance: of the name that the page has defined as a sum."""
    found = _OF_THE_SUM.match(sentence, at)
    if found is None or total is None:
        return None
    return _Phrase(_moment(found["noun"] or found["mean"], total), found.end(), True)


def _its(sentence: str, at: int, page: Page) -> _Phrase | None:
    """Its variance: of the sum that is the last formula before it."""
    if (found := _ITS.match(sentence, at)) is None or not (before := re.findall(r"⟦(\d+)⟧", sentence[:at])):
        return None
    latex = _latex(page, int(before[-1])).strip(" .,;&\n")
    if (defined := _IS_SUM.match(latex)) is not None:
        return _Phrase(_moment(found["noun"].lower(), defined["name"]), found.end(), True)
    if not latex.startswith(r"\sum") or re.search(r"[<>=]", re.sub(r"_\s*\{[^{}]*\}", "", latex)):
        return None
    return _Phrase(_moment(found["noun"], latex), found.end(), True)


def _expression(sentence: str, at: int, page: Page) -> _Phrase | None:
    """Quantities and formulas, multiplied, added, halved, in words."""
    factor = _FACTOR.match(sentence, at)
    first = _term(sentence, factor.end() if factor else at, page)
    if first is None:
        return None
    if factor:
        times = r"\frac{1}{2}" if "half" in factor[0].lower() else "2"
        first = _Phrase(rf"{times} {_grouped(first.latex)}", first.end, first.named)
    while operation := _OPERATION.match(sentence, first.end):
        second = _term(sentence, operation.end(), page)
        if second is None:
            break
        word = operation["sign"].replace("\\", "")
        sign = r"\cdot" if word.startswith("multiplied") else _SIGNS[word]
        latex = f"{_grouped(first.latex)} {sign} {_grouped(second.latex)}"
        first = _Phrase(latex, second.end, first.named or second.named)
    return first


def _number(sentence: str, at: int) -> _Phrase | None:
    """A plain number, of which nothing more is said: `is zero`."""
    found = _NUMBER.match(sentence, at)
    if found is None or _BOUNDED.match(sentence, found.end()):
        return None
    return _Phrase("0" if found["zero"] else "1" if found["one"] else found["digits"], found.end(), False)


def _term(sentence: str, at: int, page: Page) -> _Phrase | None:
    quantity = _QUANTITY.match(sentence, at)
    first = _NAMED.match(sentence, quantity.end() if quantity else at)
    if first is None:
        return None
    latex = _formula(first, page)
    if latex is None:
        return None
    if quantity is None:
        return _Phrase(latex, first.end(), False)
    noun, adjective = quantity["noun"].lower(), quantity["adjective"].lower().split()
    second = _SECOND.match(sentence, first.end())
    other = _NAMED.match(sentence, second.end()) if second else None
    by = _formula(other, page) if other is not None else None
    if second is not None and second["and"] and by is not None and other is not None:
        pair = _of_two(noun, adjective, latex, by)
        return _Phrase(pair, other.end(), True) if pair else None
    if noun in ("derivative", "gradient"):
        end = first.end()
        if second is not None and by is not None and other is not None:
            end = other.end()
        else:
            by = _argument(latex)
        if by is None or not re.fullmatch(r"\s*[^\s=<>+]+(?:\s*_\s*(?:\{[^{}]*\}|\w))?(?:\s*\^\s*\{[^{}]*\})?\s*", by):
            return None
        return _Phrase(_differentiated(noun, latex, by), end, True)
    if noun == "square root":
        return _Phrase(rf"\sqrt{{{latex}}}", first.end(), True)
    if noun == "square":
        return _Phrase(rf"{_grouped(latex)}^2", first.end(), True)
    if re.fullmatch(_MOMENT, noun) and not adjective:
        return _Phrase(_moment(noun, latex), first.end(), True)
    return None


def _of_two(noun: str, adjective: list[str], one: str, other: str) -> str | None:
    one, other = _grouped(one), _grouped(other)
    match noun:
        case "average" | "mean" if adjective == ["harmonic"]:
            return rf"\frac{{2}}{{\frac{{1}}{{{one}}} + \frac{{1}}{{{other}}}}}"
        case "average" | "mean" if adjective == ["geometric"]:
            return rf"\sqrt{{{one} \cdot {other}}}"
        case "average" | "mean" if adjective in ([], ["arithmetic"]):
            return rf"\frac{{{one} + {other}}}{{2}}"
        case "sum" if not adjective:
            return f"{one} + {other}"
        case "product" if not adjective:
            return rf"{one} \cdot {other}"
        case "difference" if not adjective:
            return f"{one} - {other}"
        case "quotient" | "ratio" if not adjective:
            return rf"\frac{{{one}}}{{{other}}}"
        case _:
            return None


def _moment(noun: str, name: str) -> str:
    match noun.lower():
        case "variance":
            return rf"\text{{Var}}({name})"
        case "standard deviation":
            return rf"\sqrt{{\text{{Var}}({name})}}"
        case "second moment":
            return rf"\mathbb{{E}}[{_grouped(name)}^2]"
        case _:
            return rf"\mathbb{{E}}[{name}]"


def _differentiated(noun: str, latex: str, by: str) -> str:
    if noun == "gradient":
        return rf"\nabla_{{{by}}} {_grouped(latex)}"
    return rf"\frac{{\partial}}{{\partial {by}}} {_grouped(latex)}"


def _argument(latex: str) -> str | None:
    """The letter to which a function of one variable is applied."""
    letters = set(_ARGUMENT.findall(latex))
    return letters.pop() if len(letters) == 1 else None


def _formula(found: re.Match[str], page: Page) -> str | None:
    """The LaTeX of a formula that claims nothing by itself."""
    latex = _latex(page, int(found["n"])).strip(" .,;")
    outside = re.sub(r"\\[,;:!]|\([^()]*\)", "()", latex)  # a thin space is no comma
    if re.search(r"[<>=,]|\\(?:sim|in|le|leq|ge|geq|to|approx|leftarrow|propto|neq?)(?![A-Za-z])|\\\\", outside):
        return None
    if not found["function"]:
        return latex
    return rf"\text{{{found['function']}}}{latex}" if latex.startswith("(") else None


def _latex(page: Page, number: int) -> str:
    formula: Formula = page.formulas[number]
    return page.text[formula.start : formula.end]


def _grouped(latex: str) -> str:
    simple = re.fullmatch(r"\s*\\?[A-Za-z]+(?:\s*_\s*(?:\{[^{}]*\}|\w))?\s*|\s*\\text\{Var\}\([^()]*\)\s*", latex)
    return latex.strip() if simple else rf"\left({latex.strip()}\right)"


def _relation(verb: re.Match[str]) -> Relation:
    assert verb.lastindex is not None
    return tuple(reversed(_VERBS))[verb.lastindex - 1][1]
