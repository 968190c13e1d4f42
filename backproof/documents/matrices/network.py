"""What a page says of its arrays: definitions for each layer, gradients by name, samples and what is made of them.

a^(l) = W^(l) h^(l-1) + b^(l)           says what a^(2) is, and a^(l+1)
delta^(l) := dC/da^(l),  sbar := dE/ds  hbar is dE/dh then
J = 1/N sum_n C_n                       C_n is the loss of a sample; what depends on data has an index n
Delta = (delta_1, ..., delta_N)         the columns of Delta are those of the samples
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from backproof.answers.syntax import Call, Entry, Expr, Fold, Sym, map_expr, walk
from backproof.documents.matrices.names import UPPER, base, label, lower, names_in, shifted, with_label
from backproof.documents.matrices.shapes import Shape
from backproof.documents.matrices.sizes import NotFollowed

_MOST_DEFINITIONS = 100

PARAMETERS = frozenset("W V U Theta w b c v theta beta gamma".split())  # noqa: SIM905
LOSSES = frozenset("L J C E ell l Loss loss Cost cost CE BCE NLL MSE".split())  # noqa: SIM905


@dataclass(frozen=True)
class Body:
    """`name_indices := tree`; a name without indices is a whole array."""

    name: str
    indices: tuple[str, ...]
    tree: Expr


@dataclass
class Network:
    """The definitions of a page, as far as it has been read."""

    bodies: dict[str, Body] = field(default_factory=dict)
    shapes: dict[str, Shape] = field(default_factory=dict)
    means: dict[str, str] = field(default_factory=dict)  # the mean loss, and the loss of a sample
    stacks: dict[str, tuple[str, bool]] = field(default_factory=dict)  # Delta: delta, and whether samples are rows
    samples: frozenset[str] = frozenset()
    vectors: set[str] = field(default_factory=set)  # what is written as the vector of a sample: x_n
    counts: frozenset[str] = frozenset()  # numbers in capitals: B, of 1/B sum_{n=1}^B, is made of no b
    of_all: set[str] = field(default_factory=set)  # what has a row, a column or an entry for each sample by itself
    depth: str | None = None  # L, if the page says how many layers there are

    def body(self, name: str) -> Body | None:
        """The definition of a name, perhaps as one of the layer that its label says."""
        if name in self.bodies:
            return self.bodies[name]
        found = label(name)
        if found is None or found.startswith(("0", "-")):
            return self._adjoint(name)
        if found == self.depth and (last := self.bodies.get(with_label(name, "L"))) is not None:
            return self._at(last, name, {"L": found})
        for general in ("l", "l+1", "l-1"):
            known = self.bodies.get(with_label(name, general))
            if known is not None and (place := _solved(general, found)) is not None:
                return self._at(known, name, {"l": place})
        return self._adjoint(name)

    def _at(self, known: Body, name: str, where: Mapping[str, str]) -> Body:
        return Body(name, known.indices, _moved_tree(known.tree, where))

    def _adjoint(self, name: str) -> Body | None:
        """hbar = dE/dh where the page says that sbar = dE/ds; h = h^(1) where it says that H = H^(1).

        And delta^(l) = dE/dz^(l) where it says that delta^(2) = dE/dz^(2).
        """
        letter = base(name)
        for known in self.bodies.values():
            match known:
                case Body(whole, (), Sym(other)) if lower(whole) == name and (small := lower(other)) not in (
                    None,
                    name,
                ):
                    assert small is not None
                    return Body(name, (), Sym(small))
                case Body(other, (), Call("D", (loss, Sym(by)))) if (
                    _are_of_one_layer(other, by) and base(other) == letter
                ):
                    found = label(name) or "0"
                    variable = with_label(by, found)
                    if not found.isdigit() or variable in self.bodies:
                        return Body(name, (), Call("D", (loss, Sym(variable))))
                case _:
                    pass
        if not letter.endswith("bar"):
            return None
        for known in self.bodies.values():
            match known.tree:
                case Call("D", (loss, Sym(by))) if base(known.name) == base(by) + "bar":
                    variable = name.replace(letter, letter.removesuffix("bar"), 1)
                    return Body(name, (), Call("D", (loss, Sym(variable))))
                case _:
                    pass
        return None

    def stack(self, name: str) -> str | None:
        """What a matrix is made of, a column or a row for each sample, if it has no definition of its own."""
        if (given := self._given_stack(name)) is not None:
            return given[0] if given[0] in self.shapes or self.body(given[0]) is not None else None
        small = None if name in self.counts else lower(name)
        if small is None or name in self.bodies or self.whole(small) == name:
            return None
        if base(name) == "D" and small not in self.bodies.keys() | self.shapes.keys() and label(name) is not None:
            small = small.replace("d", "delta", 1)  # D_2, made of the delta^(2), as in code
        if base(name) in PARAMETERS | LOSSES and (label(name) is None or not self._is_made(small)):
            return None
        if small in self.of_all or (name in self.shapes and self.shapes[name].is_number):
            return None
        if (own := self.shapes.get(small)) is not None and own.is_number and self._is_wide(name):
            return None  # Y of more than one column, beside labels y_n that are numbers
        if small in self.bodies or small in self.shapes:
            return small
        return small if self.body(name) is None and self.body(small) is not None else None

    def _is_wide(self, name: str) -> bool:
        """Whether a name is known to be a matrix."""
        return name in self.shapes and self.shapes[name].is_matrix

    def _is_made(self, small: str) -> bool:
        """Whether the page says what a letter is in some layer."""
        return any(base(each) == base(small) for each in self.bodies)

    def whole(self, name: str) -> str | None:
        """The matrix whose rows or columns are the samples of a vector of which nothing else is said: X for x."""
        letter = base(name)
        if letter not in self.vectors or self.body(name) is not None:
            return None
        large = name.replace(letter, UPPER.get(letter, letter[:1].upper() + letter[1:]), 1)
        known = self.shapes.get(large)
        return large if known is not None and known.is_matrix and large not in self.stacks else None

    def rows(self, name: str) -> bool | None:
        """Whether samples are the rows of a matrix of which the page says how it is made."""
        given = self._given_stack(name)
        return None if given is None else given[1]

    def _given_stack(self, name: str) -> tuple[str, bool] | None:
        if name in self.stacks:
            return self.stacks[name]
        found = label(name)
        general = None if found is None else self.stacks.get(with_label(name, "l"))
        if general is None:
            return None
        assert found is not None
        return _moved(general[0], {"l": found}), general[1]

    def closure(self, names: Iterable[str], stop: frozenset[str] = frozenset()) -> dict[str, Body]:
        """The definitions on which names rest, without going through those at which to stop.

        Raises NotFollowed where each layer rests on another one without end.
        """
        found: dict[str, Body] = {}
        names = list(names)
        lowest = {
            letter: min(n[1] for n in heights if n[0] == letter)
            for letter in ("l", "L")
            if (heights := [n for each in names if (n := _height(each)) is not None])
            and any(n[0] == letter for n in heights)
        }
        waiting, stacked = names, set[str]()  # a matrix that is made of its own rows is met once
        while waiting:
            name = waiting.pop().removesuffix("·all")  # of all samples, it is made of what it is of one
            if name in found or name in stop:
                continue
            small = self.stack(name)
            if small is not None and name not in stacked:
                stacked.add(name)
                waiting.append(small)
                continue
            known = self.body(name)
            if known is None:
                continue
            heights = [n for each in names_in(known.tree) if (n := _height(each)) is not None]
            for letter, number in heights:  # the last layer L, to which only a loss leads
                lowest.setdefault(letter, number)
            if any(n[0] and n[1] < lowest.get(n[0], n[1]) - 1 for n in heights):
                continue  # what is far below the layers that are spoken of does not matter
            found[name] = known
            if len(found) > _MOST_DEFINITIONS:
                raise NotFollowed("the layers do not come to an end")
            waiting += [each for each in names_in(known.tree) if each not in found]
        return found

    def reach(self, name: str, stop: frozenset[str] = frozenset()) -> frozenset[str]:
        """Every name on which a definition rests, without what is only reached through `stop`."""
        found: set[str] = set()
        waiting = [name]
        while waiting:
            each = waiting.pop()
            known = self.body(each)
            small = self.stack(each)
            inner = list(names_in(known.tree)) if known is not None else [small] if small else []
            for other in inner:
                if other not in found and len(found) < 200 and not _is_below(other, name):
                    found.add(other)
                    if other not in stop:
                        waiting.append(other)
        return frozenset(found)

    def last(self, variables: frozenset[str]) -> frozenset[str]:
        """Those of the variables that no other is computed from."""
        return frozenset(
            name for name in variables if not any(name in self.reach(other) for other in variables if other != name)
        )

    def varies(self, name: str) -> bool:
        """Whether a name stands for something of a sample: data, or what is computed from them."""
        if name.endswith("ₙ"):
            return True
        if name.endswith("·all"):
            return False
        letter = base(name)
        if name in self.means or (letter[:1].isupper() and letter not in LOSSES):
            return False
        if letter in HYPER or letter.startswith("n_"):
            return False
        if letter in PARAMETERS and (body := self.body(name)) is not None:
            return any(self.varies(each) for each in names_in(body.tree) if base(each) != letter)
        if letter in PARAMETERS:
            return False
        return name not in self.samples


HYPER = frozenset("eta lambda alpha beta gamma epsilon tau mu N n m d k K D M B".split())  # noqa: SIM905


def shape_by_letter(name: str, numbers: frozenset[str]) -> str:
    """The kind that a letter suggests: number, matrix, or column."""
    letter = base(name)
    if name in numbers or letter in LOSSES or letter in HYPER:
        return "number"
    return "matrix" if letter[:1].isupper() else "column"


def sample_folds(tree: Expr) -> list[Fold]:
    """Sums over samples: of losses C_n, or of outer products of the vectors of a sample."""
    return [
        node
        for node in walk(tree)
        if isinstance(node, Fold)
        and node.kind == "sum"
        and any(
            isinstance(each, Entry) and each.indices == (Sym(node.var),) and each.family in LOSSES
            for each in walk(node.body)
        )
    ]


def at_layer(tree: Expr, layer: str) -> Expr:
    """What is said of a layer l, said of this one."""
    return _moved_tree(tree, {"l": layer})


def _moved_tree(tree: Expr, where: Mapping[str, str]) -> Expr:
    match tree:
        case Sym(other):
            return Sym(_moved(other, where))
        case Entry(other, indices):
            return Entry(_moved(other, where), tuple(_moved_tree(each, where) for each in indices))
        case _:
            return map_expr(tree, lambda each: _moved_tree(each, where))


def _moved(name: str, where: Mapping[str, str]) -> str:
    found = label(name)
    if found is None:
        return name
    if "l" in where and found.startswith("l"):
        return with_label(name, shifted(found, where["l"]))
    return with_label(name, where.get(found, found))


def _solved(general: str, found: str) -> str | None:
    """The l for which the general label is the one that is found."""
    back = {"l": "l", "l+1": "l-1", "l-1": "l+1"}[general]
    moved = shifted(back, found)
    return None if moved == back and found not in ("l", "l+1", "l-1") and not found.isdigit() else moved


def _are_of_one_layer(name: str, other: str) -> bool:
    """Whether two names have the label of one layer that has a number: delta^(2) and z^(2)."""
    found = label(name)
    return found is not None and found.isdigit() and found == label(other)


def _height(name: str) -> tuple[str, int] | None:
    """A label as a letter and a number: 2 is ("", 2), l-1 is ("l", -1)."""
    found = label(name)
    if found is None:
        return None
    if found.isdigit():
        return "", int(found)
    letter, rest = found[:1], found[1:]
    return (letter, int(rest) if rest else 0) if letter in ("l", "L") and (not rest or rest[1:].isdigit()) else None


def _is_below(name: str, start: str) -> bool:
    """Whether a name belongs to a layer far below the one where a search began."""
    one, other = _height(name), _height(start)
    return one is not None and other is not None and bool(one[0]) and one[1] < other[1] - 3
