"""One side of a relation, or one condition, read with the names of an environment."""

from __future__ import annotations

import re
from dataclasses import replace

from backproof.answers.building import build_cond
from backproof.answers.syntax import Call, Cond, Entry, Expr, Num, Sym, Transpose, map_cond, sides, walk
from backproof.answers.tokens import Unreadable
from backproof.documents.dimensions import replaced
from backproof.documents.entropies import with_entropies
from backproof.documents.environment import OWN, TREE_FUNCTIONS, Environment, FunctionDefinition, is_size_name
from backproof.documents.lexer import PageLexer, read_side
from backproof.documents.macros import expanded
from backproof.documents.operators import MOMENTS
from backproof.documents.settings import names_of
from backproof.documents.statements import Statement
from backproof.documents.values_at import applied_to_number, value_at

Reading = tuple[Expr, ...] | Unreadable  # the trees that a side may be, the likeliest first, or why there is none

DEFINED = "§"  # before the name of a function that the side defines

_INDICES = frozenset(["i", "j", "k", "l", "m", "c", "r", "s", "n", "p", "q", "u", "v"])
_PROBABILITY = re.compile(r"(?:\\(?:mathbb|mathrm|text)\s*\{)?(?:Pr|P|p)\}?\s*\((.*(?:\\mid|\|).*)\)", re.DOTALL)
_APPLIED = re.compile(
    r"\s*(?P<name>(?:\\(?:wide)?(?:hat|tilde)\s+[A-Za-z]|\\bar\s+[A-Za-z]|\\[A-Za-z]+|[A-Za-z])(?:\s*\{\s*\\?[A-Za-z]+\s*\})?(?:_\{?\w\}?)?)\s*"
    r"\(\s*(?P<argument>\\[A-Za-z]+(?:\{\w\})?|[A-Za-z])\s*\)\s*"
)
_RANGE = re.compile(r"[<>≤≥]|\\[lg](?:eq?|t)(?![A-Za-z])")
_OF_ITS_COORDINATE = re.compile(  # g_j(x_j): a neuron, or a box, of coordinate j
    r"(?<![A-Za-z\\])(?P<neuron>(?:\\(?:beta|phi|psi|chi|theta)|[bf-hsuBH])_\{?(?P<index>[a-z])\}?)"
    r"\s*(?:\\left|\\[bB]igl?)?\(\s*x_\{?(?P=index)\}?\s*(?:\\right|\\[bB]igr?)?\)"
)
_AROUND_COLUMNS = re.compile(
    r"\\begin\{[bp]matrix\}|\\end\{[bp]matrix\}|\\left|\\right|&|\\quad|\\\\|\\[,;:! ]",
)
_COLUMNS = re.compile(
    r"(?P<first>.+?)_\{?1\}?\s*(?P<turned>\^\s*\{?\s*(?:T|\\top)\s*\}?)?\s*(?:(?P=first)_\{?2\}?\s*(?:\^\s*\{?\s*(?:T|\\top)\s*\}?)?\s*)?"
    r"\\[lcv]?dots\s*(?P=first)_\{?\w\}?\s*(?:\^\s*\{?\s*(?:T|\\top)\s*\}?)?",
    re.DOTALL,
)


def read(latex: str, env: Environment, *, defining: bool) -> tuple[Reading, Environment]:
    """A side of a relation, and the environment, in which a matrix given by its columns is one from then on.

    defining: whether f(x) may define f here, as on the left of a chain; it is read as a call of `DEFINED` + f then.
    """
    latex = expanded(latex, env.macros)
    latex = with_entropies(latex, env.entropies)
    if env.setting == "step-networks":
        latex = _OF_ITS_COORDINATE.sub(r"\g<neuron>", latex)
    columns = _columns(latex, env)
    if columns is not None:
        name, matrix = columns
        return (matrix,), env.shaping(name, 2)
    if found := _PROBABILITY.fullmatch(latex.strip()):
        return (Sym("P(" + re.sub(r"\s+", "", found[1]) + ")"),), env
    if (value := value_at(latex, env)) is not None:
        return (value,), env
    if (unknown := applied_to_number(latex, env)) is not None:
        return Unreadable("it is not said what is applied to a number", 0, unknown), env
    if defining and (shown := _as_function(latex, env)) is not None:
        return (shown,), env
    try:
        return tuple(replaced(each, dict(env.called)) for each in read_side(latex, names_of(env))), env
    except Unreadable as error:
        return error, env


