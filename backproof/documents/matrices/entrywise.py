"""Whether every entry of two arrays agrees: the entries go to the kernel with the definitions that they rest on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from fractions import Fraction

from backproof.answers.syntax import Add, Call, Cond, Div, Entry, Expr, Fold, Mul, Num, Sym, walk
from backproof.documents.declarations import ANY, FREE
from backproof.documents.environment import Definition, Environment, called
from backproof.documents.judgement import judge_relation
from backproof.documents.limits import SECONDS_PER_ATTEMPT, budget
from backproof.documents.matrices.entries import Entries
from backproof.documents.matrices.equations import definitions_of
from backproof.documents.matrices.kinks import (
    ACTIVE,
    INACTIVE,
    KINKED,
    arguments,
    is_positive,
    may_be_inactive,
    where_active,
    where_inactive,
    without_dead_ways,
)
from backproof.documents.matrices.losses import with_losses
from backproof.documents.matrices.names import all_shown, base, index_letters, names_in, shown
from backproof.documents.matrices.network import PARAMETERS
from backproof.documents.matrices.one_hot_labels import of_one_hot
from backproof.documents.matrices.one_hot_rows import with_one_hot_rows
from backproof.documents.matrices.page import Page
from backproof.documents.matrices.samples import (
    has_all_samples,
    is_bare,
    is_of_all,
    is_of_many,
    of_any,
    of_each,
    of_one,
    sample_spoken_of,
    speaks_of_one,
    varying_names,
    without_sample,
)
from backproof.documents.matrices.shapes import Shapes
from backproof.documents.matrices.sizes import ONE, NotFollowed
from backproof.documents.matrices.slopes_by_value import with_any_function
from backproof.documents.matrices.unfolding import has_derivative, inlined, through_derivatives
from backproof.documents.outcomes import Outcome
from backproof.documents.targets import adding_to_one, says_one_hot

_ONE = Num(Fraction(1))


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
    of_any: Finding | None = None  # what fails for some loss, said of slopes alone
    for losses, targets_unknown in with_losses(page, (left, right), known, shapes):
        readings = [inlined(*each) for each in _of_samples(page, (left, right), sides, losses, shapes)]
        bodies = [each.body for each in readings[0][1].values()]
        any_loss = any(name.startswith("∂") for each in bodies for name in names_in(each))
        if any_loss and not all(map(has_derivative, readings[0][0])):  # it speaks of a certain loss
            found = Finding(Outcome("undecided", "it is not said how the loss depends on what it is differentiated by"))
            continue
        judged = [_lean(page, *each, relation, activation) for each in readings]
        if len({each.outcome.verdict for each in judged}) > 1:
            raise NotFollowed("it is not said whether one sample or all samples are meant")
        found = replace(judged[0], targets_unknown=targets_unknown, any_loss=any_loss)
        if found.outcome.verdict == "proved":
            return found
        if any_loss and found.outcome.verdict == "refuted":
            of_any = found
    if found is None:
        raise NotFollowed("no loss of the page leads there")
    return of_any if of_any is not None and found.outcome.verdict == "undecided" else found


def _lean(
    page: Page, sides: tuple[Expr, Expr], definitions: dict[str, Definition], relation: str, activation: str | None
) -> Finding:
    """What is true, at first without the definitions that no derivative goes through.

    What holds then holds for any values; what fails then fails if these may be any.
    """
    definitions = _without_unused_samples(page, sides, definitions)
    needed = through_derivatives(sides, definitions) | {name for name in definitions if page.network.body(name) is None}
    if needed < definitions.keys():
        kept = {name: each for name, each in definitions.items() if name in needed}
        found = _judged(page, sides, kept, relation, activation)
        spoken = {name for tree in (*sides, *(each.body for each in kept.values())) for name in names_in(tree)}
        left_out = definitions.keys() - needed
        if found.outcome.verdict == "proved" or (
            found.outcome.verdict == "refuted" and all(_is_free(page, each, spoken) for each in left_out & spoken)
        ):
            return found
    return _judged(page, sides, definitions, relation, activation)


def _is_free(page: Page, name: str, spoken: set[str]) -> bool:
    """Whether a name takes any value: Z = X W + b, where nothing else speaks of X, W and b."""
    body = page.network.body(name)
    if body is None or not isinstance(body.tree, Add) or page.network.reach(name) & spoken:
        return False
    has_bias = any(isinstance(each, Sym) and base(each.name) in PARAMETERS for each in body.tree.terms)
    return has_bias and any(isinstance(each, Mul) for each in body.tree.terms)


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
) -> list[tuple[tuple[Expr, Expr], dict[str, Definition]]]:
    """The sides and their definitions, said of one sample or of all of them, as the claim speaks; both if it may be."""
    one = (
        (of_one(page, sides[0]), of_one(page, sides[1])),
        {
            name: replace(each, body=of_one(page, each.body))
            for name, each in definitions.items()
            if name not in page.network.means
        },
    )
    if not is_of_many(page, trees):  # the loss of one sample
        return [one]
    varying = varying_names(page, trees, definitions)
    every = {name: of_each(page, each, varying) for name, each in definitions.items()}
    letter = sample_spoken_of(page, trees)
    bare = any(is_bare(side, varying, shapes) for side in trees)
    if letter is not None and (bare or _is_by_made(page, trees)) and not any(is_of_all(page, tree) for tree in trees):
        return [((without_sample(one[0][0], letter), without_sample(one[0][1], letter)), one[1])]
    if not bare:
        return [(sides, every)]
    if not all(speaks_of_one(page, side, varying) for side in trees):
        raise NotFollowed("it is not said whether one sample or all samples are meant")
    return [one, ((of_any(sides[0], varying), of_any(sides[1], varying)), every)]


def _is_by_made(page: Page, trees: tuple[Expr, ...]) -> bool:
    """Whether a claim differentiates by a number of a sample that is itself made of others: y_i of y = sigma(z)."""
    nodes = [node for tree in trees for node in walk(tree) if isinstance(node, Call) and node.function == "D"]
    by = {node.args[1].family for node in nodes if isinstance(node.args[1], Entry)}
    return any(page.network.body(name) is not None and not has_all_samples(page, name) for name in by)


def _without_unused_samples(
    page: Page, sides: tuple[Expr, Expr], definitions: dict[str, Definition]
) -> dict[str, Definition]:
    """Without x_n as the row n of X where nothing speaks of X: another name for the same numbers."""
    bodies = [each.body for name, each in definitions.items() if page.network.whole(name) is None]
    said = {name for tree in (*sides, *bodies) for name in names_in(tree)}
    return {
        name: each for name, each in definitions.items() if (whole := page.network.whole(name)) is None or whole in said
    }


def _judged(
    page: Page,
    sides: tuple[Expr, Expr],
    definitions: dict[str, Definition],
    relation: str,
    activation: str | None,
) -> Finding:
    """What is true of entries; where slopes are written by values, what holds for any functions holds for these.

    What is the number of samples times too large or too small is so for one sample, too, where nothing shows it: it is
    held against what would be right.
    """
    for general, known in with_any_function(sides, definitions):
        with budget(SECONDS_PER_ATTEMPT):
            found = _asked(page, general, known, relation, activation)
        if found.outcome.verdict == "proved":
            return replace(found, with_any=False)
        for factor in () if page.batch is None or relation != "=" else (Div(_ONE, Sym(page.batch)), Sym(page.batch)):
            with budget(SECONDS_PER_ATTEMPT / 2):
                right = _asked(page, (general[0], Mul((factor, general[1]))), known, relation, activation)
            if right.outcome.verdict == "proved":
                with budget(SECONDS_PER_ATTEMPT):
                    return _asked(page, (Mul((factor, sides[1])), sides[1]), definitions, relation, activation)
    return _asked(page, sides, definitions, relation, activation)


def _asked(
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
    active = activation == ACTIVE
    if active:
        activation, with_any = None, bool(unsaid)
        inside = [each for body in bodies for each in arguments(body)]
        if not with_kinks or not all(map(is_positive, [*inside, *_rested_on(inside, definitions)])):
            return Finding(Outcome("undecided", "it is not seen that every ReLU may have a positive argument"))
        sides = (where_active(sides[0]), where_active(sides[1]))
        definitions = {name: replace(each, body=where_active(each.body)) for name, each in definitions.items()}
    if activation == INACTIVE:
        activation, with_any = None, bool(unsaid)
        inside = [each for body in bodies for each in arguments(body)]
        sides = (where_inactive(sides[0]), where_inactive(sides[1]))
        before = definitions
        definitions = {name: replace(each, body=where_inactive(each.body)) for name, each in before.items()}
        left, right = (without_dead_ways(each, before, definitions) for each in sides)
        sides = (left, right)
        if not with_kinks or not may_be_inactive(inside, sides, definitions):
            return Finding(Outcome("undecided", "it is not seen that every ReLU may have a negative argument"))
    if activation is not None and unsaid:
        change = dict.fromkeys(unsaid, activation)
        sides = (called(change, sides[0]), called(change, sides[1]))
        definitions = {name: replace(each, body=called(change, each.body)) for name, each in definitions.items()}
    definitions = definitions | with_one_hot_rows(page, sides, definitions)
    used = {name for side in sides for name in names_in(side)} | {
        name for each in definitions.values() for name in names_in(each.body)
    }
    positive = frozenset(shown(each) for each in used if each.endswith(FREE))
    if active:
        positive |= {shown(each) for each in used - set(definitions) if not each.startswith("∂")}
    folds = [node for side in sides for node in walk(side) if isinstance(node, Fold)]
    sizes = {shown(each.high.name) for each in folds if isinstance(each.high, Sym)}
    env = Environment(
        "matrices",
        definitions={
            shown(name): replace(each, name=shown(name), body=all_shown(each.body))
            for name, each in definitions.items()
        },
        positive=positive,
        explained=frozenset(shown(name) for each in definitions.values() for name in names_in(each.body)) | sizes,
        assumptions=_one_hot(page, (*sides, *(each.body for each in definitions.values())), definitions),
        spaces=_spaces(page),
    )
    both = all_shown(sides[0]), all_shown(sides[1])
    outcome = of_one_hot(judge_relation((both[0],), relation, (both[1],), (), env), both, relation, env)
    return Finding(outcome, with_any, with_kinks)


def _spaces(page: Page) -> dict[str, tuple[str, ...]]:
    """The sizes of arrays whose shape the page declares, where all of them have names or numbers."""
    found: dict[str, tuple[str, ...]] = {}
    for name in page.given & page.network.shapes.keys():
        shape = page.network.shapes[name]
        sizes = [page.sizes.value(each) for each in (shape.rows, shape.columns) if each != ONE]
        if sizes and all(sizes):
            found[shown(name)] = tuple(shown(str(each)) for each in sizes)
    return found


def _rested_on(trees: Iterable[Expr], definitions: dict[str, Definition]) -> list[Expr]:
    """The definitions on which trees rest."""
    found: dict[str, Expr] = {}
    waiting = [name for tree in trees for name in names_in(tree)]
    while waiting:
        name = waiting.pop()
        if name in definitions and name not in found:
            found[name] = definitions[name].body
            waiting += names_in(found[name])
    return list(found.values())


def _one_hot(page: Page, trees: Iterable[Expr], definitions: dict[str, Definition]) -> tuple[Cond, ...]:
    """The entries of the label add up to 1, if the page says that it is one-hot."""
    if not says_one_hot(page.text):
        return ()
    entries = [node for tree in trees for node in walk(tree) if isinstance(node, Entry)]
    found: list[Cond] = []
    for target in ("y", "t"):
        ranks = {len(node.indices) for node in entries if node.family == target}
        if ranks == {1} and target not in page.network.bodies and target not in definitions:
            found.append(adding_to_one(target))
    return tuple(found)
