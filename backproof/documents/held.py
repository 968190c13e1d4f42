"""What defines a name, held against what words say that it is (a box, a width, a Jacobian), or what it usually is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from backproof.answers.syntax import Expr
from backproof.documents.boxes import judge_box
from backproof.documents.environment import Environment
from backproof.documents.heights_said import judge_heights
from backproof.documents.named_jacobians import judge_jacobian
from backproof.documents.outcomes import Outcome
from backproof.documents.passages import Passage
from backproof.documents.pedestals import judge_pedestal
from backproof.documents.points_listed import ends_against_list
from backproof.documents.uniform_choices import bound_against_choices
from backproof.documents.usual_errors import judge_error
from backproof.documents.widths import pieces_against_width, width_against_pieces

_NEAR = 300  # characters; a letter may be something else on the rest of the page

_FAR = 600  # that a sentence may be long


@dataclass(frozen=True)
class Naming:
    """An equation that defines its left side.

    latex: that side as it was written;  later: in a chain, not its first;  in_case: said under conditions.
    """

    left: Expr
    right: Expr
    latex: str
    later: bool = False
    in_case: bool = False


def _box(naming: Naming, passage: Passage, env: Environment) -> Outcome | None:
    return judge_box(naming.left, "=", naming.right, naming.latex, passage.said, env)


def _pedestal(naming: Naming, passage: Passage, env: Environment) -> Outcome | None:
    return judge_pedestal(naming.right, passage.start, passage.text, env)


def _bound(naming: Naming, passage: Passage, env: Environment) -> Outcome | None:
    said = passage.sentence, passage.said[-_NEAR:], passage.chosen
    return bound_against_choices(naming.left, naming.right, *said, env)


def _width(naming: Naming, passage: Passage, env: Environment) -> Outcome | None:
    width = width_against_pieces(naming.right, passage.said, env)
    return width or pieces_against_width(naming.right, passage.said, _behind(passage), env)


def _behind(passage: Passage) -> str:
    """The words behind the formula."""
    return passage.text[passage.start : passage.start + _NEAR].partition("$")[2]


def _jacobian(naming: Naming, passage: Passage, env: Environment) -> Outcome | None:
    if naming.later:
        return None
    return judge_jacobian(naming.left, naming.right, passage.before, passage.last, passage.text, env)


def _error(naming: Naming, passage: Passage, env: Environment) -> Outcome | None:
    return None if naming.later or naming.in_case else judge_error(naming.left, naming.right, passage, env)


def _height(naming: Naming, passage: Passage, env: Environment) -> Outcome | None:
    return None if naming.later else judge_heights(naming.left, naming.right, passage.said[-_FAR:], env)


def _points(naming: Naming, passage: Passage, env: Environment) -> Outcome | None:
    return ends_against_list(naming.left, naming.right, passage.said, env)


_WORDS: tuple[Callable[[Naming, Passage, Environment], Outcome | None], ...] = (
    _jacobian,
    _error,
    _box,
    _pedestal,
    _height,
    _bound,
    _width,
    _points,
)


def held_against_words(naming: Naming, passage: Passage, env: Environment) -> Outcome | None:
    """Whether a name is what the words say of it, by what defines it here; None where they say nothing that is read."""
    found = (judge(naming, passage, env) for judge in _WORDS)
    return next((each for each in found if each is not None), None)
