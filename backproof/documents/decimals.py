r"""Printed decimals: is $1/\sqrt{2\pi} \approx 0.399$ right to its last digit?

Right is what rounds to the printed digits, or what begins with them.  Both bounds are inequalities of numbers, which
the kernel decides.  Zeros at the end of a whole number are not counted as digits, and of a single digit only its size.
"""

from __future__ import annotations

import operator
import re
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import reduce as reduce_with

import sympy
from flint import arb, fmpq
from sympy import Expr as Term

from backproof.answers.syntax import Add, Call, Compare, Cond, Const, Div, Entry, Expr, Mul, Num, Pow, Sym, walk
from backproof.documents.conversion import Converter
from backproof.documents.declarations import NotConverted
from backproof.documents.environment import Environment
from backproof.documents.judgement import judge_relation
from backproof.documents.mentions import mentioned
from backproof.documents.outcomes import Outcome
from backproof.documents.rationals import rational
from backproof.documents.report import Counterexample
from backproof.documents.spelling import with_digits_joined
from backproof.documents.verdicts import known_parts
from proofs.kernel.claims import equal
from proofs.kernel.judging import reduce
from proofs.kernel.terms import NotATerm

_NUMBER = re.compile(
    r"(?P<sign>[+-]?)\s*(?P<whole>\d+(?:(?:\\,|\{,\}|,)\d{3}(?!\d))*)(?:(?:\.|\{,\})(?P<decimals>\d+))?"
    r"(?:\s*(?:\\cdot|\\times)\s*10\s*\^\s*\{?\s*(?P<power>-?\d+)\s*\}?)?"
)
_SCALED = re.compile(r"(\d*\.\d+)(?:\s|\\[,;:! ]|\\cdot|\\times)*(?=[A-Za-z\\])(?!\\(?:cdot|times))")
_POWER_OF_TEN = re.compile(r"10\s*\^\s*\{?\s*(-?\d+)\s*\}?")
_LARGE = Fraction(10) ** 18
_MOST_DIGITS = 36  # of a number that the kernel reads as it is
_ROUNDED_DIGITS = 3  # 0.5 and 0.25 are what they are
_SURE_DIGITS = 2  # of a single digit, a page may mean no more than the size


@dataclass(frozen=True)
class Printed:
    """A number as it was printed: its value, the unit of its last digit, and how many digits count."""

    value: Fraction
    unit: Fraction
    digits: int


def printed(latex: str) -> Printed | None:
    """The number that a side is, if it is nothing else."""
    text = re.sub(r"\\[,;:! ]\s*$|\\q?quad\s*$|[\s.,;]+$", "", with_digits_joined(latex).strip())
    if found := _POWER_OF_TEN.fullmatch(text):
        value = Fraction(10) ** int(found[1])
        return Printed(value, value, 1)
    found = _NUMBER.fullmatch(text)
    if found is None:
        return None
    whole, decimals = re.sub(r"\D", "", found["whole"]), found["decimals"]
    if decimals is None and "{,}" in found["whole"]:
        return None  # 1{,}234 may be a little more than one, or a thousand
    scale = Fraction(10) ** int(found["power"] or 0)
    digits = (whole + (decimals or "")).lstrip("0")
    unit = scale / 10 ** len(decimals or "")
    if decimals is None:
        kept = digits.rstrip("0")
        unit *= 10 ** (len(digits) - len(kept))
        digits = kept
    value = Fraction(int(whole + (decimals or "")), 10 ** len(decimals or "")) * scale
    return Printed(-value if found["sign"] == "-" else value, unit, len(digits))


def judge_decimal(other: Expr, number: Printed, conditions: tuple[Cond, ...], env: Environment) -> Outcome | None:
    """Whether a number is what is printed, to the digits that are printed; None for what is no definite number."""

    large = number.value >= _LARGE or (number.value > number.unit and _is_high_power(other))

    def compared(relation: str, bound: Fraction) -> Outcome:
        left, right = (_log(other), _log_of_number(bound)) if large else (other, Num(bound))
        return judge_relation((left,), relation, (right,), conditions, env)

    value, unit = number.value, number.unit
    above, below = compared(">=", value - unit / 2), compared("<=", value + unit / 2)
    if above.verdict == below.verdict == "proved":
        return Outcome("proved", "right to the printed digits: " + above.reason)
    outer = value + unit if value > 0 else value - unit
    inside = compared("<" if value > 0 else ">", outer), compared(">=" if value > 0 else "<=", value)
    if all(each.verdict == "proved" for each in inside):
        return Outcome("proved", "its digits begin with those printed: " + inside[0].reason)
    wrong = next((each for each in (above, below) if each.verdict == "refuted"), None)
    shown = None if wrong is None else wrong.counterexample
    if wrong is None or shown is None or shown.where or _is_of_free_law(other, conditions, env):
        return None  # it depends on something of which the page may have said more
    real = shown.right if wrong is above else shown.left  # a >= b is judged as b <= a
    if number.digits < _SURE_DIGITS:
        factor = Fraction(10)
        near = compared("<=", value * factor), compared(">=", value / factor)
        if all(each.verdict == "proved" for each in near):
            return Outcome("undecided", f"it is {real}; how close is meant is not said")
    if large:
        return Outcome("refuted", f"wrong in the printed digits: the logarithm is {real}")
    found = replace(shown, left=real, right=_decimal(value), relation="approx")
    return Outcome("refuted", "wrong in the printed digits", found, correction=real)


