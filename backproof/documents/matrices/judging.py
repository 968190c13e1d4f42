"""Judging a claim about arrays: first whether the shapes fit, then whether every entry agrees."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from backproof.answers.syntax import Call, Entry, Expr, Mul, Num, Sym, walk
from backproof.documents.dimensions import replaced
from backproof.documents.matrices.all_samples import ALL, of_all_samples, without_diagonals
from backproof.documents.matrices.each_layer import for_each_layer
from backproof.documents.matrices.entrywise import Finding, judge_entries
from backproof.documents.matrices.fitting import settle, unsettled
from backproof.documents.matrices.guessed_rows import fit_as_rows, rows_that_fit, turn
from backproof.documents.matrices.kinks import ACTIVE, INACTIVE, of_arguments, without_kinks
from backproof.documents.matrices.last_layer import with_last_layer
from backproof.documents.matrices.layer_penalties import with_own_terms, without_common_loss
from backproof.documents.matrices.names import base, index_letters, names_in, places, shown
from backproof.documents.matrices.network import LOSSES
from backproof.documents.matrices.page import Page
from backproof.documents.matrices.samples import with_single
from backproof.documents.matrices.shapes import Shapes
from backproof.documents.matrices.single_loss import of_this_sample
from backproof.documents.matrices.sizes import Misfit, NotFollowed
from backproof.documents.outcomes import Outcome, lacking
from backproof.documents.report import Counterexample

_ACTIVATIONS = {"sigmoid": "the sigmoid", "tanh": "tanh", "relu": "the ReLU"}
_KINKS = {ACTIVE: "where every ReLU is active", INACTIVE: "where no ReLU is active"}
_REPLACED = re.compile(
    r"\b(?:replac(?:e|es|ed|ing)|exchang(?:e|es|ed|ing))\b[^.$]{0,30}\$(?P<name>[^$=]+)\$\s+(?:is\s+)?(?:by|with)\b"
    r"[^.$]{0,30}\$(?P<other>[^$=]+?)\s*(?:=[^$]*)?\$"
)
_SOFTMAX = re.compile(r"softmax|one-?hot|\\exp", re.IGNORECASE)


class Judge:
    """Judges the claims of one page."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.network = page.network

    def judge(self, left: Expr, relation: str, right: Expr, activation: str | None = None) -> Outcome | None:
        """What is true of a claim; None where its arrays are not known well enough.

        activation: the one of which the sentence speaks; it stands for a function of which nothing else is said.
        """
        found = self._as_it_stands(left, relation, right, activation)
        if found is not None and found.verdict == "refuted" and (changed := self._replaced((left, right))):
            name, other, (one, two) = changed
            with_other = self._as_it_stands(one, relation, two, activation)
            if with_other is not None and with_other.verdict == "proved":
                return lacking(f"{shown(name)} is replaced by {shown(other)}, as the page says")
        if found is not None and found.verdict != "undecided":
            return found
        each = for_each_layer(
            self.page, left, right, lambda one, other: self._as_it_stands(one, relation, other, activation)
        )
        return each or found

    def _replaced(self, trees: tuple[Expr, Expr]) -> tuple[str, str, tuple[Expr, Expr]] | None:
        """What the page replaces by what, "replaces $t$ by $t'$", and a claim about the second said of the first."""
        names = {name for tree in trees for name in names_in(tree)}
        for said in _REPLACED.finditer(self.page.text):
            name, other = (re.sub(r"[\\{}\s]|mathbf|boldsymbol", "", each) for each in (said["name"], said["other"]))
            if other in names and name not in names:
                one, two = (replaced(tree, {other: Sym(name)}) for tree in trees)
                return name, other, (one, two)
        return None

    def is_proved(self, left: Expr, right: Expr) -> bool:
        """Whether an equation follows from what the page says."""
        found = self._as_it_stands(left, "=", right, None)
        return found is not None and found.verdict == "proved"

    def _as_it_stands(self, left: Expr, relation: str, right: Expr, activation: str | None) -> Outcome | None:
        left, right = without_common_loss(self.page, (left, right))
        left, right = (of_arguments(self.page, without_kinks(side)) for side in (left, right))
        spoken = left, right
        left, right = of_this_sample(self.page, with_last_layer(self.page, with_own_terms(self.page, spoken)))
        left, right = of_all_samples(self.page, (left, right))
        left, right = (with_single(self.page, side) for side in (left, right))
        found = self._found(left, relation, right, activation)
        if found is None:
            return None
        outcome = found.outcome
        if outcome.verdict == "undecided":
            return outcome
        if outcome.is_about_shapes:
            return None if self._strange((left, right), spoken) else outcome
        guessed = sorted((self.page.soft & self._rests_on((left, right), found.any_loss)) - places((left, right)))
        columns = tuple(name for name in guessed if name.endswith(ALL))
        if outcome.verdict == "proved" or (columns and not fit_as_rows(self.page, (left, right), columns)):
            guessed = [name for name in guessed if name not in columns]  # as the sides show it: a row would not fit
        if guessed:
            return Outcome(
                "undecided", f"it is not said whether {', '.join(map(shown, guessed))} are vectors or numbers"
            )
        outcome = replace(outcome, any_loss=found.any_loss)
        if outcome.verdict == "proved" and found.with_kinks:
            return replace(outcome, reason=f"{outcome.reason}, wherever the ReLU has a slope")
        if outcome.verdict == "refuted" and found.targets_unknown and _SOFTMAX.search(self.page.text):
            return Outcome("undecided", "it is not seen what the targets of the softmax sum to")
        if outcome.verdict == "refuted" and any(map(_is_measured, (left, right))):
            return Outcome("undecided", "it is a value of an example")
        if outcome.verdict == "refuted" and (twice := _small_and_large((left, right))):
            return Outcome("undecided", f"it is not seen whether {' and '.join(twice)} are the same")
        if outcome.verdict == "refuted" and (large := self._defined_twice((left, right))):
            return Outcome("undecided", f"it is not seen that {large.lower()} is {large} for one sample")
        if outcome.verdict == "refuted" and (strange := self._strange((left, right), spoken)):
            return Outcome("undecided", f"it is not said what {', '.join(map(shown, strange))} is")
        if outcome.verdict == "refuted" and found.with_kinks:  # another function than the ReLU may be to blame
            for where, words in _KINKS.items():
                there = self._found(left, relation, right, where)
                if there is not None and there.outcome.verdict == "refuted" and not there.with_any:
                    return replace(there.outcome, reason=f"{there.outcome.reason}, {words}")
            return Outcome("undecided", "a ReLU: it fails for another activation")
        if outcome.verdict != "refuted" or activation is not None or not found.with_any:
            return outcome
        for known, words in _ACTIVATIONS.items():
            special = self._found(left, relation, right, known)
            if special is not None and special.outcome.verdict == "proved":
                return lacking(f"the activation is {words}")
        return outcome

    def _rests_on(self, trees: tuple[Expr, ...], any_loss: bool) -> set[str]:
        """The names of a claim, and those in the definitions of what it differentiates."""
        found = {name for tree in trees for name in names_in(tree)}
        bodies = self.page.closure(trees).values()
        losses = self.page.numbers if any_loss else frozenset()  # it holds whatever the loss is
        inner = [without_diagonals(each.tree) for each in bodies if each.name not in losses]
        return found | {name for tree in inner for name in set(names_in(tree)) - places((tree,))}

    def _defined_twice(self, trees: tuple[Expr, ...]) -> str | None:
        """P, of a claim that rests on p as well, where the page has defined both and neither by the other."""
        names, rests = {name for tree in trees for name in names_in(tree)}, self._rests_on(trees, any_loss=False)
        made = (each for each in sorted(names) if each.isupper() and len(each) == 1 and each.lower() in rests)
        for large in made:
            one, other = self.network.body(large), self.network.body(large.lower())
            if one is None or other is None or large in names_in(other.tree) or large.lower() in names_in(one.tree):
                continue  # the numbers q_i of all samples are the entries of their column Q
            return large
        return None

    def _strange(self, trees: tuple[Expr, ...], spoken: tuple[Expr, ...]) -> list[str]:
        """Names of which the page says nothing, neither their shape nor what they are made of."""
        closure = self.page.closure(trees)
        known = {name for each in closure.values() for name in names_in(each.tree)} | set(closure)
        here = {name for tree in spoken for name in names_in(tree)} & self.page.numbers
        losses = [each for name, each in self.network.bodies.items() if base(name) in LOSSES or name in here]
        known |= {name for each in losses for name in names_in(each.tree)}  # what a loss is made of: X, w and y
        known |= set(self.page.sizes.values)
        known |= {whole for each in self.network.vectors if (whole := self.network.whole(each))}  # X, of samples x_n
        known |= {name for tree in spoken for name in _own_variables(tree)}
        known |= self.page.given | self.page.numbers | {self.page.batch or ""} | index_letters(trees)
        names = {name for tree in trees for name in names_in(tree)}
        return sorted(
            name
            for name in names - known
            if not name.startswith(("ones", "Id·"))
            and name not in ("N", "m", "n", "lambda", "eta", "alpha")
            and not name.endswith("·all")
            and self.network.stack(name) is None
            and self.network.whole(name) is None
            and name not in self.network.means.values()
        )

    def _found(self, left: Expr, relation: str, right: Expr, activation: str | None) -> Finding | None:
        try:
            self._settle_definitions((left, right))
            shapes = self._settled((left, right))
        except Misfit as error:
            outcome = self._misfit(left, right, error)
            return None if outcome is None else Finding(outcome)
        except (NotFollowed, RecursionError):
            return None
        try:
            return judge_entries(self.page, left, relation, right, shapes, activation)
        except (NotFollowed, Misfit, RecursionError) as error:
            return Finding(Outcome("undecided", str(error)))

    def _settled(self, sides: tuple[Expr, Expr]) -> Shapes:
        """The shapes of both sides; vectors that may be rows, and fit so, are rows.  Raises Misfit, NotFollowed."""
        try:
            return settle(self.page, sides)
        except Misfit:
            if not (rows := rows_that_fit(self.page, sides)):
                raise
            turn(self.page, rows)
            return settle(self.page, sides)

    def _settle_definitions(self, trees: tuple[Expr, ...]) -> None:
        """Shapes for every name in the definitions on which a claim rests."""
        for body in reversed(self.page.closure(trees).values()):
            if all(name in self.network.shapes for name in (body.name, *names_in(body.tree))):
                continue
            known = body.name in self.network.shapes and not body.indices
            try:
                shapes = settle(self.page, (Sym(body.name), body.tree) if known else (body.tree,))
            except (Misfit, NotFollowed):
                continue
            self.page.keep(shapes)
            if not body.indices:
                self.network.shapes.setdefault(body.name, shapes.shape(body.tree))

    def _misfit(self, left: Expr, right: Expr, error: Misfit) -> Outcome | None:
        """Shapes that do not fit refute a claim if the page leaves no doubt about them."""
        names = {name for side in (left, right) for name in _array_names(side)}
        names -= index_letters((left, right)) & self.network.samples
        if any(_is_formal(side) or not any(names_in(side)) for side in (left, right)):
            return None  # numbers alone are the value of an example, in which an array may have one entry
        guessed = {name for name in names if not self.is_firm(name)}
        of_all = all(name.endswith(ALL) for name in guessed)
        if guessed and not (of_all and self._misfits_turned((left, right), guessed)):
            return None
        return Outcome(
            "refuted",
            f"the shapes do not fit: {error}",
            Counterexample((), *_both(str(error)), "="),
            is_about_shapes=True,
        )

    def _misfits_turned(self, sides: tuple[Expr, Expr], names: set[str]) -> bool:
        """Whether the sides do not fit either where these vectors of all samples are rows."""
        page = self.page
        shapes = page.network.shapes
        with page.trial():
            page.network.shapes = {name: each.turned if name in names else each for name, each in shapes.items()}
            return isinstance(unsettled(page, sides), Misfit)

    def is_firm(self, name: str) -> bool:
        """Whether the shape of a name is written on the page, or follows from what is."""
        if name in self.page.soft:
            return False
        return (
            name in self.network.shapes
            or name.startswith(("ones", "Id·"))
            or name in self.page.numbers
            or self.network.stack(name) is not None
            or self.network.body(name) is not None
        )


