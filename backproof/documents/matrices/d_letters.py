r"""Gradients that a d names: dW_2 is \partial J / \partial W_2, where J is the loss of the page.

dZ_2 = \frac{1}{N} (A_2 - Y),  dW_2 = A_1^T dZ_2        dZ_2 is the gradient of the mean
dZ_2 = A_2 - Y,  dW_2 = \frac{1}{N} A_1^T dZ_2          the rows of dZ_2 are the gradients of the losses of the samples

Both habits are right, and a page has one of them.  So such a line defines nothing: it is wrong if it fails in both, or
in the only one in which the lines before it hold, or in the one that the words of the page announce.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from backproof.answers.syntax import Call, Entry, Expr, Fold, Mul, Sym, map_expr, walk
from backproof.documents.matrices.means import mean_of
from backproof.documents.matrices.names import base, names_in
from backproof.documents.matrices.network import LOSSES, PARAMETERS
from backproof.documents.matrices.page import Page
from backproof.documents.matrices.samples import has_all_samples
from backproof.documents.scanning import is_said

_LOSS = r"\\partial\s*\{?\s*(?:\\(?:mathcal|mathrm|text)\s*\{?\s*)?\\?(?P<loss>[A-Za-z]+)"
_ANNOUNCED = re.compile(
    r"(?<![A-Za-z\\])d(?P<letter>[A-Za-z])(?![A-Za-z])[^.=]{0,80}?"
    rf"(?:{_LOSS}|\b(?:derivative|gradient)s? of (?:the |our )?(?:\w+ )?(?:loss|cost|error|objective)(?: function)? "
    r"\$?\\?(?P<said>[A-Z])(?![A-Za-z]))"
)
_AS_SUCH = re.compile(r"\bdifferentials\b", re.IGNORECASE)  # dL = tr(G^T dO), dO = H dW: no gradients
_DIVIDED = re.compile(
    r"\\d?frac\s*\{\s*\\(?:eta|alpha)\s*\}\s*\{\s*[NmBMn]\s*\}\s*(?:\\[,; ]|\\cdot)*\s*d[A-Zbcw](?![A-Za-z])"
    r"|\\(?:eta|alpha)\s*(?:\\cdot|\\[,; ])*\s*d[A-Zbcw][^$=]{0,12}/\s*[NmBMn](?![A-Za-z])"
)  # the number of samples comes in later: the sums may be meant


@dataclass(frozen=True)
class Meaning:
    """What dZ is: the gradient of this loss, or N times that, so that its rows are those of the single losses."""

    loss: str
    of_samples: bool = False


@dataclass
class Differentials:
    """What the d-letters of a question stand for."""

    page: Page
    text: str
    shown: set[bool] = field(default_factory=set)  # whether they are of samples, as far as the page has shown it

    def variable(self, name: str) -> str | None:
        """W^(2) for dW^(2), where that is a name of the page."""
        if base(name)[:1] != "d" or len(base(name)) == 1 or name in self.page.network.bodies:
            return None
        by, network = name[1:], self.page.network
        known = by in self.page.written or by in network.shapes or network.body(by) is not None
        return by if known and base(by) not in LOSSES else None

    def meanings(self, trees: tuple[Expr, ...]) -> tuple[Meaning, ...]:
        """What the letters of a claim may mean still; none where it has no such letter, or the page no loss.

        The loss is the one that the page announces, or the last of all samples; or the one before that, of which
        nothing is made but a sum with a penalty.
        """
        if _AS_SUCH.search(self.text):
            return ()
        variables = {by for tree in trees for name in names_in(tree) if (by := self.variable(name))}
        losses, of_samples = self._announced() or (self._losses(), None)
        if not variables or not losses:
            return ()
        if self.page.batch is None or not any(map(_is_value, variables)):
            kinds = {False}
        else:
            kinds = self.shown or ({False, True} if of_samples is None else {of_samples})
        return tuple(Meaning(loss, kind) for loss in reversed(losses) for kind in sorted(kinds))

    def opened(self, trees: tuple[Expr, Expr], meaning: Meaning) -> tuple[Expr, Expr]:
        """The trees with derivatives for d-letters."""
        loss, batch = meaning.loss, self.page.batch
        of_one = self._is_of_one(trees)
        if of_one:
            loss = self.page.network.means.get(loss, loss)

        def put(tree: Expr) -> Expr:
            match tree:
                case Sym(name) | Entry(name, _) if (by := self.variable(name)) is not None:
                    variable = Entry(by, tree.indices) if isinstance(tree, Entry) else Sym(by)
                    slope = Call("D", (Sym(loss), variable))
                    scaled = meaning.of_samples and batch is not None and not of_one and _is_value(by)
                    return Mul((Sym(batch or ""), slope)) if scaled else slope
                case _:
                    return map_expr(tree, put)

        return put(trees[0]), put(trees[1])

    def may_be_sums(self) -> bool:
        """Whether the page divides by the number of samples later: d may stand for gradients of the sum then."""
        return is_said(_DIVIDED, self.text)

    def is_definition(self, left: Expr, right: Expr) -> bool:
        r"""dZ = \partial L / \partial Z says what the d means."""
        by = self.variable(left.name) if isinstance(left, Sym) else None
        return by is not None and isinstance(right, Call) and right.function == "D" and right.args[1] == Sym(by)

    def explained(self, slope: Expr) -> None:
        """dZ is the gradient of this loss, as the page says: where it is that of all samples, no other one is meant."""
        match slope:
            case Call("D", (Sym(loss), _)) if loss in self.page.network.bodies and self._is_of_batch(loss):
                self.shown = {False}
            case _:
                pass

    def _losses(self) -> list[str]:
        """The losses that may be meant: the last one, and what it is beside a penalty."""
        network = self.page.network
        single = set(network.means.values())
        single |= {name for name, body in network.bodies.items() if body.indices}
        losses = [name for name in network.bodies if name.partition("_")[0] in LOSSES and name not in single]
        means = [name for name in losses if self._is_of_batch(name)]
        last = (means or losses)[-1:]
        parts = {name for each in last for name in names_in(network.bodies[each].tree)}
        return [name for name in losses if name in parts] + last

    def _is_of_batch(self, loss: str) -> bool:
        """Whether a loss is one of all samples, or is made of such a one."""
        network = self.page.network
        trees = [network.bodies[name].tree for name in (loss, *network.reach(loss)) if name in network.bodies]
        summed = any(isinstance(node, Fold) and node.var in network.samples for tree in trees for node in walk(tree))
        return loss in network.means or summed or any(mean_of(tree) is not None for tree in trees)

    def _announced(self) -> tuple[list[str], bool | None] | None:
        r"""The loss in words such as "I write $dZ$ for $\partial L / \partial Z$", and whether it is a sample's."""
        network = self.page.network
        for found in _ANNOUNCED.finditer(self.text):
            said = found["loss"] or found["said"]
            if found["letter"] in PARAMETERS or said not in network.bodies:
                continue
            mean = next((name for name, single in network.means.items() if single == said), None)
            if mean is not None:
                return [mean], True
            return ([said], False) if self._is_of_batch(said) else None
        return None

    def _is_of_one(self, trees: tuple[Expr, Expr]) -> bool:
        """Whether a claim speaks of one sample, as dW = dz x^T does."""
        names = {self.variable(name) or name for tree in trees for name in names_in(tree)}
        network = self.page.network
        return any(
            _is_value(name)
            and base(name)[:1].islower()
            and network.varies(name)
            and (name in network.shapes or network.body(name) is not None)
            and not has_all_samples(self.page, name)
            for name in names
        )


def _is_value(name: str) -> bool:
    """Whether a name stands for no parameter: each sample has one."""
    return base(name) not in PARAMETERS
