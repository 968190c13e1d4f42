r"""Sums of multiples of arrays: W - \eta (G + \lambda W) = (1 - \eta \lambda) W - \eta G, whatever W and G are."""

from __future__ import annotations

from collections.abc import Iterator

from backproof.answers.given import Given, scalar
from backproof.answers.judge import Finding, compare_trees
from backproof.answers.printing import plain
from backproof.answers.syntax import ONE, ZERO, Add, Call, Div, Expr, Mul, walk
from backproof.documents.matrices.names import all_shown, names_in
from backproof.documents.matrices.network import HYPER
from backproof.documents.outcomes import Outcome
from backproof.documents.report import Counterexample

SAME = "the same multiples of the same arrays, whatever these are"
OTHER = "another multiple of the same array"


def judge_multiples(left: Expr, right: Expr) -> Outcome | None:
    """What is true of an equation between sums in which the same slopes stand on both sides; None for any other."""
    one, other = _multiples(left), _multiples(right)
    arrays = one.keys() | other.keys()
    is_of_slopes = any(has_slope(factor) for each in one.keys() & other.keys() for factor in each)
    if not is_of_slopes or () in arrays or any(map(_is_more, arrays)):
        return None
    apart = [each for each in arrays if compared(one.get(each, ZERO), other.get(each, ZERO)).verdict != "equal"]
    if not apart:
        return Outcome("proved", SAME)
    if len(apart) > 1 or len(arrays) == 1:
        return None  # one of the arrays may be made of another one, or all of them may be zero
    array = "*".join(plain(all_shown(each)) for each in apart[0])
    differs = differing(one.get(apart[0], ZERO), other.get(apart[0], ZERO), array)
    return None if differs is None else Outcome("refuted", OTHER, differs)


def compared(one: Expr, other: Expr) -> Finding:
    """What the kernel finds of two numbers made of rates and strengths, all of them positive."""
    positive = scalar("positive")
    assert positive is not None
    return compare_trees(one, other, Given({name: positive for name in sorted({*names_in(one), *names_in(other)})}))


def differing(one: Expr, other: Expr, array: str) -> Counterexample | None:
    """Numbers for rates and strengths at which two multiples of an array differ, where it is 1."""
    found = compared(one, other)
    if found.verdict != "different" or found.counterexample is None:
        return None
    point = found.counterexample
    return Counterexample((*point.point.items(), (array, "1")), point.gold, point.candidate, "=")


def has_slope(tree: Expr) -> bool:
    """Whether a derivative stands in a tree."""
    return any(isinstance(node, Call) and node.function == "D" for node in walk(tree))


def terms(tree: Expr, *before: Expr) -> Iterator[Expr]:
    """The terms of a sum, with sums of arrays multiplied out by the numbers before them."""
    over = tuple(factors(tree))
    inner = next((each for each in over if isinstance(each, Add) and not is_scalar(each)), None)
    others = tuple(each for each in over if each is not inner)
    if isinstance(tree, Add):
        for each in tree.terms:
            yield from terms(each, *before)
    elif inner is not None and all(map(is_scalar, others)):
        for each in inner.terms:
            yield from terms(each, *before, *others)
    else:
        yield Mul((*before, *over)) if before or len(over) > 1 else tree


def factors(tree: Expr) -> Iterator[Expr]:
    """The factors of a product, also of one in it."""
    if isinstance(tree, Mul):
        for each in tree.factors:
            yield from factors(each)
    elif isinstance(tree, Div) and is_scalar(tree.under) and not is_scalar(tree.over):
        yield Div(ONE, tree.under)
        yield from factors(tree.over)
    else:
        yield tree


def is_scalar(tree: Expr) -> bool:
    """Whether a tree is made of numbers, rates, strengths and sizes."""
    return not any(isinstance(node, Call) for node in walk(tree)) and set(names_in(tree)) <= HYPER


def _multiples(tree: Expr) -> dict[tuple[Expr, ...], Expr]:
    """The arrays of a sum, as products of what is no number, and the number before each."""
    out: dict[tuple[Expr, ...], Expr] = {}
    for each in terms(tree):
        parts = tuple(factors(each))
        array = tuple(part for part in parts if not is_scalar(part))
        number = Mul(tuple(part for part in parts if is_scalar(part)) or (ONE,))
        out[array] = Add((out[array], number)) if array in out else number
    return out


def _is_more(array: tuple[Expr, ...]) -> bool:
    """Whether a product still holds a sum of arrays, which was not multiplied out."""
    return any(isinstance(each, Add) for each in array)
