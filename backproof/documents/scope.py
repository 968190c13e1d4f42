r"""A statement where it stands: its sides as the page means them there, and what holds for its sentence alone.

    if y_t = 1 then $L = -\log p_t$            the label is one-hot, for this statement
    For $n = 2$ we have $p_1 = \sigma(z_1 - z_2)$      two classes, until the end of the sentence
    If the inputs have mean $\mu$ ...             another law of x, for one claim

`narrowed` makes the environment of the statement from that of the section; `Scope.leave` takes back what held there
alone, and keeps what the statement has defined.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from backproof.answers.syntax import Cond, Expr
from backproof.answers.tokens import Unreadable
from backproof.documents.environment import Environment
from backproof.documents.parts import Parts
from backproof.documents.report import CheckedClaim
from backproof.documents.rereading import at_numbers, forgotten
from backproof.documents.sandwiched import with_columns, without_columns
from backproof.documents.sides import Reading
from backproof.documents.special import afterwards, in_special_case, of_the_others, sentence_before, speaks_of_others
from backproof.documents.supposed import no_longer, sentences_before, supposes_otherwise, supposing
from backproof.documents.two_classes import in_terms_of, size_asked, size_of_two, with_two_classes


@dataclass(frozen=True)
class Scope:
    """A statement, read, under its conditions, and the environments that were made for it, each from the one before.

    conditions: what restricts it;  clause: what the words around it say;  understood: whether all of these are read.
    whole: that of the section;  special: of the special case of the sentence;  numbered: with numbers for names;
    columns: with the columns beside matrices;  env: with what the sentence supposes, in which it is judged.
    """

    readings: list[Reading]
    conditions: tuple[Cond, ...]
    clause: tuple[Cond, ...]
    understood: bool
    whole: Environment
    special: Environment
    numbered: Environment
    columns: Environment
    env: Environment
    of_two_classes: bool

    @property
    def is_special(self) -> bool:
        """Whether the sentence speaks of a special case, so that it defines nothing anew."""
        return self.special is not self.whole and not self.of_two_classes

    def leave(self, env: Environment) -> Environment:
        """The environment after the statement, which has made `env` of that of the scope."""
        env = without_columns(no_longer(env, self.env, self.columns), self.columns, self.numbered)
        return afterwards(forgotten(env, self.numbered, self.whole), self.special, self.whole)

    def said(self, claims: list[CheckedClaim]) -> list[CheckedClaim]:
        """The claims, with the number of classes for which they are proved."""
        if not self.of_two_classes:
            return claims
        return [
            replace(each, reason=f"for two classes: {each.reason}") if each.verdict == "proved" else each
            for each in claims
        ]


def narrowed(
    readings: list[Reading],
    given: tuple[tuple[Cond, ...], tuple[Cond, ...], bool],
    place: tuple[str, int, int],
    parts: Parts,
    forms: Mapping[str, Expr],
    last: tuple[Expr, ...],
    whole: Environment,
) -> Scope:
    """The scope of a statement.

    given: its conditions, its clause, and whether these are understood.
    place: the page, and where on it the statement begins and ends.
    parts: those of the answer;  forms: what names are equal to;  last: the sides of the equation before.
    """
    (conditions, clause, understood), (text, at, end) = given, place
    sentence = sentence_before(text, at)
    special = in_special_case(sentence, whole)
    trees = [each for each in readings if not isinstance(each, Unreadable)]
    others = of_the_others(sentence, text[end : end + 80], (each[0] for each in trees), special)
    clause = clause if others is None else (*clause, others)
    understood = understood and (others is not None or not speaks_of_others(sentence, text[end : end + 80]))
    size = size_of_two(text, parts.mark or 0, at) or size_asked(parts.question()) if special is whole else None
    two = None if size is None else with_two_classes(readings, size, whole)
    if two is not None:
        readings, special = two
    understood = understood and (two is not None or size_asked(sentence) is None)
    readings = [
        each if isinstance(each, Unreadable) else tuple(in_terms_of(forms, tree, special) for tree in each)
        for each in readings
    ]
    readings, clause, numbered = at_numbers(readings, clause, special)
    trees = [each for each in readings if not isinstance(each, Unreadable)]
    columns = with_columns((tree for each in trees for tree in each), numbered)
    spoken, sides = sentences_before(text, at), tuple(each[0] for each in trees)
    env = supposing(spoken, sides, last, columns)
    understood = understood and (env is not columns or not supposes_otherwise(spoken, (*sides, *last), columns))
    return Scope(
        readings, conditions, clause, understood, whole, special, numbered, columns, env, of_two_classes=two is not None
    )
