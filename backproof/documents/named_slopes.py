r"""Activations that the words beside a formula name: "$\varphi'(z) = 1 - \varphi(z)^2$ (tanh)" speaks of tanh.

What a letter stands for on the rest of the page says nothing then, nor does another z: here it is any number.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import pairwise

from backproof.answers.syntax import ZERO, Call, Compare, Cond, Expr, Num, Sym, map_expr, walk
from backproof.answers.tokens import Unreadable
from backproof.documents.dimensions import replaced
from backproof.documents.environment import Environment, FunctionDefinition
from backproof.documents.grid_cells import steps_of
from backproof.documents.judgement import judge_relation
from backproof.documents.lexer import read_side
from backproof.documents.outcomes import Outcome
from backproof.documents.settings import names_of
from backproof.documents.sides import conditions_in
from backproof.documents.statements import Statement

_KNOWN: Mapping[str, tuple[str, str]] = {  # the words for a function, and what it is: a name or a formula in z
    "sigmoid": (r"(?:logistic )?sigmoid|logistic(?: function)?", "sigmoid"),
    "tanh": (r"\\?tanh|hyperbolic tangent", "tanh"),
    "relu": (r"relus?|rectifier|rectified linear(?: unit)?", "relu"),
    "softplus": (r"soft-?plus", r"\log(1 + e^z)"),
    "silu": (r"silu|swish", r"\frac{z}{1 + e^{-z}}"),
    "identity": (r"identity|linear", "z"),
    "": (r"leaky[- ]relu|p-?relu|r?relu6|elu|selu|gelu|softsign|mish|arctan|hard \w+|sine?|gauss\w*", ""),
}
_NAME = "|".join(f"(?P<{name or 'other'}>{words})" for name, (words, _) in _KNOWN.items())
_KIND = r"(?:[ -](?:function|activation|unit|neuron|nonlinearity|layer)s?)?"
_DRESS = r"(?:\s|~|&|\$|\\q?quad|\\[,;: ]|\\text\s*\{|\\textrm\s*\{|\})*"
_AFTER = re.compile(
    rf"{_DRESS}(?:[(\[]\s*(?:for |if |when )?(?:it is |\$?\\?\w+\$?\s*(?:is|=)\s*)?(?:the |a )?"
    rf"\\?(?:{_NAME}){_KIND}\s*[)\]]"
    rf"|(?:for|if|when|in (?:the )?case of|with|holds for)[\s}}$]+(?:\\?\w+\s*\$?\s*(?:is|=)\s*)?\$?\\?(?:the |a )?"
    rf"(?:{_NAME.replace('?P<', '?P<z')}){_KIND}(?![\w(]))",
    re.IGNORECASE,
)
_BEFORE = re.compile(
    rf"(?:\b(?:for|with|using|of|if|case|when)(?: \$?\\?\w+\$? (?:is|=))?|^|[\n.;:(,|•*-]|\band|\bbut|\bwhile)"
    rf"[\s*]*(?:the |a )?\$?\\?(?:{_NAME}){_KIND}\$?(?:\s*\([^()$]*\)|\s*\$[^$=]{{1,12}}\$)?[\s*]*"
    rf"(?:[):,]|\|(?:[^|\n]*\|)?)?[\s*]*"
    rf"(?:(?:we (?:have|get|find)|this is|it is|one has|that is|this gives|it holds that|has|gives|yields|with"
    rf"|(?:the |its )?(?:derivative|slope)(?: is)?|then)\s*:?)?"
    r"\s*(?:\$\$?|\\\[|\\\()?(?:\s|&|\\begin\{\w+\*?\})*$",
    re.IGNORECASE,
)
_LETTER = r"\\(?:varphi|phi|sigma|psi|rho)(?![A-Za-z])|(?<![A-Za-z\\])[fgh](?![A-Za-z])"
_PRIMED = re.compile(rf"(?P<letter>{_LETTER})\s*(?P<primes>'+|\^\s*\{{?\s*(?:\\prime\s*)+\}}?)?\s*(?P<open>\()?")
_ARGUMENT = r"(?:\\left)?\(\s*(-?\s*[a-z](?:_\{?\w+\}?)?(?:\^\{?\(\w+\)\}?)?)\s*(?:\\right)?\)"
_TRIED = (0, 1, -1, 3, -3)


def judge_named(statement: Statement, text: str, env: Environment) -> list[Outcome] | None:
    """What is to be said of each link of a statement about the slope of an activation that the words beside it name.

    None where it is about anything else, or defines the activation, or where no words name one.
    """
    sides = [side.latex for side in statement.sides]
    if not any("'" in each or r"\prime" in each for each in sides):
        return None
    if not set(statement.relations) <= {"=", "<", "<=", ">", ">="}:
        return None
    name = _named(text, statement.sides[0].start, statement.sides[-1].end)
    if name is None and (step := _of_step(statement, env)) is not None:
        return [step]
    read = None if name is None else _read(sides, name)
    if name is None or read is None:
        return None
    env, trees = read
    if name == "other" or any(isinstance(each, Unreadable) for each in trees):
        return [Outcome("undecided", "the activation that the words name is not followed")] * len(statement.relations)
    given = _conditions(statement, env)
    if given is None:
        return None
    sound = [each for each in trees if not isinstance(each, Unreadable)]
    return [
        _judged(left, relation, right, given, env)
        for (left, right), relation in zip(pairwise(sound), statement.relations, strict=True)
    ]


def _of_step(statement: Statement, env: Environment) -> Outcome | None:
    r"""What is to be said of \sigma'(u) = 0, where \sigma is the step of the page; None for anything else."""
    found = re.fullmatch(
        rf"\s*(?P<letter>{_LETTER})\s*(?:'|\^\s*\{{?\s*\\prime\s*\}}?)\s*(?:{_ARGUMENT})?\s*", statement.sides[0].latex
    )
    if found is None or found["letter"].lstrip("\\") not in steps_of(env) or statement.relations != ("=",):
        return None
    value = statement.sides[1].latex.strip(" .")
    if value == "0":
        return Outcome("proved", "a step is constant on each side of its jump; at the jump it has no derivative")
    if re.fullmatch(r"\d+(?:\.\d+)?", value):
        return Outcome("refuted", "a step is constant on each side of its jump: its slope is 0 wherever it has one")
    return None