def _columns(latex: str, env: Environment) -> tuple[str, Expr] | None:
    """[a_1 ... a_N] or a stack of rows b_1^T ... b_N^T: a matrix, as the family of its columns or rows."""
    body = _AROUND_COLUMNS.sub(" ", latex).strip(" []()")
    found = _COLUMNS.fullmatch(body)
    if not found or not re.search(r"[\[(]|matrix", latex):
        return None
    try:
        name = read_side(found["first"], names_of(env))[0]
    except Unreadable:
        return None
    if not isinstance(name, Sym) or name.name in env.per_sample:
        return None
    return name.name, Sym(name.name) if found["turned"] else Transpose(Sym(name.name))


def _as_function(latex: str, env: Environment) -> Expr | None:
    """f(x) on the left of an equation, where f is a name that nothing else defines, or a function defined anew."""
    found = _APPLIED.fullmatch(latex)
    if (
        not found
        or found["name"].lstrip("\\") in ("exp", "log", "tanh", "text", "operatorname")
        or (re.sub(r"\\[A-Za-z]+|[{}\s]", "", found["name"]) in MOMENTS)
    ):
        return None
    try:
        names = names_of(replace(env, functions={}))
        name = read_side(found["name"], names)[0]
        argument = read_side(found["argument"], names)[0]
    except Unreadable:
        return None
    if not isinstance(argument, Sym):
        return None
    if isinstance(name, Entry):  # p_c(z): the entry, with its argument shown
        vector = name.family in env.definitions or name.family in env.arrays
        label = None if vector or len(name.indices) != 1 else _label(name.indices[0], env)
        if label is None:
            return name
        name = Sym(f"{name.family}_{label}")  # h_1(x): the first of some functions; f_n(x): that with n steps
    if not isinstance(name, Sym) or name.name in ("E", "V"):
        return None
    own = name.name + OWN if name.name in TREE_FUNCTIONS else name.name
    known = env.functions.get(own)
    if isinstance(known, FunctionDefinition) and known.line is not None:
        return None
    return Call(DEFINED + own, (argument,))


def _label(index: Expr, env: Environment) -> str | None:
    """A number, or that of the steps of a staircase, below the letter of a function."""
    if isinstance(index, Num):
        return str(index.value)
    steps = env.setting == "step-networks" and isinstance(index, Sym) and is_size_name(index.name)
    return index.name if steps and isinstance(index, Sym) else None


def conditions_in(texts: tuple[str, ...], env: Environment) -> tuple[Cond, ...]:
    """The conditions that some formulas make; a range of an index makes none.

    Raises Unreadable where one cannot be read.
    """
    found: list[Cond] = []
    for text in texts:
        cleaned = re.sub(r"\\(?:text|mbox)\s*\{\s*(?:for|if|and|all|any)?\s*\}", " ", text).strip(" .,;")
        while cleaned.endswith(")") and cleaned.count(")") > cleaned.count("("):
            cleaned = cleaned[:-1].rstrip(" .,;")
        if not re.search(r"[<>=]|\\(?:[lgn]eq?|in|lt|gt)(?![A-Za-z])", cleaned):
            continue  # "for all i"
        if re.search(r"\\[lc]?dots|\\in(?![A-Za-z])|\\forall", cleaned):
            continue  # a range: indices run over it anyhow
        pieces = PageLexer(cleaned, names_of(env)).pieces()
        while pieces and pieces[0].kind in ("IF", "COMMA"):
            pieces = pieces[1:]
        found.append(map_cond(build_cond(pieces, len(cleaned)), lambda side: replaced(side, dict(env.called))))
    return tuple(found)


