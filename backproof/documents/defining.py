"""The first mention of a name defines it: what an equation changes in the environment, or that it asserts something."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from backproof.answers.syntax import Call, Cases, Cond, Entry, Expr, Num, Sym, map_expr, walk
from backproof.documents.arrays import Shapeless
from backproof.documents.conversion import is_built_positive
from backproof.documents.environment import Definition, Environment, FunctionDefinition
from backproof.documents.judgement import judge_relation
from backproof.documents.laws import give_moment, parameters
from backproof.documents.mentions import is_moment, named
from backproof.documents.opening import array_definition, reopened
from backproof.documents.outcomes import Outcome
from backproof.documents.samples import layers
from backproof.documents.sides import DEFINED, defines_function, is_index_equation, name_of

_DEFINING = re.compile(
    r"\b(?:let|defin\w+|denot\w+|call\w*|write|use|be|where|with|now|new|instead|given by|as follows|following"
    r"|equations?)\b",
    re.IGNORECASE,
)
_ZERO, _ONE = Num(Fraction(0)), Num(Fraction(1))
_INDEX_LETTERS = frozenset("cijklmr")
_ANEW_BEFORE = re.compile(
    r"(?:\bwe (?:now |then |can )?(?:use|take|define|consider)"
    r"|\b(?:with|for|using) (?:the|a) [\w\s-]*(?:error|loss|cost)|\bdefault|\binstead)\s*[,:]?[\s$]*$",
    re.IGNORECASE,
)
_ANEW_AFTER = re.compile(r"\W{0,4}\s*for (?:the )?[A-Z][a-z]+\b")  # r = sqrt(6/n) for He


@dataclass(frozen=True)
class Occasion:
    """Where an equation stands that may define a name.

    line: that of its right-hand side, counted from 1;  later: whether it is a later link of a chain.
    required: whether the words ask for it;  sentence: these words;  after: those that follow.
    strict: whether the names of the setting mean what the setting says.
    unchanged: the definitions without what only the clause around the statement says; empty where that is the same.
    """

    line: int
    later: bool = False
    required: bool = False
    sentence: str = ""
    after: str = ""
    strict: bool = False
    unchanged: Mapping[str, Definition] | None = None


def define(
    left: tuple[Expr, ...],
    right: tuple[Expr, ...],
    conditions: tuple[Cond, ...],
    occasion: Occasion,
    env: Environment,
) -> tuple[Environment, Outcome | None]:
    """The environment after `left = right`, and what to report; None where it defines nothing and is to be judged.

    A first mention of a name defines it; a moment of a random name declares its law.
    """
    target, body = left[0], right[0]
    if isinstance(target, Call) and defines_function(target):
        return _define_function(target, body, conditions, occasion.line, env)
    if isinstance(target, Call) and is_moment(target):
        return give_moment(target, body, occasion.line, occasion.required, env)
    if not isinstance(target, Sym | Entry):
        return env, None
    if isinstance(target, Sym) and isinstance(body, Sym) and {target.name, body.name} <= _INDEX_LETTERS:
        return env, Outcome("out-of-scope", "a case is named: two indices are equal")
    name = name_of(target)
    indices = target.indices if isinstance(target, Entry) else ()
    letters = tuple(each.name for each in indices if isinstance(each, Sym))
    if len(letters) < len(indices) or len(set(letters)) < len(letters):
        return env, None
    if isinstance(body, Num):
        return env, Outcome("definition", f"{name} is given a value")
    if is_index_equation(target, body):
        return env, Outcome("out-of-scope", "a case of the indices, not a claim")
    if any(isinstance(node, Sym) and node.name == name for node in walk(body)):
        return env, None
    known = env.definition(name, len(indices))
    if known is None and name in env.arrays:
        known = env.definitions.get(name)  # defined entry by entry
    if known is None and not indices:
        asked = name in parameters(env)  # a law of the page speaks of it: a value is asked for, not given
        if name in env.positive and (occasion.required or asked):
            return env, None
        if name in env.positive and not is_built_positive(body, env.positive):
            return env, Outcome("definition", f"{name} is given a value")  # it stays a positive number
        if asked:
            return env, None
    if re.search(r"\^\([lL][+-]?\d?\)", name):
        gradient = isinstance(body, Call) and body.function == "D"
        if env.any_depth and name.startswith("delta") and not gradient:
            return env, None  # the setting says what delta is
        return _define_layers(name, body, occasion.line, env)
    if known is not None and not _is_anew(known, left, right, conditions, occasion, env):
        return env, None
    env, body = _apart(name, body, occasion.unchanged, env)
    return _define_name(name, letters, body, occasion.line, env)


def _is_anew(
    known: Definition,
    left: tuple[Expr, ...],
    right: tuple[Expr, ...],
    conditions: tuple[Cond, ...],
    occasion: Occasion,
    env: Environment,
) -> bool:
    """Whether an equation for a known name gives it another meaning, and does not speak of the one it has."""
    target, body = left[0], right[0]
    if known.line is None and (occasion.later or occasion.strict):
        outcome = judge_relation(left, "=", right, conditions, env)
        return not (outcome.verdict == "proved" or (occasion.strict and outcome.verdict == "refuted"))
    if known.line is not None and not occasion.later:
        outcome = judge_relation(left, "=", right, conditions, env)
        name = name_of(target)
        elsewhere = name not in env.here
        if _ANEW_BEFORE.search(occasion.sentence) or _ANEW_AFTER.match(occasion.after):
            return outcome.verdict != "proved"
        anew = elsewhere and (_DEFINING.search(occasion.sentence) is not None or outcome.verdict == "undecided")
        of_entries = any(isinstance(node, Entry) and node.family == name for node in walk(body))
        return outcome.verdict != "proved" and (anew or (isinstance(target, Sym) and of_entries))
    return True


def _define_name(
    name: str, letters: tuple[str, ...], body: Expr, line: int, env: Environment
) -> tuple[Environment, Outcome]:
    """`name_letters := body`."""
    try:
        definition, rank = array_definition(name, body, env, letters)
    except Shapeless as error:
        return env, Outcome("undecided", str(error))
    before = env
    env = env.forgetting_shape(name) if not rank else env
    env = env.defining(replace(definition, line=line))
    if rank or (letters and name in env.arrays):
        env = env.shaping(name, rank or len(letters))
    if before.definition(name, len(definition.indices)) is None:
        env = reopened(name, env)
    layer = re.search(r"\^\((\d+)\)", name)
    if layer and int(layer[1]) >= 1:
        env = replace(env, layers=tuple(sorted({*env.layers, int(layer[1])})))
    same = before.definitions.get(name)
    anew = same is not None and same.line is not None
    outcome = Outcome("definition", f"{name} is defined {'anew' if anew else 'here'}")
    return replace(env, here=env.here | {name}), outcome


def _apart(
    name: str, body: Expr, unchanged: Mapping[str, Definition] | None, env: Environment
) -> tuple[Environment, Expr]:
    """L = 1/N sum_n L_n, where L was the loss of one sample until now: that one gets a name of its own."""
    known = replace(env, definitions=unchanged or env.definitions).definition(name, 0)
    own = [node for node in walk(body) if isinstance(node, Entry) and node.family == name]
    if known is None or not own:
        return env, body
    single = f"{name}·one"

    def renamed(expr: Expr) -> Expr:
        if isinstance(expr, Entry) and expr.family == name:
            return Entry(single, expr.indices)
        return map_expr(expr, renamed)

    apart = env.defining(replace(known, name=single, body=_with_targets(known.body, env.labels)))
    return replace(apart, labels={}), renamed(body)  # each sample has a class of its own


def _with_targets(expr: Expr, labels: Mapping[str, Sym]) -> Expr:
    """A one-hot vector again where its class t stands for it: y_i for [i = t]."""
    match expr:
        case Call("kronecker", (index, label)) if label in labels.values():
            return Entry(next(name for name, known in labels.items() if known == label), (index,))
        case _:
            return map_expr(expr, lambda each: _with_targets(each, labels))


def _define_layers(name: str, body: Expr, line: int, env: Environment) -> tuple[Environment, Outcome | None]:
    """A definition for each layer l; None where the page has defined all of them."""
    defined = False
    for _, one, other in layers(Sym(name), body, env):
        assert isinstance(one, Sym)
        if one.name in env.definitions and env.definitions[one.name].line is not None:
            continue
        try:
            definition, rank = array_definition(one.name, other, env)
        except Shapeless:
            continue
        env = env.defining(replace(definition, line=line))
        if rank:
            env = env.shaping(one.name, rank)
        defined = True
    return env, Outcome("definition", f"{name} is defined here") if defined else None


def _define_function(
    target: Call, body: Expr, conditions: tuple[Cond, ...], line: int, env: Environment
) -> tuple[Environment, Outcome]:
    """f(x) := body; a step function by one of its two values."""
    name = target.function.removeprefix(DEFINED)
    (parameter,) = target.args
    assert isinstance(parameter, Sym)
    if body in (_ZERO, _ONE) and len(conditions) == 1 and env.functions.get(name) == "step":
        body = Cases(((conditions[0], body),), _ONE if body == _ZERO else _ZERO)  # a step has two values
    if not any(isinstance(node, Sym) and node.name == parameter.name for node in walk(body)):
        return env, Outcome("definition", f"{name} is given a value")
    env = env.naming(FunctionDefinition(name, parameter.name, body, line))
    return env, Outcome("definition", f"the function {name} is defined here")


def is_fresh(side: Expr, env: Environment) -> bool:
    """Whether a side is a name of which nothing is known."""
    if not isinstance(side, Sym):
        return False
    known = (env.definitions, env.laws, env.arrays, env.functions, env.positive)
    return not any(side.name in each for each in known)


def is_mentioned(side: Expr, env: Environment) -> bool:
    """Whether a definition of the page speaks of a name already, so that a result cannot name it."""
    bodies = [each.body for each in env.definitions.values() if each.line is not None]
    functions = env.functions.values()
    bodies += [each.body for each in functions if not isinstance(each, str) and each.line is not None]
    return isinstance(side, Sym) and any(named(node) == side.name for body in bodies for node in walk(body))


def is_settled(
    left: tuple[Expr, ...], right: tuple[Expr, ...], conditions: tuple[Cond, ...], strict: bool, env: Environment
) -> bool:
    """Whether the setting or the page says of a name already what is said here, or something else."""
    name = name_of(right[0])
    known = {name, re.sub(r"\^\(l\)", "^(1)", name)} & env.definitions.keys()
    if known and strict:
        return True
    settled = ("proved", "refuted", "conditional")
    return bool(known) and judge_relation(left, "=", right, conditions, env).verdict in settled
