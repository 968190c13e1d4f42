"""An equation between networks of steps on a grid: in a cell, at the points, everywhere."""

from __future__ import annotations

from sympy import Expr as Term
from sympy import Integer, Sum, Symbol, expand

from backproof.answers.syntax import ZERO, Entry, Expr, Fold, Sym, children, walk
from backproof.documents.grid_cells import Cell
from backproof.documents.outcomes import Outcome, lacking
from backproof.documents.report import Counterexample
from backproof.documents.step_sums import DOWN, FUNCTIONS, UP, NoStaircase, Place, Reader, at_place, written_out
from backproof.documents.sum_induction import is_proved_by_induction
from proofs.kernel.claims import equal
from proofs.kernel.judging import judge
from proofs.kernel.settings import Setting
from proofs.kernel.terms import Applied, OpaqueFunction, bound_variable, natural, substitute
from proofs.kernel.verdicts import Proved

_LEFT, _RIGHT = natural("k·cell"), natural("m·cell")  # how many cells are left and right of that of x
_SMALL = 4  # the cells of the grid on which a claim is shown to fail
_INNER = Integer(2)  # a cell in the middle of them, and its left end


def _free_indices(expr: Expr) -> frozenset[str]:
    """The names in the indices of an expression that no sum binds."""
    match expr:
        case Entry(_, indices):
            return frozenset(node.name for index in indices for node in walk(index) if isinstance(node, Sym))
        case Fold(_, var, _, _, _, body):
            ends = (each for each in (expr.low, expr.high) if each is not None)
            return (_free_indices(body) - {var}).union(*map(_free_indices, ends))
        case _:
            return frozenset().union(*map(_free_indices, children(expr)))


