r"""What is a number of each sample, by how the page makes it: z = w^T x + b, p = \sigma(z), (1 - y_i) \log(1 - p_i)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from backproof.answers.syntax import Add, Call, Entry, Expr, Fold, Mul, Num, Sym, Transpose, children, walk
from backproof.documents.matrices.names import label
from backproof.documents.matrices.shapes import ENTRYWISE
from backproof.documents.mentions import named

_PASSES = 4  # p = sigma(z), z = w^T x + b, in any order


def plain_numbers(equations: Iterable[tuple[Expr, Expr]], samples: frozenset[str]) -> frozenset[str]:
    """The names that are numbers of each sample.

    equations: both sides of what the page writes;  samples: the letters that number the samples.
    """
    equations = list(equations)
    found: set[str] = set()
    arrays = _of_matrices(equations)
    for left, right in equations:
        for sum_of in (each for side in (left, right) for each in _sums(side)):
            if any(_is_inner_product(each, samples) for each in sum_of):
                found |= {each.name for each in sum_of if isinstance(each, Sym) and _is_small(each.name)}
    for _ in range(_PASSES):
        for left, right in equations:
            name = _of_sample(left, samples)
            if name is not None and _is_number(right, found, samples):
                found.add(name)
    found -= arrays
    pairs = [pair for sides in equations for side in sides for pair in _in_cross_entropy(side, samples)]
    return frozenset(found | {target for target, output in pairs if output in found} - arrays)


def _of_matrices(equations: list[tuple[Expr, Expr]]) -> set[str]:
    r"""The names that some equation makes of matrices as well: z = X w, and g of g = \sigma(z)."""
    found: set[str] = set()
    for _ in range(_PASSES):
        for left, right in equations:
            name = named(left)
            inside = {each for node in walk(right) if isinstance(node, Sym) and (each := named(node))}
            if name is not None and (inside & found or any(each[:1].isupper() for each in _factors(right))):
                found.add(name)
    return found


def _factors(tree: Expr) -> Iterator[str]:
    """The names that stand in products."""
    for node in walk(tree):
        for each in node.factors if isinstance(node, Mul) else ():
            if (name := named(each.array if isinstance(each, Transpose) else each)) is not None:
                yield name


def _is_number(tree: Expr, known: set[str], samples: frozenset[str]) -> bool:
    match tree:
        case Sym() | Entry():
            return _of_sample(tree, samples) in known
        case Call(function, (inside,)) if function in ENTRYWISE:
            return _is_number(inside, known, samples)
        case Add(terms):
            return any(_is_number(each, known, samples) for each in terms)
        case _:
            return _is_inner_product(tree, samples)


def _of_sample(tree: Expr, samples: frozenset[str], of_layer: bool = False) -> str | None:
    """The name of z, or of z_i for sample i; None for anything with more indices, or with the label of a layer.

    of_layer: whether it may have such a label, if it has the index of the sample.
    """
    if isinstance(tree, Entry) and not (len(tree.indices) == 1 and named(tree.indices[0]) in samples):
        return None
    name = named(tree)
    if name is not None and of_layer and isinstance(tree, Entry) and name[:1].islower():
        return name
    return name if name is not None and _is_small(name) else None


def in_cross_entropies(equations: Iterable[tuple[Expr, Expr]], samples: frozenset[str]) -> set[str]:
    """The outputs p of (1 - y_i) log(1 - p_i), also those that have the label of a layer."""
    found: set[str] = set()
    for tree in (tree for sides in equations for tree in sides):
        for _, output in _in_cross_entropy(tree, samples, True):
            found.add(output)
    return found


def _is_small(name: str) -> bool:
    return name[:1].islower() and label(name) is None


def _is_inner_product(term: Expr, samples: frozenset[str]) -> bool:
    """Whether a term is w^T x, perhaps with numbers before it, or the sum over its entries, of sample n or of one."""
    match term:
        case Mul((*_, Transpose(one), other)):
            names = [named(each) for each in (one, other)]
            return all(name is not None and _is_small(name) for name in names)
        case Fold("sum", var, _, _, None, Mul(factors)):  # sum_j v_j h_j, and sum_j v_j h_nj
            return all(isinstance(each, Entry) and _runs_over(each, var, samples) for each in factors)
        case _:
            return False


def _runs_over(entry: Entry, var: str, samples: frozenset[str]) -> bool:
    """Whether the entry has the index of a sum, and but that of a sample besides."""
    letters = [named(each) for each in entry.indices]
    return letters.count(var) == 1 and all(each == var or each in samples for each in letters)


def _sums(tree: Expr) -> Iterator[tuple[Expr, ...]]:
    """The terms of each sum that stands alone, or under functions."""
    if isinstance(tree, Add):
        yield tree.terms
    elif isinstance(tree, Call) and tree.function in ENTRYWISE:
        yield from _sums(tree.args[0])


def _in_cross_entropy(tree: Expr, samples: frozenset[str], of_layer: bool = False) -> Iterator[tuple[str, str]]:
    """y and p in (1 - y_i) log(1 - p_i), but in no sum over entries."""
    match tree:
        case Fold(_, var, _, _, _, _) if var not in samples:
            return
        case Mul(factors):
            under = [each.args[0] for each in factors if isinstance(each, Call) and each.function == "log"]
            inner = [name for each in under if (name := _less_than_one(each, samples, of_layer)) is not None]
            outer = [name for each in factors if (name := _less_than_one(each, samples)) is not None]
            if inner and outer:
                yield from zip(outer, inner, strict=False)
        case _:
            pass
    for each in children(tree):
        yield from _in_cross_entropy(each, samples, of_layer)


def _less_than_one(tree: Expr, samples: frozenset[str], of_layer: bool = False) -> str | None:
    """p of 1 - p."""
    match tree:
        case Add((Num(one), Mul((Num(minus), inside)))) if one == 1 and minus == -1:
            return _of_sample(inside, samples, of_layer)
        case _:
            return None
