"""Where statements stand: the formulas of a page and its equations in words, with the words before them."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, replace
from itertools import zip_longest

from backproof.documents.arrows import Arrows, with_limits
from backproof.documents.boxes import box_said
from backproof.documents.case_tables import case_tables, row_named
from backproof.documents.clauses import (
    END,
    Clauses,
    by_cases,
    end_of_other_case,
    is_condition,
    is_range,
    names_class,
    names_place,
    with_another,
)
from backproof.documents.counted_cells import cells_said
from backproof.documents.difference_quotients import error_said
from backproof.documents.extraction import Formula, Page
from backproof.documents.gates import gate_said
from backproof.documents.layering import UNITS
from backproof.documents.letters import POSITIVE
from backproof.documents.matrices.calling import names_given
from backproof.documents.matrices.tables import shape_statements, space
from backproof.documents.neurons_counted import counts_said
from backproof.documents.neurons_said import neurons_said
from backproof.documents.output_weights_said import output_weight_said
from backproof.documents.outputs_said import output_said
from backproof.documents.plain_equations import in_running_text
from backproof.documents.plainly import conditions_said
from backproof.documents.powers_said import power_said
from backproof.documents.restrictions import behind_diagonal, restricted_by_words
from backproof.documents.roots_said import root_said, says_nothing_else
from backproof.documents.scalings_said import scalings_said
from backproof.documents.shapes_said import shapes_said
from backproof.documents.spoken import equations_said
from backproof.documents.spreads_said import spread_said
from backproof.documents.statements import Side, Statement, statements
from backproof.documents.switches_said import switch_said
from backproof.documents.uniform_said import uniform_said
from backproof.documents.values_said import values_behind, values_said
from backproof.documents.worded import moments_said

_CONDITION_BEFORE = re.compile(
    r"\s*,?\s*(?:but )?(?:only |exactly |just |precisely )?"
    r"(?:if|iff|if and only if|when|whenever|provided"
    r"|for(?: (?:all|every|any|each|those))?(?: the)?"
    r"(?: (?:integers?|numbers?|ind(?:ices|ex)|values?|inputs?|points?|reals?))?)\s*$"
)
_AT = re.compile(r"\s*,?\s*(?:but |only |exactly |just )?at(?: the (?:end|jump|point|boundary))?\s*")
_SUPPOSING = re.compile(r"\b(?:if|when|whenever)\s*$")
_EXCEPTING = re.compile(r"\bunless\s*$", re.IGNORECASE)  # what is said elsewhere is said without it
_ASKED_WITH = re.compile(  # "give the gradients of the weights if $z = W h + b$": what is asked, and of what
    r"\b(?:give|derive|compute|find|calculate|determine|express|state|write down|what (?:is|are))\b"
    r"[^.;:]*\b(?:if|when)\s*$",
    re.IGNORECASE,
)
_RANGING = re.compile(r"\b(?:for|for all|for each|layers?|where|with|of)\s*$", re.IGNORECASE)
_DECLARING = re.compile(r"\b(?:with|where)\s*$", re.IGNORECASE)
_LISTING = re.compile(r"(?:\b(?:with|where|and|are|sizes?|is|layers?)|[,:;(]|\A)\s*$", re.IGNORECASE)
_AND = re.compile(r"\s*,?\s*(?:and|or|,)(?:\s+(?:for|at|if|when))?\s*")
_CASE = re.compile(r"\s*(?!x\b)[a-z]\s*(?:=|\\neq?|\\not\s*=|≠)\s*[a-z]\s*[,:.]?\s*")
_IF = re.compile(r"\b(?:if|when|whenever|unless)\s*$", re.IGNORECASE)
_ALIKE = re.compile(
    r"\s*(?P<name>[a-zA-Z])_\{?\w\}?\s*=\s*(?P=name)_\{?\w\}?\s*|\s*[a-z]\s*=\s*[a-z]\s*"
    r"|\s*\\hat\s*(?:\{\s*(?P<hat>\w)\s*\}|(?P<bare>\w))\s*=\s*[a-z]\s*"  # if the prediction is right
)
_WITH_END = re.compile(r"[=≤≥]|\\[gl]eq?(?:slant)?(?![A-Za-z])")
_AND_ROW = re.compile(r"[\s,;]*(?:and|but|while)?[\s,;]*")
_OF_FUNCTION = re.compile(r"\s*(?:\\?[A-Za-z]+)\s*'?\s*\(\s*[a-z]\s*\)\s*")
_GOES_ON = re.compile(r"\$?\s*(?::|,?\s*(?:we|it|one|then|this|the)\b|,\s*\Z)")
_FORMULA_FOLLOWS = re.compile(r"\s*:\s*\Z")
_IS = re.compile(
    r"\s*(?:(?:should|must|can|has to|needs to)\s+)?(?:be|is|are|equals|becomes|is equal to|be equal to|be chosen to be"
    r"|be set to|is given by|be chosen as|is then|is therefore)\s*"
)
_OF_WEIGHTS = re.compile(  # what stands behind it is \sigma^2, or \sigma
    r"\bvariance (?:of the weights )?(?:should|must|needs to|has to|is chosen to)(?: be)?(?: chosen| set)?"
    r"(?: to be| as| to)?\s*$"
    r"|\b(?:draw|sampl|initiali[sz]|tak|choos|pick)\w*\s+(?:(?:the|all|our)\s+)*weights?\s+(?:from [^$.;]{0,40} )?"
    r"(?:with|of)\s+(?:(?:zero mean|mean (?:0|zero)) and\s+)?(?:an?\s+|the\s+)?"
    r"(?:(?P<root>standard deviation|std)|variance)(?:\s+of|\s+equal to)?\s*$",
    re.IGNORECASE,
)
_SUPPOSED_OF_THEM = re.compile(r"\b(?:if|suppos\w+|not|never|instead|would|unlike|had)\b", re.IGNORECASE)
_PLAIN_NUMBER = re.compile(r"[-\d.^{}\s]*")  # that of an example


@dataclass(frozen=True)
class Placed:
    """A statement with the words before it and the section in which it stands."""

    statement: Statement
    before: str
    section: int


def placed_on(page: Page) -> list[Placed]:
    """Every statement of the page; a relation that restricts the formula before it joins that one."""
    out: list[Placed] = []
    starts = [part.start for part in page.parts]
    previous_end = 0
    placed_before: Formula | None = None
    clauses, arrows, restricted = Clauses(), Arrows(), False
    spoken = equations_said(page)
    tables = case_tables(page.text)
    swallowed = 0  # up to where a formula has been taken into the one before, as its other case
    for formula, following in zip_longest(page.formulas, page.formulas[1:]):
        if formula.start < swallowed or any(each.start <= formula.start < each.end for each in tables):
            continue
        formula = _behind(swallowed, formula, page.visible)
        section = bisect_right(starts, formula.start) - 1
        found = statements(page.text[formula.start : formula.end], formula.start)
        adjacent, previous_end = formula.start - previous_end - len(formula.before) < 6, formula.end
        if not found:
            continue
        text = page.text[formula.start : formula.end]
        if (switch := switch_said(page, formula)) is not None:
            out.append(Placed(switch, formula.before, section))
            if switch.relations == ("=",):
                continue
        is_case = len(found) == 1 and _CASE.fullmatch(text) is not None
        is_case = is_case and not (_IF.search(formula.before) and not _compares_indices(text, page.text))
        said_of, only = arrows.read(found, formula.before)
        if said_of is not None:
            out[-1] = replace(out[-1], statement=said_of)
        if only:
            continue
        restricts = bool(_CONDITION_BEFORE.fullmatch(formula.before)) and not (is_case and not adjacent)
        restricts = restricts or (_AT.fullmatch(formula.before) is not None and names_place(found))
        restricts = restricts and not _opens_another(out, formula)
        restricts = restricts and not (is_case and _is_of_another(out, text, following, page.text))
        restricts = restricts or (
            restricted and (is_condition(found) or names_place(found)) and bool(_AND.fullmatch(formula.before))
        )
        restricted = restricts and adjacent and bool(out) and bool(out[-1].statement.relations)
        if restricted and not formula.display:
            last = out[-1]
            after = re.sub(r"^(?:\$|\\\))", "", page.visible[formula.end : formula.end + 200])
            cases = by_cases(last.statement, text, after)
            if cases is not None:
                swallowed = formula.end + 1 + end_of_other_case(after)
            conditions = with_another(last.statement.conditions, text, formula.before)
            joined = cases or replace(last.statement, conditions=conditions)
            out[-1] = replace(last, statement=joined)
            out = _with_rows_joined(out)
            continue
        if POSITIVE.fullmatch(text) and _DECLARING.search(formula.before):  # "p_i = ... with $T > 0$"
            out += [Placed(each, formula.before, section) for each in found]
            continue
        listed = not clauses.conditions and not formula.display and _LISTING.search(formula.before)
        if listed and UNITS.fullmatch(text):
            out += [Placed(each, formula.before, section) for each in found]
            continue  # "with $n_0 = 784$, $n_1 = 128$ and $n_2 = 10$": what holds on all of the page
        if is_case:
            clauses.since(formula.before)
        elif clauses.opened_by(formula, text, found):
            continue
        supposed = _SUPPOSING.search(formula.before) or (_IF.search(formula.before) and _ALIKE.fullmatch(text))
        if supposed and not is_case and not _ASKED_WITH.search(formula.before):
            clauses.suppose(text)
            continue
        if (
            (is_condition(found) or is_range(text))
            and _RANGING.search(formula.before)
            and not is_case
            and not names_class(formula)
        ):
            continue
        if _EXCEPTING.search(formula.before):
            continue
        plain = () if is_condition(found) else conditions_said(page.visible, formula.start, text)
        found = [arrows.on(clauses.on(each)) for each in with_limits(found)]
        found = [replace(each, clause=(*each.clause, *plain)) for each in found]
        before = formula.before
        if (root := root_said(page, formula, found, out[-1].statement if out else None)) is not None:
            out.append(Placed(root, "", section))
            if says_nothing_else(found):
                continue
        if (output := output_said(page, formula, found, (*plain, *clauses.conditions))) is not None:
            out.append(Placed(output, before, section))
            continue
        if formula.start in spoken:
            here = arrows.on(clauses.on(spoken[formula.start]))
            here = replace(here, clause=(*spoken[formula.start].clause, *here.clause))
            out.append(Placed(here, before, section))
            continue
        valued = None if any(each.relations for each in found) else values_said(page, formula)
        if valued is not None:
            valued_at = clauses.on(valued.statement)
            out.append(
                Placed(replace(valued_at, clause=(*valued.statement.clause, *valued_at.clause)), before, section)
            )
            swallowed = valued.end
            continue
        said = _said(page.text, placed_before, formula)
        placed_before = formula if not any(each.relations for each in found) else None
        if said is not None and not any(each.relations for each in found):
            out.append(Placed(said, before, section))
            continue
        neuron = None if any(each.relations for each in found) else gate_said(page, formula) or box_said(page, formula)
        if neuron is None and not any(each.relations for each in found):
            neuron = cells_said(page, formula) or uniform_said(page, formula) or error_said(page, formula)
            before_it = out[-1].statement if out else None
            power = power_said(page, formula, before_it, clauses.conditions)
            power = power or spread_said(page, formula, before_it, (*clauses.conditions, *clauses.chosen))
            neuron = neuron or (None if power is None else clauses.on(power)) or output_weight_said(page, formula)
        if neuron is not None:
            out.append(Placed(neuron, before, section))
            continue
        if worded := moments_said(page.text, formula):
            out += [Placed(each, before, section) for each in worded]
            continue
        if not formula.display:
            found = [*found[:-1], restricted_by_words(found[-1], formula.after)]
        found = [behind_diagonal(found[0], formula.before), *found[1:]]
        if rows := row_named(tables, page.text, formula.start):
            found = [replace(each, clause=(*each.clause, *rows), claimed=True) for each in found]
        for n, each in enumerate(found):
            out.append(Placed(each, before if n == 0 else "", section))
        if (behind := values_behind(page, found[-1])) is not None:
            out.append(Placed(behind.statement, "", section))
            swallowed = behind.end
    for at, statement in (each for table in tables for each in table.statements()):
        out.append(Placed(statement, "", bisect_right(starts, at) - 1))
    for statement, before in in_running_text(page):
        out.append(Placed(statement, before, bisect_right(starts, statement.sides[0].start) - 1))
    for at, statement in (*shape_statements(page.text), *shapes_said(page)):
        out.append(Placed(statement, "", bisect_right(starts, at) - 1))
    for statement in names_given(page.text, [each.statement for each in out]):
        out.append(Placed(statement, "", bisect_right(starts, statement.sides[0].start) - 1))
    for at, statement in scalings_said(page, [each.statement for each in out]):
        out.append(Placed(statement, "", bisect_right(starts, at) - 1))
    for at, statement in (*counts_said(page), *neurons_said(page)):
        out.append(Placed(statement, "", bisect_right(starts, at) - 1))
    out.sort(key=lambda each: each.statement.sides[0].start if each.statement.sides else 0)
    return out


def _behind(swallowed: int, formula: Formula, visible: str) -> Formula:
    """The formula without the words before it that the case of another formula has used up: `and 0 otherwise`."""
    at = visible.rfind(formula.before, 0, formula.start)
    return replace(formula, before=formula.before[swallowed - at :]) if at < swallowed else formula


def _with_rows_joined(out: list[Placed]) -> list[Placed]:
    """`f(x) = x` for x > 0 and `f(x) = a x` for x <= 0 as one statement by cases, where both stand in one sentence."""
    if len(out) < 2 or not _AND_ROW.fullmatch(out[-1].before):
        return out
    one, other = out[-2].statement, out[-1].statement
    for each in (one, other):
        if each.relations != ("=",) or len(each.conditions) != 1 or not _OF_FUNCTION.fullmatch(each.sides[0].latex):
            return out
    if one.sides[0].latex.split() != other.sides[0].latex.split():
        return out
    if not any(_WITH_END.search(each.conditions[0]) for each in (one, other)):
        return out  # of f'(x) = 1 for x > 0 and f'(x) = a for x < 0 each is said for itself, and nothing where x = 0
    rows = r" \\ ".join(f"{each.sides[1].latex} & {each.conditions[0].strip(' .,')}" for each in (one, other))
    cases = Side(one.sides[1].start, other.sides[1].end, rf"\begin{{cases}} {rows} \end{{cases}}")
    both = replace(one, sides=(one.sides[0], cases), conditions=())
    return [*out[:-2], replace(out[-2], statement=both)]


def _compares_indices(case: str, text: str) -> bool:
    """Whether a page has the one or the other letter of `i = j` as an index: t = p may be an equation of numbers."""
    letters = "".join(re.findall("[a-z]", re.sub(r"\\\w+", "", case)))
    one = rf"(?<![a-zA-Z\\])[{letters}](?![a-zA-Z])"
    if re.search(
        rf"\\(?:sum|prod)\s*(?:\\limits\s*)?_\s*\{{[^{{}}]*\}}\s*\^\s*(?:[{letters}]|\{{\s*[{letters}]\s*\}})", text
    ):
        return False  # they are sizes, or numbers to which sums run
    return re.search(rf"[_^]\s*(?:{one}|\{{[^{{}}$]*{one})|\bclass\b[^.$]*\$\s*[{letters}]\s*\$", text) is not None


def _opens_another(out: list[Placed], formula: Formula) -> bool:
    """Whether a condition is that of the next case: "for $x < 0$ we have $f = 0$, for $x > 0$: $f = 1$"."""
    goes_on = _GOES_ON if out and out[-1].statement.clause else _FORMULA_FOLLOWS
    return bool(out) and goes_on.match(formula.after) is not None


def _is_of_another(out: list[Placed], case: str, following: Formula | None, text: str) -> bool:
    r"""Whether a case is not that of the formula before it, which has no such indices, or another case.

    S = \sum_k e^{z_k}, for $i \neq j$ ...;  for $i \neq j$ $$...$$ for $i = j$ $$...$$
    """
    letters = re.findall(r"(?<![\\a-z])[a-z](?![a-z])", case)[:2]
    if not out or len(letters) != 2:
        return False
    statement = out[-1].statement
    written = " ".join(side.latex for side in statement.sides)
    if not any(re.search(rf"(?<![A-Za-z\\]){each}(?![A-Za-z])", written) for each in letters):
        return True
    if following is None or not following.display or following.before.strip(" \n$,:"):
        return False
    start = statement.sides[0].start
    words = text[max(0, start - 300) : start].rstrip("$ \n").rpartition("\n\n")[2]
    one, other = letters
    return re.search(rf"\$\s*{one}\s*(?:=|\\neq?|\\not\s*=|≠)\s*{other}\s*\$", words) is not None


def _said(text: str, subject: Formula | None, formula: Formula) -> Statement | None:
    """An equation that words make: "the variance of a is b", "sigma^2 should be b", "the variance should be b"."""
    value = text[formula.start : formula.end]
    if re.search(r"[<>=,]|\\(?:sim|in|le|ge|to)\b", value) or space(value) is not None:
        return None
    if subject is not None and _IS.fullmatch(formula.before):
        name = text[subject.start : subject.end]
        if re.search(r"[<>=,]|\\(?:sim|in|le|ge|to)\b", name):
            return None
        words = subject.before[-60:]
        left = name if re.search(r"(?:^|[.;:]|\b(?:so|that|then|thus|hence|therefore|choose))\s*$", words) else None
        asked = re.search(r"should|must", formula.before) and not re.search(
            r"\b(?:of|and|or|between|from|for)\s*$", words
        )
        if left is None and asked:
            left = name
        if left is None:
            return None
        side = Side(subject.start, subject.end, left)
    elif (scale := _OF_WEIGHTS.search(formula.before)) is not None and not _PLAIN_NUMBER.fullmatch(value):
        if r"\sigma" not in text or _SUPPOSED_OF_THEM.search(END.split(formula.before)[-1]):
            return None
        side = Side(formula.start, formula.start, r"\sigma" if scale["root"] else r"\sigma^2")
    else:
        return None
    return Statement((side, Side(formula.start, formula.end, value.strip(" ."))), ("=",))
