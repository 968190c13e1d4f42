"""What stands against a verdict about arrays, whoever gave it: then the claim is left open, and this is the reason.

Against a proof: paths to the loss that the claim does not go, targets that need not sum to 1, a row against a column.
Against a refutation: hypotheses of the page that nothing here makes use of, gradients that may be rows.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from backproof.answers.syntax import Add, Call, Div, Elementwise, Entry, Expr, Mul, Num, Sym, Transpose, map_expr, walk
from backproof.documents.matrices.bypass import is_reached, shared, ways_around
from backproof.documents.matrices.fitting import unsettled
from backproof.documents.matrices.guessed_rows import is_given, rows_that_fit
from backproof.documents.matrices.names import ONES, base, label, names_in, shown
from backproof.documents.matrices.network import LOSSES, Body
from backproof.documents.matrices.other_network import fits_another_network
from backproof.documents.matrices.page import Page
from backproof.documents.matrices.shapes import Shape
from backproof.documents.matrices.sizes import Ambiguous, Crossed, Misfit, NotFollowed, Turned
from backproof.documents.matrices.words import (
    ROW_VECTORS,
    array_letters,
    averaged_letters,
    gradients_are_upright,
    layout,
    special_letters,
    targets_may_not_sum_to_one,
)
from backproof.documents.mentions import named
from backproof.documents.scanning import is_said

Sides = tuple[Expr, Expr]
_BY_D = re.compile(r"d[A-Z]")
_MATRICES = frozenset("AGJPQRSUVWXYZ")
_MASKS = re.compile(r"\bdrop-?out|\bmasks?\b", re.IGNORECASE)  # D_2 is one, and not made of errors


@dataclass
class Objections:
    """Objections to verdicts about the claims of one page."""

    page: Page
    lost: set[str] = field(default_factory=set)  # whose meaning changed to one that is not read here
    assumed: set[str] = field(default_factory=set)  # of which the page gives an equation that defines nothing

    def to_proof(self, sides: Sides) -> str | None:
        """Why a claim that was proved may be wrong all the same; None where nothing speaks against it."""
        for objection in (self._of_lost, self._of_layout, self._of_paths, self._of_targets, self._of_shapes):
            if (reason := objection(sides)) is not None:
                return reason
        return None

    def to_refutation(self, sides: Sides, is_about_shapes: bool) -> str | None:
        """Why a claim that was refuted may be right all the same; None where nothing speaks for it."""
        if (reason := self._of_lost(sides) or self._of_layout(sides)) is not None:
            return reason
        if isinstance(found := unsettled(self.page, sides), Ambiguous):
            return str(found)
        if is_about_shapes:
            return (
                self._of_rows(sides)
                or self._of_row_vectors(sides)
                or self._of_one_output(sides)
                or self._of_guesses(sides)
                or self._of_other_network(sides)
            )
        return self._of_hypotheses(sides) or self._of_errors(sides) or self._of_inputs(sides)

    def to_shape(self, tree: Expr, declared: Shape) -> str | None:
        """Why a shape that does not fit may be right: gradients in another layout, or by a column as a row."""
        if (reason := self._of_layout((tree,))) is not None:
            return reason
        if self._turned(tree) == tree or gradients_are_upright(self.page.text) or not declared.is_row:
            return None
        seen = self.page.shapes().shape(tree)
        fits = self.page.sizes.may_agree(seen.rows, declared.columns)
        return "it fits only if gradients are rows" if fits else None

    def _of_lost(self, sides: Sides) -> str | None:
        """A name that the page used otherwise before it gave it a meaning which is not read here."""
        names = {*_names(sides), *(name for each in self._bodies(sides) for name in names_in(each))}
        means = {f"{letter}bar" for letter in averaged_letters(self.page.text)}
        lost = sorted(name for name in names if name in self.lost or base(name) in means & self._unmade(names))
        lost += [each for each in _names(sides) if base(each) == "D" and _MASKS.search(self.page.text)]
        return f"it is not read what {', '.join(map(shown, lost))} is here" if lost else None

    def _of_classes(self, sides: Sides) -> str | None:
        """A derivative by the entry of the class, z_t, of which this reading knows no number."""
        slopes = (node for side in sides for node in walk(side) if isinstance(node, Call) and node.function == "D")
        by = (each for node in slopes if isinstance(each := node.args[1], Entry))
        if any(index in self.page.called.values() for each in by for index in each.indices):
            return "a derivative by the entry of the class is not followed here"
        return None

    def _unmade(self, names: Iterable[str]) -> set[str]:
        """Names of which no equation of the page says what they are."""
        return {base(name) for name in names if name not in self.page.network.bodies}

    def is_misread(self, sides: Sides, ranks: Mapping[str, int]) -> bool:
        """Whether numbers were made of arrays, or a second derivative was not read.

        Of a vector b_1 that was taken for an entry, of a column of ones, or,
        where a claim shows no index, of what the page calls matrices: P Q = Q P.
        ranks: the arrays that were known where the claim was judged.
        """
        bodies = tuple(self._bodies(_without_names(sides, self._of_samples_elsewhere(sides))))
        if any(_multiplies_ones(tree, ranks) for tree in (*sides, *bodies)) or any(map(_is_of_second_order, bodies)):
            return True
        gradients = any(_BY_D.fullmatch(base(name)) for name in self.page.written)
        if gradients and any(name == "d" or _BY_D.fullmatch(base(name)) for name in _names(sides)):
            return True  # dZ, where it was taken for d times Z
        nodes = [node for side in sides for node in walk(side)]
        if any(self._is_array_of_number(name) for name in _names(sides) if not ranks.get(name, 0)):
            return True
        if not all(isinstance(node, Sym | Num | Mul | Add | Elementwise | Transpose) for node in nodes):
            return False
        bare = {node.name for node in nodes if isinstance(node, Sym)} - self.page.numbers
        given = any(self._is_array(name) and name in self.page.given for name in bare)
        if given and any(self._is_array(name) and not ranks.get(name, 0) for name in bare):
            return True
        if any(self._multiplies_capitals(node, ranks) for node in nodes):
            return True
        called = array_letters(self.page.text)
        return len(bare) > 1 and all(base(name) in called and not ranks.get(name, 0) for name in bare)

    def _multiplies_capitals(self, node: Expr, ranks: Mapping[str, int]) -> bool:
        """Whether a product has two letters of matrices, which may not change their places: U V x, of which nobody
        says that U and V are numbers.
        """
        if not isinstance(node, Mul):
            return False
        letters = {each.name for each in node.factors if isinstance(each, Sym)} - self.page.numbers
        return len({each for each in letters if base(each) in _MATRICES and not ranks.get(each, 0)}) > 1

    def _of_samples_elsewhere(self, sides: Sides) -> set[str]:
        r"""What the page defines with the index of a sample, \ell_n, and what stands here without: of another part."""
        bare = {node.name for side in sides for node in walk(side) if isinstance(node, Sym)}
        bare = {name for name in bare if base(name) in LOSSES or name in self.page.counted}
        bodies = self.page.network.bodies
        return {name for name in bare if name in bodies and bodies[name].indices}

    def _is_array(self, name: str) -> bool:
        """Whether the page leaves no doubt that a name is a vector or a matrix."""
        shape = self.page.network.shapes.get(name)
        return shape is not None and bool(shape.rank) and name not in self.page.soft and "^(" not in name

    def _is_array_of_number(self, name: str) -> bool:
        """Whether a name such as b_1, which may be an entry, is a vector or a matrix: the bias of the first layer."""
        shape = self.page.network.shapes.get(name)
        counted = (label(name) or "").isdigit() and base(name) in self.page.labels
        return counted and shape is not None and bool(shape.rank) and name not in self.page.soft

    # -- paths

    def _of_paths(self, sides: Sides) -> str | None:
        """A loss that may depend on a variable otherwise than the claim says."""
        found = self._differentiated(sides)
        if found is None:
            return None
        variables, is_general = found
        network = self.page.network
        every = shared(network, variables)
        if every and is_general:
            return f"{', '.join(map(shown, every))} stands in every layer, and so the loss depends on it through each"
        around = ways_around(network, network.last(variables), variables, frozenset(_names(sides)))
        if around:
            words = ", ".join(map(shown, around[:2]))
            return f"the loss may depend on {words}, too: it is not said that it does not"
        return None

    def to_own(self, sides: Sides) -> str | None:
        """Why a verdict of the matrices themselves may be wrong: a way from a loss to a variable that is not seen.

        A derivative is no zero for that.
        """
        network = self.page.network
        if (reason := self._of_classes(sides)) is not None:
            return reason
        if any((label(name) or "").startswith("l") for name in _names(sides)):
            return None  # of any layer: any loss of what is above it
        for tree in (*sides, *self._bodies(sides)):
            for node in walk(tree):
                match node:
                    case Call("D", (value, variable)) if (loss := named(value)) is not None and self._is_loss(loss):
                        by = named(variable)
                        if by is not None and self._is_opened(loss) and not is_reached(network, loss, by):
                            return f"it is not seen how {shown(loss)} depends on {shown(by)}"
                    case _:
                        pass
        return None

    def _is_opened(self, loss: str) -> bool:
        """Whether the page says what a loss is, and what the losses are of which it is the mean."""
        network = self.page.network
        inner = {each for each in network.reach(loss) if base(each) in LOSSES or each in network.means.values()}
        return all(network.body(each) is not None for each in (loss, *inner))

    def _differentiated(self, trees: Sides) -> tuple[frozenset[str], bool] | None:
        """By what a claim differentiates a loss that nothing defines, or of any layer; None if by nothing."""
        bodies = self._closure(trees)
        is_general = any((label(name) or "").startswith("l") for name in _names(trees))
        variables: set[str] = set()
        for tree in (*trees, *(each.tree for each in bodies)):
            for node in walk(tree):
                match node:
                    case Call("D", (value, variable)) if (loss := named(value)) is not None and self._is_loss(loss):
                        if (self.page.network.body(loss) is None or is_general) and (by := named(variable)):
                            variables.add(by)
                    case _:
                        pass
        return (frozenset(variables), is_general) if variables else None

    def _is_loss(self, name: str) -> bool:
        return base(name) in LOSSES or name in self.page.numbers or name in self.page.network.means

    # -- targets

    def _of_targets(self, sides: Sides) -> str | None:
        """A softmax whose targets are no distribution: then its gradient is not p - y."""
        text = self.page.text
        if not re.search("softmax", text, re.IGNORECASE) or not targets_may_not_sum_to_one(text):
            return None
        if not any(self._has_slope_of_loss(side) for side in sides):
            return None
        return "the page says that the targets need not sum to 1"

    def _has_slope_of_loss(self, side: Expr) -> bool:
        """Whether there is a derivative of what rests on a loss, and so on the targets."""
        slopes = (node for node in walk(side) if isinstance(node, Call) and node.function == "D")
        values = [
            (each.args[0], *(found.tree for found in self.page.closure((each.args[0],)).values())) for each in slopes
        ]
        return any(self._is_loss(name) for trees in values for tree in trees for name in names_in(tree))

    # -- rows and columns

    def _of_shapes(self, sides: Sides) -> str | None:
        if (misfit := self.misfit_in_one(sides)) is not None:
            return f"the shapes may not fit: {misfit}"
        found = unsettled(self.page, sides)
        crossed = isinstance(found, Crossed) and any(_adds_products(node) for side in sides for node in walk(side))
        if crossed or (isinstance(found, Misfit) and all(map(self.is_given, _names(sides)))):
            return f"the shapes may not fit: {found}"
        return str(found) if isinstance(found, Ambiguous | Turned) else None

    def misfit_in_one(self, sides: Sides) -> Crossed | None:
        """A row of which the page says that it is one, beside such a column, whatever the other side is."""
        for side in sides:
            found = unsettled(self.page, (side, side)) if all(map(self.is_given, names_in(side))) else None
            if isinstance(found, Crossed):
                return found
        return None

    def is_given(self, name: str) -> bool:
        """Whether the page writes of which shape a name is, or makes it of such."""
        return is_given(self.page, name)

    def _of_layout(self, sides: Iterable[Expr]) -> str | None:
        """A page with another layout of derivatives than the one that is used here: gradients as columns."""
        said = layout(self.page.text)
        if said is None:
            return None
        for side in sides:
            for node in walk(side):
                match node:
                    case Call("D", (value, _)) if said == "numerator" or not self._is_number(value):
                        return f"the page uses the {said} layout of derivatives, which is not followed here"
                    case _:
                        pass
        return None

    def _is_number(self, value: Expr) -> bool:
        try:
            return self.page.shapes().shape(value).is_number
        except (NotFollowed, Misfit, RecursionError):
            return False

    def _of_rows(self, sides: Sides) -> str | None:
        """Shapes that fit if a gradient by a column is a row."""
        turned = tuple(self._turned(side) for side in sides)
        if turned == sides or gradients_are_upright(self.page.text):
            return None
        return "it fits only if gradients are rows" if unsettled(self.page, (turned[0], turned[1])) is None else None

    def _of_row_vectors(self, sides: Sides) -> str | None:
        """Shapes that fit if vectors are rows, on a page that writes x W, or says that they are."""
        network = self.page.network
        upright = {name for name, shape in network.shapes.items() if shape.is_column and name not in self.page.fixed}
        if not (is_said(ROW_VECTORS, self.page.text) or upright & self.page.before_weights):
            return None
        known = [each for each in sides if not isinstance(each, Sym) or each.name in self.page.given]
        with self.page.trial():
            network.shapes = {name: each.turned if name in upright else each for name, each in network.shapes.items()}
            fits = bool(known) and unsettled(self.page, tuple(known)) is None
        return "it fits if vectors are rows" if fits else None

    def _of_guesses(self, sides: Sides) -> str | None:
        """Shapes that fit if a vector is a row of which only the entries y_c are known."""
        rows = rows_that_fit(self.page, sides)
        words = ", ".join(map(shown, rows))
        return (
            f"it fits if {words} {'is a row' if len(rows) == 1 else 'are rows'}: nothing says which" if rows else None
        )

    def _of_other_network(self, sides: Sides) -> str | None:
        """Shapes of a layer that has another number of units in another part of the page."""
        if not fits_another_network(self.page, sides):
            return None
        return "it does not fit the layer as it was before, and the page has given that layer another number of units"

    def _turned(self, tree: Expr) -> Expr:
        tree = map_expr(tree, self._turned)
        match tree:
            case Call("D", (_, variable)) if self._is_column(variable):
                return Transpose(tree)
            case _:
                return tree

    def _is_column(self, variable: Expr) -> bool:
        try:
            return self.page.shapes().shape(variable).is_column
        except (NotFollowed, Misfit, RecursionError):
            return False

    def _of_one_output(self, sides: Sides) -> str | None:
        """A matrix of which the page says no shape, W of dL/dz = p - y with z = W h + b: it may have one row."""
        for node in (node for side in sides for node in walk(side)):
            match node:
                case Call("D", (_, Sym(name))) if name not in self.page.given:
                    body = self.page.network.body(name)
                    term = None if body is None else body.tree.terms[0] if isinstance(body.tree, Add) else body.tree
                    if isinstance(term, Mul) and isinstance(first := term.factors[0], Sym):
                        matrix = self.page.network.shapes.get(first.name)
                        if matrix is not None and matrix.is_matrix and not self.is_given(first.name):
                            return f"{shown(first.name)} may have one row: no shape of it is given"
                case _:
                    pass
        return None

    # -- hypotheses

    def _of_hypotheses(self, sides: Sides) -> str | None:
        """What the page says of an array besides its shape."""
        letters = special_letters(self.page.text) | self.assumed
        rests = {*_names(sides), *(name for each in self._bodies(sides) for name in names_in(each))}
        shapes = self.page.network.shapes
        special = sorted(name for name in rests if base(name) in letters and name in shapes and shapes[name].rank)
        if not special:
            return None
        return f"the page says more of {', '.join(map(shown, special))} than a shape, and that is not made use of here"

    def _of_errors(self, sides: Sides) -> str | None:
        """D_1 of the errors of all samples where it is not said what one of them is: any number refutes nothing."""
        network = self.page.network
        columns = {column for name in _names(sides) if (column := network.stack(name)) is not None}
        unknown = sorted(name for name in columns if base(name) == "delta" and network.body(name) is None)
        return f"it is not said what {', '.join(map(shown, unknown))} is" if unknown else None

    def _bodies(self, sides: Sides) -> Iterable[Expr]:
        return [each.tree for each in self._closure(sides)]

    def _closure(self, sides: Sides) -> list[Body]:
        """The definitions on which a claim rests; all of the page where they do not come to an end."""
        try:
            return list(self.page.network.closure(list(_names(sides))).values())
        except NotFollowed:
            return list(self.page.network.bodies.values())

    def _of_inputs(self, sides: Sides) -> str | None:
        """Gradients by two things of which it is not said whether one depends on the other."""
        found = self._differentiated(sides)
        if found is None:
            return None
        network = self.page.network
        last = network.last(found[0])
        free = sorted(
            name
            for name in last & self.page.given
            if network.body(name) is None and network.varies(name) and network.stack(name) is None
        )
        return f"it is not said what {', '.join(map(shown, free))} depends on" if free and len(last) > 1 else None


def _without_names(sides: Sides, names: set[str]) -> Sides:
    """Both sides with a number in the place of these names."""

    def put(tree: Expr) -> Expr:
        return Num(Fraction(1)) if isinstance(tree, Sym) and tree.name in names else map_expr(tree, put)

    return put(sides[0]), put(sides[1])


def _names(sides: Sides) -> list[str]:
    return [name for side in sides for name in names_in(side)]


def _has_derivative(tree: Expr) -> bool:
    return any(isinstance(node, Call) and node.function == "D" for node in walk(tree))


def _is_of_second_order(tree: Expr) -> bool:
    """Whether a derivative is differentiated."""
    derivatives = (node for node in walk(tree) if isinstance(node, Call) and node.function == "D")
    return any(_has_derivative(inside) for node in derivatives for inside in node.args)


def _multiplies_ones(tree: Expr, ranks: Mapping[str, int]) -> bool:
    """Whether ones stand in a product, where they are no number; a row of them before known vectors adds these up."""
    rows = 0
    for node in walk(tree):
        match node:
            case Transpose(Sym(name)) if name.startswith(ONES):
                rows += 1
            case Mul((Transpose(Sym(name)), Sym() | Add() as rest)) if name.startswith(ONES) and _is_vector(
                rest, ranks
            ):
                rows -= 1
            case Mul(factors) if any(isinstance(each, Sym) and each.name.startswith(ONES) for each in factors):
                if sum(not isinstance(each, Num | Div) for each in factors) > 1:
                    return True
            case _:
                pass
    return rows > 0


def _is_vector(tree: Expr, ranks: Mapping[str, int]) -> bool:
    """Whether a tree is s, or s - t, where s and t are known as vectors."""
    for each in tree.terms if isinstance(tree, Add) else (tree,):
        match each:
            case Sym(name) | Mul((Num(), Sym(name))) if ranks.get(name) == 1:
                pass
            case _:
                return False
    return True


def _adds_products(node: Expr) -> bool:
    """X^T X w - y^T X: every term has a matrix in it, so none is a number."""

    def has_matrix(term: Expr) -> bool:
        return any(isinstance(each, Sym) and each.name[:1].isupper() for each in walk(term))

    return isinstance(node, Add) and all(map(has_matrix, node.terms))