def _of_rational(value: Fraction, number: Printed) -> Outcome | None:
    """Whether a rational number of many digits, 1 - 0.9^50, is what is printed; None where how close is not said."""
    distance = value - number.value
    if abs(distance) <= number.unit / 2:
        return Outcome("proved", "right to the printed digits: exact arithmetic")
    if 0 <= (distance if number.value > 0 else -distance) < number.unit:
        return Outcome("proved", "its digits begin with those printed: exact arithmetic")
    if number.digits < _SURE_DIGITS:
        return None
    shown = Counterexample((), _decimal(value), _decimal(number.value), "approx")
    return Outcome("refuted", "wrong in the printed digits", shown, correction=_decimal(value))


def _is_of_free_law(expr: Expr, conditions: tuple[Cond, ...], env: Environment) -> bool:
    """Whether a random name of an expression has a law with a letter to which nobody gives a value: U(-a, a)."""
    known = env.definitions.keys() | {
        each.left.name for each in conditions if isinstance(each, Compare) and isinstance(each.left, Sym)
    }
    laws = [env.laws[name] for name in mentioned((expr,), env) & env.laws.keys()]
    values = (value for law in laws for value in (law.mean, law.variance, law.low, law.high) if value is not None)
    return any(isinstance(node, Sym) and node.name not in known for value in values for node in walk(value))


def _is_high_power(expr: Expr) -> bool:
    """0.9^50, (1 - 0.01)^50: a power of a number that has more digits than the kernel reads."""
    match expr:
        case Pow(base, Num(exponent)) if exponent.denominator == 1 and (root := rational(base)) is not None:
            return root > 0 and abs(int(exponent)) * len(str(max(root.numerator, root.denominator))) > _MOST_DIGITS
        case _:
            return False


def _log(expr: Expr) -> Expr:
    """The logarithm of a large number, without calculating the number."""
    match expr:
        case Pow(base, exponent) if (root := rational(base)) is not None and root > 0:
            return Mul((exponent, Call("log", (Num(root),))))
        case _:
            return Call("log", (expr,))


def _log_of_number(value: Fraction) -> Expr:
    power = len(str(int(value))) - 1
    mantissa = value / Fraction(10) ** power
    return Add((Call("log", (Num(mantissa),)), Mul((Num(Fraction(power)), Call("log", (Num(Fraction(10)),))))))


def with_decimals(
    latex: tuple[str, str],
    left: tuple[Expr, ...],
    relation: str,
    right: tuple[Expr, ...],
    conditions: tuple[Cond, ...],
    env: Environment,
) -> Outcome | None:
    """Judge a link of which a side is a printed decimal; None where none is.

    An equals sign before a rounded number is no lie where the number is right: it holds to the printed digits.
    """
    if relation not in ("approx", "=") or len(left) + len(right) > 2:
        return None
    for text, own, other in ((latex[1], right[0], left[0]), (latex[0], left[0], right[0])):
        number = printed(text)
        if number is None and relation == "approx" and (scaled := _scaled(text, own, other, env)) is not None:
            number, other = scaled
        if number is None or (relation == "=" and number.unit >= 1 and not _rounds(other, number)):
            continue
        found = judge_decimal(other, number, conditions, env)
        if found is None and (value := rational(other)) is not None:
            found = _of_rational(value, number)
        if found is None and not _is_number(other) and (worked_out := _proved_constant(other, env)) is not None:
            found = judge_decimal(worked_out, number, conditions, env)
        if found is None and _is_number(other):
            return Outcome("undecided", "it is not seen whether the printed digits are right")
        if found is None or relation == "approx":
            return found
        words = "right to the printed digits, not exactly"
        return Outcome("conditional", words, condition="rounded") if found.verdict == "proved" else None
    return _of_rounded(left[0], right[0], conditions, env) or _of_rounded(right[0], left[0], conditions, env)


