r"""Claims about networks of steps that hold everywhere, or nowhere else: what a step is at its jump counts for them.

H(x - a) = 1 \iff x \geq a                right where H(0) = 1, and wrong at x = a where H(0) = 0
H(x - a) = 1 exactly when x > a           the other way round
H(-v) = 1 - H(v) for all v                wrong at v = 0, whatever H(0) is there, unless it is 1/2
1 - H(v) = 1[v \leq 0]                     wrong at v = 0 where H(0) = 1
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from fractions import Fraction

from backproof.answers.printing import plain
from backproof.answers.syntax import (
    ONE,
    ZERO,
    Add,
    All,
    Always,
    Any,
    Call,
    Cases,
    Compare,
    Cond,
    Entry,
    Expr,
    Mul,
    Not,
    Num,
    Sym,
    Transpose,
    Truth,
    map_cond,
    map_expr,
    negative,
    walk,
)
from backproof.documents.environment import Environment, FunctionDefinition
from backproof.documents.grid_cells import steps_of
from backproof.documents.outcomes import Outcome
from backproof.documents.piecewise import NotANumber, judge_cases, judge_numbers, linear_terms, put_in
from backproof.documents.report import Counterexample
from backproof.documents.rewriting import nodes, replaced
from backproof.documents.statements import Statement

_SPACE = r"(?:\s|[~&]|\\[,;:! ]|\\q?quad(?![A-Za-z]))*"
_ARROW = re.compile(rf"{_SPACE}(?:\\(?:iff|(?:L|l|Longl)eftrightarrow)(?![A-Za-z])|⇔|\\text\s*\{{[^{{}}]*\}}){_SPACE}")
_BEGINS = re.compile(rf"(?:\$|\\\[|\\\(|\\\\|\\begin\{{[a-z]+\*?\}}){_SPACE}\Z")
_ENDS = re.compile(rf"(?:{_SPACE}[.,;]?)*(?:\$|\\\]|\\\)|\\\\|\\end\{{|\\text\s*\{{\s*for|\\forall|\Z)")
NOT_DECIDED = Outcome("undecided", "whether each holds exactly where the other does is not decided")
RELATIONS = frozenset(("=", "!=", "<", "<=", ">", ">="))
EXCEPT_AT_A_POINT = "true except at one point"
_NAME = r"[A-Za-z](?:_(?:\{\s*\w+\s*\}|\w))?"
_ORDER = re.compile(  # let $a < b$
    rf"\b(?:[Ll]et|[Ff]or|[Ww]ith|[Ww]here|[Aa]ssum\w+|[Ss]uppos\w+|[Gg]iven|[Tt]ake|[Ww]hen|[Ii]f|and)(?:\s+that)?\s*\$\s*"
    rf"(?:(?P<one>{_NAME})\s*(?P<relation><|\\lt|\\leq?)(?![A-Za-z])\s*(?P<other>{_NAME})"
    rf"|(?P<more>{_NAME})\s*(?:>|\\gt)(?![A-Za-z])\s*(?P<less>{_NAME}))\s*\$"
)
_INPUTS = frozenset("xtuzsvy")  # which a page does not keep in order
_BLANK = r"(?:[ \t]|\n(?!\s*\n)|[,~]|\\[,;:! ]|\\q?quad(?![A-Za-z])|\\\)|\\\]|\$)*"
_WORDS = r"(?:\\(?:text|mbox|textrm)\s*\{\s*)?"
_BOTH = re.compile(
    rf"{_BLANK}{_WORDS}(?:holds\s+)?(?:if\s+and\s+only\s+(?:if|when)|iff\b"
    r"|(?:exactly|precisely|just)\s+(?:when|if|for|where|on)\b(?:\s+(?:the|all|those|integers?|numbers?|ind(?:ices|ex)|values?|inputs?))*)"
)
_ONLY = re.compile(rf"{_BLANK}{_WORDS}(?:holds\s+)?only\s+(?:when|if|for|where|on)\b")
_ALL = re.compile(
    rf"{_BLANK}(?:{_WORDS}(?:for|at|whatever)\s+(?:all|any|every|each)?(?P<kind>(?:\s+[a-z]{{2,}})+)?\s*\}}?|\\forall)"
    rf"{_BLANK}(?P<names>{_NAME}(?:\s*,\s*{_NAME})*(?![A-Za-z]))?"
    r"(?P<space>\s*\\in(?![A-Za-z])\s*\\(?:mathbb|mathbf)\s*(?:\{\s*R\s*\}|R)(?![\s]*[_^\\]))?"
    r"(?P<rest>[^.;\n]{0,60})"
)
_ALL_BEFORE = re.compile(
    rf"\b[Ff]or\s+(?:all|any|every|each)\s+(?:real\s+)?(?:numbers?\s+|inputs?\s+|values?\s+)?(?:of\s+)?"
    rf"\$\s*(?P<names>{_NAME}(?:\s*,\s*{_NAME})*)\s*(?:\\in\s*\\mathbb\s*\{{?\s*R\s*\}}?\s*)?\$[^$]*\$?\$?\s*\Z"
)
_BUT = re.compile(
    r"\b(?:but|except|apart|other than|unless|outside|almost|away|up to|jumps?|non-?zero|if|when|where|with|in|on"
    r"|between|inside)\b"
    r"|[<>=]|\\(?:neq?|leq?|geq?|in|setminus|lt|gt)(?![A-Za-z])",
    re.IGNORECASE,
)
_SAVE = re.compile(
    r"\b(?:but for|except|apart from|other than|unless|outside|almost|away|up to|besides|jumps?|edges?|boundar\w+|ends?"
    r"|endpoints?|ignor\w+|neglect\w*|careful|strictly|interior|integers?|random\w*|continuous|probability|generic\w*"
    r"|typical\w*|distinct)\b",
    re.IGNORECASE,
)
_PLACE = r"\b(?:jumps?|edges?|boundar\w+|thresholds?|end ?points?|single points?|finitely many points?|steps?)\b"
_NO_MATTER = re.compile(
    rf"\b(?:ignor\w+|neglect\w*|except|apart from|up to|but for)\b[^.$]{{0,40}}{_PLACE}"
    rf"|\b(?:values?|happens?|equality|convention)\b[^.]{{0,40}}(?:{_PLACE}|\b0\b|\bzero\b)[^.]{{0,40}}"
    r"\b(?:ignor\w+|neglect\w*|(?:not|n't) (?:care|matter|mind|important)|irrelevant|no matter|immaterial)\b"
    rf"|\b(?:not|n't) (?:care|mind|worry)\b[^.]{{0,60}}(?:{_PLACE}|\b0\b|\bzero\b|\bequality\b)",
    re.IGNORECASE,
)


def stands_alone(one: Statement, other: Statement, text: str) -> bool:
    """Whether a formula consists of two statements and an arrow between them, and nothing else but further arrows."""
    start, end = one.sides[0].start, other.sides[-1].end
    between = text[one.sides[-1].end : other.sides[0].start]
    return (
        _ARROW.fullmatch(between) is not None
        and _BEGINS.search(text[max(0, start - 40) : start]) is not None
        and (_ENDS.match(text[end : end + 80]) is not None or _ARROW.match(text[end : end + 80]) is not None)
    )


def judge_equivalence(one: Cond, other: Cond, given: tuple[Cond, ...], text: str, env: Environment) -> Outcome | None:
    """Whether two conditions hold for the same inputs; None where that is not decided, or they speak of no step.

    text: the page before them, which may say that a < b.
    """
    return _same_truth(one, other, tuple(dict.fromkeys((*given, *_orders(text, (one, other))))), env)


def as_equivalence(
    sides: tuple[Expr, str, Expr], given: tuple[Cond, ...], after: str, said: str, outcome: Outcome, env: Environment
) -> Outcome:
    """What is said of a claim under a condition, if the words make it one that holds nowhere else.

    after: the page from the end of the claim on;  said: the page before it.
    """
    left, relation, right = sides
    both, only = _BOTH.match(after), _ONLY.match(after)
    if not (both or only) or not given or relation not in RELATIONS:
        return outcome
    if outcome.verdict != "proved" and not (
        outcome.verdict == "refuted" and only and re.search(r"(?:if|when)$", only[0])
    ):
        return outcome
    claim = Compare(relation, left, right)  # type: ignore[arg-type]
    orders = _orders(said, (claim, *given))
    clause = tuple(each for each in given if each not in orders)
    where = clause[0] if len(clause) == 1 else All(clause)
    one, other = (claim, where) if both else (Any((where, claim)), where)
    found = judge_equivalence(one, other, (), said, env)
    if found is None and outcome.verdict == "proved" and env.setting == "step-networks" and speaks_of_steps(claim, env):
        return Outcome("undecided", "it is so there; whether it is so nowhere else is not decided")
    return found if found is not None else outcome


def everywhere(
    sides: tuple[Expr, str, Expr],
    given: tuple[Cond, ...],
    after: str,
    said: str,
    outcome: Outcome,
    env: Environment,
) -> Outcome:
    """What is said of an equation that holds but at a jump, if words, or an indicator, claim it of every number.

    after: the page from the end of the claim on;  said: the page before it.
    """
    if sides[1] != "=":
        return outcome
    one, other = (_with_products_named(each, env) for each in (sides[0], sides[2]))
    ordered = _ordered((one, other))
    of_numbers = (one, other) != (sides[0], sides[2]) or ordered & env.arrays.keys()
    if outcome.verdict == "undecided" and ordered and of_numbers:
        found = judge_numbers(one, "=", other, given, _of_numbers(ordered, env, anew=ordered))
        outcome = found if found is not None and found.verdict == "proved" else outcome
    if outcome.verdict != "proved" or not outcome.exceptions:
        return outcome
    names = _all_names(after, re.split(r"[.;]\s|\n\s*\n", said[-300:])[-1])
    if names is None and _says_ends((one, other), said, after):
        names = frozenset()
    if names is None:
        return outcome
    env = _of_numbers(names or _names(Add((one, other))), env, anew=names)
    try:
        at = _at_jumps(put_in(one, env), put_in(other, env), given, names, env)
    except NotANumber:
        return outcome
    return next(at, outcome) if _own_steps((one, other), env) else outcome


def _indicators(sides: Iterable[Expr]) -> Iterator[Cond]:
    """The conditions of the indicators in an equation, as it is written."""
    for node in (node for side in sides for node in walk(side)):
        if isinstance(node, Truth):
            yield node.condition


def _ordered(sides: tuple[Expr, Expr]) -> frozenset[str]:
    """The names in the conditions of indicators that are larger or smaller than others, and so are numbers."""
    compared = [each for cond in _indicators(sides) for each in _compared(cond) if each.relation not in ("=", "!=")]
    atoms = (atom for each in compared for atom in linear_terms(_difference(each)))
    return frozenset(atom.name for atom in atoms if isinstance(atom, Sym))


def _with_products_named(expr: Expr, env: Environment) -> Expr:
    """The expression with a number of its own in the place of each product of two vectors, w . x or w^T x."""
    expr = map_expr(expr, lambda each: _with_products_named(each, env))
    if not isinstance(expr, Mul):
        return expr
    numbers = tuple(each for each in expr.factors if isinstance(each, Num))
    match tuple(each for each in expr.factors if not isinstance(each, Num)):
        case (Sym(one) | Transpose(Sym(one)), Sym(other)) if {env.arrays.get(one, 1), env.arrays.get(other, 1)} == {1}:
            product = Sym(f"{one}·{other}")
            inner = {one, other} & env.arrays.keys() and not {one, other} & (env.positive | env.definitions.keys())
            return (Mul((*numbers, product)) if numbers else product) if inner else expr
        case _:
            return expr


def _says_ends(sides: tuple[Expr, Expr], said: str, after: str) -> bool:
    """Whether an indicator says what an equation is at the jumps, and the words leave none of them out."""
    sentence = re.split(r"[.;]\s|\n\s*\n", said[-300:])[-1] + re.split(r"[.;]\s|\n\s*\n", after)[0]
    return any(True for _ in _indicators(sides)) and not _SAVE.search(sentence) and not _NO_MATTER.search(said)


def _all_names(after: str, sentence: str) -> frozenset[str] | None:
    """The names of which words say "for all"; empty for "for all real numbers", None where they do not say it."""
    behind = _ALL.match(after)
    if behind is not None and ("forall" in behind[0] or re.search(r"\b(?:all|any|every|each)\b", behind[0])):
        closed = re.split(r"\$|\\\]|\\\)", behind["rest"])
        if _BUT.search(" ".join(closed)) or _BUT.search(behind["kind"] or ""):
            return None
        if behind["names"]:
            return frozenset(re.findall(_NAME, behind["names"]))
        return frozenset() if re.search(r"\b(?:numbers?|reals?|inputs?|values?)\b", behind[0]) else None
    before = _ALL_BEFORE.search(sentence)
    if before is None or _BUT.search(before[0][before.end("names") - before.start() :].replace(r"\in", "", 1)):
        return None
    closing = re.split(r"[.;\n]", after.lstrip("$ "))[0]
    return None if _BUT.search(closing) else frozenset(re.findall(_NAME, before["names"]))


def _same_truth(one: Cond, other: Cond, given: tuple[Cond, ...], env: Environment) -> Outcome | None:
    if not (speaks_of_steps(one, env) or speaks_of_steps(other, env)):
        return None
    truths = [Cases(((each, ONE),), ZERO) for each in (one, other)]
    env = _of_numbers(_names(truths[0]) | _names(truths[1]), env)
    try:
        left, right = (put_in(each, env) for each in truths)
        given = tuple(map_cond(each, lambda side: put_in(side, env)) for each in given)
    except NotANumber:
        return None
    if _names(right) - _names(left):
        left, right = right, left
    found = judge_cases(left, right, given, env)
    if found is None:
        return None
    if found.verdict == "proved" and not found.exceptions:
        return Outcome("proved", "each holds exactly where the other does: the cases of all steps are gone through")
    if found.verdict == "proved":
        own = _own_steps((Cases(((one, ONE),), ZERO), Cases(((other, ONE),), ZERO)), env)
        return next(_at_jumps(left, right, given, frozenset(), env), None) if own else None
    if found.verdict == "refuted" and found.counterexample is not None:
        return _wrong(found.counterexample, "one holds and the other does not (1: it holds)")
    return None


def _at_jumps(
    left: Expr, right: Expr, given: tuple[Cond, ...], names: frozenset[str], env: Environment
) -> Iterator[Outcome]:
    """What fails at the jumps of two sides, which hold elsewhere; names: those that jump, empty for any."""
    for name, point in dict.fromkeys((*_jumps(left), *_jumps(right))):
        if names and name not in names and not names & {each.name for each in walk(point) if isinstance(each, Sym)}:
            continue
        there = [replaced(side, Sym(name), point) for side in (left, right)]
        where = tuple(map_cond(each, lambda side: replaced(side, Sym(name), point)) for each in given)  # noqa: B023
        found = judge_cases(there[0], there[1], where, env)
        if found is not None and found.verdict == "refuted" and found.counterexample is not None:
            shown = found.counterexample
            at = replace(shown, where=((name, plain(point)), *shown.where))
            words = f"it holds elsewhere, and fails at the jump {name} = {plain(point)}"
            yield replace(_wrong(at, words), misconception=EXCEPT_AT_A_POINT)


def _names(expr: Expr) -> set[str]:
    return {node.name for node in nodes(expr) if isinstance(node, Sym)}


def _of_numbers(names: Collection[str], env: Environment, anew: Collection[str] = ()) -> Environment:
    """The environment in which names are numbers, as what is compared is; anew: those that stand for any number."""
    arrays = {name: rank for name, rank in env.arrays.items() if name not in names}
    definitions = {name: each for name, each in env.definitions.items() if name not in anew}
    return replace(env, arrays=arrays, definitions=definitions)


def _wrong(shown: Counterexample, words: str) -> Outcome:
    return Outcome("refuted", words, shown)


def _jumps(side: Expr) -> Iterator[tuple[str, Expr]]:
    """The names and where the comparisons of a side change for them, as far as these are of straight lines."""
    for each in (each for node in nodes(side) for cond in _conditions(node) for each in _compared(cond)):
        terms = {key: value for key, value in linear_terms(_difference(each)).items() if value}
        for atom, factor in terms.items():
            others = {key: value for key, value in terms.items() if key != atom}
            if isinstance(atom, Sym) and not any(key is not None and atom in nodes(key) for key in others):
                yield atom.name, _sum([_times(-value / factor, key) for key, value in others.items()])


def _conditions(node: Expr) -> tuple[Cond, ...]:
    match node:
        case Cases(branches, _):
            return tuple(cond for cond, _ in branches)
        case Truth(cond):
            return (cond,)
        case _:
            return ()


def _compared(cond: Cond) -> Iterator[Compare]:
    """The comparisons of a condition."""
    match cond:
        case Compare():
            yield cond
        case All(parts) | Any(parts):
            for each in parts:
                yield from _compared(each)
        case Not(part):
            yield from _compared(part)
        case Always():
            return


def _difference(each: Compare) -> Expr:
    other = each.right
    turned = Add(tuple(map(negative, other.terms))) if isinstance(other, Add) else negative(other)
    return Add((each.left, turned))


def _times(factor: Fraction, atom: Expr | None) -> Expr:
    return Num(factor) if atom is None else atom if factor == 1 else Mul((Num(factor), atom))


def _sum(terms: list[Expr]) -> Expr:
    return ZERO if not terms else terms[0] if len(terms) == 1 else Add(tuple(terms))


def speaks_of_steps(cond: Cond, env: Environment) -> bool:
    """Whether a condition mentions a step, or a function of the page that is made of steps."""
    return bool(_steps_in(Cases(((cond, ONE),), ZERO), env))


def _steps_in(expr: Expr, env: Environment, deep: int = 4) -> frozenset[str]:
    """The steps of the page on which an expression rests."""
    steps = steps_of(env)
    found = set[str]()
    for node in nodes(expr):
        body = None
        if isinstance(node, Call):
            if node.function in steps:
                found.add(node.function)
                continue
            known = env.functions.get(node.function)
            body = known.body if isinstance(known, FunctionDefinition) else None
        elif isinstance(node, Sym | Entry):
            definition = env.definitions.get(node.name if isinstance(node, Sym) else node.family)
            body = None if definition is None else definition.body
        if body is not None and deep:
            found |= _steps_in(body, env, deep - 1)
    return frozenset(found)


def _own_steps(sides: tuple[Expr, Expr], env: Environment) -> bool:
    """Whether the page itself says what each step is at its jump, which the setting only supposes."""
    found = _steps_in(sides[0], env) | _steps_in(sides[1], env)
    own: Mapping[str, object] = env.functions
    return bool(found) and all(isinstance(own.get(name), FunctionDefinition) for name in found)


def _orders(text: str, conds_: tuple[Cond, ...]) -> tuple[Cond, ...]:
    """What the page has said of the order of names that the conditions mention: $a < b$."""
    mentioned = {
        node.name if isinstance(node, Sym) else f"{node.family}_{plain(node.indices[0])}"
        for each in conds_
        for node in nodes(Cases(((each, ONE),), ZERO))
        if isinstance(node, Sym | Entry)
    }
    found = list[Cond]()
    for each in _ORDER.finditer(text):
        less, more = (_bare(each[name] or each[other]) for name, other in (("one", "less"), ("other", "more")))
        if {less, more} <= mentioned and not {less[0], more[0]} & _INPUTS:
            strict = each["relation"] is None or r"\le" not in each["relation"]
            found.append(Compare("<" if strict else "<=", Sym(less), Sym(more)))
    return tuple(dict.fromkeys(found))


def _bare(name: str) -> str:
    return re.sub(r"[{}\s]", "", name)