class StepClaim:
    """An equation, with sequences in the place of the steps."""

    def __init__(self, left: Expr, right: Expr, index: str | None, reader: Reader) -> None:
        self.reader = reader
        highs = (node.high for side in (left, right) for node in walk(side) if isinstance(node, Fold) and node.high)
        sizes = {node.name for high in highs for node in walk(high) if isinstance(node, Sym)} - {index}
        self.free = sorted((_free_indices(left) | _free_indices(right)) - sizes)
        located = {*self.free, index} - {None}
        bound: dict[str, Term] = {str(name): Symbol(str(name), integer=True) for name in located}
        self.left, self.right = reader.term(left, bound), reader.term(right, bound)
        ends = [bound_variable(each)[2] for side in (self.left, self.right) for each in side.atoms(Sum)]
        numbers = {name for end in ends for name in end.free_symbols if str(name) not in located}
        if len(numbers) > 1:
            raise NoStaircase("more than one number of cells")
        self.cells = next(iter(numbers), None)
        nodes = [node for side in (left, right) for node in walk(side)]
        starts = [node.low for node in nodes if isinstance(node, Fold)]
        starts += [index for node in nodes if isinstance(node, Entry) for index in node.indices]
        self.from_one = ZERO not in starts

    def at_point(self, point: Expr) -> Outcome | None:
        """The claim for x = x_j, with 0 < j < N."""
        if not (isinstance(point, Sym) and set(self.free) <= {point.name}):
            return None
        index, jump = Symbol(point.name, integer=True), self._jump()
        if self._holds({index: _LEFT + 1}, _LEFT + _RIGHT + 2, Place(_LEFT + jump, _LEFT + 1 - jump)):
            ends = self._wrong_ends(index)
            words = "proved at every point of the grid: which steps are on is known there"
            return Outcome("proved", words + (", except at an end" if ends else ""), exceptions=ends)
        place = Place(_INNER - 1 + jump, _INNER - jump)
        return self._refuted({index: _INNER}, place, f"{self.reader.grid.name}_{_INNER}")

    def _wrong_ends(self, index: Symbol) -> tuple[str, ...]:
        """The ends of the grid at which the claim, which holds between them, fails."""
        jump, grid, wrong = self._jump(), self.reader.grid.name, list[str]()
        for number, shown in ((0, "0"), (_SMALL, str(self.cells or _SMALL))):
            change = {index: Integer(number)} | ({} if self.cells is None else {self.cells: Integer(_SMALL)})
            place = Place(Integer(number - 1 + jump), Integer(number - jump))
            try:
                sides = [at_place(written_out(substitute(each, change)), place) for each in (self.left, self.right)]
            except NoStaircase:
                continue
            if expand(sides[0] - sides[1]) != 0:
                wrong.append(f"x = {grid}_{shown}")
        return tuple(wrong)

    def in_cell(self, cell: Cell) -> Outcome | None:
        """The claim for x between two neighbouring points."""
        if not set(self.free) <= {cell.index}:
            return None
        index, jump = Symbol(cell.index, integer=True), self._jump()
        grid, x = self.reader.grid.name, self.reader.variable
        low, high = cell.ends
        for first in (_LEFT, _LEFT + 1) if self.from_one else (_LEFT,):
            if not self._holds({index: first}, _LEFT + _RIGHT + 1, Place(first, first)):
                continue
            ends = []
            at_left, at_right = Place(first - 1 + jump, first - jump), Place(first + jump, first + 1 - jump)
            if cell.left and not self._holds({index: first}, _LEFT + _RIGHT + 1, at_left):
                ends.append(f"{x} = {grid}_{low}")
            if cell.right and not self._holds({index: first}, _LEFT + _RIGHT + 1, at_right):
                ends.append(f"{x} = {grid}_{high}")
            words = "proved in every cell of the grid: which steps are on is known there"
            return Outcome("proved", words + (", except at an end" if ends else ""), exceptions=tuple(ends))
        where = f"{grid}_{_INNER} < {x} < {grid}_{_INNER + 1}"
        return self._refuted({index: _INNER}, Place(_INNER, _INNER), where, cell.named_by_right)

    def of_sums(self) -> Outcome | None:
        """A claim in which no step stands, about sums of values at the points of the grid."""
        naturals = {Symbol(name, integer=True): natural(name) for name in self.free}
        if self.cells is not None and not self.cells.is_integer:
            naturals[self.cells] = natural(str(self.cells))
        if self._is_proved(*(substitute(each, naturals) for each in (self.left, self.right))):
            return Outcome("proved", "the values telescope, by induction")
        rest = {name: _INNER for name in naturals if name != self.cells}
        return self._refuted(rest, Place(_INNER, _INNER), "")

    def anywhere(self) -> Outcome | None:
        """The claim for every x: two networks are the same."""
        if self.free or self.cells is None:
            return None
        if self._is_proved(self.left, self.right):
            return Outcome("proved", f"the same sum of steps, for every {self.cells}")
        grid, x = self.reader.grid.name, self.reader.variable
        refuted = self._refuted({}, Place(_INNER, _INNER), f"{grid}_{_INNER} < {x} < {grid}_{_INNER + 1}")
        if refuted is not None:
            return refuted
        if self._holds({}, _LEFT + _RIGHT + 1, Place(_LEFT, _LEFT)):
            where = self._inside(grid, x)
            return lacking(where)
        return None

    def _inside(self, grid: str, x: str) -> str:
        """The part of the grid that its cells cover, with those ends of them at which the steps are as inside."""
        down = any(each.args[0] == DOWN for side in (self.left, self.right) for each in side.atoms(Applied))
        first, last = f"{grid}_0", f"{grid}_{self.cells}"
        if down:
            return f"{first} < {x} < {last}, and {x} is no point of the grid"
        return f"{first} <= {x} < {last}" if self._jump() else f"{first} < {x} <= {last}"

    def _jump(self) -> int:
        """The value of the step at its jump."""
        values = set(self.reader.steps.values())
        if len(values) != 1:
            raise NoStaircase("steps with different values at the jump")
        return values.pop()

    def _sides(self, indices: dict[Symbol, Term], cells: Term, place: Place) -> tuple[Term, Term]:
        change = dict(indices) if self.cells is None else {**indices, self.cells: cells}
        one, other = (at_place(substitute(side, change), place) for side in (self.left, self.right))
        return one, other

    def _holds(self, indices: dict[Symbol, Term], cells: Term, place: Place) -> bool:
        try:
            return self._is_proved(*self._sides(indices, cells, place))
        except NoStaircase:
            return False

    def _is_proved(self, left: Term, right: Term) -> bool:
        """Whether the kernel proves an equation between sums of values of unknown functions."""
        names = {name for side in (left, right) for name in side.free_symbols}
        functions = {each.args[0] for side in (left, right) for each in side.atoms(Applied)} | {UP, DOWN}
        if {str(each) for each in functions} & {str(each) for each in names - functions}:
            raise NoStaircase("a name that is a function and a number")
        alphabet = [(each, "a function") for each in sorted(functions, key=str)]
        alphabet += [(each, "a number") for each in sorted(names - functions, key=str)]
        setting = Setting("staircases", tuple(alphabet), ())
        claim = equal(expand(left), expand(right))
        numbers = [each for each in sorted(names, key=str) if each.is_integer and not isinstance(each, OpaqueFunction)]
        return isinstance(judge(claim, setting), Proved) or any(
            is_proved_by_induction(claim, setting, each) for each in numbers
        )

    def _refuted(self, indices: dict[Symbol, Term], place: Place, where: str, right: bool = False) -> Outcome | None:
        """On a grid of few cells, with x in one of them or at its left end: a function that tells the sides apart.

        right: whether the page counts the cells by their right ends.
        """
        change = dict(indices) if self.cells is None else {**indices, self.cells: Integer(_SMALL)}
        sides = [at_place(written_out(substitute(each, change)), place) for each in (self.left, self.right)]
        difference = expand(sides[0] - sides[1])
        if self._unknown(self.left) != self._unknown(self.right):
            return None  # it may say what the numbers are of which nothing is known
        values = sorted(difference.atoms(Applied), key=str)
        some = next((each for each in values if expand(difference.coeff(each, 1)).is_number), None)
        if some is None:
            return None
        chosen = {each: Integer(each == some) for side in sides for each in side.atoms(Applied)}
        shown = [expand(side.xreplace(chosen)) for side in sides]
        if not all(each.is_number for each in shown) or shown[0] == shown[1]:
            return None
        at = [(self._named(each), str(value)) for each, value in sorted(chosen.items(), key=str)]
        cells = [(str(self.cells), str(_SMALL))] if self.cells is not None else []
        named = [(str(name), str(value + right)) for name, value in indices.items()]
        located = [("x", where)] if where else []
        counterexample = Counterexample((*cells, *named, *located, *at), str(shown[0]), str(shown[1]), "=")
        return Outcome("refuted", "the two sides differ", counterexample)

    def _unknown(self, side: Term) -> set[str]:
        """The families on a side of which the page says nothing, such as heights h_k."""
        return {str(each.args[0]) for each in side.atoms(Applied)} - {str(UP), str(DOWN), *FUNCTIONS}

    def _named(self, value: Term) -> str:
        """f(x_1), of f at the point 1 of the grid."""
        number = expand(((value.args[-1] - self.reader.first) / self.reader.distance).cancel())
        if self.reader.env.definition(str(value.args[0]), 1) is None and value.args[-1].is_integer:
            return f"{value.args[0]}_{value.args[-1]}"  # an entry of a family, h_1
        where = f"{self.reader.grid.name}_{number}" if number.is_integer else str(value.args[-1])
        return f"{value.args[0]}({where})"
