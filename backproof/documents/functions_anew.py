r"""Another function under the name of the last: no claim about that one.

f(z) = \tanh(z), below f(z) = 1/(1 + e^{-z})
f(z) = 1/(1 + e^{-c z}), below the same           with a slope c, which is 1 there
f(x) = h H(x) - h H(x - d)                        and an example: f(x) = 3 H(x - 2) - 3 H(x - 5)
"""

from __future__ import annotations

import re
from fractions import Fraction

from backproof.answers.syntax import ONE, Call, Expr, Num, Sym, walk
from backproof.documents.clauses import END
from backproof.documents.dimensions import replaced
from backproof.documents.environment import Environment, FunctionDefinition
from backproof.documents.judgement import judge_relation
from backproof.documents.links import Link
from backproof.documents.outcomes import Outcome
from backproof.documents.passages import Passage

_NAMED = frozenset(("tanh", "relu", "sigmoid", "softplus", "step", "max"))
_EXAMPLE = re.compile(r"\b(?:example|for instance|e\.\s?g\.)[^$]*(?:\$[^$=]*\$[^$]*)*\Z", re.IGNORECASE)
_BEGINS = re.compile(
    r"(?:\A|\n)[ \t]*(?:[-*+•]\s+)?[*_#\s]*Example\s*\w{0,3}[.:]?(?:\s*\([^()]*\))?[.:]?[*_]*[.:]?\s*"
    r"(?:(?:let|take|consider|for)\s+)?\$?\Z",
    re.IGNORECASE,
)
_VALUE = re.compile(r"\$[^$]*(?:=|\\approx)[^$]*\$")
_ITEM = r"(?:\A|\n)[ \t]*(?:[-*+•]|\(?\w{1,3}[.)])"
_ZERO = Num(Fraction(0))


def called_anew(left: Expr, right: Expr, said: str, line: int, env: Environment) -> Environment | None:
    """The environment where f is the function on the right side; None where that is no other one, or f is the same.

    said: the paragraph before.
    """
    match left:
        case Call(name, (Sym(parameter),)) if isinstance(env.functions.get(name), FunctionDefinition):
            known = env.functions[name]
        case _:
            return None
    if not isinstance(known, FunctionDefinition) or known.line is None:
        return None
    if _has_parameter(left, right, known, env):
        return env.naming(FunctionDefinition(name, parameter, right, line, former=known))
    is_own = _is_activation(right, parameter) or _is_next_item(name, said)
    if not is_own and not _is_example(right, parameter, known, said):
        return None
    if judge_relation((left,), "=", (right,), (), env).verdict != "refuted":
        return None
    return env.naming(FunctionDefinition(name, parameter, right, line, former=None if is_own else known))


def with_former_function(link: Link, outcome: Outcome, passage: Passage, env: Environment) -> Outcome:
    """No refutation of what holds of a function without the parameter that the page has given it since."""
    if outcome.verdict != "refuted":
        return outcome
    for name, known in env.functions.items():
        former = None if isinstance(known, str) else known.former
        if former is not None and link.judged_in(env.naming(former)).verdict == "proved":
            return Outcome("undecided", f"it holds of {name} as it was defined first, in line {former.line}")
    return outcome


def _has_parameter(left: Expr, right: Expr, known: FunctionDefinition, env: Environment) -> bool:
    """Whether the right side is what the function is, for 1 in the place of one number that is new."""
    old = {node.name for each in (left, known.body) for node in walk(each) if isinstance(node, Sym)}
    new = {node.name for node in walk(right) if isinstance(node, Sym)} - old - env.definitions.keys() - env.laws.keys()
    if len(new) != 1:
        return False
    at_one = replaced(right, {new.pop(): ONE})
    return judge_relation((left,), "=", (at_one,), (), env).verdict == "proved"


def _is_example(right: Expr, parameter: str, known: FunctionDefinition, said: str) -> bool:
    """Whether words give an example in numbers of a function with letters in it, and no letter a value.

    "Example: height 3 on $[2, 5)$ is $f(x) = 3 H(x - 2) - 3 H(x - 5)$", of $f(x) = h H(x) - h H(x - d)$.
    """
    letters = {node.name for node in walk(known.body) if isinstance(node, Sym)} - {parameter}
    inside = {node.name for node in walk(right) if isinstance(node, Sym)}
    sentence = END.split(said)[-1]
    if not inside <= {parameter}:
        return False
    if _BEGINS.search(said):
        return True
    is_general = bool(letters) or known.former is not None
    return is_general and _EXAMPLE.search(said) is not None and _VALUE.search(sentence) is None


def _is_next_item(name: str, said: str) -> bool:
    """Whether an item of a list begins with a function, as another item before it does: examples of f, one by one."""
    before = rf"{_ITEM}\s+\$\s*\\?{re.escape(name)}\s*\("
    return re.search(rf"{_ITEM}\s+\$?\s*\Z", said) is not None and re.search(before, said) is not None


def _is_activation(expr: Expr, parameter: str) -> bool:
    """Whether a side is an activation by its own name, of the parameter alone: tanh(z), max(0, z), z."""
    match expr:
        case Sym(name):
            return name == parameter
        case Call(function, args) if function in _NAMED:
            names = {node.name for each in args for node in walk(each) if isinstance(node, Sym)}
            return names == {parameter} and all(isinstance(each, Sym) or each == _ZERO for each in args)
        case _:
            return False
