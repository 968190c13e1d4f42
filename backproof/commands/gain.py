"""Command on activations: gain."""

import re
from dataclasses import dataclass, fields
from difflib import get_close_matches
from fractions import Fraction

from flint import arb, ctx, fmpq
from rich.console import Console
from sympy import Expr, Rational, Symbol, sqrt

from backproof.activations import ACTIVATIONS, Named, Parameter
from backproof.answers.given import declare
from backproof.answers.reading import read
from backproof.answers.syntax import Call, Cases, Num, Truth, substitute, walk
from backproof.answers.syntax import Expr as Tree
from backproof.answers.tokens import Unreadable
from backproof.gains import Gains, Undecided, enclose
from backproof.pages.formulas import Text, term_text
from proofs.book import theorems
from proofs.kernel.derivations import Part, check
from proofs.kernel.evaluation import evaluate
from proofs.kernel.point import Point
from proofs.kernel.terms import substitute as replaced
from proofs.kernel.verdicts import EngineDisagreement, is_proved

from .book import RIGHT, UNDECIDED, fail, print_json

_GAIN_OF = {"second_moment": "forward_gain", "slope_second_moment": "backward_gain"}
Entry = dict[str, str]


@dataclass(frozen=True)
class Options:
    """What the command line says besides the activation; the parameters as text."""

    slope: str | None = None
    alpha: str | None = None
    digits: int = 32
    as_json: bool = False


def gain(activation: str, options: Options) -> int:
    """Print the moments and gains of an activation: a name, or any expression in x."""
    named = ACTIVATIONS.get(activation)
    formula = activation if named is None else named.formula
    values = _parameters(named, options)
    tree = _read(formula, values, activation)
    gains = enclose(tree, options.digits)
    known = {} if named is None else _known(named, gains, values)
    entries = {each.name: _entry(getattr(gains, each.name), options.digits) for each in fields(gains)}
    for quantity, more in known.items():
        entries[quantity] |= more
    jumps = any(isinstance(node, Truth | Cases) or _is_step(node) for node in walk(tree)) and named is None
    _print(activation, formula, values, entries, jumps, options)
    return UNDECIDED if any("undecided" in each for each in entries.values()) else RIGHT


def _is_step(node: Tree) -> bool:
    return isinstance(node, Call) and node.function in ("step", "sign")


def _entry(value: "arb | Undecided", digits: int) -> Entry:
    return {"undecided": value.reason} if isinstance(value, Undecided) else {"enclosure": value.str(digits)}


def _print(
    activation: str, formula: str, values: dict[str, Fraction], entries: dict[str, Entry], jumps: bool, options: Options
) -> None:
    given = {name: str(value) for name, value in values.items()}
    if options.as_json:
        about = {"name": activation, "formula": formula, "parameters": given, "input": "x ~ N(0, 1)"}
        print_json(about | entries)
        return
    out = Console(highlight=False, soft_wrap=True, markup=False)
    numbers = "".join(f", {name} = {value}" for name, value in given.items())
    out.print(f"f(x) = {formula}{numbers}, x ~ N(0, 1)")
    for quantity, entry in entries.items():
        closed = f" = {entry['closed_form']}" if "closed_form" in entry else ""
        proved = f"   proved: {entry['theorem']}" if "theorem" in entry else ""
        value = f"undecided: {entry['undecided']}" if "undecided" in entry else entry["enclosure"]
        out.print(f"  {quantity.replace('_', ' '):20} {value}{closed}{proved}")
    if jumps:
        out.print("  The slope is taken where it exists; where f jumps it has none.")


def _parameters(named: Named | None, options: Options) -> dict[str, Fraction]:
    """The value of each parameter, by its name in the formula."""
    wanted = None if named is None else named.parameter
    for option in ("slope", "alpha"):
        if getattr(options, option) is not None and (wanted is None or wanted.option != option):
            users = [name for name, each in ACTIVATIONS.items() if each.parameter and each.parameter.option == option]
            fail(f"--{option} is for {' and '.join(users)}: leave it out, or write the number into the expression")
    return {} if wanted is None else {wanted.symbol: _value(wanted, getattr(options, wanted.option))}


