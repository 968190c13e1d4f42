"""Equations that are asked for: the condition under which they hold, and whether one implies another."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import sympy
from sympy import Expr as Term
from sympy import Poly, cancel, fraction

from backproof.answers.syntax import Add, Call, Cond, Div, Entry, Expr, Mul, Num, Pow, Sym, negative, walk
from backproof.documents.any_entry import with_any_entry
from backproof.documents.arrays import Shapeless
from backproof.documents.conversion import Converter
from backproof.documents.declarations import NotConverted
from backproof.documents.environment import Environment, Law
from backproof.documents.limits import SECONDS_PER_CLAIM, TooLong, time_limit
from backproof.documents.mentions import named
from backproof.documents.opening import opened
from backproof.documents.verdicts import decide
from proofs.kernel.claims import Claim, equal
from proofs.kernel.judging import reduce
from proofs.kernel.terms import NotATerm
from proofs.kernel.verdicts import Proved, Refuted


def solved(left: Expr, right: Expr, conditions: tuple[Cond, ...], env: Environment) -> str | None:
    """The condition under which an equation holds, solved for the variance of the weights: sigma^2 = 1/n_in."""
    env = env.counting()
    try:
        with time_limit(SECONDS_PER_CLAIM):
            left, right = with_any_entry(left, right, env)
            sides = opened(left, right, env, conditions)
            found = _solved(*sides, conditions, _with_variances((left, right), env))
            found = found or _solved(*sides, conditions, _with_variances((left, right), _without_choices(env)))
            return found or _solved(*sides, conditions, _with_other_weights(env))
    except (TooLong, NotConverted, Shapeless, NotATerm):
        return None


def _without_choices(env: Environment) -> Environment:
    """The environment without the variances in terms of sizes that the page has chosen before: it is asked for one."""

    def is_choice(law: Law) -> bool:
        names = [] if law.variance is None else [node for node in walk(law.variance) if isinstance(node, Sym | Entry)]
        sized = bool(names) and all(isinstance(node, Sym) and env.is_size(node.name) for node in names)
        return sized and law.name in ("w", "W")

    return replace(env, laws={name: law for name, law in env.laws.items() if not is_choice(law)})


def _with_other_weights(env: Environment) -> Environment:
    """The environment where weights that had a variance in numbers before, as in N(0, 1), may have any."""
    numbers = {
        name: replace(law, kind="moments", variance=Sym(f"Var({name})"))
        for name, law in env.laws.items()
        if name in ("w", "W")
        and law.mean == Num(Fraction(0))
        and law.line is not None
        and isinstance(law.variance, Num)
    }
    some = frozenset(f"Var({name})" for name in numbers)
    return replace(env, laws={**env.laws, **numbers}, positive=env.positive | some)


def _with_variances(sides: tuple[Expr, ...], env: Environment) -> Environment:
    """The environment where a name of which nothing is known, but whose variance is spoken of, has one: a number."""
    names = (
        {
            name
            for side in sides
            for node in walk(side)
            if isinstance(node, Call) and node.function == "Var" and (name := named(node.args[0]))
        }
        - env.laws.keys()
        - env.definitions.keys()
    )
    laws = {name: Law(name, None, Sym(f"Var({name})")) for name in sorted(names)}
    return replace(env, laws={**env.laws, **laws}, positive=env.positive | {f"Var({name})" for name in names})


def _solved(left: Expr, right: Expr, conditions: tuple[Cond, ...], env: Environment) -> str | None:
    """The solution, in words; if it needs that other numbers are positive, such as a second moment q, it says so."""
    found = _solution(left, right, conditions, env, env.positive)
    if found is not None:
        return found
    names = {node.name for side in (left, right) for node in walk(side) if isinstance(node, Sym)} - env.positive
    names = {name for name in names if not env.is_size(name) and name not in env.definitions and name not in env.laws}
    if not names:
        return None
    found = _solution(left, right, conditions, replace(env, positive=env.positive | names), env.positive)
    return None if found is None else f"{found}, if {', '.join(sorted(names))} > 0"


def _solution(
    left: Expr, right: Expr, conditions: tuple[Cond, ...], env: Environment, unknowns: frozenset[str]
) -> str | None:
    env = replace(env, laws={name: by_moments(law) for name, law in env.laws.items()})
    problem = Converter(env, conditions).problem((left, right))
    setting = problem.setting
    sides = [reduce(side, setting) for side in problem.sides]
    difference = cancel(sides[0] - sides[1])
    candidates = [each for each in difference.free_symbols if str(each) in unknowns]
    for symbol in sorted(candidates, key=lambda each: (not str(each).startswith("sigma"), str(each))):
        for power in (2, 1):
            top, _ = fraction(cancel(difference))
            try:
                polynomial = Poly(top, symbol)
            except sympy.PolynomialError:
                continue
            powers = sorted({powers[0] for powers, _ in polynomial.terms()})
            if len(powers) == 2 and powers[1] - powers[0] == power:
                high, low = (
                    polynomial.coeff_monomial(symbol ** powers[1]),
                    polynomial.coeff_monomial(symbol ** powers[0]),
                )
                value = cancel(-low / high)
                claim = Claim(equal(*problem.sides), "iff", equal(symbol**power, value))
                if isinstance(decide(claim, setting), Proved):
                    return f"{symbol}{'^2' if power == 2 else ''} = {_words(value)}"
    return None


def by_moments(law: Law) -> Law:
    """A uniform law by its mean and variance alone, which say all that an equation between variances asks."""
    if law.kind != "uniform" or law.low is None or law.high is None:
        return law
    middle = Div(Add((law.low, law.high)), Num(Fraction(2)))
    width = Add((law.high, negative(law.low)))
    return replace(law, kind="moments", mean=middle, variance=Div(Pow(width, Num(Fraction(2))), Num(Fraction(12))))


def _words(value: Term) -> str:
    return str(value).replace("**", "^").replace("*", " ")


def implied(
    first: tuple[Expr, Expr], second: tuple[Expr, Expr], conditions: tuple[Cond, ...], env: Environment
) -> bool | None:
    """Whether one equation says the same as another: True or False if the kernel can tell.

    Where one of them says what a positive number is by a root, a = sqrt(6/n), its square is asked for.
    """
    env = env.counting()
    known = _implied(first, second, conditions, env)
    if known is not None:
        return known
    left, right = second
    squared = _squared(right, env)
    if not isinstance(left, Sym) or left.name not in env.positive or squared is None:
        return None
    return _implied(first, (Pow(left, Num(Fraction(2))), squared), conditions, env)


def _squared(expr: Expr, env: Environment) -> Expr | None:
    """The square of a product or quotient of roots and positive numbers; None for anything else."""
    match expr:
        case Call("sqrt", (inside,)):
            return inside
        case Mul(factors):
            squares = [_squared(each, env) for each in factors]
            return None if None in squares else Mul(tuple(each for each in squares if each is not None))
        case Div(over, under):
            top, bottom = _squared(over, env), _squared(under, env)
            return None if top is None or bottom is None else Div(top, bottom)
        case Num(value):
            return Num(value * value) if value > 0 else None
        case Sym(name) if name in env.positive or env.is_size(name):
            return Pow(expr, Num(Fraction(2)))
        case _:
            return None


def _implied(
    first: tuple[Expr, Expr], second: tuple[Expr, Expr], conditions: tuple[Cond, ...], env: Environment
) -> bool | None:
    try:
        with time_limit(SECONDS_PER_CLAIM):
            first, second = with_any_entry(*first, env), with_any_entry(*second, env)
            sides = (*opened(*first, env), *opened(*second, env))
            problem = Converter(env, conditions).problem(sides)
            claim = Claim(equal(*problem.sides[:2]), "iff", equal(*problem.sides[2:]))
            verdict = decide(claim, problem.setting)
    except (TooLong, NotConverted, Shapeless, NotATerm, TypeError):
        return None
    return True if isinstance(verdict, Proved) else False if isinstance(verdict, Refuted) else None