def _is_measured(tree: Expr) -> bool:
    """Whether a side is a number that is no whole one, 0.9 + 0.02: names have values then, which are not known here."""
    nodes = list(walk(tree))
    fractions = any(isinstance(node, Num) and node.value.denominator > 1 for node in nodes)
    return fractions and not any(isinstance(node, Sym | Entry) for node in nodes)


def _small_and_large(trees: tuple[Expr, ...]) -> tuple[str, str] | None:
    """A letter and its capital whose entries a claim takes alike: y_ic of the page, and Y_ik for the class y_i."""
    entries = (node for tree in trees for node in walk(tree) if isinstance(node, Entry))
    families = {each.family for each in entries if len(each.indices) > 1}
    return next(((each, each.upper()) for each in sorted(families) if {each.lower(), each.upper()} <= families), None)


def sums_over_samples(latex: str, page: Page) -> bool:
    """Whether a sum runs over samples, y^{(n)}, of a vector y that the page defines for one: those are no entries."""
    bound = re.findall(r"\\sum\s*_\s*\{?\s*([a-z])\b", latex)
    above = [name for each in bound for name in re.findall(rf"([A-Za-z])\s*\^\s*\{{?\s*\(\s*{each}\s*\)", latex)]
    bodies = page.network.bodies
    return any(name in bodies and not bodies[name].indices for name in above)


def _own_variables(tree: Expr) -> Iterable[str]:
    r"""W of a derivative of \lambda ||W||^2 by W: of any matrix, whatever else the page says."""
    for node in walk(tree):
        match node:
            case Call("D", (value, Sym(name))) if not isinstance(value, Sym | Entry) and name in set(names_in(value)):
                yield name
            case _:
                pass


def _is_formal(tree: Expr) -> bool:
    """A chain rule in which derivatives by arrays are multiplied: its order is that of a page, not of matrices."""
    return any(
        isinstance(node, Mul) and sum(isinstance(each, Call) and each.function == "D" for each in node.factors) > 1
        for node in walk(tree)
    )


def _array_names(tree: Expr) -> Iterable[str]:
    letters = index_letters((tree,))
    return [name for name in names_in(tree) if name not in letters and base(name) not in LOSSES]


def _both(words: str) -> tuple[str, str]:
    left, _, right = words.partition(", ")
    return left, right.removesuffix(": they cannot be multiplied") or "?"
