"""One sample and many: what a page defines for one, said of each, and what it says of a mean, said of one."""

from __future__ import annotations

from collections.abc import Iterator

from backproof.answers.syntax import Entry, Expr, Fold, Sym, map_expr, walk
from backproof.documents.environment import Definition
from backproof.documents.matrices.names import base, names_in, places
from backproof.documents.matrices.network import PARAMETERS
from backproof.documents.matrices.page import Page
from backproof.documents.matrices.shapes import Shapes

SAMPLE = "s1"
ANY_SAMPLE = "s2"


def of_one(page: Page, tree: Expr) -> Expr:
    """What is said of a mean loss, said of the loss of one sample."""
    if isinstance(tree, Sym) and tree.name in page.network.means:
        return Sym(page.network.means[tree.name])
    return map_expr(tree, lambda each: of_one(page, each))


def with_single(page: Page, tree: Expr) -> Expr:
    """The loss of a sample by its own name where the mean has the same letter: L_i beside L = 1/N sum_i L_i."""
    match tree:
        case Entry(name, (Sym(index), *_)) if index in page.network.samples:
            single = page.network.means.get(name)
            return Entry(single, tree.indices) if single == f"{name}ₙ" else tree
        case _:
            pass
    return map_expr(tree, lambda each: with_single(page, each))


def is_of_many(page: Page, trees: tuple[Expr, ...]) -> bool:
    """Whether a claim speaks of many samples of what the page defines for one."""
    bodies = tuple(each.tree for each in page.closure(trees).values())
    for tree in (*trees, *bodies):
        if is_of_all(page, tree):
            return True
        for node in walk(tree):
            match node:
                case Entry(name, (Sym(index), *_)) if index in page.network.samples and _is_of_sample(page, name):
                    known = page.network.shapes.get(name)
                    if known is None or len(node.indices) > known.rank or len(node.indices) == 1:
                        return True
                case _:
                    pass
    return False


def is_of_all(page: Page, tree: Expr) -> bool:
    """Whether a tree speaks of a mean loss, or of the matrix of all samples."""
    return any(
        isinstance(node, Sym)
        and (node.name.endswith("·all") or node.name in page.network.means or page.network.stack(node.name) is not None)
        for node in walk(tree)
    )


def _is_of_sample(page: Page, name: str) -> bool:
    return page.network.varies(name) and not has_all_samples(page, name)


def varying_names(page: Page, trees: tuple[Expr, ...], known: dict[str, Definition]) -> frozenset[str]:
    """The names in a claim and its definitions that stand for something of each sample."""
    names = {name for tree in trees for name in names_in(tree)} | set(known)
    names |= {name for each in known.values() for name in names_in(each.body)}
    stacked = {name for name in names if page.network.stack(name) is not None}
    stacked |= {node.var for tree in trees for node in walk(tree) if isinstance(node, Fold)}
    bound = {node.var for each in known.values() for node in walk(each.body) if isinstance(node, Fold)}
    return frozenset(
        name
        for name in names - stacked - bound - places(trees)
        if not name.startswith(("ones", "Id·"))
        and (page.network.varies(name) or name.startswith("∂"))
        and name not in page.numbers - set(page.network.means.values())
        and not has_all_samples(page, name)
    )


def has_all_samples(page: Page, name: str) -> bool:
    """Whether an array has a row, a column or an entry for each sample."""
    shape = page.network.shapes.get(name)
    values = () if shape is None else (page.sizes.value(shape.rows), page.sizes.value(shape.columns))
    return page.batch is not None and page.batch in values


def of_each(page: Page, definition: Definition, varying: frozenset[str]) -> Definition:
    """The definition for each sample."""
    if definition.name not in varying or definition.indices[:1] == (SAMPLE,):
        return definition
    if definition.indices[:1] and definition.indices[0] in page.network.samples:
        return definition

    def change(each: Expr) -> Expr:
        match each:
            case Sym(name) if name in varying and name not in definition.indices:
                return Entry(name, (Sym(SAMPLE),))
            case Sym(name) if name in page.network.means:
                return Entry(page.network.means[name], (Sym(SAMPLE),))
            case Entry(name, indices) if name in varying:
                return Entry(name, (Sym(SAMPLE), *indices))
            case _:
                return map_expr(each, change)

    return Definition(definition.name, (SAMPLE, *definition.indices), change(definition.body))


def speaks_of_one(page: Page, tree: Expr, varying: frozenset[str]) -> bool:
    """Whether a side has parameters, a mean loss and what a sample has, but nothing of several samples."""
    for node in walk(tree):
        match node:
            case Sym(name) | Entry(name, _) if name.startswith("ones") or name.endswith("·all"):
                return False
            case Entry(_, indices) if any(
                isinstance(each, Sym) and each.name in page.network.samples for each in indices
            ):
                return False
            case Sym(name) | Entry(name, _) if name not in varying and base(name) not in PARAMETERS:
                shape = page.network.shapes.get(name)
                if page.network.stack(name) is not None or (shape is not None and shape.is_matrix):
                    return False
            case _:
                pass
    return True


def sample_spoken_of(page: Page, trees: tuple[Expr, ...]) -> str | None:
    """The letter i of a statement that is about sample i alone, as one with the loss L_i and no sum over samples."""
    if any(isinstance(node, Fold) and node.var in page.network.samples for tree in trees for node in walk(tree)):
        return None
    letters = {letter for tree in trees for letter in _sample_letters(page, tree)}
    return letters.pop() if len(letters) == 1 else None


def _sample_letters(page: Page, tree: Expr) -> Iterator[str]:
    for node in walk(tree):
        match node:
            case Entry(name, (Sym(letter), *rest)) if letter in page.network.samples:
                known = page.network.shapes.get(name)
                if (
                    name in page.network.means
                    or name in page.counted
                    or (known is not None and len(rest) == known.rank)
                ):
                    yield letter
            case _:
                pass


def without_sample(tree: Expr, letter: str) -> Expr:
    """What is said of sample i, said of one of which nobody says the number: x_i without its index."""
    tree = map_expr(tree, lambda each: without_sample(each, letter))
    match tree:
        case Entry(name, (Sym(first), *rest)) if first == letter:
            return Entry(name, tuple(rest)) if rest else Sym(name)
        case _:
            return tree


def of_any(tree: Expr, varying: frozenset[str]) -> Expr:
    """What is said of a sample without a number, said of any: x_i becomes x_ni."""
    match tree:
        case Sym(name) if name in varying:
            return Entry(name, (Sym(ANY_SAMPLE),))
        case Entry(name, indices) if name in varying:
            return Entry(name, (Sym(ANY_SAMPLE), *indices))
        case _:
            return map_expr(tree, lambda each: of_any(each, varying))


def is_bare(tree: Expr, varying: frozenset[str], shapes: Shapes) -> bool:
    """Whether a claim about many samples speaks of one without saying which."""
    for node in walk(tree):
        match node:
            case Sym(name) if name in varying:
                return True
            case Entry(name, indices) if name in varying and name in shapes.of and len(indices) == shapes.of[name].rank:
                return not (isinstance(indices[0], Sym) and indices[0].name in shapes.samples)
            case _:
                pass
    return False
