r"""Names that take finitely many values, each with a probability: coins, signs, dropout masks.

    let a be 1 or -1 with probability 1/2 each
    $m_i$ is 1 with probability $q$ and 0 otherwise
    $m_i \in \{0, 1\}$ is 1 with probability $q$
    $m \sim \text{Bernoulli}(q)$
    a mask $m_i \in \{0, 1\}$ with $P(m_i = 1) = q$

A mean over such a name is the sum over its values, \mathbb{E}[f(a)] = \sum_k P(a = v_k) f(v_k), which is what it means.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

from backproof.answers.syntax import (
    ONE,
    Add,
    Call,
    Compare,
    Div,
    Entry,
    Expr,
    Fold,
    Mul,
    Num,
    Pow,
    Sym,
    Truth,
    children,
    map_expr,
    negative,
    walk,
)
from backproof.answers.tokens import Unreadable
from backproof.documents.dimensions import replaced
from backproof.documents.environment import Environment, Law
from backproof.documents.lexer import read_side
from backproof.documents.mentions import named, reach
from backproof.documents.rationals import rational
from backproof.documents.settings import names_of

_TWO = Num(Fraction(2))
_VALUE = r"(?:\$\s*[^$]{1,24}?\s*\$|[-+]?\d+(?:/\d+)?|±\s*\d+)"
_NAME = (
    r"(?:\$\s*(?P<name>\\?[A-Za-z]+)\s*(?:_\s*(?:\w|\{\w+\}))?\s*\$|(?<![A-Za-z\\$])(?P<plain>[A-Za-z])(?![A-Za-z']))"
)
_IS = (
    r"\s*(?:,\s*(?:which|that)\s*)?(?:be|is|are|takes?(?: on)?(?: the)?(?: values?)?|equals?|equal to|to be|=)\s+"
    r"(?:either\s+)?"
)
_WITH = r"\s*,?\s*(?:each\s+)?with\s+(?:a\s+)?"
_CHANCE = rf"(?:probability|prob\.?)\s*(?:of\s+)?(?P<chance>{_VALUE})(?:\s+each)?"
_ALIKE = re.compile(
    rf"{_NAME}{_IS}(?P<first>{_VALUE})(?:\s*,?\s*(?:or|and)\s+(?P<second>{_VALUE}))?"
    rf"{_WITH}(?:(?:equal|the same)\s+probabilit(?:y|ies)|{_CHANCE})"
)
_EACH = re.compile(
    rf"{_NAME}{_IS}(?P<first>{_VALUE}){_WITH}(?:probability|prob\.?)\s*(?:of\s+)?(?P<chance>{_VALUE})\s*,?\s*(?:and|or|,)?\s*"
    rf"(?:(?:is|equals)\s+)?(?P<second>{_VALUE})"
    rf"(?:{_WITH}(?:probability|prob\.?)\s*(?:of\s+)?(?P<other>{_VALUE})|\s+(?:otherwise|else))"
)
_OF_SET = re.compile(
    r"(?:\$|\A)\s*(?P<name>\\?[A-Za-z]+)\s*(?:_\s*(?:\w|\{\w+\}))?\s*\\in\s*\\\{\s*(?P<one>-?\d+)\s*,\s*(?P<two>-?\d+)\s*\\\}\s*\$"
    rf"{_IS}(?P<first>{_VALUE}){_WITH}(?:probability|prob\.?)\s*(?:of\s+)?(?P<chance>{_VALUE})"
)
WITH_CHANCE = re.compile(r"\b(?:with|has) probability\b[^.]{0,40}?\b(?:otherwise|else)\b")  # no "otherwise" of a case
_DRAWN = re.compile(
    r"\bmasks?\b|\bdrop(?:out|ped|s)?\b|\bkeep|\bkept\b|\bindependent|\bcoins?\b|\brandom", re.IGNORECASE
)
_BERNOULLI = re.compile(
    r"\s*\\?(?:(?:text|mathrm|operatorname|mathcal|mathsf)\s*\{\s*)?(?:Bernoulli|Bern|Ber|B)\s*\}?\s*"
    r"(?:\\left)?\((?P<chance>[^,]*?)(?:\\right)?\)\s*"
)


def discrete(name: str, outcomes: tuple[tuple[Expr, Expr], ...], line: int) -> Law:
    """A law by its values and their probabilities, with the mean and the variance that these have."""
    mean = Add(tuple(Mul((chance, value)) for value, chance in outcomes))
    square = Add(tuple(Mul((chance, Pow(value, _TWO))) for value, chance in outcomes))
    variance = Add((square, negative(Pow(mean, _TWO))))
    return Law(name, mean, variance, "discrete", line=line, outcomes=outcomes)


def bernoulli(target: Expr, distribution: str, line: int, env: Environment) -> Environment | None:
    """The environment after `target ~ Bernoulli(q)`, in LaTeX; None for another distribution."""
    found = _BERNOULLI.fullmatch(distribution)
    name = named(target)
    if found is None or name is None:
        return None
    chance = _read(found["chance"], env)
    if chance is None:
        return None
    law = discrete(name, ((ONE, chance), (Num(Fraction(0)), _rest(chance))), line)
    return _with_chances(law, env.drawing(law))


def given_chance(left: Expr, right: Expr, line: int, before: str, env: Environment) -> Environment | None:
    r"""The environment after P(m_i = 1) = q, of a mask m_i that is 0 or 1; None for any other equation.

    before: the words before it, which have to call something a mask, or dropout, or independent.
    """
    match left:
        case Mul((Sym("P" | "Pr"), Truth(Compare("=", Sym(name) | Entry(name, _), Num(value))))) if value in (0, 1):
            pass
        case _:
            return None
    rest = [node for node in walk(right) if not isinstance(node, Num | Sym | Add | Mul | Div)]
    bits = re.search(rf"(?<![A-Za-z]){name}\s*(?:_\s*(?:\w|\{{\w+\}}))?\s*\\in\s*\\\{{\s*0\s*,\s*1\s*\\\}}", before)
    if rest or name in env.laws or bits is None or not _DRAWN.search(before):
        return None
    other = Num(1 - value)
    law = discrete(name, ((Num(value), right), (other, _rest(right))), line)
    return _with_chances(law, env.drawing(law))


def said(words: str, line: int, env: Environment) -> Environment:
    """The environment after what words and formulas say of the values of names."""
    for law in _laws(words, line, env):
        env = _with_chances(law, env.drawing(law))
    return env


def _with_chances(law: Law, env: Environment) -> Environment:
    """The environment where the probabilities of a law lie between 0 and 1."""
    names = {chance.name for _, chance in law.outcomes if isinstance(chance, Sym)} - env.positive
    below = tuple(Compare("<", Sym(name), ONE) for name in sorted(names))
    env = env.with_parameters(frozenset(names))
    return replace(env, positive=env.positive | names, assumptions=(*env.assumptions, *below))


def _laws(words: str, line: int, env: Environment) -> Iterator[Law]:
    for found in _ALIKE.finditer(words):
        values = _values(found, env)
        chance: Expr | None = Div(ONE, Num(Fraction(len(values)))) if values else None
        if found["chance"] is not None:
            given = _read(found["chance"], env)
            alike = given is not None and bool(values) and rational(given) == Fraction(1, len(values))
            chance = chance if alike else None
        if values and chance is not None:
            yield discrete(_named(found), tuple((value, chance) for value in values), line)
    for found in _EACH.finditer(words):
        first, chance, second = (_read(found[key], env) for key in ("first", "chance", "second"))
        other = None if found["other"] is None else _read(found["other"], env)
        if first is None or chance is None or second is None or (found["other"] is not None and other is None):
            continue
        yield discrete(_named(found), ((first, chance), (second, other or _rest(chance))), line)
    for found in _OF_SET.finditer(words):
        first, chance, one, two = (_read(found[key], env) for key in ("first", "chance", "one", "two"))
        if first is None or chance is None or one is None or two is None or first not in (one, two):
            continue
        yield discrete(_named(found), ((first, chance), (two if first == one else one, _rest(chance))), line)


def _values(found: re.Match[str], env: Environment) -> list[Expr]:
    first = found["first"]
    both = re.fullmatch(r"\$?\s*(?:\\pm|±)\s*(?P<size>[^$]+?)\s*\$?", first)
    if both is not None and found["second"] is None:
        size = _read(both["size"], env)
        return [] if size is None else [size, negative(size)]
    values = [_read(each, env) for each in (first, found["second"]) if each is not None]
    return [] if None in values or len(values) < 2 else [each for each in values if each is not None]


def _named(found: re.Match[str]) -> str:
    groups = found.groupdict()
    return str(groups["name"] or groups.get("plain")).lstrip("\\")


def _rest(chance: Expr) -> Expr:
    return Add((ONE, negative(chance)))


def _read(written: str, env: Environment) -> Expr | None:
    try:
        return read_side(written.strip().strip("$"), names_of(env))[0]
    except Unreadable:
        return None


# Means ------------------------------------------------------------------------------------------------------------


def with_outcomes(sides: tuple[Expr, ...], env: Environment) -> tuple[Expr, ...]:
    """The sides with means over names that take finitely many values as sums over them."""
    names = frozenset(name for name, law in env.laws.items() if law.kind == "discrete")
    if not names:
        return sides
    outside = {name for side in sides for name in _outside(side)}
    return tuple(_summed(side, names, outside, env) for side in sides)


def _summed(expr: Expr, names: frozenset[str], outside: set[str], env: Environment) -> Expr:
    match expr:
        case Call("Var", (inside,)) if (body := _inlined(inside, names, env)) is not None:
            square = _summed(Call("E", (Pow(body, _TWO),)), names, outside, env)
            mean = _summed(Call("E", (body,)), names, outside, env)
            return Add((square, negative(Pow(mean, _TWO))))
        case Call("E", (inside,)) if (body := _inlined(inside, names, env)) is not None:
            return _mean(body, names, outside, env) or expr
        case _:
            return _rectified(map_expr(expr, lambda each: _summed(each, names, outside, env)))


def _mean(body: Expr, names: frozenset[str], outside: set[str], env: Environment) -> Expr | None:
    """The mean over one name of the body, and then over the others; None where it is not this simple."""
    atoms = {node for node in walk(body) if isinstance(node, Sym | Entry) and named(node) in names}
    bound = {node.var for node in walk(body) if isinstance(node, Fold)}
    if any(isinstance(node, Entry) and any(Sym(var) in node.indices for var in bound) for node in atoms):
        return None
    if not atoms:
        random = {name for node in walk(body) if (name := named(node)) and name not in outside} - env.constants
        random -= {name for name in random if name in env.sizes}
        return Call("E", (body,)) if random & (env.laws.keys() | env.definitions.keys() | env.random) else body
    atom = min(atoms, key=str)
    law = env.laws[named(atom) or ""]
    others = {name for node in walk(body) if (name := named(node))} & env.laws.keys() - {law.name}
    if others and not (env.independent or others | {law.name} <= env.independents):
        return None
    terms = []
    for value, chance in law.outcomes:
        inner = _mean(_with(body, atom, value), names, outside, env)
        if inner is None:
            return None
        terms.append(Mul((chance, inner)))
    return Add(tuple(terms))


def _with(expr: Expr, atom: Expr, value: Expr) -> Expr:
    return value if expr == atom else _rectified(map_expr(expr, lambda each: _with(each, atom, value)))


def _rectified(expr: Expr) -> Expr:
    """The ReLU of a rational number is one."""
    match expr:
        case Call("relu", (inside,)) if (value := rational(inside)) is not None:
            return Num(max(value, Fraction(0)))
        case Call("max", args) if None not in (values := [rational(each) for each in args]):
            return Num(max(each for each in values if each is not None))
        case _:
            return expr


def _inlined(expr: Expr, names: frozenset[str], env: Environment) -> Expr | None:
    """The expression with what is defined by such names opened; None where it has nothing to do with them."""
    for _ in range(8):
        found = next(
            (node for node in walk(expr) if isinstance(node, Sym | Entry) and _rests_on(node, names, env)), None
        )
        if found is None:
            break
        definition = env.definitions[named(found) or ""]
        indices = found.indices if isinstance(found, Entry) else ()
        if len(indices) != len(definition.indices):
            return None
        expr = _with(expr, found, replaced(definition.body, dict(zip(definition.indices, indices, strict=True))))
    return expr if any(named(node) in names for node in walk(expr)) else None


def _rests_on(node: Expr, names: frozenset[str], env: Environment) -> bool:
    name = named(node)
    return name is not None and name in env.definitions and bool(reach(name, env) & names)


def _outside(expr: Expr) -> Iterator[str]:
    """The names of a side outside of its moments."""
    if isinstance(expr, Call) and expr.function in ("E", "Var", "Cov"):
        return
    if (name := named(expr)) is not None:
        yield name
    for child in children(expr):
        yield from _outside(child)
