"""Judging a claim about arrays: first whether the shapes fit, then whether every entry agrees.

The entries go to the kernel with the definitions that they rest on.  A loss of which nothing is said, or of which
nothing is needed, is linear in what it is differentiated by: a first derivative sees no more of a function than that.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from fractions import Fraction
from itertools import count

from backproof.answers.syntax import (
    Add,
    Call,
    Compare,
    Cond,
    Div,
    Entry,
    Expr,
    Fold,
    Mul,
    Num,
    Sym,
    children,
    map_expr,
    walk,
)
from backproof.documents.declarations import ANY
from backproof.documents.dimensions import replaced
from backproof.documents.environment import Definition, Environment, called
from backproof.documents.judgement import judge_relation
from backproof.documents.matrices.entries import Entries
from backproof.documents.matrices.fitting import settle
from backproof.documents.matrices.names import all_shown, label, names_in, shown
from backproof.documents.matrices.network import Body
from backproof.documents.matrices.page import Page
from backproof.documents.matrices.shapes import Shape, Shapes
from backproof.documents.matrices.sizes import ONE, Misfit, NotFollowed
from backproof.documents.mentions import named
from backproof.documents.outcomes import Outcome
from backproof.documents.report import Counterexample

_ONE_HOT = re.compile(r"one[- ]hot", re.IGNORECASE)
_MOST_DEFINITIONS = 30
_ACTIVATIONS = {"sigmoid": "the sigmoid", "tanh": "tanh", "relu": "the ReLU"}
_SAMPLE = "s1"
_SOFTMAX = re.compile(r"softmax|one-?hot|\\exp", re.IGNORECASE)
KINKED = f"{ANY}relu"


class Judge:
    """Judges the claims of one page."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.network = page.network
        self.activation: str | None = None
        self._with_any = False
        self._with_kinks = False
        self._any_loss = False
        self._targets_unknown = False

    def judge(self, left: Expr, relation: str, right: Expr, activation: str | None = None) -> Outcome | None:
        """What is true of a claim; None where its arrays are not known well enough.

        activation: the one of which the sentence speaks; it stands for a function of which nothing else is said.
        """
        self.activation = activation
        self._targets_unknown = self._any_loss = False
        left, right = (_without_kinks(side) for side in (left, right))
        left, right = self._of_all_samples((left, right))
        outcome = self._first(left, relation, right)
        if outcome is None or outcome.verdict == "undecided":
            return outcome
        if outcome.is_about_shapes:
            return None if self._strange((left, right)) else outcome
        if guessed := sorted(self.page.soft & self._rests_on((left, right))):
            return Outcome(
                "undecided", f"it is not said whether {', '.join(map(shown, guessed))} are vectors or numbers"
            )
        if outcome.verdict == "proved" and self._with_kinks:
            return replace(outcome, reason=f"{outcome.reason}, wherever the ReLU has a slope")
        if outcome.verdict == "refuted" and self._targets_unknown and _SOFTMAX.search(self.page.text):
            return Outcome("undecided", "it is not seen what the targets of the softmax sum to")
        if outcome.verdict == "refuted" and (strange := self._strange((left, right))):
            return Outcome("undecided", f"it is not said what {', '.join(map(shown, strange))} is")
        if outcome.verdict == "refuted" and self._with_kinks:  # another function than the ReLU may be to blame
            return Outcome("undecided", "a ReLU: it fails for another activation")
        if outcome.verdict != "refuted" or activation is not None or not self._with_any:
            return outcome
        for known, words in _ACTIVATIONS.items():
            self.activation = known
            special = self._first(left, relation, right)
            if special is not None and special.verdict == "proved":
                condition = f"the activation is {words}"
                return Outcome("conditional", f"holds if {condition}", condition=condition, missing=(condition,))
        return outcome

    def _rests_on(self, trees: tuple[Expr, ...]) -> set[str]:
        """The names of a claim, and those in the definitions of what it differentiates."""
        found = {name for tree in trees for name in names_in(tree)}
        bodies = self._closure(trees).values()
        losses = self.page.numbers if self._any_loss else frozenset()  # it holds whatever the loss is
        return found | {name for each in bodies if each.name not in losses for name in names_in(each.tree)}

    def _strange(self, trees: tuple[Expr, ...]) -> list[str]:
        """Names of which the page says nothing, neither their shape nor what they are made of."""
        closure = self._closure(trees)
        known = {name for each in closure.values() for name in names_in(each.tree)} | set(closure)
        known |= self.page.given | self.page.numbers | {self.page.batch or ""} | self._bound(trees)
        names = {name for tree in trees for name in names_in(tree)}
        return sorted(
            name
            for name in names - known
            if not name.startswith(("ones", "Id·"))
            and name not in ("N", "m", "n")
            and not name.endswith("·all")
            and self.network.stack(name) is None
            and self.network.whole(name) is None
            and name not in self.network.means.values()
        )

    def _bound(self, trees: tuple[Expr, ...]) -> set[str]:
        """The letters that index something."""
        nodes = [node for tree in trees for node in walk(tree)]
        sums = {node.var for node in nodes if isinstance(node, Fold)}
        places = [each for node in nodes if isinstance(node, Entry) for each in node.indices]
        return sums | {name for each in places for name in names_in(each)}

    def _of_all_samples(self, trees: tuple[Expr, Expr]) -> tuple[Expr, Expr]:
        """yhat beside a matrix of samples, where the page says what yhat_n is: the column of all of them."""
        numbers = self.page.sample_numbers()
        names = {name for tree in trees for name in names_in(tree)}
        shapes = self.network.shapes
        beside = any(name.startswith("ones") or (name in shapes and shapes[name].is_matrix) for name in names)
        bare = numbers & {node.name for tree in trees for node in walk(tree) if isinstance(node, Sym)}
        if not beside or not bare or self.page.batch is None:
            return trees
        for name in bare:
            self.network.shapes[f"{name}·all"] = Shape(self.page.sizes.known(self.page.batch), ONE)

        def put(tree: Expr) -> Expr:
            if isinstance(tree, Sym) and tree.name in bare:
                return Sym(f"{tree.name}·all")
            return map_expr(tree, put)

        return put(trees[0]), put(trees[1])

    def _first(self, left: Expr, relation: str, right: Expr) -> Outcome | None:
        try:
            self._settle_definitions((left, right))
            shapes = settle(self.page, (left, right))
        except Misfit as error:
            return self._misfit(left, right, error)
        except (NotFollowed, RecursionError):
            return None
        try:
            return self._entrywise(left, relation, right, shapes)
        except (NotFollowed, Misfit, RecursionError) as error:
            return Outcome("undecided", str(error))

    def _settle_definitions(self, trees: tuple[Expr, ...]) -> None:
        """Shapes for every name in the definitions on which a claim rests."""
        for body in reversed(self._closure(trees).values()):
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

    def _closure(self, trees: tuple[Expr, ...]) -> dict[str, Body]:
        names = [name.removesuffix("·all") for tree in trees for name in names_in(tree)]
        stop = (
            self.page.numbers - set(self.network.means) if self._is_general(names) else frozenset()
        )  # any layer: any loss of what is above it
        return self.network.closure(names, stop)

    def _misfit(self, left: Expr, right: Expr, error: Misfit) -> Outcome | None:
        """Shapes that do not fit refute a claim if the page leaves no doubt about them."""
        names = {name for side in (left, right) for name in _array_names(side)}
        if any(_is_formal(side) for side in (left, right)):
            return None
        if not all(self.is_firm(name) for name in names):
            return None
        return Outcome(
            "refuted",
            f"the shapes do not fit: {error}",
            Counterexample((), *_both(str(error)), "="),
            is_about_shapes=True,
        )

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

    # -- entries

    def _entrywise(self, left: Expr, relation: str, right: Expr, shapes: Shapes) -> Outcome:
        entries = Entries(shapes)
        whole = shapes.shape(left) if not isinstance(left, Num) else shapes.shape(right)
        other = shapes.shape(right)
        used = {name for side in (left, right) for name in names_in(side)}
        used |= self._bound((left, right))
        first, second = [Sym(letter) for letter in ("i", "j", "r", "c", "i1", "j1") if letter not in used][:2]
        row = first if whole.rows != ONE else None
        column = second if whole.columns != ONE else None
        turned = whole.rank == 1 and other.rank == 1 and whole.is_row != other.is_row
        one = self._side(entries, left, row, column, whole)
        two = self._side(entries, right, column if turned else row, row if turned else column, whole)
        lifted = self._is_lifted((left, right))
        known = self._definitions((left, right), shapes, entries)
        found: Outcome | None = None
        for definitions in self._with_losses((left, right), known, shapes, entries):
            sides = (one, two)
            if not lifted:  # the loss of one sample
                sides = (self._single(one), self._single(two))
                definitions = {
                    name: replace(each, body=self._single(each.body))
                    for name, each in definitions.items()
                    if name not in self.network.means
                }
            else:
                varying = self._varying((left, right), definitions)
                if any(_is_bare(side, varying, shapes) for side in (left, right)):
                    raise NotFollowed("it is not said whether one sample or all samples are meant")
                definitions = {name: self._lifted(each, varying, shapes) for name, each in definitions.items()}
            sides, definitions = inlined(sides, definitions)
            found = self._judged(sides, relation, definitions)
            if found.verdict == "proved":
                self._any_loss = any(
                    name.startswith("∂") for each in definitions.values() for name in names_in(each.body)
                )
                return found
        assert found is not None
        return found

    def _single(self, tree: Expr) -> Expr:
        """What is said of a mean loss, said of the loss of one sample."""
        if isinstance(tree, Sym) and tree.name in self.network.means:
            return Sym(self.network.means[tree.name])
        return map_expr(tree, self._single)

    def _side(self, entries: Entries, side: Expr, row: Expr | None, column: Expr | None, whole: Shape) -> Expr:
        return side if isinstance(side, Num) and whole.rank else entries.at(side, row, column)

    def _judged(self, sides: tuple[Expr, Expr], relation: str, definitions: dict[str, Definition]) -> Outcome:
        bodies = [*sides, *(each.body for each in definitions.values())]
        functions = {node.function.rstrip("'") for body in bodies for node in walk(body) if isinstance(node, Call)}
        unsaid = {each for each in functions if each.startswith(ANY)}
        self._with_any = bool(unsaid)
        self._with_kinks = KINKED in unsaid
        unsaid -= {KINKED}
        if self.activation is not None and unsaid:
            change = dict.fromkeys(unsaid, self.activation)
            sides = (called(change, sides[0]), called(change, sides[1]))
            definitions = {name: replace(each, body=called(change, each.body)) for name, each in definitions.items()}
        used = {name for side in sides for name in names_in(side)} | {
            name for each in definitions.values() for name in names_in(each.body)
        }
        positive = frozenset(shown(each) for each in used if each.endswith("·free"))
        env = Environment(
            "matrices",
            definitions={
                shown(name): replace(each, name=shown(name), body=all_shown(each.body))
                for name, each in definitions.items()
            },
            positive=positive,
            explained=frozenset(shown(name) for each in definitions.values() for name in names_in(each.body)),
            assumptions=self._one_hot((*sides, *(each.body for each in definitions.values()))),
        )
        return judge_relation((all_shown(sides[0]),), relation, (all_shown(sides[1]),), (), env)

    def _one_hot(self, trees: Iterable[Expr]) -> tuple[Cond, ...]:
        """The entries of the label add up to 1, if the page says that it is one-hot."""
        if not _ONE_HOT.search(self.page.text):
            return ()
        entries = [node for tree in trees for node in walk(tree) if isinstance(node, Entry)]
        found: list[Cond] = []
        for target in ("y", "t"):
            ranks = {len(node.indices) for node in entries if node.family == target}
            if ranks == {1} and target not in self.network.bodies:
                total = Fold("sum", "k1", None, None, None, Entry(shown(target), (Sym("k1"),)))
                found.append(Compare("=", total, Num(Fraction(1))))
        return tuple(found)

    def _definitions(self, trees: tuple[Expr, ...], shapes: Shapes, entries: Entries) -> dict[str, Definition]:
        names = [name for tree in trees for name in names_in(tree)]
        closure = self._closure(trees)
        if len(closure) > _MOST_DEFINITIONS:
            raise NotFollowed("it rests on too many definitions")
        found = {name: self._definition(each, shapes, entries) for name, each in closure.items()}
        reached = set(names) | {name for each in closure.values() for name in names_in(each.tree)}
        for name in reached:
            small = self.network.stack(name)
            if small is not None:
                found[name] = self._stack(name, small, shapes)
        for name in (each for each in reached if each.endswith("·all")):
            found[name] = Definition(name, (_SAMPLE,), Entry(name.removesuffix("·all"), (Sym(_SAMPLE),)))
        for name in reached - set(found):
            whole = self.network.whole(name)
            if whole is not None and (rows := self.page.rows_are_samples) is not None and whole in shapes.of:
                at = (Sym(_SAMPLE), Sym("r1")) if rows else (Sym("r1"), Sym(_SAMPLE))
                found[name] = Definition(name, (_SAMPLE, "r1"), Entry(whole, at))
        return found

    def _is_general(self, names: Iterable[str]) -> bool:
        """Whether a claim speaks of a layer l."""
        return any((label(name) or "").startswith("l") for name in names)

    def _tree(self, tree: Expr) -> Expr:
        return _without_kinks(tree)

    def _definition(self, body: Body, shapes: Shapes, entries: Entries) -> Definition:
        if body.indices:
            return Definition(body.name, body.indices, entries.number(self._tree(body.tree)))
        shape = shapes.shape(Sym(body.name)) if body.name in shapes.of else shapes.shape(body.tree)
        inner = shapes.shape(body.tree)
        row, column = (Sym("r1") if shape.rows != ONE else None), (Sym("c1") if shape.columns != ONE else None)
        letters = tuple(each.name for each in (row, column) if each is not None)
        if inner.rank == 1 and inner.is_row != shape.is_row:
            row, column = column, row
        return Definition(body.name, letters, entries.at(self._tree(body.tree), row, column))

    def _stack(self, name: str, small: str, shapes: Shapes) -> Definition:
        shape = shapes.of.get(name)
        inner = shapes.of.get(small)
        if shape is not None and inner is not None and shape.is_matrix and inner.is_matrix:  # o_nk are the entries of O
            return Definition(name, ("r1", "c1"), Entry(small, (Sym("r1"), Sym("c1"))))
        if shape is None or inner is None or not shape.is_matrix or inner.rank != 1:
            raise NotFollowed(f"it is not said how {shown(name)} is made of samples")
        rows = said if (said := self.network.rows(name)) is not None else self.page.rows_are_samples
        if rows is None:
            raise NotFollowed("it is not said whether samples are rows or columns")
        indices = (_SAMPLE, "r1") if rows else ("r1", _SAMPLE)
        return Definition(name, indices, Entry(small, (Sym(_SAMPLE), Sym("r1"))))

    # -- losses

    def _with_losses(
        self, trees: tuple[Expr, ...], known: dict[str, Definition], shapes: Shapes, entries: Entries
    ) -> Iterable[dict[str, Definition]]:
        """The definitions with any loss; then, where the page says what the loss is, with that."""
        losses = {
            node.args[0].name if isinstance(node.args[0], Sym) else node.args[0].family
            for tree in (*trees, *(each.body for each in known.values()))
            for node in walk(tree)
            if isinstance(node, Call)
            and node.function == "D"
            and isinstance(node.args[0], Sym | Entry)
            and self._is_loss(node.args[0], shapes)
        }
        losses = {self.network.means.get(each, each) for each in losses}
        if not losses:
            yield known
            return
        variables = {
            name
            for tree in (*trees, *(each.body for each in known.values()))
            for node in walk(tree)
            if isinstance(node, Call) and node.function == "D"
            for name in names_in(node.args[1])
            if not name.startswith("s1")
        }
        variables = {small if (small := self.network.stack(name)) else name for name in variables}
        variables &= set(shapes.of)
        linear = {loss: self._linear(loss, variables, known, shapes) for loss in losses}
        scalars = losses | set(self.network.means)  # a mean of losses is as linear as they are
        others = [each.body for name, each in known.items() if name not in scalars]
        first_order = _sees_slopes_alone((*trees, *others), scalars, known)
        if first_order and all(each is not None for each in linear.values()):
            general = {name: each for name, each in known.items() if name not in losses}
            yield {**general, **{loss: each for loss, each in linear.items() if each is not None}}
        if losses <= known.keys():
            yield self._summing_to_one(known)
        elif not first_order or any(each is None for each in linear.values()):
            raise NotFollowed("it is not said how the loss depends on what it is differentiated by")

    def _is_loss(self, value: Expr, shapes: Shapes) -> bool:
        try:
            return shapes.shape(value).is_number and not (
                isinstance(value, Entry) and value.family in shapes.of and shapes.of[value.family].rank
            )
        except (NotFollowed, Misfit):
            return False

    def _linear(
        self, loss: str, variables: set[str], known: dict[str, Definition], shapes: Shapes
    ) -> Definition | None:
        """The loss as a linear function of the last of the variables, through which it depends on all others."""
        last = [
            name
            for name in sorted(variables)
            if not any(name in self.network.reach(other) for other in variables if other != name)
        ]
        defined = None if loss not in known else self.network.body(loss)
        if defined is not None:
            inner = self.network.reach(loss, frozenset(last))
            if not set(last) <= inner or inner & (variables - set(last)):
                return None
        else:
            ends = [
                name for name in known if not any(name in self.network.reach(other) for other in known if other != name)
            ]
            for end in ends:
                if (
                    end not in last
                    and self._is_output(end)
                    and self.network.reach(end, frozenset(last)) & (variables - set(last))
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

    def _is_output(self, name: str) -> bool:
        known = self.network.body(name)
        return known is not None and not any(
            isinstance(node, Call) and node.function == "D" for node in walk(known.tree)
        )

    def _summing_to_one(self, known: dict[str, Definition]) -> dict[str, Definition]:
        """Targets of a softmax sum to 1: positive numbers, divided by their sum."""
        out = dict(known)
        for loss in known.values():
            for fold in (node for node in walk(loss.body) if isinstance(node, Fold)):
                target = _target(fold, known)
                if target is None or target.family in out:
                    continue
                letters = tuple(f"t{n}" for n in range(len(target.indices)))
                free = f"{target.family}·free"
                above = Entry(free, tuple(map(Sym, letters)))
                place = target.indices.index(Sym(fold.var))
                others = tuple(Sym("t9") if n == place else Sym(letter) for n, letter in enumerate(letters))
                below = Fold("sum", "t9", None, None, None, Entry(free, others))
                out[target.family] = Definition(target.family, letters, Div(above, below))
        self._targets_unknown = len(out) == len(known) and any(map(_has_logarithm, known.values()))
        return out

    # -- samples

    def _is_lifted(self, trees: tuple[Expr, ...]) -> bool:
        """Whether a claim speaks of many samples of what the page defines for one."""
        bodies = tuple(each.tree for each in self._closure(trees).values())
        for tree in (*trees, *bodies):
            for node in walk(tree):
                match node:
                    case Sym(name) if name.endswith("·all"):
                        return True
                    case Sym(name) if name in self.network.means or self.network.stack(name) is not None:
                        return True
                    case Entry(name, (Sym(index), *_)) if index in self.network.samples and self.network.varies(name):
                        known = self.network.shapes.get(name)
                        if known is None or len(node.indices) > known.rank or len(node.indices) == 1:
                            return True
                    case _:
                        pass
        return False

    def _varying(self, trees: tuple[Expr, ...], known: dict[str, Definition]) -> frozenset[str]:
        names = {name for tree in trees for name in names_in(tree)} | set(known)
        names |= {name for each in known.values() for name in names_in(each.body)}
        stacked = {name for name in names if self.network.stack(name) is not None}
        bound = {node.var for each in known.values() for node in walk(each.body) if isinstance(node, Fold)}
        return frozenset(
            name
            for name in names - stacked - bound
            if not name.startswith(("ones", "Id·"))
            and (self.network.varies(name) or name.startswith("∂"))
            and name not in self.page.numbers - set(self.network.means.values())
        )

    def _lifted(self, definition: Definition, varying: frozenset[str], shapes: Shapes) -> Definition:
        """The definition for each sample."""
        if definition.name not in varying or definition.indices[:1] == (_SAMPLE,):
            return definition
        if definition.indices[:1] and definition.indices[0] in self.network.samples:
            return definition

        def change(each: Expr) -> Expr:
            match each:
                case Sym(name) if name in varying and name not in definition.indices:
                    return Entry(name, (Sym(_SAMPLE),))
                case Sym(name) if name in self.network.means:
                    return Entry(self.network.means[name], (Sym(_SAMPLE),))
                case Entry(name, indices) if name in varying:
                    return Entry(name, (Sym(_SAMPLE), *indices))
                case _:
                    return map_expr(each, change)

        return Definition(definition.name, (_SAMPLE, *definition.indices), change(definition.body))


def inlined(
    sides: tuple[Expr, Expr], definitions: dict[str, Definition]
) -> tuple[tuple[Expr, Expr], dict[str, Definition]]:
    """What is defined by a derivative, or is a stack of such, put where it is used."""
    gradients = {name for name, each in definitions.items() if _has_derivative(each.body)}
    while more := {
        name
        for name, each in definitions.items()
        if name not in gradients and any(other in gradients for other in names_in(each.body))
    }:
        gradients |= more
    gradients = {name for name in gradients if name in definitions}

    def put(each: Expr, left: int = 12) -> Expr:
        match each:
            case Sym(name) if name in gradients and left:
                return put(_fresh_bound(definitions[name].body), left - 1)
            case Entry(name, indices) if name in gradients and left and len(indices) == len(definitions[name].indices):
                body = _fresh_bound(definitions[name].body)
                return put(replaced(body, dict(zip(definitions[name].indices, indices, strict=True))), left - 1)
            case _:
                return map_expr(each, lambda inner: put(inner, left))

    kept = {name: each for name, each in definitions.items() if name not in gradients}
    return (put(sides[0]), put(sides[1])), kept


_taken = count(1)


def _fresh_bound(tree: Expr) -> Expr:
    """The tree with new names for its bound indices, which may meet others where it is put."""
    tree = map_expr(tree, _fresh_bound)
    if isinstance(tree, Fold):
        fresh = f"b{next(_taken)}"
        return replace(tree, var=fresh, body=replaced(tree.body, {tree.var: Sym(fresh)}))
    return tree


def _has_derivative(tree: Expr) -> bool:
    return any(isinstance(node, Call) and node.function == "D" for node in walk(tree))


def _target(fold: Fold, known: dict[str, Definition]) -> Entry | None:
    """y in - sum_k y_k log p_k, where p is a softmax."""
    if not isinstance(fold.body, Mul):
        return None
    index = Sym(fold.var)
    logs = [each for each in fold.body.factors if isinstance(each, Call) and each.function == "log"]
    others = [each for each in fold.body.factors if isinstance(each, Entry) and index in each.indices]
    if len(logs) != 1 or len(others) != 1 or not isinstance(logs[0].args[0], Entry):
        return None
    output = known.get(logs[0].args[0].family)
    if (
        output is None
        or not isinstance(output.body, Div)
        or not any(isinstance(node, Fold) for node in walk(output.body.under))
    ):
        return None
    return others[0]


def _has_logarithm(definition: Definition) -> bool:
    """Whether a loss takes the logarithm of something, and so has targets."""
    return any(isinstance(node, Call) and node.function == "log" for node in walk(definition.body))


def _without_kinks(tree: Expr) -> Expr:
    """The ReLU as any function with a slope: what holds for all of those holds for it wherever it has one."""
    return called({"relu": KINKED}, tree)


def _is_formal(tree: Expr) -> bool:
    """A chain rule in which derivatives by arrays are multiplied: its order is that of a page, not of matrices."""
    return any(
        isinstance(node, Mul) and sum(isinstance(each, Call) and each.function == "D" for each in node.factors) > 1
        for node in walk(tree)
    )


def _array_names(tree: Expr) -> Iterable[str]:
    bound = {node.var for node in walk(tree) if isinstance(node, Fold)}
    return [name for name in names_in(tree) if name not in bound]


def _is_bare(tree: Expr, varying: frozenset[str], shapes: Shapes) -> bool:
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


def _both(words: str) -> tuple[str, str]:
    left, _, right = words.partition(", ")
    return left, right.removesuffix(": they cannot be multiplied") or "?"


def _sees_slopes_alone(trees: Iterable[Expr], losses: set[str], known: Mapping[str, Definition]) -> bool:
    """Whether trees know of the losses no more than first derivatives: a linear function stands for any loss then."""
    derived = set[str]()
    while more := {name for name, each in known.items() if name not in derived and _has_slopes(each.body, derived)}:
        derived |= more
    return all(_is_first_order(tree, losses, derived) for tree in trees)


def _has_slopes(tree: Expr, derived: set[str]) -> bool:
    """Whether a derivative stands in a tree, or a name that rests on one."""
    return any((isinstance(node, Call) and node.function == "D") or named(node) in derived for node in walk(tree))


def _is_first_order(tree: Expr, losses: set[str], derived: set[str]) -> bool:
    match tree:
        case Call("D", (loss, _)) if named(loss) in losses:
            return True
        case Call("D", (value, _)) if _has_slopes(value, derived):
            return False
        case _ if named(tree) in losses:
            return False
        case _:
            return all(_is_first_order(each, losses, derived) for each in children(tree))
