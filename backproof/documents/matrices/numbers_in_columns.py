r"""Numbers of each sample in a small letter, and the column of all of them in a capital: yhat_n is an entry of Yhat.

\hat Y = \sigma(Z_2) \in R^{N \times 1},  L = -\frac{1}{N} \sum_n [y_n \log \hat y_n + (1 - y_n) \log(1 - \hat y_n)]
\ell(z, y) = \log(1 + e^z) - y z,         J = \frac{1}{N} \sum_n \ell(Z_{2,n}, Y_n): z_n is Z_{2,n}
"""

from __future__ import annotations

import re

from backproof.answers.syntax import Entry, Expr, Fold, Sym, map_expr
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
