"""The loss of a claim: any that depends on what it is differentiated by, or the one that the page defines.

A loss of which nothing is said, or of which nothing is needed, is linear in what it is differentiated by: a first
derivative sees no more of a function than that.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from backproof.answers.syntax import Add, Call, Div, Entry, Expr, Fold, Mul, Sym, children, walk
from backproof.documents.declarations import FREE
from backproof.documents.environment import Definition
from backproof.documents.matrices.names import base, names_in
from backproof.documents.matrices.network import LOSSES
from backproof.documents.matrices.page import Page
from backproof.documents.matrices.shapes import Shapes
from backproof.documents.matrices.sizes import ONE, Misfit, NotFollowed
from backproof.documents.mentions import named

_DEEP = 6  # definitions of definitions


def with_losses(
    page: Page, trees: tuple[Expr, ...], known: dict[str, Definition], shapes: Shapes
) -> Iterable[tuple[dict[str, Definition], bool]]:
    """The definitions with any loss; then, where the page says what the loss is, with that.

    Beside them: whether a loss has targets of which it is not seen what they sum to.
    """
    losses = {
        node.args[0].name if isinstance(node.args[0], Sym) else node.args[0].family
        for tree in (*trees, *(each.body for each in known.values()))
        for node in walk(tree)
        if isinstance(node, Call)
        and node.function == "D"
        and isinstance(node.args[0], Sym | Entry)
        and _is_loss(node.args[0], shapes)
    }
    losses = {page.network.means.get(each, each) for each in losses}
    if not losses:
        yield known, False
        return
    made = {
        loss: inner
        for loss in losses & known.keys()
        if (inner := _losses_within(known[loss].body, shapes, known.keys() - losses - page.network.means.keys()))
    }
    made = {loss: {page.network.means.get(each, each) for each in inner} for loss, inner in made.items()}
    losses = losses - made.keys() | {each for inner in made.values() for each in inner}
    variables = {
        name
        for tree in (*trees, *(each.body for each in known.values()))
        for node in walk(tree)
        if isinstance(node, Call) and node.function == "D"
        if (name := named(node.args[1])) is not None and not name.startswith("s1")
    }
    variables = {small if (small := page.network.stack(name)) else name for name in variables}
    variables &= set(shapes.of)
    linear = {loss: _linear(page, loss, variables, known, shapes) for loss in losses}
    scalars = losses | made.keys() | set(page.network.means)  # a mean of losses is as linear as they are
    others = [each.body for name, each in known.items() if name not in scalars]
    derived = _resting_on_slopes(known)
    first_order = all(_is_first_order(tree, scalars, derived) for tree in (*trees, *others))
    # slopes that are free numbers equal nothing that has none of them: the page's own loss decides
    one_sided = losses <= known.keys() and not all(_has_slopes(tree, derived) for tree in trees)
    if first_order and not one_sided and all(each is not None for each in linear.values()):
        general = {name: each for name, each in known.items() if name not in losses}
        yield {**general, **{loss: each for loss, each in linear.items() if each is not None}}, False
    if losses <= known.keys() and all(_depends(page, each, variables) for each in losses):
        summing = _summing_to_one(known, page.network.samples)
        yield summing, summing == known and any(_has_targets(each, known) for each in known.values())
    elif not first_order or any(each is None for each in linear.values()):
        raise NotFollowed("it is not said how the loss depends on what it is differentiated by")


def _losses_within(body: Expr, shapes: Shapes, followed: Collection[str]) -> set[str]:
    """L, of J = L + lambda w^T w: a loss to which a penalty is added, and which is no more than a loss here.

    So the slopes of J are those of L and of the penalty, and no others.  followed: what is made of more than losses.
    """
    terms = body.terms if isinstance(body, Add) else ()
    factors = [each.factors if isinstance(each, Mul) else (each,) for each in terms]
    last = {each[-1].name for each in factors if isinstance(each[-1], Sym)}
    return {name for name in last - set(followed) if base(name) in LOSSES and _is_loss(Sym(name), shapes)}


def _is_loss(value: Expr, shapes: Shapes) -> bool:
    try:
        return shapes.shape(value).is_number and not (
            isinstance(value, Entry) and value.family in shapes.of and shapes.of[value.family].rank
        )
    except (NotFollowed, Misfit):
        return False


def _linear(
    page: Page, loss: str, variables: set[str], known: dict[str, Definition], shapes: Shapes
) -> Definition | None:
    """The loss as a linear function of the last of the variables, through which it depends on all others."""
    last = [
        name
        for name in sorted(variables)
        if not any(name in page.network.reach(other) for other in variables if other != name)
    ]
    if loss in known and _depends(page, loss, variables):
        inner = page.network.reach(loss, frozenset(last))
        if not set(last) <= inner or inner & (variables - set(last)):
            return None
    else:
        ends = [
            name for name in known if not any(name in page.network.reach(other) for other in known if other != name)
        ]
        for end in ends:
            if (
                end not in last
                and _is_output(page, end)
                and page.network.reach(end, frozenset(last)) & (variables - set(last))
            ):
                return None
    terms: list[Expr] = []
    for name in last:
        shape = shapes.of[name]
        letters = [
            f"{letter}·{len(terms)}" for letter, size in (("p", shape.rows), ("q", shape.columns)) if size != ONE
        ]
        slope, entry = (
            Entry(each, tuple(map(Sym, letters))) if letters else Sym(each)
            for each in (f"∂{loss.rstrip('ₙ')}/∂{name}", name)
        )
        term: Expr = Mul((slope, entry))
        for letter in letters:
            term = Fold("sum", letter, None, None, None, term)
        terms.append(term)
    return Definition(loss, (), Add(tuple(terms)) if len(terms) > 1 else terms[0]) if terms else None


def _depends(page: Page, loss: str, variables: set[str]) -> bool:
    """Whether the definition of a loss has to do with any of the variables, or with what is made of them."""
    inner = page.network.reach(loss)
    return bool(inner & variables) or any(page.network.reach(name) & variables for name in inner)


def _is_output(page: Page, name: str) -> bool:
    known = page.network.body(name)
    return known is not None and not any(isinstance(node, Call) and node.function == "D" for node in walk(known.tree))


def _summing_to_one(known: dict[str, Definition], samples: frozenset[str]) -> dict[str, Definition]:
    """Targets of a softmax sum to 1: positive numbers, divided by their sum."""
    out = dict(known)
    for loss in known.values():
        for fold in (node for node in walk(loss.body) if isinstance(node, Fold)):
            target = _target(fold, known, samples)
            if target is None or (target.family in out and not _is_free(out[target.family], out)):
                continue
            letters = tuple(
                each.name if isinstance(each, Sym) and each.name in samples else f"t{n}"
                for n, each in enumerate(target.indices)
            )
            free = target.family + FREE
            above = Entry(free, tuple(map(Sym, letters)))
            place = target.indices.index(Sym(fold.var))
            others = tuple(Sym("t9") if n == place else Sym(letter) for n, letter in enumerate(letters))
            below = Fold("sum", "t9", None, None, None, Entry(free, others))
            out[target.family] = Definition(target.family, letters, Div(above, below))
    return out


def _is_free(definition: Definition, known: dict[str, Definition]) -> bool:
    """Whether a matrix is made of samples of which nothing is said: T, of t_n."""
    return isinstance(definition.body, Entry) and definition.body.family not in known


def _target(fold: Fold, known: dict[str, Definition], samples: frozenset[str]) -> Entry | None:
    """y in - sum_k y_k log p_k, where p is a softmax, also of sample n: y_nk and p_nk."""
    if not isinstance(fold.body, Mul):
        return None
    index = Sym(fold.var)
    logs = [each for each in fold.body.factors if isinstance(each, Call) and each.function == "log"]
    others = [each for each in fold.body.factors if isinstance(each, Entry) and index in each.indices]
    if len(logs) != 1 or len(others) != 1 or not isinstance(logs[0].args[0], Entry):
        return None
    output = known.get(logs[0].args[0].family)
    while output is not None and isinstance(output.body, Entry) and output.body.family != output.name:
        output = known.get(output.body.family)  # p = a^(L), which is the softmax
    if (
        output is None
        or not isinstance(output.body, Div)
        or not any(isinstance(node, Fold) for node in walk(output.body.under))
    ):
        return None
    indices = logs[0].args[0].indices
    if len(indices) == len(output.indices) + 1 and named(indices[0]) in samples:
        indices = indices[1:]
    place = indices.index(index) if index in indices else None
    return others[0] if place == _axis(output.body.under) else None


def _axis(below: Expr) -> int | None:
    """The place of the index over which a softmax sums."""
    for fold in (node for node in walk(below) if isinstance(node, Fold)):
        for node in walk(fold.body):
            if isinstance(node, Entry) and Sym(fold.var) in node.indices:
                return node.indices.index(Sym(fold.var))
    return None


def _has_targets(definition: Definition, known: dict[str, Definition]) -> bool:
    """Whether a loss takes the logarithm of what may be a softmax, and so has targets that sum to something."""
    inside = [each.args[0] for each in walk(definition.body) if isinstance(each, Call) and each.function == "log"]
    return not all(_is_of_sigmoid(each, known) for each in inside)


def _is_of_sigmoid(tree: Expr, known: dict[str, Definition], depth: int = 0) -> bool:
    """Whether a probability is made of sigmoids, and of no softmax."""
    if any(isinstance(node, Call) and node.function == "sigmoid" for node in walk(tree)):
        return not any(isinstance(node, Fold) and node.kind == "sum" for node in _outside_sigmoids(tree))
    bodies = [known[name].body for name in names_in(tree) if name in known]
    return bool(bodies) and depth < _DEEP and all(_is_of_sigmoid(each, known, depth + 1) for each in bodies)


def _outside_sigmoids(tree: Expr) -> Iterable[Expr]:
    if isinstance(tree, Call) and tree.function == "sigmoid":
        return
    yield tree
    for each in children(tree):
        yield from _outside_sigmoids(each)


def _resting_on_slopes(known: Mapping[str, Definition]) -> set[str]:
    """The names that are defined by derivatives."""
    derived = set[str]()
    while more := {name for name, each in known.items() if name not in derived and _has_slopes(each.body, derived)}:
        derived |= more
    return derived


def _has_slopes(tree: Expr, derived: set[str]) -> bool:
    """Whether a derivative stands in a tree, or a name that rests on one."""
    return any((isinstance(node, Call) and node.function == "D") or named(node) in derived for node in walk(tree))


def _is_first_order(tree: Expr, losses: set[str], derived: set[str]) -> bool:
    """Whether a tree knows of the losses no more than first derivatives: a linear function stands for any loss then."""
    match tree:
        case Call("D", (loss, _)) if named(loss) in losses:
            return True
        case Call("D", (value, _)) if _has_slopes(value, derived):
            return False
        case _ if named(tree) in losses:
            return False
        case _:
            return all(_is_first_order(each, losses, derived) for each in children(tree))
