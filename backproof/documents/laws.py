"""What a page says of random names and of the values a number takes: w ~ N(0, 1/n), E[x] = 0, y in {0, 1}."""

from __future__ import annotations

import re
from dataclasses import replace
from fractions import Fraction

from backproof.answers.syntax import Add, Call, Entry, Expr, Num, Pow, Sym, negative, walk
from backproof.answers.tokens import Unreadable
from backproof.documents.discrete import bernoulli
from backproof.documents.environment import Environment, Law, is_size_name
from backproof.documents.gradients import is_gradient_of_outputs
from backproof.documents.lexer import read_side
from backproof.documents.mentions import is_moment
from backproof.documents.named_variances import name_variance
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


def draw(written: str, distribution: str, line: int, env: Environment, words: str = "") -> tuple[Environment, Outcome]:
    """`written ~ distribution`, both in LaTeX: a normal or uniform law; any other is named and no more.

    words: the paragraph, which may say that the second number of a normal law is its standard deviation.
    """
    named = Outcome("definition", "a distribution is named")
    found = _DISTRIBUTION.match(distribution.strip())
    if not found:
        with_values = _coin(written, distribution, line, env)
        return (
            (env, named) if with_values is None else (with_values, Outcome("definition", "the distribution is given"))
        )
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
        spread = Pow(values[1], Num(Fraction(2))) if _is_deviation(inside[1], words) else values[1]
        law = Law(name, values[0], spread, kind="normal", line=line)
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


def _is_deviation(written: str, words: str) -> bool:
    """Whether words call a number, in LaTeX, a standard deviation: "where $\\sigma$ is the standard deviation"."""
    number = re.escape(written.strip())
    deviation = r"(?:standard deviation|std)(?![A-Za-z])"
    called = rf"\b(?:with|of|and|the|its|a)\s+{deviation}(?:\s+of)?\s*\$?\s*{number}(?!\w|\.\d|\s*\^)"
    calls = rf"(?<![\w\\^]){number}\s*\$\s*(?:,?\s*(?:is|denotes|being|here|stands for|the|its|a|as))+\s+{deviation}"
    found = re.search(rf"{called}|{calls}", words, re.IGNORECASE)
    return found is not None and not re.search(r"\b(?:so|hence|thus|therefore)\b", words[: found.start()][-40:])


def _coin(written: str, distribution: str, line: int, env: Environment) -> Environment | None:
    """The environment after `written ~ Bernoulli(q)`; None for another distribution."""
    try:
        target = read_side(written, names_of(env))[0]
    except Unreadable:
        return None
    return bernoulli(target, distribution, line, env)


def give_moment(
    target: Call, body: Expr, line: int, required: bool, env: Environment
) -> tuple[Environment, Outcome | None]:
    """E[x] = body or Var(x) = body: what is known of x from here on; None where it asserts or asks for something."""
    name = name_of(target.args[0])
    law = env.laws.get(name)
    if is_gradient_of_outputs(name, env) and law is None and not required:  # a derivative, of a loss that is not said
        laws = {**env.laws, name: _given(name, target.function, body, line, env)}
        return replace(env, laws=laws), _given_here(name, target.function)
    if name in env.definitions or required or (law is not None and law.kind != "moments"):
        return env, None
    if law is not None and target.function in law.given:
        return env, None
    if any(isinstance(node, Call) and node.function in ("E", "Var", "Cov") for node in walk(body)):
        return env, None
    if any(isinstance(node, Call) and node.function == "integral" for node in walk(body)):
        laws = {each: known for each, known in env.laws.items() if each != name or known.line is not None}
        return replace(env, laws=laws), Outcome("definition", f"the moment of {name} is this integral")
    named = {node.name for node in walk(body) if isinstance(node, Sym)}
    spoken_of = named & parameters(env)
    if law is None and (len(spoken_of) > 1 or (spoken_of and any(map(is_size_name, named)))):
        return env, None  # it is said in terms of the laws of other names, so it is a result
    return _with_moment(name, target.function, body, line, env)


def give_second_moment(
    random: Sym | Entry, body: Expr, line: int, required: bool, env: Environment
) -> tuple[Environment, Outcome | None]:
    """E[x^2] = body, where the mean of x is known and nobody has said its variance: now it is; None as before."""
    law = env.laws.get(name_of(random))
    if law is None or law.mean is None or "Var" in law.given or law.kind != "moments":
        return env, None
    if parameters(env) & {node.name for node in walk(body) if isinstance(node, Sym)}:
        return env, None
    centered = law.mean == Num(Fraction(0))
    variance = body if centered else Add((body, negative(Pow(law.mean, Num(Fraction(2))))))
    return give_moment(Call("Var", (random,)), variance, line, required, env)


def confirming(moment: Expr, line: int, env: Environment) -> Environment:
    """The environment after a page says of a mean or a variance what the setting has said of it: now it is given."""
    match moment:
        case Call("E" | "Var" as function, (Sym(name) | Entry(name, _),)) if (law := env.laws.get(name)) is not None:
            if law.line is not None:
                return env
            known = replace(law, line=line, given=law.given | {function})
            return replace(env, laws={**env.laws, name: known})
        case _:
            return env