def _value(parameter: Parameter, text: str | None) -> Fraction:
    if text is None:
        return parameter.usual
    try:
        value = Fraction(text)
    except (ValueError, ZeroDivisionError):
        fail(f"--{parameter.option}: '{text}' is no number; write 0.2 or 1/5")
    if abs(value) > 1000 or value.denominator > 10**12:
        fail(f"--{parameter.option}: {text} is out of range; at most 1000 in size, with at most 12 decimals")
    return value


def _read(formula: str, values: dict[str, Fraction], written: str) -> Tree:
    """Read an expression in x; it is never run."""
    try:
        found = read(formula, declare(dict.fromkeys(("x", *values), "real")), "text")
    except Unreadable as error:
        if re.fullmatch(r"[A-Za-z][\w-]*", written):
            near = get_close_matches(written.lower(), ACTIVATIONS, n=1, cutoff=0.5)
            known = f"known are {', '.join(ACTIVATIONS)}, and expressions in x."
            hint = f"did you mean '{near[0]}'?" if near else known
            fail(f"there is no activation '{written}': {hint}")
        hint = f": {error.hint}" if error.hint else ""
        pointer = f"\n  {formula}\n  {' ' * error.position}^" if "\n" not in formula else ""
        piece = f"'{error.piece}'" if error.piece else "the expression"
        fail(f"cannot read {piece} at character {error.position + 1}: {error.reason}{hint}{pointer}")
    if len(found.readings) > 1:
        fail(f"'{formula}' can be read in {len(found.readings)} ways: add brackets, or write log with its base")
    return substitute(found.readings[0], {name: Num(value) for name, value in values.items()})


def _known(named: Named, gains: Gains, values: dict[str, Fraction]) -> dict[str, Entry]:
    """What the kernel proves now about the quantities of a named activation.

    Raises EngineDisagreement if a result does not agree with the enclosure.
    """
    result: dict[str, Entry] = {}
    for quantity, theorem, name in named.closed:
        part = _part(theorem, name)
        if is_proved(check(part).verdict):
            closed = _with_values(part.claim.terms[1], values)
            _agree(closed, part, getattr(gains, quantity), quantity)
            entry = {"closed_form": term_text(closed, Text()), "theorem": theorem, "part": name}
            result[quantity] = entry
            if quantity in _GAIN_OF:  # the gain is 1/sqrt of it, by definition
                result[_GAIN_OF[quantity]] = entry | {"closed_form": term_text(1 / sqrt(closed), Text())}
    usual = named.parameter is None or values[named.parameter.symbol] == named.parameter.usual
    for quantity, theorem, name in named.enclosed if usual else ():
        bounds = [_part(theorem, f"{name}-from-{end}") for end in ("below", "above")]
        if quantity not in result and all(is_proved(check(each).verdict) for each in bounds):
            low, high = bounds[0].claim.terms[0], bounds[1].claim.terms[1]
            _between(low, high, bounds[0], getattr(gains, quantity), quantity)
            result[quantity] = {"theorem": theorem, "part": name}
    return result


def _part(theorem: str, name: str) -> Part:
    (part,) = (each for each in theorems()[theorem].parts if each.name == name)
    return part


def _with_values(term: Expr, values: dict[str, Fraction]) -> Expr:
    numbers = {name: Rational(value.numerator, value.denominator) for name, value in values.items()}
    return replaced(term, {each: numbers[each.name] for each in term.free_symbols if isinstance(each, Symbol)})


def _agree(closed: Expr, part: Part, enclosure: "arb | Undecided", quantity: str) -> None:
    value = evaluate(closed, Point(part.setting, {}))
    with ctx.workprec(400):
        if isinstance(enclosure, arb) and not arb(value).overlaps(enclosure):
            raise EngineDisagreement(f"{quantity}: {closed} is proved, but the enclosure is {enclosure}")


def _between(low: Expr, high: Expr, part: Part, enclosure: "arb | Undecided", quantity: str) -> None:
    with ctx.workprec(400):
        ends = [arb(fmpq(int(each.p), int(each.q))) for each in (low, high)]
        if isinstance(enclosure, arb) and (enclosure < ends[0] or enclosure > ends[1]):
            raise EngineDisagreement(f"{quantity}: {part.claim} is proved, but the enclosure is {enclosure}")
