r"""The names of a page: what a spelling such as `n_{in}`, `W^{(l)}_{ij}` or `f'` stands for.

An answer is read in declared names; a document declares as it goes.  So every letter is a name here, a subscript is an
index (or part of the name, as in `n_{in}`), and what stands behind a name is settled later, when all of its uses are
known.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from fractions import Fraction
from types import MappingProxyType

from backproof.answers.given import Given
from backproof.answers.names import Names, Spelling
from backproof.answers.syntax import Add, Call, Entry, Expr, Num, Sym, negative
from backproof.answers.tokens import FunctionRef, Unreadable
from backproof.documents.macros import Macros

VOCABULARY = frozenset(
    "Loss loss LOSS Cost cost BCE CE MSE NLL KL softmax Softmax logits logit fan fanin fanout gain scale std"  # noqa: SIM905
    " bias label target score pred true".split()
)
SUFFIXES = frozenset(
    "in out total tot max min data train test hidden input output prev next new old true pred relu fan avg reg num"  # noqa: SIM905
    " rel err".split()
)
PARAMETERS = frozenset(["sigma", "mu", "tau", "eta", "lambda", "alpha", "beta", "gamma", "kappa", "rho"])
LOSS_LETTERS = frozenset(("L", "J", "C", "E"))
DELTAS = frozenset(("delta", "Delta"))
MORE_ARRAYS = frozenset("oOsSqQpPrR")  # letters that a page may count with elsewhere, but no delta by
NO_INDICES = frozenset("wxyzahbuvfgWXYZAHBUVFGdD")  # letters that do not count anything


class PageNames(Names):
    r"""Every letter is a name; `functions` says which names are functions, `layered` which carry a layer as W^1,
    `raised` which carry a letter for a layer, W^\ell, `numbered` which make names of their own with a number, h_1.

    variables: what derivatives are taken with respect to, by the marks that stand for them in the tree.
    """

    def __init__(
        self,
        functions: Mapping[str, str],
        words: frozenset[str],
        layered: frozenset[str],
        macros: Macros = MappingProxyType({}),
        numbered: frozenset[str] = frozenset(),
        raised: frozenset[str] = frozenset(),
    ) -> None:
        super().__init__(Given({}))
        object.__setattr__(self, "macros", macros)
        object.__setattr__(self, "functions", functions)
        object.__setattr__(self, "words", words | VOCABULARY)
        object.__setattr__(self, "layered", layered)
        object.__setattr__(self, "numbered", numbered)
        object.__setattr__(self, "raised", raised)
        object.__setattr__(self, "variables", {})

    __slots__ = ("functions", "layered", "macros", "numbered", "raised", "variables", "words")
    macros: Macros
    functions: Mapping[str, str]
    words: frozenset[str]
    layered: frozenset[str]
    numbered: frozenset[str]
    raised: frozenset[str]
    variables: dict[str, Expr]

    def applying(self, letter: str) -> PageNames:
        """The same names, with a letter that is applied to something: a function of which nothing is said."""
        functions = {**self.functions, letter: "any:" + letter}
        return PageNames(functions, self.words, self.layered, self.macros, self.numbered, self.raised)

    def knows(self, name: str) -> bool:
        """Whether a word is one name."""
        return name in self.words or name in self.functions

    def resolve(self, spelling: Spelling, at: int) -> Expr | FunctionRef | None:
        """A function, an entry of a family, or a symbol."""
        base = spelling.base
        layer = "" if spelling.layer is None else f"^({spelling.layer})"
        function = self.functions.get(base)
        if function is not None and spelling.sub is None and not layer:
            return FunctionRef(function + "'" * spelling.primes)
        if base == "e" and spelling == Spelling("e") and "e" not in self.words:
            return Call("exp", (Num(Fraction(1)),))
        if base == "pi" and spelling == Spelling("pi") and "pi" not in self.words:
            return super().resolve(spelling, at)
        if spelling.sub is not None and not layer and f"{base}_{spelling.sub}" in self.functions:
            return FunctionRef(f"{base}_{spelling.sub}" + "'" * spelling.primes)  # h_1(x)
        name = base + "'" * spelling.primes + layer
        if spelling.sub is None:
            return Sym(name)
        parts = _parts(spelling.sub)
        if any(re.fullmatch(r"[A-Za-z]{2,}", part) and part in SUFFIXES for part in parts):
            return Sym(f"{name}_{spelling.sub}")
        if base in PARAMETERS and spelling.sub in NO_INDICES:
            return Sym(f"{name}_{spelling.sub}")  # sigma_w: that of the weights
        if base in LOSS_LETTERS and spelling.sub in PARAMETERS:
            return Sym(f"{name}_{spelling.sub}")  # L_lambda: with a penalty
        if (base in self.numbered and spelling.sub.isdigit()) or f"{base}_{spelling.sub}" in self.numbered:
            return Sym(f"{name}_{spelling.sub}")
        is_array = parts[0] in NO_INDICES | MORE_ARRAYS and f"_{parts[0]}" not in self.words
        if base in DELTAS and not layer and is_array and len(parts) <= 2:
            own = f"{name}_{parts[0]}"  # delta_o: the gradient by o, and delta_{o,k} an entry of it
            return Sym(own) if len(parts) == 1 else Entry(own, self.indices(parts[1], 1, at))
        if base == "delta" and base not in self.words and not layer and len(spelling.sub.replace(",", "")) == 2:
            return Call("kronecker", self.indices(spelling.sub, 2, at))
        rank = len(parts) if len(parts) > 1 else len(_index_letters(spelling.sub))
        return Entry(name, self.indices(spelling.sub, rank, at))

    def indices(self, sub: str, rank: int, at: int) -> tuple[Expr, ...]:
        """The indices of a subscript: `ij`, `i,j`, `i+1`, `y_i`, `12`."""
        parts = _parts(sub) if "," in sub else _index_letters(sub)
        if len(parts) != rank and rank == 1:
            parts = [sub]
        if len(parts) != rank and len(sub) == rank:
            parts = list(sub)  # (P - Y)_{in}: i and n
        return tuple(self._index(part.strip(), at) for part in parts)

    def _index(self, text: str, at: int) -> Expr:
        terms = re.findall(r"([+-]?)(\d+|[A-Za-z]\w*'*)", text)
        if not terms or "".join(a + b for a, b in terms) != text:
            raise Unreadable("this index cannot be read", at, "_" + text, "write letters and numbers, as in y_{i+1}")
        out: list[Expr] = []
        for sign, term in terms:
            value: Expr = Num(Fraction(term)) if term.isdigit() else _index_name(term)
            out.append(negative(value) if sign == "-" else value)
        return out[0] if len(out) == 1 else Add(tuple(out))

    def unknown(self, name: str, at: int, follows: str = "") -> Unreadable:
        """Nothing is unknown to a page; what gets here has scripts that make no name."""
        return Unreadable(f"{name} cannot be read", at, name, "write one index, one layer and one power at most")


def _parts(sub: str) -> list[str]:
    """The parts between commas; of `3,nk`, an entry of the third array, each letter is an index of its own."""
    parts = sub.split(",")
    behind = re.findall(r"[a-z]'*", parts[-1])
    if len(parts) == 2 and parts[0].isdigit() and len(behind) == 2 and "".join(behind) == parts[1]:
        return [parts[0], *behind]
    return parts


def _index_letters(sub: str) -> list[str]:
    """`ij` is two indices, `12` two, `i+1` one, `y_i` and `true` one."""
    if re.search(r"[+\-_]", sub) or sub in SUFFIXES:
        return [sub]
    if re.fullmatch(r"\d+", sub):
        return [sub]
    letters = re.findall(r"ell|\d|[A-Za-z]'*", sub)  # \ell is one letter
    return letters if "".join(letters) == sub and 2 <= len(letters) <= 3 else [sub]


def _index_name(text: str) -> Expr:
    base, _, sub = text.partition("_")
    if sub and len(sub) == 1:
        return Entry(base, (Num(Fraction(sub)) if sub.isdigit() else Sym(sub),))
    return Sym(text)
