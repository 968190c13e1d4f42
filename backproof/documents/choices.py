r"""Values that the page has chosen: after "with $a = \sqrt{6/(n+m)}$" a claim may hold because of it.

And what is asked for: in "we need $n \sigma^2 = 1$, so $\sigma^2 = 1/n$" the second equation is said to follow.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from fractions import Fraction

from backproof.answers.printing import plain
from backproof.answers.syntax import (
    TWO,
    Call,
    Compare,
    Cond,
    Entry,
    Expr,
    Fold,
    Num,
    Pow,
    Sym,
    map_cond,
    sides,
    walk,
)
from backproof.answers.tokens import Unreadable
from backproof.documents.dimensions import replaced
from backproof.documents.environment import Environment
from backproof.documents.inlining import inlined
from backproof.documents.judgement import judge_relation
from backproof.documents.links import Link
from backproof.documents.mentions import mentioned
from backproof.documents.outcomes import Outcome
from backproof.documents.passages import Passage
from backproof.documents.plainly import between_0_and_1
from backproof.documents.requirements import implied
from backproof.documents.samples import condition_without_sample
from backproof.documents.sides import conditions_in
from backproof.documents.special import sentence_before

_MOST_TRIED = 2
_FOLLOWS = re.compile(
    r"[\s,;:$)]*(?:\.\s+)?(?:and\s+)?(?:so|hence|thus|therefore|i\.\s?e\.|that is|or"
    r"|(?:which|this) (?:gives|means|yields|implies)|giving|it follows|we (?:conclude|get|obtain)"
    r"|daher|also|somit|folglich|(?:then )?the (?:bound|limit|half-?width|end ?point|range|standard deviation|std) "
    r"(?:is|becomes|must be|has to be|should be|needs to be)(?: then)?)"
    r"(?: that| we (?:get|need|have|obtain|find|must have)| it follows that| this means"
    r"|,?(?: that)? we (?:draw|choose|sample|initiali[sz]e|pick|take) (?:the |all )?(?:weights|entries|them|it)"
    r"(?: (?:from|with|by) an? (?:gaussian|normal)(?: distribution)?)? (?:with|of)(?: mean (?:0|zero) and)?"
    r"(?: an?| the)? (?:standard deviation|variance|std)(?: of| equal to)?"
    r"| (?:a|the) (?:standard deviation|variance|std) (?:of|is))?[\s,:$]*",
    re.IGNORECASE,
)
_LONGEST_LIST = 1200  # characters
_OF_LIST = re.compile(
    r"(?:\A|\n)(?P<opens>[^\n]*):[ \t]*(?:\n[ \t]*)?"
    r"(?:\n[ \t]*(?:[-*+•]|\d\.)[ \t][^\n]*)*\n[ \t]*(?:[-*+•]|\d\.)[ \t][^\n]*\Z"
)
_SUPPOSES = re.compile(r"\b(?:suppos\w+|assum\w+|imagine|pretend|if|were|had|for a moment)\b", re.IGNORECASE)
_TAKES_BACK = re.compile(
    r"\bin general\b|\bgeneral case\b|\b(?:we|I) do not (?:take|use|choose|want|assume)\b|\b(?:do|does|did) not hold\b"
    r"|\bno longer\b|\bthis (?:was|is) (?:only|just|not what)\b|\bany (?:number|value)s?\b|\barbitrary\b"
    r"|\bwithout (?:this|that|the) (?:assumption|choice|condition|hypothesis)\b",
    re.IGNORECASE,
)
_CONCLUDES = re.compile(
    r"\b(?:so|hence|thus|therefore|giving|it follows|(?:which|this) (?:gives|means|yields|implies)"
    r"|we (?:conclude|get|obtain))"
    r"(?: that| we (?:get|have|obtain|find|must have)| it follows that)?[\s,:$]*$",
    re.IGNORECASE,
)
_CHOOSES = re.compile(
    r"\b(?:xavier|glorot|kaiming|he|lecun|normali[sz]ed|relu|tanh|linear|instead|alternativ\w*|other(?:wise)?|another|compromise"
    r"|choos\w+|chosen|choice|take|use|using|set|setting|pick|scheme|rule|want|need|require\w*|should|must|better)\b",
    re.IGNORECASE,
)
_SAME = re.compile(r"\b(?:that is|i\.\s?e\.)[\s,:$]*\Z", re.IGNORECASE)
_BEGINS_ITEM = re.compile(r"(?:\A|\s)(?:[-*+•]|\**\(?\w{1,3}[.)]\**)\s*\$?\$?\s*\Z")
_FORMULA_BEFORE = re.compile(r"(?<!\$)\$(?P<formula>[^$]+)\$[^$]*\$?\Z")
_NEAR = 400
_VALUE_BEHIND = re.compile(
    r"[^$]*\$\s*(?:with|for|if|when|where|at)\s+\$\s*(?P<value>(?:\\[a-z]+|[A-Za-z])(?:_\{?\w\}?)?\s*=\s*-?\d+(?:\.\d+)?)\s*\$"
)
_PARAGRAPH_CLOSED = re.compile(r"\$[^$]+\$\s*\.\s*\n\s*\n")
_AT_VALUE = re.compile(
    r"\b(?:for|with|if|when|case|take|consider)\s+(?:a |the |class |sample )?\$?\s*"
    r"(?P<value>[A-Za-z](?:_(?:\w|\{\w\}))?\s*=\s*[+-]?\d+(?:\.\d+)?)"
    r"(?=\s*(?:[$,;:)]|\\[,;]?\s*\\?(?:text|quad)|\.(?!\d)|and\b|\Z))(?!\s*,\s*(?:\\dots|\\ldots|\d))",
    re.IGNORECASE,
)
_GENERAL = re.compile(
    r"\b(?:general|both|any|all|every|together|one formula|altogether|combin\w+|overall|always|otherwise)\b",
    re.IGNORECASE,
)
_IS_DONE = re.compile(  # "for $p = 1$: $L = 0$." says what it is at the value, and another paragraph begins
    r"\s*\$?\s*[:,]?\s*(?:we (?:have|get)\s*)?\$[^$]*=[^$]*\$\s*\.\s*?\n\s*\n"
)
_BEHIND_FORMULA = re.compile(
    r"(?<!\$)\$[ \t]*\n?[ \t]*,?[ \t]*(?:only |but |exactly |just )?\Z"
)  # "$f = 0$ for $x = 0$"
_NEXT_ITEM = re.compile(r"\n[ \t]*(?:[-*+•]|\(?\w{1,2}[.)]|\\item)\s")
_GIVEN_VALUE = re.compile(
    r"(?<!\$)\$\s*(\\?[A-Za-z]+(?:\s*_\s*(?:\w|\{\s*\w+\s*\}))?(?:\s*\^\s*\{?\s*2\s*\}?)?(?:\s|\\[,;:])*=(?:\s|\\[,;:])*\d+(?:\.\d+)?)\s*\$"
)
_GOES_ON = re.compile(r"\s*(?:then|so|hence|thus|therefore|here|this gives|we (?:get|find|have))\b", re.IGNORECASE)
_SEVERAL = re.compile(r"[\s,;$]*(?:and|or|,)[\s$]*", re.IGNORECASE)
_COMMA = re.compile(r"\s*[,:]?\s*")


def follows_in_words(before: str, earlier: str) -> bool:
    """Whether the words between two equations say that the second follows from the first.

    earlier: the words before the first; where it is one of several, the second may follow from all of them together.
    """
    return bool(_FOLLOWS.fullmatch(before)) and not _SEVERAL.fullmatch(earlier)


def solves_behind_comma(before: str, asked: tuple[Expr, Expr] | None, side: Expr) -> bool:
    r"""Whether a formula behind a comma says what the one before asks for: "$n \sigma^2 = 1$, $\sigma^2 = 1/n$".

    asked: both sides of the equation before, if it is asked for.
    """
    if asked is None or not _COMMA.fullmatch(before) or not _is_power(side) or _is_power(asked[0]):
        return False
    name = side.base if isinstance(side, Pow) else side
    return any(node == name for each in asked for node in walk(each))


def concluded(left: Expr, right: Expr, asked: tuple[Expr, Expr], env: Environment) -> Outcome | None:
    r"""What is wrong with a value that a name is said to have for an equation that is asked for; None if nothing.

    asked: that equation, \delta = \varepsilon/M, where \delta = 2B/n: then n = 2BM/\varepsilon, and nothing else.
    """
    if not isinstance(left, Sym) or left.name not in mentioned(asked, env) or left in asked:
        return None
    if isinstance(right, Num) and mentioned(asked, env) - {left.name} - env.definitions.keys():
        return None  # d \sigma^2 = 1 says of no number that d is this one: it is an example
    if judge_relation((left,), "=", (right,), (), env).verdict == "proved":
        return None
    if implied(asked, (left, right), (), env) is not False:
        return None
    words = f"{plain(asked[0])} = {plain(asked[1])}"
    return Outcome("refuted", f"the equation before asks for something else: it does not follow from {words}")


def _is_power(side: Expr) -> bool:
    return isinstance(side.base if isinstance(side, Pow) else side, Sym)


def words_since_equation(text: str, start: int, before: str) -> str:
    """The words before a formula at `start`, where the formula before them is an equation; else empty."""
    found = _FORMULA_BEFORE.search(text[max(0, start - _NEAR) : start])
    return before if found is None or "=" in found["formula"] else ""


def concludes(words: str) -> bool:
    """Whether words end in one that presents what is next as a result: "..., so $a = ...$"."""
    return bool(_CONCLUDES.search(words))


def chooses(words: str) -> bool:
    """Whether words speak of a choice, or begin an item in which there may be another than one made before."""
    follows = concludes(words) or _SAME.search(words)
    return bool(_CHOOSES.search(words) or _BEGINS_ITEM.search(words)) and not follows


def supposes(words: str) -> bool:
    """Whether words suppose what they say next: "suppose that", "if the weights had"."""
    return bool(_SUPPOSES.search(words))


def takes_back(words: str) -> bool:
    """Whether words return to the general case, so that what was only supposed holds no longer."""
    return bool(_TAKES_BACK.search(words))


def choice(left: Expr, right: Expr) -> tuple[str, Compare] | None:
    """The name to which an equation gives a value, or gives its square one."""
    name = left.base if isinstance(left, Pow) and isinstance(left.exponent, Num) else left
    if not isinstance(name, Sym) or name in walk(right):
        return None
    return name.name, Compare("=", left, right)


def under_choices(link: Link, outcome: Outcome, passage: Passage, env: Environment) -> Outcome:
    """A claim that fails for other values may hold for those that the page has chosen."""
    if outcome.verdict not in ("refuted", "undecided") or link.relation != "=" or link.universal is not None:
        return outcome
    for name, value in list(passage.choices.items())[::-1][:_MOST_TRIED]:
        given = {each.left for each in link.given if isinstance(each, Compare) and each.relation == "="}
        if not given.union(link.left[:1]).isdisjoint((Sym(name), value.left)):
            continue  # another value for it
        found = under(link, value, env)
        if found.verdict == "proved":
            condition = f"{plain(value.left)} = {plain(value.right)}"
            return replace(
                found, verdict="conditional", reason=f"holds with {condition}, as chosen before", condition=condition
            )
    return outcome


def value_before(before: str) -> str | None:
    """The value of which the sentences before a formula speak, unless they come back to the general case."""
    near = re.split(r"\n#|\n\*\*|\n\s*(?:Question|Problem|Part)\b", before[-_NEAR:])[-1]
    found = [each for each in _AT_VALUE.finditer(near) if _BEHIND_FORMULA.search(near, 0, each.start()) is None]
    if not found or _GENERAL.search(near, found[-1].end()) or _IS_DONE.match(near, found[-1].end()):
        return None
    if _are_all_cases(found, near):
        return None
    line = near[: found[-1].start()].rpartition("\n")[2]
    if _NEXT_ITEM.match(f"\n{line}") and _NEXT_ITEM.search(near, found[-1].end()):
        return None  # each item of a list says what holds of its own
    return found[-1]["value"].strip()


def _are_all_cases(found: list[re.Match[str]], near: str) -> bool:
    """Whether a paragraph has said what holds for one value and what for another, and is at its end."""
    names = [tuple(part.strip() for part in each["value"].split("=", 1)) for each in found[-2:]]
    closed = _PARAGRAPH_CLOSED.search(near, found[-1].end()) is not None
    return closed and len(names) > 1 and len({each[0] for each in names}) == 1 and len({each[-1] for each in names}) > 1


def at_values_before(link: Link, outcome: Outcome, passage: Passage, env: Environment) -> Outcome:
    """A claim that fails may hold at a value of which the sentences before speak: "for $c = 1$ this is ..."."""
    if outcome.verdict != "refuted" or link.relation != "=" or link.universal is not None:
        return outcome
    words = value_before(passage.said)
    if words is None:
        return outcome
    try:
        said = conditions_in((words,), env)
    except Unreadable:
        return outcome
    if _names_in(said) & _names_in(link.given):
        return outcome  # the claim says itself where it is made
    letters = set(env.per_sample.values())
    of_any = tuple(condition_without_sample(each, letter) for each in said for letter in letters)
    tried = (judge_relation(link.left, "=", link.right, (*link.clause, *some), env) for some in {said, of_any or said})
    if link.conditions or not any(each.verdict == "proved" for each in tried):
        return outcome
    return Outcome("conditional", f"holds with {words}, of which the page speaks before", condition=words)


def between_bounds(link: Link, outcome: Outcome, passage: Passage, env: Environment) -> Outcome:
    r"""A claim about a leaky unit that fails, and of whose slope the page says "with $0 < \alpha < 1$"."""
    if outcome.verdict != "refuted" or link.universal is not None:
        return outcome
    words = between_0_and_1(passage.text, passage.start, " = ".join(link.latex))
    try:
        said = conditions_in(words, env) if words else ()
    except Unreadable:
        return outcome
    if not said or _names_in(said) & (_names_in(link.given) | env.definitions.keys()):
        return outcome
    found = judge_relation(link.left, link.relation, link.right, (*link.given, *said), env)
    if found.verdict not in ("proved", "refuted"):
        return outcome
    return replace(found, reason=f"{found.reason}, with {' and '.join(words)}")


def at_values_of_sentence(link: Link, outcome: Outcome, passage: Passage, env: Environment) -> Outcome:
    r"""A claim that fails may hold at all values of its sentence together: "with $\sigma^2 = 1$, $n = 10$ ..."."""
    if outcome.verdict != "refuted" or link.relation != "=" or link.universal is not None:
        return outcome
    words = [*_GIVEN_VALUE.findall(_sentences_before(passage)), *_value_behind(passage)]
    try:
        values = [each for each in conditions_in(tuple(words), env) if isinstance(each, Compare)]
    except Unreadable:
        return outcome
    free = _names_in(values) - env.definitions.keys() - env.laws.keys() - env.functions.keys()
    values = [each for each in values if _names_in((each,)) <= free - _names_in(link.given)]
    if not values or any(link.left[0] in (each.left, Pow(each.left, TWO)) for each in values):
        return outcome
    left, right = _squared(link)
    found = judge_relation(left, "=", right, (*link.given, *values), env)
    said = " and ".join(f"{plain(each.left)} = {plain(each.right)}" for each in values)
    if found.verdict == "proved":
        return replace(found, verdict="conditional", reason=f"holds with {said}, as the sentence says", condition=said)
    if found.verdict == "refuted" and (name := _without_value(link, values, env)):
        return Outcome("undecided", f"the sentence gives values, and none to {name}")
    return replace(found, reason=f"{found.reason}, with {said}") if found.verdict == "refuted" else outcome


def _without_value(link: Link, values: Iterable[Compare], env: Environment) -> str | None:
    """What a number is claimed of, and still rests on where the values of its sentence are put in."""
    if any(isinstance(node, Sym | Entry) for side in link.right for node in walk(side)):
        return None
    body = inlined(link.left[0], env)
    known = {each.left for each in values}
    inside = {node for node in walk(body) if isinstance(node, Sym | Entry)} - known
    indices = {part for node in inside if isinstance(node, Entry) for each in node.indices for part in walk(each)}
    bound = {Sym(node.var) for node in walk(body) if isinstance(node, Fold)}
    rest = sorted(plain(node) for node in inside - indices - bound)
    return rest[0] if rest and link.left[0] != body else None


def _squared(link: Link) -> tuple[tuple[Expr, ...], tuple[Expr, ...]]:
    """Both sides, or their squares where they are a standard deviation and a number that is not negative."""
    match link.left[0], link.right[0]:
        case Call("sqrt", (Call("Var") as variance,)), Num(value) if value >= 0:
            return (variance,), (Num(value * value),)
        case _:
            return link.left, link.right


def _sentences_before(passage: Passage) -> str:
    """The sentence before a claim, with the one before that where its first word goes on from there: "... Then".

    An item of a list goes on from what opens the list: "With $n = 300$ and $s = 0.05$:".
    """
    own = sentence_before(passage.text, passage.start)
    if (listed := _OF_LIST.search(passage.text[max(0, passage.start - _LONGEST_LIST) : passage.start])) is not None:
        return sentence_before(listed["opens"], len(listed["opens"])) + own
    if not _GOES_ON.match(own):
        return own
    end = passage.start - len(own)
    before = sentence_before(passage.text, len(passage.text[:end].rstrip(" .\n")))
    return before + own if not _NEXT_ITEM.search(before) else own


def _value_behind(passage: Passage) -> list[str]:
    """The value that words right behind a claim give to a name: "for example $f(-3) = -0.3$ with $s = 0.1$"."""
    found = _VALUE_BEHIND.match(passage.text, passage.start)
    return [] if found is None else [found["value"]]


def _names_in(conditions: Iterable[Cond]) -> frozenset[str]:
    return frozenset(
        node.name for each in conditions for side in sides(each) for node in walk(side) if isinstance(node, Sym)
    )


def under(link: Link, value: Compare, env: Environment) -> Outcome:
    """Judge a link where a number has the value: put in its place, or assumed where it is a square that is known.

    A positive number is the root of its square.
    """
    match value.left:
        case Sym(name):
            change = {name: value.right}
        case Pow(Sym(name), exponent) if exponent == TWO and name in env.positive:
            change = {name: Pow(value.right, Num(Fraction(1, 2)))}
        case _:
            change = {}
    if not isinstance(value.left, Sym):
        found = judge_relation(link.left, link.relation, link.right, (*link.given, value), env)
        if found.verdict == "proved" or not change:
            return found
    there, some = put_in(link, change, env)
    return there.judged_in(some)


def put_in(link: Link, change: Mapping[str, Expr], env: Environment) -> tuple[Link, Environment]:
    """The link and the environment with other numbers in the place of some."""
    values = dict(change)
    laws = {name: law.at_values(values) for name, law in env.laws.items()}
    left, right = (tuple(replaced(each, values) for each in side) for side in (link.left, link.right))
    given, clause = (
        tuple(map_cond(each, lambda side: replaced(side, values)) for each in some)
        for some in (link.conditions, link.clause)
    )
    there = replace(link, left=left, right=right, conditions=given, clause=clause)
    return there, replace(env.at_values(values), laws=laws)