def _of_rounded(value: Expr, made: Expr, conditions: tuple[Cond, ...], env: Environment) -> Outcome | None:
    """tanh'(2) = 1 - 0.964^2: the value lies among those of all numbers that round to the decimals; else None."""
    if not any(isinstance(node, Call) for node in walk(value)) or any(
        isinstance(node, Sym | Entry) for node in walk(value)
    ):
        return None
    around = _around(made)
    if around is None or around.rad() == 0:
        return None
    low, high = (Fraction(int(each.p), int(each.q)) for each in (_bound(around.lower()), _bound(around.upper())))
    for relation, bound in ((">=", low), ("<=", high)):
        if judge_relation((value,), relation, (Num(bound),), conditions, env).verdict != "proved":
            return None
    return Outcome("conditional", "right to the printed digits of what is rounded, not exactly", condition="rounded")


def _around(expr: Expr) -> arb | None:
    """All values of an expression of numbers, of which decimals of three digits and more are rounded."""
    match expr:
        case Num(value):
            number = arb(fmpq(value.numerator, value.denominator))
            unit = _unit_of_rounded(value)
            return number if unit is None else arb(number, arb(fmpq(unit.numerator, unit.denominator)) / 2)
        case Add(parts) | Mul(parts):
            inside = [_around(each) for each in parts]
            known = [each for each in inside if each is not None]
            if len(known) < len(inside):
                return None
            return reduce_with(operator.add if isinstance(expr, Add) else operator.mul, known)
        case Div(over, under):
            above, below = _around(over), _around(under)
            return None if above is None or below is None or below.contains(0) else above / below
        case Pow(base, Num(exponent)) if exponent.denominator == 1:
            inside_base = _around(base)
            return None if inside_base is None else inside_base ** int(exponent)
        case _:
            return None


def _unit_of_rounded(value: Fraction) -> Fraction | None:
    """The unit of the last digit of a decimal with three digits or more; None for any other number."""
    places = next((n for n in range(1, 16) if (value * 10**n).denominator == 1), 0)
    digits = len(str(abs(int(value * 10**places)))) if places else 0
    return Fraction(1, 10**places) if digits >= _ROUNDED_DIGITS and value.denominator > 1 else None


def _bound(value: arb) -> fmpq:
    mantissa, exponent = value.man_exp()
    return fmpq(int(mantissa)) * fmpq(2) ** int(exponent)


def _rounds(other: Expr, number: Printed) -> bool:
    """Whether a whole number may be a rounded one: 1.1^{50} = 117."""
    decimals = any(isinstance(node, Num) and node.value.denominator > 1 for node in walk(other))
    return number.unit == 1 and number.digits >= _SURE_DIGITS and decimals and _is_number(other)


def _is_number(expr: Expr) -> bool:
    """Whether an expression is made of numbers alone."""
    return all(isinstance(node, Num | Const | Add | Mul | Div | Pow) for node in walk(expr))


def _scaled(latex: str, side: Expr, other: Expr, env: Environment) -> tuple[Printed, Expr] | None:
    r"""The number of 0.341 \, s^2, and what the other side over s^2 is proved to be, if that is a number."""
    found = _SCALED.match(latex.strip())
    number = None if found is None else printed(found[1])
    match side:
        case Mul((Num(value), *rest)) if number is not None and value == number.value and rest:
            ratio = Div(other, Mul(tuple(rest)) if len(rest) > 1 else rest[0])
        case _:
            return None
    constant = _proved_constant(ratio, env)
    return None if constant is None else (number, constant)


def _proved_constant(expr: Expr, env: Environment) -> Expr | None:
    """The number that an expression is proved to be; None where it is not."""
    constant = _constant(expr, env)
    known = constant is not None and judge_relation((expr,), "=", (constant,), (), env).verdict == "proved"
    return constant if known else None


def _constant(expr: Expr, env: Environment) -> Expr | None:
    """The number that the kernel makes of an expression; None where it makes none."""
    try:
        problem = Converter(env).problem((expr,))
        (side,) = problem.sides
        known = known_parts(equal(side, side), problem.setting)
        return _as_number(sympy.cancel(reduce(side, problem.setting, known)))
    except (NotConverted, NotATerm):
        return None


def _as_number(term: Term) -> Expr | None:
    match term:
        case sympy.Rational():
            return Num(Fraction(int(term.p), int(term.q)))
        case sympy.Add() | sympy.Mul():
            parts = [_as_number(each) for each in term.args]
            known = tuple(each for each in parts if each is not None)
            return None if len(known) < len(parts) else Add(known) if isinstance(term, sympy.Add) else Mul(known)
        case sympy.Pow(base=base, exp=sympy.Rational() as power):
            inside, exponent = _as_number(base), Num(Fraction(int(power.p), int(power.q)))
            return None if inside is None else Pow(inside, exponent)
        case _:
            return Const("pi") if term == sympy.pi else None


def _decimal(value: Fraction) -> str:
    return str(float(value))
