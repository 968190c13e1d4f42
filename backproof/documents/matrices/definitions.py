r"""What a page defines of its arrays: by an equation, or by what a matrix is made of: (delta_1, ..., delta_N)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from itertools import pairwise

from backproof.answers.syntax import ONE, Add, Call, Div, Elementwise, Entry, Expr, Fold, Mul, Num, Sym, map_expr, walk
from backproof.documents.dimensions import replaced
from backproof.documents.matrices.fitting import kind_of, see_entries, see_lengths, settle
from backproof.documents.matrices.means import families, mean_of
from backproof.documents.matrices.names import base, names_in
from backproof.documents.matrices.network import LOSSES, Body, sample_folds
from backproof.documents.matrices.numbers_in_columns import see_arguments, see_columns
from backproof.documents.matrices.page import Page
from backproof.documents.matrices.samples import has_all_samples, sample_spoken_of, with_single, without_sample
from backproof.documents.matrices.shapes import NUMBER
from backproof.documents.matrices.single_loss import of_this_sample
from backproof.documents.matrices.sizes import Misfit, NotFollowed
from backproof.documents.targets import called_one_hot

_LAYOUT = re.compile(
    r"\\(?:begin|end)\{[bpv]?matrix\}|\\left|\\right|\\[bB]igg?[lr]?|&|\\q?quad|\\\\|\\[,;:! ]|\\mid|\||,"
)
_OF_MATRIX = 2  # indices
_OF_OWN_SHAPE = frozenset(("D", "diag", "max", "min", "norm", "norm1", "sum"))  # whatever is put into them
_TURNED = r"(?:\s*\^\s*\{?\s*(?:T|\\top|\\mathsf\s*\{?T\}?)\s*\}?)"


def define(page: Page, left: Expr, right: Expr) -> Misfit | None:
    """`left := right`, if that can be a definition; a misfit of its shapes."""
    left, right = of_this_sample(page, (left, right), in_sums=False)
    match left:
        case Sym(name):
            indices: tuple[str, ...] = ()
            if (letter := sample_spoken_of(page, (right,))) is not None and name not in page.numbers:
                right = without_sample(with_single(page, right), letter)  # delta = dL_i/dz: it is that of sample i
        case Entry(name, places) if all(isinstance(each, Sym) for each in places):
            indices = tuple(each.name for each in places if isinstance(each, Sym))
            of_matrix = name[:1].isupper() and len(indices) == _OF_MATRIX
            apart = without_sample(with_single(page, right), indices[0])
            of_all = indices[0] in set(names_in(apart))  # m_n = max_k (Z_2)_nk is made of the whole Z_2
            if indices[0] in page.network.samples and name not in LOSSES and not (of_matrix or of_all):
                right = apart  # said of each sample
                indices = indices[1:]
                left = Entry(name, tuple(map(Sym, indices))) if indices else Sym(name)
            elif (letter := sample_spoken_of(page, (right,))) is not None and letter not in indices:
                right = without_sample(with_single(page, right), letter)  # delta_k = w_k delta_i, of sample i
        case _:
            return None
    if name in set(names_in(right)) and not isinstance(left, Sym):
        return None
    if indices and isinstance(right, Num) and name in called_one_hot(page.text):
        return None  # t_c = 1, of the class c: not so for every entry
    if name in page.network.bodies and (not any(names_in(right)) or _is_rewritten(page, name, right)):
        return None  # a value at a point, or the same loss once more
    right = _of_samples(page, name, right)
    if name in set(names_in(right)) or (not indices and _is_of_example(page, name, right)):
        return None
    try:
        if indices:
            see_entries(page, left)
            see_entries(page, right)
            see_lengths(page, (left, right))
            shapes = settle(page, (left, right))
            if not shapes.shape(right).is_number:
                return None
        else:
            is_number = name in page.numbers or (base(name) in LOSSES and not _is_matrix(page, right))
            sides = (right,) if name not in page.network.shapes and not is_number else (left, right)
            if is_number:
                page.network.shapes.setdefault(name, NUMBER)
            shapes = settle(page, sides)
        page.keep(shapes)
        if not indices:
            page.network.shapes[name] = shapes.shape(right) if name not in page.fixed else page.network.shapes[name]
            (page.network.of_all.add if has_all_samples(page, name) else page.network.of_all.discard)(name)
        single = page.network.means.get(name)
        if single == f"{name}ₙ" and indices[:1] and indices[0] in page.network.samples:  # L_i, where L is the mean
            page.network.bodies[single] = Body(single, indices[1:], without_sample(right, indices[0]))
        else:
            page.network.bodies[name] = Body(name, indices, right)
        if not indices and isinstance(right, Add | Mul):
            _name_part(page, Sym(name), right)
        for each in _behind_matrices(page, right):
            _harden(page, each)
        (page.soft.discard if indices or _is_settled(page, right) else page.soft.add)(name)
        if name not in page.soft and not indices:  # p = a is what a is
            page.soft -= {each.name for each in page.network.bodies.values() if each.tree == Sym(name)}
    except Misfit as error:
        page.soft |= {name, *names_in(right)}  # one of their shapes is not as it was written
        return error
    except NotFollowed:
        return None
    return None


def _is_of_example(page: Page, name: str, right: Expr) -> bool:
    """Whether an array gets a number: w = 2 is the w of an example with one neuron, and w is an array elsewhere."""
    shape = page.network.shapes.get(name)
    is_array = shape is not None and shape.rank > 0 and name not in page.soft
    return is_array and isinstance(right, Num) and right.value != 0


def _is_rewritten(page: Page, name: str, right: Expr) -> bool:
    """Whether a loss is written once more in letters that have lost their layers: in z, where it rests on z^(2)."""
    if base(name) not in LOSSES:
        return False
    behind = {each for body in page.network.closure([name]).values() for each in names_in(body.tree)}
    lost = set(names_in(right)) - behind
    return bool(lost) and lost <= {base(each) for each in behind}


def _name_part(page: Page, name: Sym, part: Expr) -> None:
    """Name a part of what was defined before: h = f(W x + b) rests on a from a = W x + b on."""

    def named(tree: Expr) -> Expr:
        return name if tree == part else map_expr(tree, named)

    bodies = page.network.bodies
    behind = set(names_in(part))
    while more := {each for other in behind & bodies.keys() for each in names_in(bodies[other].tree)} - behind:
        behind |= more
    for other, body in bodies.items():
        if other != name.name and other not in behind:
            bodies[other] = Body(other, body.indices, named(body.tree))


def _behind_matrices(page: Page, tree: Expr) -> Iterable[str]:
    """h in W h, where the page says which shape W has: no number."""
    for node in walk(tree):
        if isinstance(node, Mul):
            for one, other in pairwise(node.factors):
                if isinstance(one, Sym) and isinstance(other, Sym) and one.name in page.given:
                    shape = page.network.shapes.get(other.name)
                    if page.network.shapes[one.name].is_matrix and shape is not None and shape.is_column:
                        yield other.name


def _harden(page: Page, name: str) -> None:
    """A name is a vector for certain, and so is what it is made of entry by entry: u in h = tanh(u)."""
    page.soft.discard(name)
    body = page.network.bodies.get(name)
    if body is not None and isinstance(body.tree, Call) and isinstance(body.tree.args[0], Sym) and not body.indices:
        _harden(page, body.tree.args[0].name)


def _is_matrix(page: Page, tree: Expr) -> bool:
    """Whether a matrix stands in a sum, J = diag(p) - p p^T and E = P - T, or J = dp/dz is of a vector: it is no loss.

    Nor is what is multiplied entry by entry: E = W^T D * relu'(A).
    """
    match tree:
        case Call("D", (Sym(name), _)):
            known = page.network.shapes.get(name)
            return known is not None and known.rank > 0
        case _:
            terms = tree.terms if isinstance(tree, Add) else (tree,)
            return isinstance(tree, Elementwise) or any(_is_one_matrix(page, each) for each in terms)


def _is_one_matrix(page: Page, term: Expr) -> bool:
    """diag(p), or P of which the page writes that it is a matrix."""
    match term:
        case Call("diag", _):
            return True
        case Sym(name):
            return name in page.given and page.network.shapes[name].is_matrix
        case _:
            return False


def _is_settled(page: Page, body: Expr) -> bool:
    """Whether a body has the same shape in every way in which the last statement fits."""
    return not _is_guessed(page, body) and len({kind_of(each.shape(body)) for each in page.fitting}) == 1


def _is_guessed(page: Page, body: Expr) -> bool:
    """Whether a body has the shape of something of which the shape was guessed: q = sigma(o)."""
    match body:
        case Sym(name):
            return name in page.soft
        case Call(function, (inside,)):
            return function not in _OF_OWN_SHAPE and _is_guessed(page, inside)
        case Add(terms):
            others = [each for each in terms if not isinstance(each, Num)]
            return bool(others) and all(_is_guessed(page, each) for each in others)
        case Mul((Num(), inside)):
            return _is_guessed(page, inside)
        case _:
            return False


def _of_samples(page: Page, name: str, right: Expr) -> Expr:
    """J = 1/N sum_n C_n: J is a mean; where the loss of a sample has the same letter, it gets another name."""
    folds = sample_folds(right)
    if not folds:
        return _of_unnamed(page, name, right)
    family = next(
        each.family
        for each in walk(folds[0].body)
        if isinstance(each, Entry) and each.indices == (Sym(folds[0].var),) and each.family in LOSSES
    )
    if family != name and see_arguments(page, folds[0]):
        page.numbers |= {name}  # a loss of all samples, which is no sample's own
        return right
    if family != name:
        page.network.means[name] = family
        page.network.shapes.setdefault(family, NUMBER)
        return right
    single = f"{name}ₙ"
    page.network.means[name] = single
    page.network.shapes[single] = NUMBER
    if name in page.network.bodies:
        known = page.network.bodies.pop(name)
        of_sample = known.indices[:1] and known.indices[0] in page.network.samples
        page.network.bodies[single] = (
            Body(single, known.indices[1:], without_sample(known.tree, known.indices[0])) if of_sample else known
        )
    return _renamed_family(right, name, single)


def _of_unnamed(page: Page, name: str, right: Expr) -> Expr:
    """L = 1/N sum_n (g_n - y_n)^2: what stands behind the sum is the loss of a sample."""
    mean = mean_of(right)
    if mean is None or mean.var not in page.network.samples or not (base(name) in LOSSES or name in page.numbers):
        return right
    see_columns(page, mean)
    letters = sorted((page.counted & LOSSES) - {name} - page.network.bodies.keys())
    single = letters[0] if len(letters) == 1 else f"{name}ₙ"
    page.network.shapes[single] = NUMBER
    if any(has_all_samples(page, each.family) for each in families(mean)):
        page.network.bodies[single] = Body(single, (mean.var,), mean.body)
        return right
    page.network.means[name] = single
    if name in page.network.bodies:  # the loss of a sample, of which e = dL/dg was said
        for other, each in page.network.bodies.items():
            page.network.bodies[other] = replace(each, tree=replaced(each.tree, {name: Sym(single)}))
    page.network.bodies[single] = Body(single, (), without_sample(mean.body, mean.var))
    return Mul(
        (Div(ONE, Sym(mean.size)), Fold("sum", mean.var, ONE, Sym(mean.size), None, Entry(single, (Sym(mean.var),))))
    )


def stacked(page: Page, name: str, latex: str) -> bool:
    """(delta_1, ..., delta_N), or a stack of rows: whether this says what a matrix is made of."""
    body = _LAYOUT.sub(" ", latex)
    found = re.fullmatch(
        rf"\s*[\[(]?\s*(?P<first>.+?)_\{{?1\}}?(?P<up>\^\s*\{{?[\[(][^\])]*[\])]\}}?)?(?P<turned>{_TURNED})?\s.*?\\[lcv]?dots.*",
        body,
        re.DOTALL,
    ) or re.fullmatch(
        r"\s*[\[(]?\s*(?P<first>[^\s]+?)\^\s*\{\(1\)(?P<turned>\s*(?:T|\\top))?\}(?P<up>)\s.*?\\[lcv]?dots.*",
        body,
        re.DOTALL,
    )
    if not found or not re.search(r"[\[(]|matrix", latex):
        return False
    tree = page.read(found["first"] + (found["up"] or ""))
    if not isinstance(tree, Sym) or tree.name == name:  # z = (z_1, ..., z_n) is a vector and its entries
        return False
    page.network.stacks[name] = (tree.name, bool(found["turned"]))
    if page.rows_are_samples is None:
        page.rows_are_samples = bool(found["turned"])
    page.network.shapes.pop(name, None)
    return True


def _renamed_family(tree: Expr, name: str, new: str) -> Expr:
    """The tree with another name for a family."""
    if isinstance(tree, Entry) and tree.family == name:
        return Entry(new, tree.indices)
    return map_expr(tree, lambda each: _renamed_family(each, name, new))
