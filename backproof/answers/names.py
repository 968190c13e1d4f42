"""Names: from a spelling with accents, primes, indices and layers to what it stands for.

The declared names decide: `z_1` is a number if `z_1` is declared, an entry if `z` is a family; `w_{kj}` is entry (k, j)
and never entry (j, k); `delta^{(2)}` is a layer only where such a name is declared.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from backproof.answers.given import Finite, Given, Interval
from backproof.answers.syntax import ONE, Add, Call, Const, Entry, Expr, Family, Num, Sym, Transpose, negative
from backproof.answers.tokens import FunctionRef, Unreadable


@dataclass(frozen=True, slots=True)
class Spelling:
    """A name as it is written: base letter or word, accent included, and its scripts."""

    base: str
    primes: int = 0
    sub: str | None = None
    layer: str | None = None

    def written(self) -> str:
        """The name on one line."""
        sub = "" if self.sub is None else f"_{self.sub}"
        layer = "" if self.layer is None else f"^({self.layer})"
        return self.base + "'" * self.primes + sub + layer


@dataclass(frozen=True, slots=True)
class Names:
    """The declared names, and the indices that folds bind somewhere in the answer."""

    given: Given
    bound: frozenset[str] = frozenset()

    def knows(self, name: str) -> bool:
        """Whether the name is declared or bound."""
        return name in self.given.domains or name in self.bound

    def resolve(self, spelling: Spelling, at: int) -> Expr | FunctionRef | None:
        """What the spelling stands for; None where nothing of that name is declared."""
        for plain in _plain_forms(spelling):
            found = self._declared(plain)
            if found is not None:
                return found
        base = Spelling(spelling.base, spelling.primes, None, spelling.layer).written()
        if spelling.sub is not None:
            array = self.given.array(base)
            if array is not None:
                shape = array.shape if not (array.matrix and 1 in array.shape) else (max(array.shape),)
                return self._entry(base, shape, array.shape, spelling.sub, at)
            if self.given.function(base) == "kronecker" and spelling.layer is None:
                return Call("kronecker", self.indices(spelling.sub, 2, at))
            return None
        unprimed = self.given.array(spelling.base)
        if spelling.primes == 1 and unprimed is not None and unprimed.matrix and spelling.layer is None:
            return Transpose(Family(spelling.base))
        function = self.given.function(spelling.base)
        if function is not None and spelling.layer is None:
            return FunctionRef(function, primes=spelling.primes)
        if spelling.base == "pi" and not spelling.primes and spelling.layer is None:
            return Const("pi")
        if spelling.base == "e" and not spelling.primes and spelling.layer is None:
            return Call("exp", (ONE,))
        return None

    def _declared(self, name: str) -> Expr | FunctionRef | None:
        if name in self.bound and self.given.scalar(name) is None and self.given.array(name) is None:
            return Sym(name)
        match self.given.domains.get(name):
            case Interval() | Finite():
                return Sym(name)
            case None:
                return None
            case found:
                function = self.given.function(name)
                if function is not None:
                    return FunctionRef(function)
                return Family(name) if found is not None else None

    def _entry(self, base: str, shape: tuple[int, ...], full: tuple[int, ...], sub: str, at: int) -> Expr:
        indices = self.indices(sub, len(shape), at)
        for index, size in zip(indices, shape, strict=True):
            if isinstance(index, Num) and not 1 <= index.value <= size:
                raise Unreadable(f"{base} has no entry {sub}", at, f"{base}_{sub}", f"its indices run over 1..{size}")
        if len(indices) == 1 and len(full) == 2:
            indices = (indices[0], ONE) if full[1] == 1 else (ONE, indices[0])
        return Entry(base, indices)

    def indices(self, sub: str, rank: int, at: int) -> tuple[Expr, ...]:
        """The indices written in a subscript, as `ij`, `i,j`, `i+1` or `12`."""
        parts = sub.split(",") if "," in sub else ([sub] if rank == 1 else re.findall(r"\d|[A-Za-z]'*|\S", sub))
        if len(parts) != rank:
            raise Unreadable(f"{len(parts)} indices where {rank} are expected", at, "_" + sub, "write them as _{i,j}")
        return tuple(self._index(part.strip(), at) for part in parts)

    def _index(self, text: str, at: int) -> Expr:
        terms = re.findall(r"([+-]?)(\d+|[A-Za-z]\w*)", text)
        if not terms or "".join(a + b for a, b in terms) != text:
            raise Unreadable("this index cannot be read", at, "_" + text, "write letters and numbers, as in y_{i+1}")
        out: list[Expr] = []
        for sign, term in terms:
            if term.isdigit():
                value: Expr = Num(Fraction(term))
            elif self._is_index(term):
                value = Sym(term)
            else:
                raise Unreadable(
                    f"the index {term} is not declared", at, "_" + text, "declare it, or bind it with a sum"
                )
            out.append(negative(value) if sign == "-" else value)
        return out[0] if len(out) == 1 else Add(tuple(out))

    def _is_index(self, name: str) -> bool:
        domain = self.given.scalar(name)
        return name in self.bound or isinstance(domain, Finite) or (isinstance(domain, Interval) and domain.integer)

    def unknown(self, name: str, at: int, follows: str = "") -> Unreadable:
        """The complaint about a name that nothing stands behind."""
        name = name[:60]
        near = nearest(name, self.given.names)
        torn = [n for n in self.given.names if follows and n == f"{name}_{follows}"]
        if torn:
            return Unreadable(
                f"{name} is not declared", at, name, f"read as {name} * {follows}: did you mean {torn[0]}?"
            )
        hint = f"did you mean {near}?" if near else f"declared are: {', '.join(self.given.names) or 'no names'}"
        return Unreadable(f"{name} is not declared", at, name, hint)


def nearest(name: str, names: Iterable[str]) -> str | None:
    """The declared name that was probably meant."""
    pool = list(names)
    squeezed = {re.sub(r"[_^(){},']", "", n).lower(): n for n in pool}
    key = re.sub(r"[_^(){},']", "", name).lower()
    if key in squeezed:
        return squeezed[key]
    ends = [n for n in pool if n.split("_")[-1] == name and "_" in n]
    if len(ends) == 1:
        return ends[0]
    close = difflib.get_close_matches(name, pool, n=1, cutoff=0.75) if len(name) > 2 else []
    return close[0] if close else None


def _plain_forms(spelling: Spelling) -> tuple[str, ...]:
    written = spelling.written()
    forms = [written]
    if spelling.sub is not None and ("," in spelling.sub or " " in spelling.sub):
        forms.append(
            Spelling(spelling.base, spelling.primes, re.sub(r"[,\s]", "", spelling.sub), spelling.layer).written()
        )
    if spelling.primes and spelling.sub is not None:
        forms.append(spelling.base + f"_{spelling.sub}" + "'" * spelling.primes)
    return tuple(forms)
