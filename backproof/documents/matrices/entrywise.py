"""Whether every entry of two arrays agrees: the entries go to the kernel with the definitions that they rest on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from backproof.answers.syntax import Call, Cond, Entry, Expr, Num, Sym, walk
from backproof.documents.declarations import ANY, FREE
from backproof.documents.environment import Definition, Environment, called
from backproof.documents.judgement import judge_relation
from backproof.documents.matrices.entries import Entries
from backproof.documents.matrices.equations import definitions_of
from backproof.documents.matrices.kinks import KINKED
from backproof.documents.matrices.losses import with_losses
from backproof.documents.matrices.names import all_shown, index_letters, names_in, shown
from backproof.documents.matrices.page import Page
from backproof.documents.matrices.samples import is_bare, is_of_many, of_each, of_one, varying_names
from backproof.documents.matrices.shapes import Shapes
from backproof.documents.matrices.sizes import ONE, NotFollowed
from backproof.documents.matrices.unfolding import inlined
from backproof.documents.outcomes import Outcome
from backproof.documents.targets import adding_to_one, says_one_hot


@dataclass(frozen=True)
class Finding:
    """What is true of a claim, and what that rests on."""

    outcome: Outcome
    with_any: bool = False  # on a function of which nothing is said
    with_kinks: bool = False  # on a ReLU
    any_loss: bool = False  # on no definition of the loss
    targets_unknown: bool = False  # on targets of which it is not seen what they sum to


def judge_entries(
    page: Page, left: Expr, relation: str, right: Expr, shapes: Shapes, activation: str | None = None
) -> Finding:
    """Whether the sides agree in every entry.

    activation: what stands for a function of which nothing is said.
    Raises NotFollowed or Misfit where the entries cannot be written down.
    """
    entries = Entries(shapes)
    sides = _entries(entries, left, right)
    known = definitions_of(page, (left, right), shapes, entries)
    found: Finding | None = None
    for losses, targets_unknown in with_losses(page, (left, right), known, shapes):
        one_or_all = _of_samples(page, (left, right), sides, losses, shapes)
        equations = inlined(*one_or_all)
        found = replace(_judged(page, *equations, relation, activation), targets_unknown=targets_unknown)
        if found.outcome.verdict == "proved":
            bodies = [each.body for each in equations[1].values()]
            return replace(found, any_loss=any(name.startswith("∂") for each in bodies for name in names_in(each)))
    assert found is not None
    return found


def _entries(entries: Entries, left: Expr, right: Expr) -> tuple[Expr, Expr]:
    """The entry of each side at the same place."""
    shapes = entries.shapes
    whole, other = shapes.shape(left) if not isinstance(left, Num) else shapes.shape(right), shapes.shape(right)
    used = {name for side in (left, right) for name in names_in(side)} | index_letters((left, right))
    first, second = [Sym(letter) for letter in ("i", "j", "r", "c", "i1", "j1") if letter not in used][:2]
    row = first if whole.rows != ONE else None
    column = second if whole.columns != ONE else None
    turned = whole.rank == 1 and other.rank == 1 and whole.is_row != other.is_row

    def at(side: Expr, row: Expr | None, column: Expr | None) -> Expr:
        return side if isinstance(side, Num) and whole.rank else entries.at(side, row, column)

    return at(left, row, column), at(right, *((column, row) if turned else (row, column)))


def _of_samples(
    page: Page,
    trees: tuple[Expr, Expr],
    sides: tuple[Expr, Expr],
    definitions: dict[str, Definition],
    shapes: Shapes,
) -> tuple[tuple[Expr, Expr], dict[str, Definition]]:
    """The sides and their definitions, said of one sample or of all of them, as the claim speaks."""
    if not is_of_many(page, trees):  # the loss of one sample
        return (of_one(page, sides[0]), of_one(page, sides[1])), {
            name: replace(each, body=of_one(page, each.body))
            for name, each in definitions.items()
            if name not in page.network.means
        }
    varying = varying_names(page, trees, definitions)
    if any(is_bare(side, varying, shapes) for side in trees):
        raise NotFollowed("it is not said whether one sample or all samples are meant")
    return sides, {name: of_each(page, each, varying) for name, each in definitions.items()}


def _judged(
    page: Page,
    sides: tuple[Expr, Expr],
    definitions: dict[str, Definition],
    relation: str,
    activation: str | None,
) -> Finding:
    bodies = [*sides, *(each.body for each in definitions.values())]
    functions = {node.function.rstrip("'") for body in bodies for node in walk(body) if isinstance(node, Call)}
    unsaid = {each for each in functions if each.startswith(ANY)}
    with_any, with_kinks = bool(unsaid), KINKED in unsaid
    unsaid -= {KINKED}
    if activation is not None and unsaid:
        change = dict.fromkeys(unsaid, activation)
        sides = (called(change, sides[0]), called(change, sides[1]))
        definitions = {name: replace(each, body=called(change, each.body)) for name, each in definitions.items()}
    used = {name for side in sides for name in names_in(side)} | {
        name for each in definitions.values() for name in names_in(each.body)
    }
    positive = frozenset(shown(each) for each in used if each.endswith(FREE))
    env = Environment(
        "matrices",
        definitions={
            shown(name): replace(each, name=shown(name), body=all_shown(each.body))
            for name, each in definitions.items()
        },
        positive=positive,
        explained=frozenset(shown(name) for each in definitions.values() for name in names_in(each.body)),
        assumptions=_one_hot(page, (*sides, *(each.body for each in definitions.values()))),
    )
    outcome = judge_relation((all_shown(sides[0]),), relation, (all_shown(sides[1]),), (), env)
    return Finding(outcome, with_any, with_kinks)


def _one_hot(page: Page, trees: Iterable[Expr]) -> tuple[Cond, ...]:
    """The entries of the label add up to 1, if the page says that it is one-hot."""
    if not says_one_hot(page.text):
        return ()
    entries = [node for tree in trees for node in walk(tree) if isinstance(node, Entry)]
    found: list[Cond] = []
    for target in ("y", "t"):
        ranks = {len(node.indices) for node in entries if node.family == target}
        if ranks == {1} and target not in page.network.bodies:
            found.append(adding_to_one(target))
    return tuple(found)