_BAR = r"(?:\\left|\\right|\\[bB]igg?[lr]?)?\s*(?:\||\\[lr]?vert(?![A-Za-z])|\\mid(?![A-Za-z]))\s*"
_BOUND_ON_SLOPE = re.compile(
    rf"\s*(?:\\(?:max|sup)\s*(?:_\s*(?:\{{[^{{}}]*\}}|\w))?\s*)?{_BAR}[a-zF]\s*(?:'|\^\s*\{{?\s*\\prime\s*\}}?)\s*(?:\(\s*\w\s*\))?\s*{_BAR}"
    r"\s*(?:\\leq?(?![A-Za-z])|<=?|≤)\s*(?:[A-Z]|\\[a-zA-Z]+)(?:_\w)?[\s.,:]*"
)


def clause_in(texts: tuple[str, ...], env: Environment) -> tuple[tuple[Cond, ...], bool]:
    """The conditions that the words around a formula make, and whether they are understood.

    A bound on the slope of a function, |f'| <= M, says nothing of the numbers of an equation.
    """
    texts = tuple(each for each in texts if _BOUND_ON_SLOPE.fullmatch(each) is None)
    try:
        found = conditions_in(texts, env)
    except Unreadable:
        return (), False
    return found, len(found) == len(texts)


def name_of(side: Expr) -> str:
    """The name that a side is, or of which it is an entry; empty where it is neither."""
    return side.name if isinstance(side, Sym) else side.family if isinstance(side, Entry) else ""


def is_index_equation(left: Expr, right: Expr) -> bool:
    """i = j: two letters that index."""
    return all(isinstance(each, Sym) and each.name in _INDICES for each in (left, right))


def is_of_parameter(given: Cond, side: Reading) -> bool:
    """Whether a condition says of f(x) nothing but what a parameter of f is: 0 < kappa < 1 says where no x lies."""
    if isinstance(side, Unreadable) or not isinstance(side[0], Call) or not side[0].function.startswith(DEFINED):
        return False
    arguments = {node for each in side[0].args for node in walk(each)}
    return not any(node in arguments for each in sides(given) for node in walk(each))


def with_ranges_of_parameters(statement: Statement) -> Statement:
    r"""\psi(r) = \ldots \qquad (0 < s < 1): as after "with $0 < s < 1$", the condition says what s is."""
    applied = _APPLIED.fullmatch(statement.sides[0].latex)
    if applied is None:
        return statement
    letter = re.compile(rf"(?<![A-Za-z\\]){re.escape(applied['argument'])}(?![A-Za-z])")
    ranges = tuple(each for each in statement.conditions if _RANGE.search(each) and not letter.search(each))
    kept = tuple(each for each in statement.conditions if each not in ranges)
    return replace(statement, conditions=kept, clause=(*statement.clause, *ranges)) if ranges else statement


def function_of(side: Expr) -> str:
    """f, of f(x), which may be a function that is being defined; empty for anything else."""
    return side.function.removeprefix(DEFINED) if isinstance(side, Call) else ""


def defines_function(side: Expr) -> bool:
    """Whether a side is f(x) where f is being defined."""
    return isinstance(side, Call) and side.function.startswith(DEFINED)


def is_bare(reading: Reading) -> bool:
    """Whether a side is nothing but a name."""
    return not isinstance(reading, Unreadable) and isinstance(reading[0], Sym | Entry)


def why(error: Unreadable) -> str:
    """Why a side cannot be read, in words."""
    return error.reason + (f": {error.piece}" if error.piece else "") + (f" ({error.hint})" if error.hint else "")
