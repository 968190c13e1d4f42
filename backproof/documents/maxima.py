r"""Claims in which a maximum stands: $m = \max_k z_k$, as where a softmax is made stable.

    1 <= sum_k exp(z_k - m) <= n          m <= log sum_k exp(z_k) <= m + log n

Bounds are algebra after an exponential: with w_k = exp(z_k) > 0 and M = exp(m), the largest is one of the terms,
M = w_c, and no term is larger, M = w_k + g with g >= 0.  The kernel proves what is left.  A claim that fails is shown
to fail for two numbers, z = (m, m - 1), or z = (m, m) where a bound is strict.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from itertools import product

from backproof.answers.printing import plain
from backproof.answers.syntax import (
    MINUS_ONE,
    ONE,
    TWO,
    ZERO,
    Add,
    Call,
    Compare,
    Cond,
    Div,
    Entry,
    Expr,
    Fold,
    Mul,
    Num,
    Pow,
    Sym,
    map_expr,
    negative,
    walk,
)
from backproof.documents.biased import bias_of
from backproof.documents.dimensions import Dimensions, SizesDiffer, replaced
from backproof.documents.environment import Definition, Environment, is_size_name
from backproof.documents.inlining import inlined
from backproof.documents.judgement import LEVEL, judge_relation
from backproof.documents.mentions import free_indices, mentioned
from backproof.documents.outcomes import Outcome
from backproof.documents.ranges import judge_range
from backproof.documents.report import Counterexample
from backproof.documents.two_classes import in_numbers
from backproof.documents.unsaid_sizes import COUNTS, ended

_MOST_CASES = 4
_POWER, _LARGEST, _REST = "power(of)", "largest(power)", "rest(of)"  # w, M and g
_WRITTEN = "m(largest)"  # the name of a maximum that has none
_PLACE = "place"  # the index of the largest


def judge_maximum(
    left: Expr, relation: str, right: Expr, conditions: tuple[Cond, ...], env: Environment, several: bool
) -> Outcome | None:
    """Judge a claim that rests on one maximum; None for any other, and where nothing comes of it."""
    outcome = _judged(left, relation, right, conditions, env, several)
    if outcome is not None and outcome.verdict == "proved":
        return outcome
    counted = None if _maximum((left, right), env) is None else ended(left, right, env)
    if counted is None:
        return outcome
    left, right, env, size = counted
    known = _judged(left, relation, right, conditions, env, several)
    if known is None or known.verdict != "proved":
        return outcome
    return replace(known, reason=f"{size} {COUNTS}: {known.reason}")


def _judged(
    left: Expr, relation: str, right: Expr, conditions: tuple[Cond, ...], env: Environment, several: bool
) -> Outcome | None:
    found = _maximum((left, right), env)
    conditions = tuple(each for each in conditions if not _is_definition(each, env))
    if found is None or any(not isinstance(each, Compare) or each.relation != "!=" for each in conditions):
        return None
    name, family = found
    any_numbers = family not in env.definitions or bias_of(family, env) is not None
    env = replace(env, definitions={each: known for each, known in env.definitions.items() if each != family})
    left, right = (_named(side, name, family) for side in (left, right))
    left, right = _without_differences(left, right, Sym(name))
    if relation in ("<", "<=", ">", ">="):
        bound = _bound(left, relation, right, name, family, env, several)
        if bound is not None:
            return bound
    return _at_two(left, relation, right, conditions, env, name, family) if any_numbers else None


def _is_definition(cond: Cond, env: Environment) -> bool:
    """Whether a condition is how the page defines a name: if m = max_k z_k, where m is that."""
    if not isinstance(cond, Compare) or cond.relation != "=" or not isinstance(cond.left, Sym):
        return False
    known = env.definition(cond.left.name, 0)
    return known is not None and cond.right in (known.body, known.written)


def _without_differences(left: Expr, right: Expr, largest: Expr) -> tuple[Expr, Expr]:
    """log sum_k exp(z_k) <= m + log K, for log sum_k exp(z_k) - m <= log K."""
    less = negative(largest)
    for one, other, turned in ((left, right, False), (right, left, True)):
        if isinstance(one, Add) and less in one.terms:
            rest = tuple(each for each in one.terms if each != less)
            kept = Add(rest) if len(rest) > 1 else rest[0]
            moved = largest if other == ZERO else Add((largest, other))
            return (moved, kept) if turned else (kept, moved)
    return left, right


def _maximum(trees: tuple[Expr, ...], env: Environment) -> tuple[str, str] | None:
    """The name of the one maximum on which trees rest, and the family of which it is that."""
    names = mentioned(trees, env) & env.definitions.keys()
    bodies = {name: env.definitions[name].body for name in names if not env.definitions[name].indices}
    named = {(name, family) for name, body in bodies.items() if (family := _family(body, env)) is not None}
    plain = {(_WRITTEN, family) for tree in trees for node in walk(tree) if (family := _family(node, env)) is not None}
    families = {family for _, family in named | plain}
    elsewhere = any(
        _family(node, env) is not None
        for name in names
        for node in walk(env.definitions[name].body)
        if node is not env.definitions[name].body
    )
    if len(families) != 1 or len(named) > 1 or elsewhere:
        return None
    return next(iter(named or plain))


def _family(node: Expr, env: Environment) -> str | None:
    """z, of max_k z_k or of max(z), where z is a vector of any numbers."""
    match node:
        case Fold("max", var, _, _, None, Entry(family, (Sym(index),))) if var == index:
            return None if family in env.laws else family
        case Call("max", (Sym(family),)) if env.arrays.get(family) == 1:
            return family
        case _:
            return None


def _named(expr: Expr, name: str, family: str) -> Expr:
    """A maximum that is written out by its name."""
    match expr:
        case Fold("max", _, _, _, _, Entry(other, _)) | Call("max", (Sym(other),)) if other == family:
            return Sym(name)
        case _:
            return map_expr(expr, lambda each: _named(each, name, family))


# -- bounds


def _bound(
    left: Expr, relation: str, right: Expr, name: str, family: str, env: Environment, several: bool
) -> Outcome | None:
    """A bound that holds because the maximum is one of the terms, or because no term is larger."""
    if relation in (">", ">="):
        left, right, relation = right, left, {">": "<", ">=": "<="}[relation]
    apart = {each: known for each, known in env.definitions.items() if each != name}
    free = replace(env, definitions=apart)
    left, right = inlined(left, free), inlined(right, free)
    powers = _powers(left, right, name, family)
    if powers is None:
        return None
    left, right = powers
    wide = replace(free, positive=free.positive | {_POWER, _LARGEST, _REST})
    one_of_them = [replaced(side, {_LARGEST: Entry(_POWER, (Sym(_PLACE),))}) for side in (left, right)]
    found = judge_range(one_of_them[0], relation, one_of_them[1], (), wide, several)
    if found is not None:
        return replace(found, reason=f"the largest is one of the terms; {found.reason}")
    return _termwise(left, relation, right, family, wide)


def _termwise(left: Expr, relation: str, right: Expr, family: str, env: Environment) -> Outcome | None:
    """A sum of n terms is at most R where each of them is at most R / n."""
    free = free_indices(left) | free_indices(right)
    match left:
        case Fold("sum", var, low, high, None, body) if low in (None, ONE) and not free:
            size = high or _size(family, env)
        case _ if len(free) == 1:
            (var,), body, size = free, left, ONE
        case _:
            return None
    if relation != "<=" or not (isinstance(size, Sym) or size == ONE):
        return None
    if any(isinstance(node, Fold) for each in (body, right) for node in walk(each)):
        return None
    wide = replace(env, sizes=env.sizes | ({size.name} if isinstance(size, Sym) else set()))
    for rest in (Sym(_REST), ZERO):  # M = w + g: larger, or as large
        change: dict[str, Expr] = {_LARGEST: Add((Sym("term"), rest))}
        term, whole = (replaced(_single(each, var), change) for each in (body, right))
        wide = replace(wide, positive=wide.positive | {"term"})
        found = judge_relation((term,), relation, (Div(whole, size),), (), wide)
        if found.verdict != "proved":
            return None
    return Outcome("proved", f"no term is larger than the largest: {found.reason}")


def _single(expr: Expr, var: str) -> Expr:
    match expr:
        case Entry(family, (Sym(index),)) if family == _POWER and index == var:
            return Sym("term")
        case _:
            return map_expr(expr, lambda each: _single(each, var))


def _size(family: str, env: Environment) -> Expr | None:
    """How many entries a vector has, as the page shows it."""
    page = Dimensions()
    for number, body in enumerate(env.shown):
        page.read(body, str(number))
    try:
        return page.size(page.place(family, 1, 0))
    except SizesDiffer:
        return None


def _powers(left: Expr, right: Expr, name: str, family: str) -> tuple[Expr, Expr] | None:
    """The same relation between positive numbers, without logarithms: exp is increasing."""
    plain = [_without_exp(side, name, family) for side in (left, right)]
    if all(_is_plain(side, name, family) for side in plain):
        return plain[0], plain[1]
    raised = [_exp(side, name, family) for side in (left, right)]
    if raised[0] is None or raised[1] is None:
        return None
    return (raised[0], raised[1]) if all(_is_plain(side, name, family) for side in raised if side) else None


def _is_plain(expr: Expr, name: str, family: str) -> bool:
    """Whether nothing is left of the numbers themselves, of exponentials and of logarithms."""
    for node in walk(expr):
        match node:
            case Sym(each) | Entry(each, _) if each in (name, family):
                return False
            case Call(_, _):
                return False
            case _:
                pass
    return True


def _without_exp(expr: Expr, name: str, family: str) -> Expr:
    """exp(z_k - m) as w_k / M."""
    inside = _exponent(expr)
    if inside is not None:
        found = _exp(inside, name, family)
        return expr if found is None else found
    return map_expr(expr, lambda each: _without_exp(each, name, family))


def _exponent(expr: Expr) -> Expr | None:
    match expr:
        case Call("exp", (inside,)) if inside != ONE:
            return inside
        case Pow(Call("exp", (Num(value),)), inside) if value == 1:
            return inside
        case _:
            return None


def _exp(expr: Expr, name: str, family: str) -> Expr | None:
    """exp of an expression as a product of powers; None where it is none."""
    match expr:
        case Num(value) if value == 0:
            return ONE
        case Sym(each) if each == name:
            return Sym(_LARGEST)
        case Entry(each, indices) if each == family:
            return Entry(_POWER, indices)
        case Call("log", (inside,)):
            return _without_exp(inside, name, family)
        case Add(terms):
            factors = [_exp(each, name, family) for each in terms]
            return None if None in factors else Mul(tuple(each for each in factors if each is not None))
        case Mul((Num(value), *rest)) if value == -1:
            found = _exp(rest[0] if len(rest) == 1 else Mul(tuple(rest)), name, family)
            return None if found is None else Div(ONE, found)
        case _:
            return None


# -- refutations


def _at_two(
    left: Expr, relation: str, right: Expr, conditions: tuple[Cond, ...], env: Environment, name: str, family: str
) -> Outcome | None:
    """A difference for two numbers of which one is the largest: z_1 = m and z_2 = m - 1."""
    if any(isinstance(node, Call) and node.function == "D" for side in (left, right) for node in walk(side)):
        return None
    size = _size(family, env)
    letter = size.name if isinstance(size, Sym) else ""
    nodes = [node for side in (left, right) for node in walk(side)]
    own = {letter, name, *(node.var for node in nodes if isinstance(node, Fold))}
    if any(isinstance(node, Sym) and is_size_name(node.name) and node.name not in own for node in nodes):
        return None  # another number, which the page may mean to be that of the entries
    smaller: list[Expr] = [Add((Sym(name), MINUS_ONE)), *([Sym(name)] if relation in ("<", ">") else [])]
    apart = {each: known for each, known in env.definitions.items() if each != name}
    for second, (one, other) in product(smaller, list(_at_numbers(left, right, conditions))):
        values = {
            each: Definition(each, (), body) for each, body in ((f"{family}_1", Sym(name)), (f"{family}_2", second))
        }
        told = in_numbers((one, other), letter, {family}, replace(env, definitions=apart))
        if told is None:
            return None
        sides, narrow = told
        if letter:
            sides = tuple(replaced(side, {letter: TWO}) for side in sides)
        narrow = replace(narrow, definitions={**narrow.definitions, **values}, explained=narrow.explained | {name})
        found = judge_relation((sides[0],), relation, (sides[1],), (), narrow)
        if found.verdict == "refuted" and found.counterexample is not None:
            shown = found.counterexample
            rest = tuple(each for each in shown.where if each[0] != name)
            where = ((letter or "n", "2"), (f"{family}_1", name), (f"{family}_2", plain(second)), *rest)
            value = dict(shown.where).get(name)
            if value is not None:
                where = (*where, (name, value))
            counterexample = Counterexample(where, shown.left, shown.right, shown.relation)
            return Outcome("refuted", LEVEL if second == Sym(name) else found.reason, counterexample)
    return None


def _at_numbers(left: Expr, right: Expr, conditions: tuple[Cond, ...]) -> Iterator[tuple[Expr, Expr]]:
    """The sides with a number for each free index."""
    free = sorted(free_indices(left) | free_indices(right))
    for numbers in list(product((1, 2), repeat=len(free)))[:_MOST_CASES]:
        change: dict[str, Expr] = {name: Num(Fraction(number)) for name, number in zip(free, numbers, strict=True)}
        if any(
            isinstance(each, Compare) and replaced(each.left, change) == replaced(each.right, change)
            for each in conditions
        ):
            continue
        yield replaced(left, change), replaced(right, change)
