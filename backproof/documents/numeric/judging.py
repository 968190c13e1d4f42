"""Judging a link between a value and what the page prints for it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from fractions import Fraction

from flint import fmpq

from backproof.answers.syntax import Add, Call, Entry, Expr, Fold, Num, Sym, map_expr
from backproof.answers.values import Unclear, Undefined
from backproof.documents.dimensions import replaced
from backproof.documents.environment import Environment
from backproof.documents.judgement import judge_relation
from backproof.documents.numeric.arrays import Array, exact, mapped, paired, transposed
from backproof.documents.numeric.comparing import alike, may_be, right, written
from backproof.documents.numeric.duals import Dual, add, multiply
from backproof.documents.numeric.evaluation import Evaluator, Unknown, key
from backproof.documents.numeric.example import Example, Side
from backproof.documents.outcomes import Outcome
from backproof.documents.report import Counterexample

_EXACT = "exact arithmetic with the numbers of the page"
_DIGITS = "right to the printed digits"
_EARLIER = "right to the printed digits, with the values as the page has rounded them"
_DEEPEST = 40  # names that rest on names
_NOT = (Unknown, Unclear, Undefined, RecursionError, ZeroDivisionError, OverflowError)


def value_of(example: Example, tree: Expr, loose: bool = False) -> Array | None:
    """The value of a tree; None where the page does not say enough, or convention decides."""
    try:
        return Evaluator(example, loose=loose).array(tree)
    except _NOT:
        return None


def judge_value(
    example: Example, lefts: tuple[Side, ...], side: Side, relation: str, env: Environment
) -> Outcome | None:
    """Whether what stands on the left is what numbers on the right say; None where it is not known.

    lefts: what the right side is said to be equal to, the nearest first. A page on which lists are rows,
    y = x W + b, says so nowhere: a value is refuted where it is wrong for columns and for rows.
    """
    found = _judge_value(example, lefts, side, relation, env)
    if found is not None and found.verdict != "refuted":
        return found
    turned = _judge_value(replace(example, lists_are_rows=True), lefts, side, relation, env)
    return found if turned is None or (found is not None and turned.verdict == "refuted") else turned


def _judge_value(
    example: Example, lefts: tuple[Side, ...], side: Side, relation: str, env: Environment
) -> Outcome | None:
    target = value_of(example, side.tree)
    if target is None:
        return None
    known = [(each, value) for each in lefts if (value := value_of(example, each.tree)) is not None]
    if not known:
        return None
    left, value = known[0]
    rows = side.rows if side.is_printed else ()
    how = alike(value, target, rows, relation)
    if how == "equal":
        return Outcome("proved", _EXACT)
    if how == "rounded":
        return _rounded(relation, _DIGITS)
    if how == "unclear":
        return _by_kernel(example, left.tree, side.tree, env)
    if value.is_number != target.is_number:
        return None  # a number for an array, as in W = 0
    loose_target = target if rows else value_of(example, side.tree, loose=True)
    for each in (found for one, _ in known for found in _loose(example, one.tree)):
        if may_be(each, target if loose_target is None else loose_target, rows):
            return _rounded(relation, _EARLIER)
    return refutation(value, target, side, relation)


def against(example: Example, left: Side, right_: Side) -> Outcome | None:
    """A formula for a gradient that fails at the numbers of the page; one that holds there is not proved."""
    if not (isinstance(left.tree, Call) and left.tree.function == "D"):
        return None
    if example.names_in(right_.tree) & example.late:
        return None  # a slip in a number that is only shown is not one of the formula
    body, value, other = (value_of(example, each) for each in (left.tree.args[0], left.tree, right_.tree))
    if body is None or value is None or other is None or not body.is_number or value.is_number != other.is_number:
        return None
    loose = value_of(example, right_.tree, loose=True)
    if alike(value, other, (), "=") != "wrong" or (loose is not None and may_be(value, loose, ())):
        return None
    found = refutation(value, other, right_, "=")
    return replace(found, reason=found.reason.replace("give another value", "refuse it"))


def holds_here(example: Example, left: Side, right_: Side) -> bool:
    """Whether a formula with names on both sides holds at the numbers of the page, whatever it says of others."""
    if not (example.names_in(left.tree) and example.names_in(right_.tree)):
        return False
    value, other = value_of(example, left.tree), value_of(example, right_.tree)
    return value is not None and other is not None and alike(value, other, (), "=") in ("equal", "unclear")


def agrees(example: Example, left: Side, side: Side) -> bool:
    """Whether a printed value is that of what stands on the left, to its digits, or but for earlier roundings."""
    value, target = value_of(example, left.tree), value_of(example, side.tree)
    if value is None or target is None:
        return False
    if right(value, target, side.rows, "approx"):
        return True
    return any(may_be(each, target, side.rows) for each in _loose(example, left.tree))


def refutation(value: Array, target: Array, side: Side, relation: str) -> Outcome:
    """The refutation of a printed value, with the right one."""
    name, words = _slip(value, target, side, relation)
    shown = Counterexample((), written(value), written(target), "approx" if relation == "approx" else "=")
    reason = "the numbers of the page give another value" + (f": {words}" if words else "")
    return Outcome("refuted", reason, shown, correction=written(value), misconception=name)


def _slip(value: Array, target: Array, side: Side, relation: str) -> tuple[str | None, str]:
    rows = side.rows if side.is_printed else ()
    if not value.is_vector and right(transposed(value), target, rows, relation):
        return "transposed", "it is transposed"
    if value.shape == target.shape and right(mapped(_negative, value), target, rows, relation):
        return "sign lost", "right with the other sign"
    return None, ""


def _negative(each: Dual) -> Dual:
    return multiply(Dual(fmpq(-1)), each)


def _rounded(relation: str, words: str) -> Outcome:
    if relation == "approx":
        return Outcome("proved", words)
    return Outcome("conditional", words + ", not exactly", condition="rounded")


def _loose(example: Example, tree: Expr) -> Iterator[Array]:
    """The value with earlier roundings, from the definitions and by the chain rule from the gradients shown."""
    found = value_of(example, tree, loose=True)
    if found is not None:
        yield found
    match tree:
        case Call("D", (body, by)):
            for call, shown in example.gradients.items():
                if call.args[0] == body and call.args[1] != by:
                    yield from _through(example, tree, call.args[1], by, shown)
        case _:
            pass


def _through(example: Example, tree: Expr, middle: Expr, by: Expr, shown: Array) -> Iterator[Array]:
    """dC/dv from what is shown for dC/du, where all of C that depends on v depends on it through u."""
    assert isinstance(tree, Call)
    try:
        whole = Evaluator(example).array(tree)
        upper = Evaluator(example).array(Call("D", (tree.args[0], middle)))
        through = Evaluator(example).pulled(middle_body(example, middle), by, upper)
        loose = Evaluator(example, loose=True).pulled(middle_body(example, middle), by, shown)
    except _NOT:
        return
    if may_be(through, whole, ()):
        yield loose


def middle_body(example: Example, middle: Expr) -> Expr:
    """What a name between is defined by."""
    name = key(middle)
    body = None if name is None else example.formula(name)
    if body is None:
        raise Unknown("what it is made of")
    return body


def _by_kernel(example: Example, left: Expr, right_: Expr, env: Environment) -> Outcome | None:
    """Two numbers that agree to many digits: whether they are equal, by the kernel."""
    try:
        one, other = (_closed(example, each) for each in (left, right_))
    except _NOT:
        return None
    found = judge_relation((one,), "=", (other,), (), env)
    return replace(found, reason=f"at the numbers of the page: {found.reason}") if found.verdict == "proved" else None


def _closed(example: Example, tree: Expr) -> Expr:
    """The tree with rational values for names, and what they are defined by where that is no rational number.

    A sum over the entries of an array is written out.
    """

    def opened(node: Expr, places: Mapping[str, int], depth: int) -> Expr:
        if depth > _DEEPEST:
            raise Unknown("a name that rests on itself")
        match node:
            case Sym(index) if index in places:
                return Num(Fraction(places[index]))
            case Sym() | Entry():
                node = map_expr(node, lambda each: opened(each, places, depth + 1))
                found = _rational(example, node)
                return opened(_meaning(example, node), {}, depth + 1) if found is None else found
            case Fold("sum", var, None | Num(), _, None, body):
                terms = range(1, Evaluator(example).size(var, body) + 1)
                return Add(tuple(opened(body, {**places, var: n}, depth + 1) for n in terms))
            case Call("D") | Fold():
                raise Unknown("a derivative, or a product")
            case _:
                return map_expr(node, lambda each: opened(each, places, depth))

    return opened(tree, {}, 0)


def _rational(example: Example, name: Expr) -> Num | None:
    """The rational number that a name of the page is; None where it is none."""
    value = value_of(example, name)
    if value is None or not value.is_number:
        raise Unknown("a name")
    found = value.number.value
    return Num(Fraction(int(found.p), int(found.q))) if isinstance(found, fmpq) else None


def _meaning(example: Example, name: Expr) -> Expr:
    """What a name of the page is defined by, or an entry of an array."""
    body = example.formula(key(name) or "")
    if body is not None:
        return body
    if isinstance(name, Entry) and len(name.indices) == 1 and isinstance(name.indices[0], Num):
        place = name.indices[0]
        if (family := example.family(name.family)) is not None:
            return replaced(family[1], {family[0]: place})
        entries = example.entries(name.family)
        if 0 < place.value <= len(entries):
            return entries[int(place.value) - 1]
    raise Unknown("a name")


def stepped(example: Example, name: str, old: Array, gradient: Array, rate: Array, side: Side) -> Outcome | None:
    """Whether a new value is the old one after a step of gradient descent; None where it is not known."""
    target = value_of(example, side.tree)
    if target is None or old.is_number != target.is_number:
        return None
    rows = side.rows if side.is_printed else ()
    expected, against = (moved(old, gradient, rate, sign) for sign in (-1, 1))
    how = alike(expected, target, rows, "approx")
    words = f"a step of gradient descent from {name} = {written(old)}"
    if how in ("equal", "rounded"):
        return Outcome("proved", words if how == "equal" else f"{words}, {_DIGITS}")
    if how == "unclear":
        return None
    loose = None if rows else value_of(example, side.tree, loose=True)
    if loose is not None and may_be(expected, loose, ()):
        return Outcome("proved", f"{words}, {_EARLIER}")
    found = refutation(expected, target, side, "=")
    if alike(against, target, rows, "approx") in ("equal", "rounded"):
        reason = "a step along the gradient makes the loss larger: descent goes against it"
        return replace(found, reason=reason, misconception="sign lost")
    return found


def moved(old: Array, gradient: Array, rate: Array, sign: int = -1) -> Array:
    """The value after a step against the gradient, or along it."""
    return paired(add, old, paired(multiply, paired(multiply, exact(fmpq(sign)), rate), gradient))
