"""What a page says of random names and of the values a number takes: w ~ N(0, 1/n), E[x] = 0, y in {0, 1}."""

from __future__ import annotations

import re
from dataclasses import replace
from fractions import Fraction

from backproof.answers.syntax import Call, Entry, Expr, Pow, Sym, negative, walk
from backproof.answers.tokens import Unreadable
from backproof.documents.declarations import is_size_name
from backproof.documents.environment import Environment, Law
from backproof.documents.lexer import read_side
from backproof.documents.operators import split_arguments
from backproof.documents.outcomes import Outcome
from backproof.documents.settings import names_of
from backproof.documents.sides import name_of, why

_DISTRIBUTION = re.compile(
    r"^(?:\\(?:mathcal|mathrm|text|operatorname)\s*\{?\s*)?(?P<kind>N|U|Normal|Uniform|Unif|normal|uniform|Gaussian)\s*\}?\s*"
    r"(?:\\left|\\[bB]igl?)?\s*[(\[]\s*(?P<inside>.*?)\s*(?:\\right|\\[bB]igr?)?\s*[)\]]$",
    re.DOTALL,
)
_VALUES = re.compile(r"\s*(?:\\left)?\s*\\\{(.*?)(?:\\right)?\s*\\\}\s*", re.DOTALL)


def draw(written: str, distribution: str, line: int, env: Environment) -> tuple[Environment, Outcome]:
    """`written ~ distribution`, both in LaTeX: a normal or uniform law; any other is named and no more."""
    named = Outcome("definition", "a distribution is named")
    found = _DISTRIBUTION.match(distribution.strip())
    if not found:
        return env, named
    inside = [text for text, _ in split_arguments(found["inside"])]
    try:
        target = read_side(written, names_of(env))[0]
        values = [read_side(text, names_of(env))[0] for text in inside]
    except Unreadable as error:
        return env, Outcome("unreadable", why(error))
    if not isinstance(target, Sym | Entry) or len(values) != 2:
        return env, named
    name = name_of(target)
    if found["kind"][0] in "Uu":
        law = Law(name, kind="uniform", low=values[0], high=values[1], line=line)
        if isinstance(values[1], Sym):
            env = replace(env, positive=env.positive | {values[1].name})
    else:
        law = Law(name, values[0], values[1], kind="normal", line=line)
    for value in values:
        env = _with_positive_bases(value, env)
    known = env.laws.get(name)
    if known is not None and known.line is not None:
        env = replace(env, first_laws={name: known, **env.first_laws})
    env = env.drawing(law).with_parameters(
        frozenset(node.name for value in values for node in walk(value) if isinstance(node, Sym))
    )
    if law.kind == "uniform" and isinstance(law.high, Sym) and law.low == negative(law.high):  # low < high
        env = replace(env, positive=env.positive | {law.high.name})
    return env, Outcome("definition", f"the distribution of {name} is given here")


def give_moment(
    target: Call, body: Expr, line: int, required: bool, env: Environment
) -> tuple[Environment, Outcome | None]:
    """E[x] = body or Var(x) = body: what is known of x from here on; None where it asserts or asks for something."""
    name = name_of(target.args[0])
    law = env.laws.get(name)
    if name in env.definitions or required or (law is not None and law.kind != "moments"):
        return env, None
    if law is not None and target.function in law.given:
        return env, None
    if any(isinstance(node, Call) and node.function in ("E", "Var", "Cov") for node in walk(body)):
        return env, None
    named = {node.name for node in walk(body) if isinstance(node, Sym)}
    spoken_of = named & parameters(env)
    if law is None and (len(spoken_of) > 1 or (spoken_of and any(map(is_size_name, named)))):
        return env, None  # it is said in terms of the laws of other names, so it is a result
    law = law or Law(name)
    changed = replace(law, mean=body) if target.function == "E" else replace(law, variance=body)
    changed = replace(changed, line=line, kind="moments", given=law.given | {target.function})
    env = _with_positive_bases(body, env.drawing(changed))
    moment = "mean" if target.function == "E" else "variance"
    return env, Outcome("definition", f"the {moment} of {name} is given here")


def parameters(env: Environment) -> set[str]:
    """The names in the laws of the page that are no sizes."""
    return {
        node.name
        for law in (*env.laws.values(), *env.first_laws.values())
        for value in (law.mean, law.variance, law.low, law.high)
        if value is not None
        for node in walk(value)
        if isinstance(node, Sym) and not is_size_name(node.name)
    }


def taking_values(name: Expr, written: str, env: Environment) -> Environment:
    r"""y \in \{0, 1\}: y takes one of these values; a set that is not written out in integers says nothing."""
    inside = _VALUES.fullmatch(written)
    if inside is None or not isinstance(name, Sym):
        return env
    numbers = [re.fullmatch(r"\s*([+-]?)\s*(\d+)\s*", each) for each in inside[1].split(",")]
    if not all(numbers):
        return env
    values = tuple(Fraction(int(each[1] + each[2])) for each in numbers if each is not None)
    return replace(env, values={**env.values, name.name: values})


def _with_positive_bases(value: Expr, env: Environment) -> Environment:
    """sigma^2: sigma is positive."""
    bases = {node.base.name for node in walk(value) if isinstance(node, Pow) and isinstance(node.base, Sym)}
    return replace(env, positive=env.positive | bases)
