"""Where a claim stands on a page, and what the page has said, chosen and asked for before it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from backproof.answers.syntax import Compare, Expr
from backproof.documents.environment import Definition


@dataclass(frozen=True)
class Equation:
    """An equation of the page that has been judged; line, counted from 1, is that of its right-hand side.

    required: whether it holds under a condition, which the next one may ask for too;  end: where its statement ends.
    """

    left: Expr
    right: Expr
    line: int | None = None
    required: bool = False
    end: int = 0


@dataclass(frozen=True)
class Inequality:
    """`left relation right`, and where it ends on the page; bounds: whether it bounds an error from above."""

    left: Expr
    relation: str
    right: Expr
    end: int = 0
    bounds: bool = False


@dataclass(frozen=True)
class Same:
    """Two sizes, `one = other`, and where on the page the statement ends that says so."""

    one: str
    other: str
    end: int


@dataclass(frozen=True)
class Former:
    """What a name meant before a remark, which ends at `end`."""

    definition: Definition
    end: int


@dataclass(frozen=True)
class Wanted:
    """An equation that the page asks for, which ends at `end` in its text, and its solution.

    alone: whether nothing else was asked for before, with which there may have to be a compromise.
    """

    equation: Equation
    end: int
    solution: str
    alone: bool


@dataclass(frozen=True)
class Passage:
    """A claim begins at `start` of the text of a page.

    before: the words just before it;  sentence: the words of its sentence before it.
    last: the equation before;  connected: whether the words say that the claim follows from it.
    choices: values that the page has chosen for names, the last one last;  chosen: all equations by which it did so.
    same_sizes: what words make equal;  former: what names meant before a remark.
    inequality: the last one, or the last bound on an error;  wanted: what the page asks for.
    """

    text: str
    start: int
    before: str = ""
    sentence: str = ""
    last: Equation | None = None
    connected: bool = False
    choices: Mapping[str, Compare] = field(default_factory=dict)
    chosen: tuple[Compare, ...] = ()
    same_sizes: tuple[Same, ...] = ()
    former: Mapping[str, Former] = field(default_factory=dict)
    inequality: Inequality | None = None
    wanted: Wanted | None = None

    @property
    def said(self) -> str:
        """The page up to the claim."""
        return self.text[: self.start]
