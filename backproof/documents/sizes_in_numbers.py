r"""Numbers for how many there are: t_i = (1 - \varepsilon) y_i + \varepsilon / 10 adds up to 1 with ten classes.

Sums over all classes that have no end, or an end K, have as many terms as the page divides by in what it defines, if a
claim holds then.  Proved if the arrays of the page are declared so, W \in \mathbb{R}^{10 \times 100}; else under the
condition that it is so.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import replace
from fractions import Fraction

from backproof.answers.syntax import ONE, Cond, Div, Entry, Expr, Fold, Num, Sym, map_expr, walk
from backproof.documents.conversion import Converter
from backproof.documents.declarations import NotConverted
from backproof.documents.dimensions import Dimensions, SizesDiffer
from backproof.documents.environment import Environment
from backproof.documents.mentions import behind, classes_in, mentioned, named
from backproof.documents.outcomes import Outcome, lacking, reason_of
from backproof.documents.sizes_said import sizes_said
from backproof.documents.verdicts import decide
from proofs.kernel.claims import Claim
from proofs.kernel.terms import NotATerm
from proofs.kernel.verdicts import Proved

_FEW = 2  # a factor 1/2 counts nothing
_NAMES = ("K", "M", "H", "N")


def with_size_in_numbers(
    left: Expr, relation: str, right: Expr, conditions: tuple[Cond, ...], env: Environment
) -> Outcome | None:
    """What is to be said of a claim that holds where its sums have as many terms as the page divides by; else None."""
    numbers = {number for body in _own_bodies((left, right), env) for number in _divisors(body)}
    nodes = [node for body in behind((left, right), env) for node in walk(body)]
    taken = {name for node in nodes if (name := named(node))}
    letter = next((Sym(name) for name in _NAMES if name not in taken), None)
    if len(numbers) != 1 or letter is None:
        return None
    (number,) = numbers
    declared = _declared((left, right), env)
    sizes = {declared.get((scope, fold.var)) for scope, fold in _sums((left, right), env)}
    if not sizes & {None, number} or any(fold.where is not None for _, fold in _sums((left, right), env)):
        return None

    def of_any_number(expr: Expr, scope: str) -> Expr:
        expr = map_expr(expr, lambda each: of_any_number(each, scope))
        match expr:
            case Fold("sum", var, _, _, None, body) if declared.get((scope, var)) in (None, number):
                return Fold("sum", var, ONE, letter, None, body)
            case Div(over, Num(value)) if value == number:
                return Div(over, letter)
            case Num(value) if value == Fraction(1, number):
                return Div(ONE, letter)
            case _:
                return expr

    wide = {name: replace(each, body=of_any_number(each.body, name)) for name, each in env.definitions.items()}
    sides = of_any_number(left, ""), of_any_number(right, "")
    try:
        problem = Converter(replace(env, definitions=wide, shown=(), spaces={}), conditions).problem(sides)
        verdict = decide(Claim(problem.sides[0], relation, problem.sides[1]), problem.setting)  # type: ignore[arg-type]
    except (NotConverted, NotATerm):
        return None
    if not isinstance(verdict, Proved):
        return None
    if None not in sizes:
        return Outcome("proved", f"{number} is how many terms the sums have: {reason_of(problem)}", used=problem.laws)
    return lacking(f"the sums have {number} terms")


def _sums(trees: tuple[Expr, ...], env: Environment) -> Iterable[tuple[str, Fold]]:
    """The sums of a claim, and of the definitions on which it rests, each with the name that is defined there."""
    known = (env.definitions.get(name) for name in sorted(mentioned(trees, env)))
    bodies = [("", tree) for tree in trees] + [(each.name, each.body) for each in known if each is not None]
    return [(scope, node) for scope, body in bodies for node in walk(body)
            if isinstance(node, Fold) and node.kind == "sum"]  # fmt: skip


def _own_bodies(trees: tuple[Expr, ...], env: Environment) -> Iterable[Expr]:
    """What the page itself defines of the names of a claim."""
    known = (env.definitions.get(name) for name in sorted(mentioned(trees, env)))
    return [each.body for each in known if each is not None and each.line is not None]


def _divisors(body: Expr) -> Iterable[int]:
    """The whole numbers by which something is divided: 10, of epsilon/10."""
    for node in walk(body):
        match node:
            case Div(_, Num(value)) if value.denominator == 1 and value > _FEW:
                yield int(value)
            case Num(value) if value.numerator == 1 and value.denominator > _FEW:
                yield value.denominator
            case _:
                pass


def _declared(trees: tuple[Expr, ...], env: Environment) -> Mapping[tuple[str, str], int]:
    """How far sums run by the declared shapes of the page, by the name that is defined there and the index."""
    page = Dimensions()
    families: set[tuple[str, int]] = set()
    for name, each in env.definitions.items():
        page.read(each.body, name)
        families |= {(node.family, len(node.indices)) for node in walk(each.body) if isinstance(node, Entry)}
        for place, index in enumerate(each.indices):
            page.join(page.place(name, len(each.indices), place), page.index(index, name))
        for letter in classes_in(each):  # the class y of the example is the same everywhere
            page.join(page.index(letter, name), page.index(letter, "class"))
    for tree in trees:
        page.read(tree, "")
    page.declare(sizes_said(families, env).items())
    found: dict[tuple[str, str], int] = {}
    for scope, fold in _sums(trees, env):
        with suppress(SizesDiffer):
            size = page.size(page.index(fold.var, scope))
            if isinstance(size, Num):
                found[scope, fold.var] = int(size.value)
    return found
