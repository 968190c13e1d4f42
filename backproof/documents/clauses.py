r"""Clauses: what the words between formulas make of them.

    if $x \le 0$: $\sigma(x) = 0$ and $f(x) = 0$          a condition on what follows in the sentence
    to the right of the box, $x \ge d$, $f(x) = 0$       the same, beside the words for it
    for $n \sigma^2 < 1$ the variance vanishes            a condition on words, no claim
    for $x = d$ we have $f(x) = h$                        a place on the line, which defines no x
    Case 2: $x = d$. Here $f(x) = h$. Let $x = d$. Then   the same, to the end of the paragraph
    $f(x) = h$ for $0 < x < d$ and $0$ otherwise          one statement, by cases

A condition reaches to the end of its sentence or of its item in a list; one that is a sentence of its own, further.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from backproof.documents.extraction import Formula
from backproof.documents.statements import Side, Statement

_ITEM_MARK = r"(?:[-*+•–]|\(?\w{1,3}[.)])"
END = re.compile(
    r"[.!?](?=\s|\Z)(?<!i\.e\.)(?<!e\.g\.)(?<!w\.r\.t\.)"
    r"|\n[^\S\n]*\n\s*+(?!Then\b|We\b|It\b)(?=[A-Z#])"  # possessive: what is blanked out of a page leaves long gaps
    rf"|\n[ \t]*(?:\*\*|__)?{_ITEM_MARK}(?:\*\*|__)?\s|\\item\b|\\\\"
)
_OPENS = re.compile(
    r"(?:^|[^A-Za-z])(?:if|when|whenever|for|for all|for every|for any|for each"
    r"|in (?:the )?case(?: of| that| where)?|case(?: \w{1,3})?:?|suppose(?: that)?|assume(?: that)?|assuming(?: that)?"
    r"|given(?: that)?|with|where|on|provided(?: that)?|as long as|region|range|interval)\s*:?\s*(?:\*\*|__|\*)?\s*$"
    r"|\b(?:left|right|middle|inside|outside|beyond|between|before|behind|after)\b[^.;:$\n]{0,40},\s*$",
    re.IGNORECASE,
)
_ITEM = re.compile(r"(?:\n|\A)[ \t]*(?:[-*+•–]|\(?\w{1,3}[.)]|\\item)\s*(?:\*\*|__|\*)?\s*$")
_JOINS = re.compile(r"\s*,?\s*(?:and|but|or|,|\\quad)(?:\s+(?:for|at|when|if))?\s*")
_SUPPOSED = "if "
_AT = re.compile(
    r"(?:^|[^A-Za-z])at(?:\s+(?:the|each|one|a|its))?(?:\s+(?:single|one|only|left|right|isolated|exceptional|end|jump|corner))*"
    r"(?:\s+(?:points?|place|value|end|edge|boundary|jump|border))?\s*$"
    r"|(?:^|[^A-Za-z])in(?:\s+(?:the|each|one|a|single|only|isolated|exceptional))*\s+(?:point|place)\s*$",
    re.IGNORECASE,
)
_LASTING = re.compile(  # what is said under it is the sentences behind it
    r"(?:^|[.!?:;]|\n|\b(?:now|next|then|finally|first|second|instead|or|and|but),?)\s*(?:[-*+•–]\s+)?(?:\*\*|__|\*)?\s*"
    r"(?:case(?: \(?\w{1,3}\)?)?\s*[:.,]?"
    r"|(?:let|take|put|set|consider|pick|choose)(?: (?:now|the (?:case|point|place|end)))?)"
    r"\s*:?\s*(?:\*\*|__|\*)?\s*$",
    re.IGNORECASE,
)
_ENOUGH = re.compile(r"\s*[NMKnm]\s*(?:\\geq?(?![A-Za-z])|>|≥)")  # take N >= 2 B L / \varepsilon: how many it takes
_PARAGRAPH = re.compile(
    rf"\n[^\S\n]*\n|\n[ \t]*{_ITEM_MARK}\s|\\item\b|\b(?:in general|altogether|overall|in summary|for (?:all|every|any)"
    r"|in all cases|in both cases|everywhere)\b",
    re.IGNORECASE,
)
_HAPPENS = re.compile(  # the second neuron switches on at x = d: that is said of the neuron alone
    r"\b(?:on|off|up|down|jump\w*|start\w*|end\w*|begin\w*|step\w*|ris\w+|fall\w*|drop\w*|switch\w*|turn\w*|fir\w+"
    r"|activat\w+|located|sits?|lies?|thresholds?)\s+(?:exactly\s+)?at\b[^$]*$",
    re.IGNORECASE,
)
_OTHERWISE = re.compile(
    r"\s*[,;]?\s*(?:and|or|else|but)?\s*(?:(?:is|equals|it is|zero|(?P<number>\d+)|\$(?P<formula>[^$]{1,60})\$)\s*)"
    r"(?:\w+\s+)?(?:otherwise|elsewhere|everywhere else|else(?!\w)|outside|in all other cases|in the other case)"
    r"|\s*[,;]?\s*(?:and |or |but )?(?:otherwise|elsewhere|everywhere else|else)\s*,?\s*(?:(?:it|this)\s+)?(?:is\s+)?"
    r"(?:zero|(?P<last>\d+)(?!\.\d)|\$(?P<last_formula>[^$=<>]{1,60})\$)",
    re.IGNORECASE,
)
_CHOOSES = re.compile(
    r"(?:^|[^A-Za-z])(?:if|with|when|for|choosing|setting|taking|assuming|using)(?: we)?"
    r"(?: \w+){0,2}\s*$",
    re.IGNORECASE,
)
_FOR = re.compile(
    r"(?:^|[^A-Za-z])(?:for|when|whenever|in (?:the )?case(?: of| that| where)?|case(?: \w{1,3})?:?)\s*$", re.IGNORECASE
)
_LABELS = re.compile(r"\s*(?:\*\*|__|\*)?\s*(?::|→|\\to|=>)")
_ONE_LETTER = re.compile(r"\s*-?\s*(?:\\?[A-Za-z]+|\d+)\s*")
_PLACE = re.compile(r"\s*(?P<name>[xzut])\s*=(?![^=]*[=<>])")
_BESIDE = re.compile(
    r"\b(left|right)(?:-hand side)?\s+of(?:\s+the\s+(?:jump|point|threshold|end|step|place)(?:\s+at)?)?\s*$",
    re.IGNORECASE,
)
_ONE_HOT = re.compile(r"one[- ]hot", re.IGNORECASE)
_NAMES_CLASS = re.compile(
    r"[\s$,(]*(?:exactly |only )?(?:(?:for|at|in|where)\s+)?(?:the |index of the )*"
    r"(?:\$\s*[a-z]\s*\$ (?:is|being) )?(?:the )?"
    r"(?:correct|true|right|target|actual) (?:class|label|category)\b",
    re.IGNORECASE,
)
_INPUT = re.compile(r"(?<![A-Za-z\\])[xzut](?![A-Za-z])")
_APART = re.compile(r"\bor\b|\band\s+(?:for|at|when|if)\b")
_POINT = re.compile(r"\s*-?\s*\d*\s*(?:\\?[A-Za-z]+(?:_\w|_\{\w\})?|\d+)?(?:\s*[-+/]\s*\d*\s*(?:\\?[A-Za-z]+|\d+))?\s*")
_BOUNDS = frozenset(("<", "<=", ">", ">=", "!="))
_VERDICT = re.compile(  # rho < 1: vanishes;  n s^2 > 2 explodes
    r"\s*:\s*(?:the |it |they |then |everything )?[a-z]{3,}"
    r"|[\s$]*(?:vanish|explod|shrink|grow|decay|diverg|converg|blow|die)(?:s|es|ing)?\b"
)
_OTHERWISE_THAN = re.compile(
    r"\bif\s+\$(?P<one>[^$=<>]+)=(?P<other>[^$=<>]+)\$\s*[.;,]\s*(?:otherwise|else)\b[^.;]*\Z", re.IGNORECASE
)


@dataclass
class Clauses:
    """The conditions that hold at a place of the page."""

    conditions: tuple[str, ...] = ()
    chosen: tuple[str, ...] = ()  # an equation between parameters, which is a claim of its own as well
    _last_was_condition: bool = field(default=False)
    _opened: bool = field(default=False)  # nothing has been said yet under the condition: a blank line ends nothing
    _lasts: bool = field(default=False)  # the condition is a sentence of its own: it ends with its paragraph

    def opened_by(self, formula: Formula, text: str, found: list[Statement]) -> bool:
        """Whether a formula is a condition on what follows, and no claim; the conditions are brought up to date."""
        since = self.since(formula.before)
        if names_class(formula):  # it is said of all that follows
            self._last_was_condition = False
            return False
        place = _is_place(found, formula)
        beside = _BESIDE.search(formula.before) if names_place(found) else None
        if beside is not None:  # left of $x = d$
            place, text = True, text.replace("=", "<" if beside[1].lower() == "left" else ">")
        if not is_condition(found) and not place and not (self._last_was_condition and names_place(found)):
            chosen = found[0] if len(found) == 1 and _CHOOSES.search(formula.before) else None
            if chosen is not None and not self.conditions and _is_choice(chosen):
                self.chosen = (text,)
            self._last_was_condition = False
            return False
        lasts = _is_sentence(formula) and _ENOUGH.match(text) is None
        opens = (
            lasts
            or bool(_OPENS.search(formula.before))
            or place
            or bool(set(found[0].relations) <= _BOUNDS and _VERDICT.match(formula.after))
            or (bool(_ITEM.search(formula.before)) and _LABELS.match(formula.after) is not None)
        )
        joins = self._last_was_condition and bool(_JOINS.fullmatch(since)) and not _ends(formula, since)
        joins = joins and (is_condition(found) or names_place(found))
        if not (opens or joins) or formula.display:
            if _is_size(found[0]) and not formula.display:
                self.chosen = (text,)  # "two classes, K = 2": a claim, and a condition on what follows
            self._last_was_condition = False
            return False
        self.conditions = with_another(self.conditions, text, since) if joins else (text,)
        self._last_was_condition = self._opened = True
        self._lasts = lasts
        return True

    def since(self, words: str) -> str:
        """The words before a formula, as far as they belong to its sentence; the end of another ends its conditions."""
        ends = [each for each in END.finditer(words) if each[0].strip() or not self._opened]
        if ends and not (self._lasts and _PARAGRAPH.search(words) is None):
            self.conditions = self.chosen = ()
            self._opened = self._lasts = False
        return words[ends[-1].end() :] if ends else words

    def suppose(self, text: str) -> None:
        """What is said from here to the end of the sentence is said under a hypothesis."""
        self.conditions, self._lasts = (_SUPPOSED + text,), False

    def on(self, statement: Statement) -> Statement:
        """The statement under the conditions of its clause."""
        text = statement.sides[0].latex if statement.sides else ""
        chosen = tuple(each for each in self.chosen if text not in each)
        self._opened = self._opened and not statement.relations
        return replace(statement, clause=(*self.conditions, *chosen))


def with_another(conditions: tuple[str, ...], text: str, between: str) -> tuple[str, ...]:
    """Conditions and one more, which holds as well; or either of them: "x = 0 and x = d", "x < 0 or x > d"."""
    before = conditions[-1] if conditions else ""
    places = [_PLACE.match(each) for each in (before, text)]
    either = places[0] and places[1] and places[0]["name"] == places[1]["name"]
    apart = _APART.search(between) and set(_INPUT.findall(before)) & set(_INPUT.findall(text))
    if before and (either or apart):
        return (*conditions[:-1], rf"{before.strip(' .,;')} \lor {text.strip(' .,;')}")
    return (*conditions, text)


def other_case(before: str) -> str | None:
    r"""`n \neq m`, of "This holds only if $n = m$. Otherwise we take ..."; None where no equation is left behind."""
    found = _OTHERWISE_THAN.search(before)
    return None if found is None else rf"{found['one'].strip()} \neq {found['other'].strip()}"


def paragraph_at(text: str, at: int) -> str:
    """The words of the paragraph in which a place of the page is."""
    return text[:at].rpartition("\n\n")[2] + text[at:].partition("\n\n")[0]


def names_class(formula: Formula) -> bool:
    """Whether words say that c is the class: "t is one-hot with $t_c=1$ for the true class $c$"."""
    words = END.split(formula.before)[-1]
    return _ONE_HOT.search(words) is not None and _NAMES_CLASS.match(formula.after) is not None


def is_hypothetical(statement: Statement) -> bool:
    """Whether a statement stands under a hypothesis that is no mere condition: if p = sigma(z), then ..."""
    return any(each.startswith(_SUPPOSED) and "=" in each for each in statement.clause)


def is_range(text: str) -> bool:
    r"""Whether a formula says over what an index runs: `l = 1, 2`, `c = 1, \dots, K`."""
    return bool(re.fullmatch(r"\s*(?:[a-zA-Z]|\\ell)\s*=\s*[\w\s+-]+,.*", text.strip(" .;$"), re.DOTALL))


def is_condition(found: list[Statement]) -> bool:
    """Whether a formula says how large something is, or gives a name a number, and nothing else."""
    if len(found) != 1 or not found[0].relations or found[0].conditions:
        return False
    (one,) = found
    if set(one.relations) <= _BOUNDS:
        return True
    number = re.fullmatch(r"\s*[-+]?\s*\d+(?:\.\d+)?\s*", one.sides[-1].latex)
    name = re.fullmatch(
        r"\s*(?:\\(?:tilde|hat|bar)\s*(?:\{\s*\w+\s*\}|\w)|\\?[A-Za-z]+)(?:\s*_\s*\{?\s*\w+\s*\}?)?(?:\s*\^\s*\{\(\w\)\})?\s*",
        one.sides[0].latex,
    )
    return one.relations == ("=",) and bool(number) and bool(name)


def _ends(formula: Formula, since: str) -> bool:
    """Whether a formula is what the sentence says: "for $x > d$, $y = 1$." has no other claim."""
    return "and" not in since and bool(re.match(r"\s*(?:[.;]|\Z|\n\s*\n)", formula.after))


def names_place(found: list[Statement]) -> bool:
    """Whether a formula is x = d: what an input is at a point of the line."""
    if len(found) != 1 or found[0].relations != ("=",) or found[0].conditions:
        return False
    name, point = (side.latex for side in found[0].sides)
    return re.fullmatch(r"\s*[xzut]\s*", name) is not None and _POINT.fullmatch(point) is not None


def _is_place(found: list[Statement], formula: Formula) -> bool:
    """At, for, or in the case $x = \\delta$: a point of the line, and no claim."""
    if not names_place(found):
        return False
    before, (name, point) = formula.before, (side.latex for side in found[0].sides)
    if _AT.search(before) is not None:
        return _HAPPENS.search(before) is None and _ONE_LETTER.fullmatch(point) is not None
    item = _ITEM.search(before) is not None and _LABELS.match(formula.after) is not None
    return name.strip() == "x" and bool(item or _FOR.search(before) or _is_sentence(formula))


def _is_sentence(formula: Formula) -> bool:
    """Whether a condition is a sentence of its own, "Let $x = d$.", so that the sentences behind it stand under it."""
    return _LASTING.search(formula.before) is not None and re.match(r"\s*(?:\*\*)?\s*[.:]", formula.after) is not None


def _is_size(one: Statement) -> bool:
    return one.relations == ("=",) and bool(re.fullmatch(r"\s*[nmNMKCd]\s*", one.sides[0].latex))


def _is_choice(one: Statement) -> bool:
    """Whether an equation gives a number of the page, or its square, a value: sigma^2 = 1/n; v = Var(x) names one.

    The entries of a vector, y_i = exp(z_i), are no such number, nor is a matrix of columns, X = [x_1 ... x_N].
    """
    name = re.fullmatch(r"\s*\\?[A-Za-z]+(?:_\{?(?P<index>\w+)\}?)?(?:\s*\^\{?2\}?)?\s*", one.sides[0].latex)
    if one.relations != ("=",) or name is None:
        return False
    value = one.sides[1].latex
    entries = name["index"] is not None and re.search(rf"_\s*\{{?\s*{name['index']}\b", value)
    if re.search(r"[\[(].*\\[lcv]?dots|matrix\}", value):
        return False
    return not entries and not re.search(r"[Vv]ar\b|E\s*\}?\s*(?:\\left)?\s*[\[(]", value)


def by_cases(statement: Statement, condition: str, after: str) -> Statement | None:
    r"""`f(x) = h` under a condition, `and 0 otherwise`, as one statement with \begin{cases}.

    None where the words after the condition say nothing of the other case.
    """
    found = _OTHERWISE.match(after)
    if found is None or set(statement.relations) != {"="} or statement.conditions:
        return None
    other = next((each for each in found.groups() if each), "0")
    name, sign, value_of = other.partition("=")
    if sign and name.split() != statement.sides[0].latex.split():
        return None
    other = value_of if sign else other  # "and $f(x) = 0$ otherwise"
    value = statement.sides[-1]
    latex = rf"\begin{{cases}} {value.latex} & {condition.strip(' .,')} \\ {other} & \text{{otherwise}} \end{{cases}}"
    return replace(statement, sides=(*statement.sides[:-1], Side(value.start, value.end, latex)))


def end_of_other_case(after: str) -> int:
    """How far the words after a condition reach that say what holds otherwise; 0 where they say nothing of it."""
    found = _OTHERWISE.match(after)
    return 0 if found is None else found.end()
