r"""How many there are of something, said in words: "we have 784 inputs", and n_{in} \sigma^2 = 784 \cdot 0.01^2.

Such an equation is an example: the size is what the words say, or else what would make the equation hold.
"""

from __future__ import annotations

import re
from dataclasses import replace
from fractions import Fraction

from backproof.answers.printing import plain
from backproof.answers.syntax import Call, Compare, Entry, Expr, Fold, Num, Sym, walk
from backproof.documents.choices import under
from backproof.documents.environment import Environment, is_size_name
from backproof.documents.inlining import inlined
from backproof.documents.judgement import judge_relation
from backproof.documents.links import Link
from backproof.documents.mentions import behind
from backproof.documents.outcomes import Outcome
from backproof.documents.passages import Passage
from backproof.documents.requirements import solved
from backproof.documents.special import sentence_before
from backproof.documents.spreads_said import NUMBERS, in_digits

_REACH = 600
_COUNTED = re.compile(
    rf"(?<![\w.,/^_{{])(?P<number>\d{{1,7}}|{'|'.join(NUMBERS)})\s*\$?(?:[\s-]+[a-z]+){{0,2}}?[\s-]+"
    r"(?P<what>inputs?|features|pixels|outputs?|classes|examples|samples|layers)\b(?!\s+layers?\b)",
    re.IGNORECASE,
)
_NAMES = {
    "input": ("n_in", "fan_in", "d_in", "n_0", "n", "d", "D"),
    "feature": ("n_in", "fan_in", "d_in", "n_0", "n", "d", "D"),
    "pixel": ("n_in", "fan_in", "d_in", "n_0", "n", "d", "D"),
    "output": ("n_out", "fan_out", "d_out"),
    "classe": ("K", "C"),
    "example": ("N", "M", "B"),
    "sample": ("N", "M", "B"),
    "layer": ("L",),
}
_INTEGER = re.compile(r"(?P<name>\S+) = (?P<value>\d+)")


def at_sizes_said(link: Link, outcome: Outcome, passage: Passage, env: Environment) -> Outcome:
    """A claim in numbers about a size that may hold for as many as the words before it say."""
    left, right = link.left[0], link.right[0]
    if outcome.verdict != "refuted" or link.relation != "=" or link.later or link.universal is not None:
        return outcome
    if (found := _at_number_of_sentence(link, passage, env)) is not None:
        return found
    if not is_number(right) or any(isinstance(node, Call | Entry) for node in walk(left)):
        return outcome
    sizes = sorted({node.name for node in walk(left) if isinstance(node, Sym) and env.is_size(node.name)})
    sizes = [each for each in sizes if each not in env.definitions and each not in env.values]
    if len(sizes) != 1:
        return outcome
    if (value := _said(passage.said[-_REACH:], sizes[0])) is not None:
        size = Compare("=", Sym(sizes[0]), Num(Fraction(value)))
        said = [size, *_chosen(link, passage)]
        words = " and ".join(f"{plain(each.left)} = {plain(each.right)}" for each in said)
        found = judge_relation(link.left, "=", link.right, (*link.given, *said), env)
        if found.verdict == "proved":
            return replace(found, verdict="conditional", reason=f"holds with {words}, as it is said", condition=words)
        if found.verdict == "refuted":
            return replace(found, reason=f"{found.reason}, with {words} as it is said")
    wanted = solved(left, right, link.given, replace(env, positive=frozenset(sizes)))
    one = _INTEGER.fullmatch(wanted or "")
    if one is None or one["name"] != sizes[0] or int(one["value"]) < 1:
        return outcome
    return Outcome("conditional", f"holds exactly if {wanted}", condition=wanted)


def _chosen(link: Link, passage: Passage) -> list[Compare]:
    """What the page has chosen for the names of a claim, as the last thing before it."""
    names = {node.name for side in (link.left[0], link.right[0]) for node in walk(side) if isinstance(node, Sym)}
    last = None if passage.last is None else Compare("=", passage.last.left, passage.last.right)
    return [each for name, each in passage.choices.items() if name in names and each == last]


def _said(words: str, size: str) -> int | None:
    """The number that words give a size, the last one they speak of."""
    found = [each for each in _COUNTED.finditer(words) if size in _NAMES[each["what"].lower().rstrip("s")]]
    return int(in_digits(found[-1]["number"])) if found else None


def _at_number_of_sentence(link: Link, passage: Passage, env: Environment) -> Outcome | None:
    r"""What is to be said of L = \log 10, "with ten classes", where L rests on sums over n of them; None if no more."""
    numbers = {in_digits(each["number"]) for each in _COUNTED.finditer(sentence_before(passage.text, passage.start))}
    trees = behind((*link.left, *link.right), env)
    ends = {
        node.high.name for tree in trees for node in walk(tree) if isinstance(node, Fold) and isinstance(node.high, Sym)
    }
    if len(numbers) != 1 or len(ends - env.definitions.keys()) != 1:
        return None
    size = Compare("=", Sym((ends - env.definitions.keys()).pop()), Num(Fraction(int(numbers.pop()))))
    found = under(link, size, env)
    if found.verdict != "proved":
        return None
    words = f"{plain(size.left)} = {plain(size.right)}"
    return replace(found, verdict="conditional", reason=f"holds with {words}, as it is said", condition=words)


def _said_before(left: Expr, env: Environment) -> Expr | None:
    """What the page has said of a name, or of a variance, in terms of sizes."""
    match left:
        case Sym(name):
            known = env.definitions.get(name)
            return known.body if known is not None and known.line is not None and not known.indices else None
        case Call("Var", (Sym(name) | Entry(name, _),)) if (
            law := env.laws.get(name)
        ) is not None and "Var" in law.given:
            names = {node.name for node in walk(law.variance or left) if isinstance(node, Sym)}
            return law.variance if all(map(is_size_name, names)) else None
        case _:
            return None


def is_number(expr: Expr) -> bool:
    """Whether an expression is written without any name: 1/16."""
    return not any(isinstance(node, Sym | Entry | Call) for node in walk(expr))


def at_numbers_unsaid(link: Link, outcome: Outcome, passage: Passage, env: Environment) -> Outcome:
    """delta = 4/80, of delta = 2B/N: an example that is calculated, with numbers for B and N that are not read here.

    So is Var(w) = 1/784, of Var(w) = 1/n_in.
    """
    left, right = link.left[0], link.right[0]
    body = _said_before(left, env)
    if outcome.verdict != "refuted" or link.relation != "=" or link.later or body is None:
        return outcome
    nodes = list(walk(inlined(body, env)))
    if isinstance(right, Num) or not is_number(right) or any(isinstance(each, Call | Entry | Fold) for each in nodes):
        return outcome
    names = sorted({each.name for each in nodes if isinstance(each, Sym)})
    if not names or any(name in env.values for name in names):
        return outcome
    return Outcome("undecided", f"it is so for some {' and '.join(names)} only, and which are meant is not read")