def _named(text: str, start: int, end: int) -> str | None:
    """The activation that the words just behind a formula name, or those just before it."""
    after = _AFTER.match(text, end, min(len(text), end + 90))
    before = _BEFORE.search(text[max(0, start - 90) : start])
    for found in (after, before):
        if found is not None:
            (name,) = (key.removeprefix("z") for key, value in found.groupdict().items() if value is not None)
            return name
    return None


def _read(sides: Sequence[str], name: str) -> tuple[Environment, list[Expr | Unreadable]] | None:
    """The sides about one function of one number, z; None where they speak of more than that."""
    letters = {found["letter"] for each in sides for found in _PRIMED.finditer(each)}
    arguments = {found.replace(" ", "") for each in sides for found in re.findall(_ARGUMENT, each)}
    arguments = {each.removeprefix("-") for each in arguments}
    if len(letters) != 1 or len(arguments) > 1:
        return None
    meaning = _KNOWN.get(name, ("", ""))[1]
    env = Environment(functions={"phi": meaning or "tanh"})
    if meaning == "z" or (meaning and not meaning.isalpha()):
        body = read_side(meaning, names_of(Environment()))[0]
        env = Environment(functions={"phi": FunctionDefinition("phi", "z", body)})
    shown = bool(arguments) or any(
        found["primes"] and found["open"] for each in sides for found in _PRIMED.finditer(each)
    )
    trees: list[Expr | Unreadable] = []
    for each in sides:
        latex = _in_z(each, arguments, shown)
        try:
            found = read_side(latex, names_of(env if shown else Environment()))
        except Unreadable as error:
            trees.append(error)
            continue
        tree = found[0] if shown else _applied(found[0], env)
        if len(found) != 1 or {node.name for node in walk(tree) if isinstance(node, Sym)} - {"z"}:
            return None
        trees.append(tree)
    defines = re.fullmatch(rf"\s*(?:{_LETTER})\s*(?:{_ARGUMENT})?\s*", sides[0])
    return None if defines else (env, trees)


def _in_z(latex: str, arguments: set[str], shown: bool) -> str:
    """A side with phi for the letter of the function and z for its argument; P and Q where no argument is written."""
    for argument in arguments:
        latex = re.sub(
            rf"(?<![A-Za-z\\]){re.escape(argument)}(?![A-Za-z])", "z", latex.replace("{" + argument + "}", argument)
        )
    if shown:
        return re.sub(_LETTER, lambda _: r"\\varphi"[1:], latex)
    primed = re.sub(rf"(?:{_LETTER})\s*(?:'|\^\s*\{{?\s*\\prime\s*\}}?)", " Q ", latex)
    return re.sub(_LETTER, " P ", primed)


def _applied(tree: Expr, env: Environment) -> Expr:
    """The function at z, and its slope there, for P and Q."""
    meaning = env.functions["phi"]
    name = meaning if isinstance(meaning, str) else "phi"
    if isinstance(tree, Sym) and tree.name in ("P", "Q"):
        return Call(name + ("'" if tree.name == "Q" else ""), (Sym("z"),))
    return map_expr(tree, lambda each: _applied(each, env))


def _conditions(statement: Statement, env: Environment) -> tuple[Cond, ...] | None:
    """What restricts z; None where that is not understood.  The words that name the function restrict nothing."""
    written = [each for each in (*statement.conditions, *statement.clause) if not re.search(_NAME, each, re.IGNORECASE)]
    if not written:
        return ()
    try:
        found = conditions_in(tuple(re.sub(r"(?<![A-Za-z\\])[a-y](?![A-Za-z])", "z", each) for each in written), env)
    except Unreadable:
        return None
    return found if all(isinstance(each, Compare) for each in found) else None


def _judged(left: Expr, relation: str, right: Expr, given: tuple[Cond, ...], env: Environment) -> Outcome:
    """The kernel's verdict; an inequality that it leaves open may fail at a small number."""
    found = judge_relation((left,), relation, (right,), given, env)
    if found.verdict != "undecided" or relation == "=" or given:
        return found
    for value in _TRIED:
        at: dict[str, Expr] = {"z": Num(Fraction(value)) if value else ZERO}
        tried = judge_relation((replaced(left, at),), relation, (replaced(right, at),), (), env)
        if tried.verdict == "refuted":
            return Outcome("refuted", f"it fails at z = {value}", tried.counterexample)
    return found
