"""Definitions that a section gives after it has used the name: "..., where delta = a - y"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from backproof.answers.syntax import Entry, Fold, Num, Pow, Sym, walk
from backproof.answers.tokens import Unreadable
from backproof.documents.choices import concludes
from backproof.documents.clauses import is_hypothetical
from backproof.documents.declarations import LOSSES
from backproof.documents.dimensions import free_and_bound
from backproof.documents.entries_apart import with_entry_apart
from backproof.documents.how_many import is_number
from backproof.documents.mentions import is_moment
from backproof.documents.points_listed import lists_points
from backproof.documents.rereading import for_any_sample
from backproof.documents.sides import name_of
from backproof.documents.statements import Statement
from backproof.documents.walk import Walker

_NEAR = 80  # characters
_PARAGRAPHS = 4  # a display or two may stand between a name and the words that say what it is
_WHERE = (
    re.compile(  # "With $a = 1/n$ we get ..." begins a sentence about this choice, and "and with $a = 1/n$" goes on so
        r"\b(?:where|here|in which|denot\w+|writing)\b[^.]{0,60}$|(?<!\band )(?<!\bbut )\b(?-i:with)\s*\$*\s*$",
        re.IGNORECASE,
    )
)
_PARAGRAPH = re.compile(r"\n\s*\n")
_PARAGRAPH_OF_WORDS = re.compile(r"\n\s*\n(?!\s*(?:\$\$|\\\[|\\begin))")


def hoist(found: Iterable[Statement], walker: Walker) -> None:
    """Define early what a section uses before it says what it is."""
    found = list(found)
    asked = _in_laws(found)  # a number in a law is asked for, and given a value where it is
    used: dict[str, int] = {}
    defined: set[str] = set()
    rests: dict[str, frozenset[str]] = {}  # the names in what a name is said to be first
    letters: frozenset[str] = frozenset()  # that count something
    ends: set[str] = set()  # of sums over inputs or outputs: a number for one of them is an example
    squares: set[str] = set()  # sigma, of sigma^2 = 1/n: a number for it is an example
    opens = end = 0  # where the formula of a statement begins, and the one before ends
    for statement in found:
        begin = statement.sides[0].start
        opens, end = begin if "$" in walker.text[end:begin] else opens, statement.sides[-1].end
        if statement.relations[:1] not in (("=",), (":=",)) or is_hypothetical(statement) or lists_points(statement):
            continue  # what is said under a hypothesis defines nothing
        if walker.case_in(statement) is not None:
            continue
        readings = [walker.read(side, n == 0) for n, side in enumerate(statement.sides)]
        if any(isinstance(each, Unreadable) for each in readings[:2]):
            if isinstance(readings[0], tuple) and isinstance(readings[0][0], Sym):
                defined.add(readings[0][0].name)
            continue
        readings, conditions = for_any_sample(readings, (), walker.env)
        left, right = readings[0], readings[1]
        assert not isinstance(left, Unreadable)
        assert not isinstance(right, Unreadable)
        target = name_of(left[0])
        use = f"{target}_" if isinstance(left[0], Entry) and target in LOSSES else target
        letters |= free_and_bound(each[0] for each in readings if not isinstance(each, Unreadable))
        if target in letters and isinstance(right[0], Sym):
            continue  # c = t, where c runs over the classes: a case
        known = walker.env.definitions.get(target)
        apart = target not in defined or target in walker.env.apart
        apart = apart and with_entry_apart(left[0], right[0], walker.env) is not None
        if (
            target
            and (known is None or known.line is None or apart)
            and use in used
            and target not in asked
            and not (target in ends and isinstance(right[0], Num))
            and not (target in squares and is_number(right[0]))
            and target not in walker.env.stepped  # what its terms are is a result
            and _explains(walker.text[used[use] : opens], is_moment(right[0]))
            and (target not in defined or apart)
            and target not in _behind(frozenset(map(name_of, walk(right[0]))) - {target}, rests)
            and not concludes(walker.text[: statement.sides[0].start][-_NEAR:])
        ):
            walker.define_early(statement, left, right, conditions)
        if isinstance(left[0], Pow) and (base := name_of(left[0].base)):
            squares.add(base)
        if target and not apart:
            defined.add(target)
            rests.setdefault(target, frozenset(map(name_of, walk(right[0]))))
        for reading in readings:
            for node in () if isinstance(reading, Unreadable) else walk(reading[0]):
                # \ell_i, of L = 1/N sum_i \ell_i, is no \ell
                of_sample = isinstance(node, Entry) and node.family in LOSSES
                if name := name_of(node):
                    used.setdefault(f"{name}_" if of_sample else name, statement.sides[0].start)
                if isinstance(node, Fold) and isinstance(node.high, Sym) and walker.env.setting == "initialization":
                    ends.add(node.high.name)


def _behind(names: frozenset[str], rests: Mapping[str, frozenset[str]]) -> frozenset[str]:
    """The names on which these rest: what a = W x rests on cannot be said by x = W a."""
    seen, waiting = set[str](), list(names)
    while waiting:
        name = waiting.pop()
        if name not in seen:
            seen.add(name)
            waiting += rests.get(name, ())
    return frozenset(seen)


def _explains(between: str, of_moment: bool) -> bool:
    """Whether an equation says what was meant before: "..., where delta = ...", or in the same paragraph.

    between: the page from where the name is used to the equation.
    of_moment: whether it names a mean or a variance, which "then v = Var(x)" may as well conclude.
    """
    near = len(_PARAGRAPH.findall(between)) <= _PARAGRAPHS and _WHERE.search(between) is not None
    return near or (not of_moment and _PARAGRAPH_OF_WORDS.search(between) is None)


def _in_laws(found: Iterable[Statement]) -> frozenset[str]:
    """The letters in the distributions that a section names: a, of w ~ U[-a, a]."""
    said = " ".join(each.sides[-1].latex for each in found if each.relations[:1] == ("~",))
    return frozenset(re.findall(r"(?<![A-Za-z\\])[a-z](?![A-Za-z])", said))
