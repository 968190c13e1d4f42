r"""Claims about one case of the indices of which only words speak: they hold there, whatever they are elsewhere.

    the other entries are $\frac{\partial y_i}{\partial z_j} = -y_i y_j$          i and j differ
    for the true class it is $\frac{\partial L}{\partial z_i} = y_i - 1$          i is the class of the label
    and for every wrong class $k$, $\frac{\partial L}{\partial z_k} = y_k$        k is another one
    Let $c$ be the true class. ... Then $\frac{\partial L}{\partial z_c} = y_c - 1$

What holds in no case of which the words speak stays wrong.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from backproof.answers.printing import plain
from backproof.answers.syntax import Compare, Entry, Expr, Num, Sym, walk
from backproof.answers.tokens import Unreadable
from backproof.documents.environment import Environment
from backproof.documents.links import Link
from backproof.documents.mentions import free_indices, labels_behind, mentioned
from backproof.documents.outcomes import UNREAD_CONDITION, Outcome
from backproof.documents.passages import Passage
from backproof.documents.rereading import at_numbers
from backproof.documents.special import class_said, sentence_before, targets_of

_OTHER = re.compile(
    r"\bothers?\b(?! (?:words?|hand|way|ways|side|direction|things?|form)\b)"
    r"|\b(?:the rest|remaining|mixed|cross|differ\w*|distinct|unequal|off-diagonal|elsewhere|wrong|incorrect|false)\b",
    re.IGNORECASE,
)
_SAME = re.compile(r"\b(?:the (?:true|correct|right|target|actual) (?:class|one|label|logit|score))\b", re.IGNORECASE)
_ORDINALS = ("first", "second", "third")
_NUMBERED = re.compile(
    rf"\b(?:class|label)(?: is)?(?: class)? \$?(?P<number>\d+)\b|\b(?P<ordinal>{'|'.join(_ORDINALS)}) class\b"
)
_CLASS = "c·label"  # the class of an example that has no letter
_RELATIONS = frozenset(("=", "<", ">", "<=", ">="))
_BOTH = re.compile(r"\b(?:all|every|any|both|general|each) (?:class|label|logit|entr|ind|case)", re.IGNORECASE)


def of_one_case(link: Link, outcome: Outcome, passage: Passage, env: Environment) -> Outcome:
    """A claim that is not seen to hold for all indices may hold in the case of which the words before it speak."""
    if outcome.verdict not in ("refuted", "undecided") or link.relation not in _RELATIONS or link.universal is not None:
        return outcome
    sentence = sentence_before(passage.text, passage.start)
    for words, there, some in _cases(sentence, link, passage, env):
        found = there.judged_in(some)
        if found.verdict == "proved":
            return replace(found, verdict="conditional", reason=f"holds if {words}, as it is said", condition=words)
        if found.verdict == "undecided" and (outcome.verdict == "refuted" or _number(link) is not None):
            return Outcome("undecided", f"{UNREAD_CONDITION}: {words}")
    return outcome


def _cases(sentence: str, link: Link, passage: Passage, env: Environment) -> Iterator[tuple[str, Link, Environment]]:
    """The cases that words may mean: as a condition, and the claim and the environment in each."""
    indices = [Sym(each) for each in sorted(free_indices(link.left[0]) | free_indices(link.right[0]))]
    other = _OTHER.search(sentence) is not None and _BOTH.search(sentence) is None
    if other and len(indices) == 2:
        yield _apart(indices[0], indices[1], link, env)
    paragraph = passage.said.rpartition("\n\n")[2]
    label, link, some = _label(paragraph, link, env)
    if label is None or len(indices) > 1:
        return
    index = indices[0] if indices else _number(link)
    if index == label:
        yield f"{label.name} is the class of the label", link, some
    elif index is not None and (other or _is_other_number(index, paragraph)):
        yield _apart(index, label, link, some)
    elif index is not None and _SAME.search(sentence):
        same = Compare("=", index, label)
        yield _written(same), replace(link, clause=(*link.clause, same)), some


def _label(paragraph: str, link: Link, env: Environment) -> tuple[Sym | None, Link, Environment]:
    """The class of the example, if there is one; the claim and the environment with it for a one-hot label."""
    known = {label.name for label in env.labels.values()} | {
        name for side in (*link.left, *link.right) for name in labels_behind(side, env)
    }
    if known:
        return (Sym(known.pop()) if len(known) == 1 else None), link, env
    targets, said = targets_of(env), class_said(paragraph) or _CLASS
    if len(targets) != 1 or said in env.definitions or said in targets or not (targets & mentioned(link.left, env)):
        return None, link, env
    labelled = replace(env, labels={targets.pop(): Sym(said)})
    (left, right), clause, labelled = at_numbers([link.left, link.right], link.clause, labelled)
    if isinstance(left, Unreadable) or isinstance(right, Unreadable):
        return None, link, env
    return Sym(said), replace(link, left=left, right=right, clause=clause), labelled


def _number(link: Link) -> Num | None:
    """The one number that stands as an index in the claim: 1, of z_1 and y_1."""
    found = {each for side in (*link.left, *link.right) for node in walk(side) if isinstance(node, Entry)
             for each in node.indices if isinstance(each, Num)}  # fmt: skip
    return found.pop() if len(found) == 1 else None


def _is_other_number(index: Expr, paragraph: str) -> bool:
    """Whether words say that the class of the example is another number."""
    said = {each["number"] or str(_ORDINALS.index(each["ordinal"]) + 1) for each in _NUMBERED.finditer(paragraph)}
    return isinstance(index, Num) and bool(said) and str(index.value) not in said


def _apart(one: Expr, other: Expr, link: Link, env: Environment) -> tuple[str, Link, Environment]:
    apart = Compare("!=", one, other)
    return _written(apart), replace(link, clause=(*link.clause, apart)), env


def _written(case: Compare) -> str:
    words = "the class of the label" if case.right == Sym(_CLASS) else plain(case.right)
    return f"{plain(case.left)} {case.relation} {words}"
