r"""Numbers of each sample in a small letter, and the column of all of them in a capital: yhat_n is an entry of Yhat.

\hat Y = \sigma(Z_2) \in R^{N \times 1},  L = -\frac{1}{N} \sum_n [y_n \log \hat y_n + (1 - y_n) \log(1 - \hat y_n)]
\ell(z, y) = \log(1 + e^z) - y z,         J = \frac{1}{N} \sum_n \ell(Z_{2,n}, Y_n): z_n is Z_{2,n}
P = \sigma(Z_2) \in R^{N \times 1},  p_i = \sigma(z_i),  L = \frac{1}{N} \sum_i \ell_i: the p_i of \ell_i is P_i
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from backproof.answers.syntax import Call, Entry, Expr, Fold, Sym, map_expr, walk
from backproof.documents.matrices.all_samples import ALL
from backproof.documents.matrices.means import Mean, families
from backproof.documents.matrices.names import UPPER, base
from backproof.documents.matrices.network import Body
from backproof.documents.matrices.page import Page
from backproof.documents.matrices.samples import has_all_samples


def see_columns(page: Page, mean: Mean) -> None:
    """What a mean over samples is made of are the entries of columns, where the page has such in capitals."""
    network = page.network
    small = dict.fromkeys(each.family for each in families(mean) if each.indices == (Sym(mean.var),))
    pairs = {name: _capital(name) for name in small if name not in network.bodies and not _is_vector(page, name)}
    made = {name for name, whole in pairs.items() if network.body(whole) is not None and _is_column(page, whole)}
    if not made:
        return
    shape = network.shapes[pairs[min(made)]]
    for name, whole in pairs.items():
        if whole in page.written and whole not in network.shapes:
            network.shapes[whole] = shape  # Y beside \hat Y
        if _is_column(page, whole):
            network.bodies[name] = Body(name, (), Sym(whole))
            network.shapes[name] = network.shapes[whole]
            network.of_all.add(name)


def see_arguments(page: Page, fold: Fold) -> bool:
    """Whether the page writes the loss of sample n with entries of columns as arguments: it is made of them then."""
    match fold.body:
        case Entry(loss, (Sym(index),)) if index == fold.var and (body := page.network.bodies.get(loss)) is not None:
            pass
        case _:
            return False
    pairs = _arguments(page, loss, index)
    if body.indices or not pairs:
        return False
    for name, whole in pairs.items():
        page.network.bodies[name] = Body(name, (), Sym(whole))
        page.network.shapes[name] = page.network.shapes[whole]
        page.network.of_all.add(name)

    def of_sample(tree: Expr) -> Expr:
        if isinstance(tree, Sym) and tree.name in pairs:
            return Entry(tree.name, (Sym(index),))
        return map_expr(tree, of_sample)

    page.network.bodies[loss] = Body(loss, (index,), of_sample(body.tree))
    return True


@contextmanager
def in_columns(page: Page, trees: tuple[Expr, Expr]) -> Iterator[bool]:
    """Whether a claim about all samples holds numbers p_n, y_n, or their columns P and y: they are one in here.

    Elsewhere p is of one sample, as in dp/dz = p (1 - p).
    """
    network = page.network
    kept = network.bodies, network.of_all, network.means, page.numbers
    with page.trial():
        network.bodies, network.of_all, network.means = dict(network.bodies), set(network.of_all), dict(network.means)
        try:
            yield any(_see_numbers(page, mean, trees) for mean in kept[2])
        finally:
            network.bodies, network.of_all, network.means, page.numbers = kept


def _see_numbers(page: Page, mean: str, trees: tuple[Expr, Expr]) -> bool:
    """Make the loss of a sample, of which L is the mean, one of entries of columns."""
    network = page.network
    loss = network.means[mean]
    match network.bodies.get(loss):
        case Body(_, (index,), tree) if mean in network.bodies:
            columns = _columns(page, tree, index)
        case _:
            return False
    if not any(network.body(whole) is not None for whole in columns.values()):
        return False
    if not _is_of_columns(trees, columns, loss):
        return False
    for name, whole in columns.items():
        network.shapes[name] = network.shapes[whole]
        network.of_all.add(name)
        page.soft.discard(name)
        if whole != name + ALL:
            network.bodies[name] = Body(name, (), Sym(whole))
    del network.means[mean]
    page.numbers |= {mean}
    return True


def _columns(page: Page, tree: Expr, index: str) -> dict[str, str]:
    """The columns for the numbers of which the loss of a sample is made; none if one of them has none."""
    network = page.network
    columns: dict[str, str] = {}
    entries = {node for node in walk(tree) if isinstance(node, Entry)}
    if any(each.indices != (Sym(index),) for each in entries):
        return {}
    for name in sorted(each.family for each in entries):
        own, whole = network.bodies.get(name), _capital(name)
        above = network.body(whole)
        if name + ALL in network.shapes and own is None:
            columns[name] = name + ALL  # y \in R^N
        elif not _is_column(page, whole):
            return {}
        elif own is None:
            columns[name] = whole
        elif above is not None and (inside := _inside(own.tree, above.tree)) is not None:
            columns |= {name: whole, inside[0]: inside[1]}
        else:
            return {}
    return columns


def _is_of_columns(trees: tuple[Expr, Expr], columns: Mapping[str, str], loss: str) -> bool:
    """Whether a claim speaks of all samples alone: p_n under a sum over n, and P, but neither p nor the p_n of one."""
    nodes = [node for tree in trees for node in walk(tree)]
    summed = {node.var for node in nodes if isinstance(node, Fold)}
    bare = {node.name for node in nodes if isinstance(node, Sym)}
    entries = [node for node in nodes if isinstance(node, Entry) and node.family in columns]
    of_one = {name for name, whole in columns.items() if whole != name + ALL} | {loss}
    if bare & of_one or any(isinstance(node, Entry) and node.family == loss for node in nodes):
        return False
    within = [isinstance(each, Sym) and each.name in summed for node in entries for each in node.indices]
    return all(within) and bool(entries or bare & set(columns.values()))


def _inside(one: Expr, other: Expr) -> tuple[str, str] | None:
    r"""z and Z_2, of \sigma(z_n) and \sigma(Z_2): the numbers of a sample and the column of all of them."""
    match one, other:
        case Call(function, (Sym(small),)), Call(same, (Sym(whole),)) if function == same:
            return (small, whole) if _capital(base(small)) == base(whole) else None
        case _:
            return None


def _arguments(page: Page, loss: str, index: str) -> dict[str, str]:
    r"""The columns for the letters of \ell(z, y), where \ell(Z_{2,n}, Y_n) stands somewhere; nothing else will do."""
    lists = [re.split(r"\s*,\s*(?![^{}]*\})", found) for found in re.findall(_called(loss), page.text)]
    formal = next((each for each in lists if all(isinstance(page.read(name), Sym) for name in each)), None)
    for each in lists if formal else ():
        places = [page.read(written) for written in each]
        columns = [place.family for place in places if isinstance(place, Entry) and place.indices == (Sym(index),)]
        if len(columns) == len(formal or ()) and all(_is_column(page, name) for name in columns):
            names = [page.read(written) for written in formal or ()]
            return {name.name: column for name, column in zip(names, columns, strict=True) if isinstance(name, Sym)}
    return {}


def _called(loss: str) -> str:
    """A pattern for the arguments of a loss."""
    letter = r"\\ell(?![A-Za-z])" if loss == "ell" else rf"(?<![A-Za-z\\]){re.escape(loss)}(?![A-Za-z])"
    return letter + r"\s*(?:\\left)?\(\s*([^()=]*?)\s*(?:\\right)?\)"


def _capital(name: str) -> str:
    letter = base(name)
    return name.replace(letter, UPPER.get(letter, letter[:1].upper() + letter[1:]), 1)


def _is_column(page: Page, name: str) -> bool:
    shape = page.network.shapes.get(name)
    return shape is not None and shape.rank == 1 and has_all_samples(page, name)


def _is_vector(page: Page, name: str) -> bool:
    shape = page.network.shapes.get(name)
    return shape is not None and shape.rank > 0
