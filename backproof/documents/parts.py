r"""The lettered parts of an answer: what one part defines anew, the next ones do not mean.

    (1)  y_i = exp(z_i) / sum_k exp(z_k)
    d)   With temperature y_i = exp(z_i / T) / sum_k exp(z_k / T) ...
    e)   exp(z_i + c) / sum_k exp(z_k + c) = y_i          y is that of (1) again

A later part that mentions the parameter T takes up the y of part d, from there to its end.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from backproof.answers.syntax import Expr, Fold, Sym, walk
from backproof.documents.environment import Definition, Environment, Law
from backproof.documents.mentions import bound_names, named

PART = re.compile(
    r"(?:\A|\n)[ \t]*(?:[-*+][ \t]+)?(?:#+[ \t]*)?(?:\*\*|__)?(?:part[ \t]+)?"
    r"(?:\((?:[a-k]|i{1,3}|iv|vi{0,3})\)|(?:[a-k]|i{1,3}|iv|vi{0,3})[ \t]*[.):])(?:\*\*|__)?(?=\s)",
    re.IGNORECASE,
)

_HEADING = re.compile(r"(?:\A|\n)#+\s")
_ANY_FUNCTION = re.compile(  # f is any arbitrary, smooth function: not the box that f was in the part before
    r"(?<![A-Za-z\\])(?P<name>[f-hu])\$?\s+(?:is|be)\s+(?:an?|any|some)\s+(?:\w+,?\s+){0,4}function\b"
)


@dataclass
class Parts:
    """Where the page is, and what its names meant before the part.

    mark: the offset where the part begins; None before the first one.
    before: the definitions when it began, and the laws;
    anew: the definitions that earlier parts have given to names that had one, or a law.
    """

    text: str
    mark: int | None = None
    before: Mapping[str, Definition] = field(default_factory=dict)
    laws: Mapping[str, Law] = field(default_factory=dict)
    anew: Mapping[str, Definition] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._starts = [found.start() for found in PART.finditer(self.text)]

    def enter(self, at: int, env: Environment) -> Environment:
        """The environment at a place of the page: where a part begins, with the definitions from before the last."""
        place = bisect_right(self._starts, at)
        mark = self._starts[place - 1] if place else None
        if mark == self.mark:
            return env
        if self.mark is not None:
            for name, known in self.before.items():
                now = env.definitions.get(name)
                if known.line is not None and now is not None and now != known:
                    self.anew = {**self.anew, name: now}
                    env = env.defining(known)
            for name, law in self.laws.items():
                now = env.definitions.get(name)
                defined = now is not None and now.line is not None  # what the setting defines in another section stays
                if defined and name not in self.before and name not in env.laws:
                    self.anew = {**self.anew, name: env.definitions[name]}
                    others = {each: known for each, known in env.definitions.items() if each != name}
                    env = replace(env, definitions=others).drawing(law)
        self.mark, self.before, self.laws = mark, env.definitions, env.laws
        return self._with_any_function(env)

    def _with_any_function(self, env: Environment) -> Environment:
        """Without what earlier parts have defined as a function that is any function in this one."""
        if self.mark is None:
            return env
        place = self._starts.index(self.mark)
        words = self.text[self.mark : ([*self._starts, len(self.text)])[place + 1]] + self.question()
        names = {found["name"] for found in _ANY_FUNCTION.finditer(words)}
        functions = {name: known for name, known in env.functions.items() if name not in names}
        return replace(env, functions=functions) if len(functions) < len(env.functions) else env

    def question(self) -> str:
        """What the section has asked in the part with the letter of this one, if all its parts are asked first."""
        return "" if self.mark is None else question_of(self.text, self.mark)

    def taking_up(self, trees: Iterable[Expr], env: Environment) -> Environment:
        """The environment of a statement: with what an earlier part has defined if it mentions a parameter of that."""
        mentioned = {node.name for tree in trees for node in walk(tree) if isinstance(node, Sym)}
        again = {name for name, each in self.anew.items() if mentioned & parameters_of(each, self.before, env)}
        for name, each in self.anew.items() if again else ():
            if env.definitions.get(name) == self.before.get(name):
                env = env.defining(each)
        return env


def question_of(text: str, mark: int) -> str:
    """What the section has asked in the part with the letter of the one that begins at a mark; empty if nothing."""
    letter = _letter(text, mark)
    heading = max((found.start() for found in _HEADING.finditer(text, 0, mark)), default=0)
    starts = [found.start() for found in PART.finditer(text) if heading <= found.start() <= mark]
    for start, end in zip(starts[-2::-1], starts[:0:-1], strict=False):
        if letter and _letter(text, start) == letter:
            return text[start:end].strip().split("\n\n")[0]
    return ""


def part_around(text: str, at: int) -> tuple[int, int]:
    """Where the lettered part of a page, or the section without such parts, begins and ends in which a place is."""
    marks = sorted({found.start() for each in (PART, _HEADING) for found in each.finditer(text)})
    place = bisect_right(marks, at)
    return ([0, *marks][place], [*marks, len(text)][place])


def _letter(text: str, start: int) -> str:
    """The letter of the part that begins at a place."""
    found = PART.match(text, start)
    return "" if found is None else re.sub(r"part|[^A-Za-z]", "", found[0].lower())


def parameters_of(anew: Definition, before: Mapping[str, Definition], env: Environment) -> set[str]:
    """The numbers of which a definition speaks and the one before it does not."""
    known = before.get(anew.name)
    old = set() if known is None else {named(node) for node in walk(known.body)}
    found = {node.name for node in walk(anew.body) if isinstance(node, Sym)}
    inside = {node.var for node in walk(anew.body) if isinstance(node, Fold)} | set(anew.indices)
    return found - old - inside - bound_names(env) - env.definitions.keys()
