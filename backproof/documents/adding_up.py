"""Claims that hold because the targets add up to 1, on pages that do not say so, or say that they need not."""

from __future__ import annotations

from dataclasses import replace

from backproof.answers.printing import plain
from backproof.answers.syntax import Call, Compare, Div, Entry, Expr, Fold, Mul, Sym, walk
from backproof.documents.batches import adding_to_one_for_each
from backproof.documents.environment import Environment
from backproof.documents.links import Link
from backproof.documents.matrices.words import targets_may_not_sum_to_one
from backproof.documents.mentions import mentioned
from backproof.documents.outcomes import Outcome, lacking
from backproof.documents.passages import Passage
from backproof.documents.targets import adding_to_one, says_one_hot

_OF_SAMPLES = 2  # indices: those of the sample and of the class


def without_assumptions(link: Link, outcome: Outcome, passage: Passage, env: Environment) -> Outcome:
    """What is to be said of a claim that is proved, where the words take back what the setting assumes of targets."""
    if outcome.verdict != "proved" or not env.assumptions or not targets_may_not_sum_to_one(passage.text):
        return outcome
    if link.judged_in(replace(env, assumptions=())).verdict == "proved":
        return outcome
    needs = ", ".join(
        f"{plain(each.left)} {each.relation} {plain(each.right)}"
        for each in env.assumptions
        if isinstance(each, Compare)
    )
    words = f"it holds if {needs}, and the page says that this need not be"
    return Outcome("conditional", words, condition=needs, missing=(needs,))


def if_targets_add_up(link: Link, outcome: Outcome, passage: Passage, env: Environment) -> Outcome:
    """A claim that fails, and holds where the weights of a cross-entropy add up to 1, as the targets of a class do."""
    if outcome.verdict not in ("refuted", "undecided") or link.relation != "=" or link.universal is not None:
        return outcome
    spoken = mentioned((*link.left, *link.right), env)
    weights = weights_of_logarithms(env)
    for name in sorted(weights.keys() & spoken - env.definitions.keys() - env.laws.keys()):
        rank, place = weights[name]
        if rank > 1:
            outcome = _for_each_sample(link, outcome, name, place, passage.text, env)
            continue
        assumption = adding_to_one(name)
        if outcome.verdict != "refuted" or assumption in env.assumptions:
            continue
        if _holds(link, replace(env, assumptions=(assumption,))):
            return lacking(f"{plain(assumption.left)} = 1")
    return outcome


def _for_each_sample(link: Link, outcome: Outcome, name: str, place: int, text: str, env: Environment) -> Outcome:
    """What is to be said of a claim where the targets of every sample add up to 1."""
    if outcome.verdict not in ("refuted", "undecided") or not _holds(link, adding_to_one_for_each(name, place, env)):
        return outcome
    letters = ("n", "k") if place else ("k", "n")
    needs = f"sum_k {name}_{''.join(letters)} = 1"
    if says_one_hot(text) and not targets_may_not_sum_to_one(text):
        return Outcome(
            "proved", f"two engines of the kernel agree, where {needs}: the page says that targets are one-hot"
        )
    return lacking(needs)


def _holds(link: Link, env: Environment) -> bool:
    return link.judged_in(env).verdict == "proved"


def weights_of_logarithms(env: Environment) -> dict[str, tuple[int, int]]:
    """t, of a definition with sum_k t_k log p_k: the number of its indices, and the place of that of the class."""
    return {
        factor.family: (len(factor.indices), place)
        for definition in env.definitions.values()
        for fold in walk(definition.body)
        if isinstance(fold, Fold) and fold.kind == "sum" and isinstance(fold.body, Mul)
        for log in fold.body.factors
        if isinstance(log, Call) and log.function == "log"
        for factor in fold.body.factors
        if isinstance(factor, Entry) and len(factor.indices) <= _OF_SAMPLES
        if (place := _class_place(factor, fold.var, log.args[0], env)) is not None
    }


def _class_place(target: Entry, var: str, output: Expr, env: Environment) -> int | None:
    """The place of the class in t_nk: that of the softmax p_nk if it is known, else that of the inner sum."""
    same = isinstance(output, Entry) and output.indices == target.indices
    known = env.definition(output.family, len(output.indices)) if isinstance(output, Entry) and same else None
    for node in () if known is None else walk(known.body):
        if isinstance(node, Div) and isinstance(node.under, Fold) and node.under.kind == "sum":
            assert known is not None
            places = [n for n, index in enumerate(known.indices) if not _stands_in(index, node.under)]
            return places[0] if len(places) == 1 else None
    return target.indices.index(Sym(var)) if Sym(var) in target.indices else None


def _stands_in(index: str, tree: Expr) -> bool:
    return any(node == Sym(index) for node in walk(tree))