def name_moment(
    target: Expr, body: Expr, line: int, required: bool, env: Environment
) -> tuple[Environment, Outcome] | None:
    """v = Var(x), v = E[x^2], tau^2 = Var(w), s = sqrt(Var(a)): the page says what v is.

    None where that is no such statement, or where the page has said what v is, or the variance of x; what the setting
    takes v for does not count.
    """
    if isinstance(body, Call) and body.function == "sqrt" and is_moment(body.args[0]):  # s = sqrt(Var(x))
        target, body = Pow(target, Num(Fraction(2))), body.args[0]
    parameter = (
        name_of(target.base) if isinstance(target, Pow) and target.exponent == Num(Fraction(2)) else name_of(target)
    )
    own = {each for law in env.laws.values() for each in _said(law).letters}
    if not parameter or required or parameter in env.definitions or parameter in own or not isinstance(body, Call):
        return None
    square = body.function == "E" and isinstance(body.args[0], Pow) and body.args[0].exponent == Num(Fraction(2))
    inside = body.args[0].base if square and isinstance(body.args[0], Pow) else body.args[0]
    name = name_of(inside)
    law = env.laws.get(name)
    if not name or not (square or body.function in ("E", "Var")) or parameter == name:
        return None
    if name in env.definitions:  # v = Var(a), of a sum a: v is a name for it
        if env.definitions[name].indices and not isinstance(inside, Entry):
            return None
        defined = name_variance(target, body, line, _freed(target, "", env))
        return None if defined is None else (defined, Outcome("definition", f"{parameter} is defined here"))
    moment = "E" if body.function == "E" and not square else "Var"
    if law is not None and (moment in law.given or law.kind != "moments"):
        return None
    value = target
    if square and law is not None and law.mean is not None and law.mean != Num(Fraction(0)):
        value = Add((target, negative(Pow(law.mean, Num(Fraction(2))))))
    elif square and (law is None or law.mean is None):
        return None  # of a name without a mean, a second moment is no variance
    return _with_moment(name, moment, value, line, env)


def _given_here(name: str, moment: str) -> Outcome:
    return Outcome("definition", f"the {'mean' if moment == 'E' else 'variance'} of {name} is given here")


def _given(name: str, moment: str, body: Expr, line: int, env: Environment) -> Law:
    """The law of a random name, with this mean or variance."""
    law = env.laws.get(name) or Law(name)
    changed = replace(law, mean=body) if moment == "E" else replace(law, variance=body)
    return replace(changed, line=line, kind="moments", given=law.given | {moment})


def _with_moment(name: str, moment: str, body: Expr, line: int, env: Environment) -> tuple[Environment, Outcome]:
    """The environment in which a random name has this mean or variance."""
    changed = _given(name, moment, body, line, env)
    env = _with_positive_bases(body, _freed(body, name, env).drawing(changed))
    if moment == "Var" and isinstance(body, Sym):
        env = replace(env, positive=env.positive | {body.name})
    return env, _given_here(name, moment)


def _freed(body: Expr, given: str, env: Environment) -> Environment:
    """The environment where names to which the page gives a meaning stand in no law of the setting.

    With v = Var(w), the setting's Var(x) = v^2 is nothing that the page has said: it is any number then.
    """
    spoken_of = {node.name for node in walk(body) if isinstance(node, Sym) and not env.is_size(node.name)}
    laws, positive = dict(env.laws), env.positive
    for name, law in env.laws.items():
        from_setting = law.variance is not None and _said(law).variance is None
        if from_setting and name.lower() != given.lower() and law.variance != body and spoken_of & law.letters:
            own = Sym(f"Var({name})")
            laws[name], positive = replace(law, variance=own), positive | {own.name}
    return replace(env, laws=laws, positive=positive)


def unsaid_scales(env: Environment) -> set[str]:
    """The names in the laws of the setting of which the page says nothing."""
    laws = env.laws.values()
    return {name for law in laws for name in law.letters} - {name for law in laws for name in _said(law).letters}


def _said(law: Law) -> Law:
    """What the page itself has said of a distribution, without what the setting says of it."""
    if law.line is None:
        return Law(law.name)
    if law.kind != "moments":
        return law
    return replace(
        law, mean=law.mean if "E" in law.given else None, variance=law.variance if "Var" in law.given else None
    )


def parameters(env: Environment) -> set[str]:
    """The names in the laws of the page that are no sizes."""
    laws = (*env.laws.values(), *env.first_laws.values())
    return {name for law in laws for name in law.letters if not env.is_size(name)}


def taking_values(name: Expr, written: str, env: Environment) -> Environment:
    r"""y \in \{0, 1\}: y takes one of these values; a set that is not written out in integers says nothing."""
    inside = _VALUES.fullmatch(written)
    if isinstance(name, Entry) and env.per_sample.get(name.family) in [
        each.name for each in name.indices if isinstance(each, Sym)
    ]:
        name = Sym(name.family)
    if inside is None or not isinstance(name, Sym):
        return env
    if (known := env.definitions.get(name.name)) is not None and known.line is not None:
        return env  # m = 2y - 1 takes the values that it takes
    numbers = [re.fullmatch(r"\s*([+-]?)\s*(\d+)\s*", each) for each in inside[1].split(",")]
    if not all(numbers):
        return env
    values = tuple(Fraction(int(each[1] + each[2])) for each in numbers if each is not None)
    return replace(env, values={**env.values, name.name: values})


def _with_positive_bases(value: Expr, env: Environment) -> Environment:
    """sigma^2: sigma is positive."""
    bases = {node.base.name for node in walk(value) if isinstance(node, Pow) and isinstance(node.base, Sym)}
    return replace(env, positive=env.positive | bases)
