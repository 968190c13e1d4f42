"""Declarations: the alphabet and the hypotheses of a setting, and what can be read off them."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from sympy import Expr, IndexedBase, Sum, Symbol, oo
from sympy.tensor.indexed import Indexed

from .claims import Claim
from .hypotheses import (
    Assume,
    Definition,
    Hypothesis,
    Independent,
    Mean,
    Normal,
    Uncorrelated,
    Uniform,
    Variance,
    at_entry,
    base_of,
    general_names,
    is_count,
    terms_of,
)
from .laws import BackwardRecursion, Differentiable, FunctionOf, Law, Recursion
from .terms import (
    LAYER,
    E,
    Var,
    families_in,
    names_in,
    rebuilt,
    subterms,
)


@dataclass(frozen=True)
class Declarations:
    """What a setting declares; whether it is in order, `Setting` says."""

    name: str
    alphabet: tuple[tuple[Expr, str], ...]
    ranges: tuple[tuple[Symbol, Expr], ...]
    hypotheses: tuple[Hypothesis, ...] = ()
    random: tuple[Expr, ...] = ()

    def __post_init__(self) -> None:
        """Only a `Setting` is made, which checks what it declares."""
        raise TypeError("declare a Setting: it checks that the declarations are in order")

    @property
    def range_of(self) -> Mapping[Symbol, Expr]:
        """The upper end of the range of each declared index."""
        return dict(self.ranges)

    @property
    def sizes(self) -> frozenset[Symbol]:
        """The symbols that bound the range of an index or the shape of a family, and every other size and depth."""
        counts = (entry for entry, _ in self.alphabet if isinstance(entry, Symbol) and is_count(entry))
        ranging = frozenset[Symbol]().union(*(names_in(upper) for _, upper in self.ranges))
        return (self.shaping | ranging | frozenset(counts)) - frozenset(self.range_of)

    @property
    def shaping(self) -> frozenset[Symbol]:
        """The symbols that the shape of a family depends on."""
        shapes = (base_of(entry).shape or () for entry, _ in self.alphabet if isinstance(entry, Indexed))
        bounds = (size for shape in shapes for size in shape)
        return frozenset[Symbol]().union(*(names_in(bound) for bound in bounds if bound != oo)) - {LAYER}

    @property
    def names(self) -> frozenset[Expr]:
        """Every symbol that the setting declares: of the alphabet, sizes, indices."""
        declared = frozenset(entry for entry, _ in self.alphabet if isinstance(entry, Symbol))
        return declared | self.sizes | frozenset(self.range_of)

    @property
    def families(self) -> frozenset[IndexedBase]:
        """Every family that the setting declares."""
        return frozenset(entry.base for entry, _ in self.alphabet if isinstance(entry, Indexed))

    def free_names(self, hypothesis: Hypothesis) -> frozenset[Symbol]:
        """The symbols that a hypothesis depends on; the indices of a general entry stand for every entry."""
        ends = [upper for _, upper in hypothesis.for_all] if isinstance(hypothesis, Assume) else []
        named = frozenset[Symbol]().union(*map(names_in, (*terms_of(hypothesis), *ends)))
        return named - general_names(hypothesis)

    @property
    def definitions(self) -> tuple[Definition, ...]:
        """The definitions, in the order of the page."""
        return tuple(each for each in self.hypotheses if isinstance(each, Definition))

    @property
    def assumptions(self) -> tuple[Claim, ...]:
        """The assumed relations between symbols."""
        return tuple(each.claim for each in self.hypotheses if isinstance(each, Assume) and not each.for_all)

    @property
    def general_assumptions(self) -> tuple[Assume, ...]:
        """The assumed relations that hold for all values of some indices."""
        return tuple(each for each in self.hypotheses if isinstance(each, Assume) and each.for_all)

    def definition_of(self, term: Expr) -> Definition | None:
        """Return the definition that a symbol or a family entry refers to, if any."""
        return self._defined.get(base_of(term)) if isinstance(term, Symbol | Indexed) else None

    @cached_property
    def _defined(self) -> Mapping[Expr, Definition]:
        return {base_of(each.entry): each for each in reversed(self.definitions)}

    def laws_of(self, term: Expr) -> frozenset[Law]:
        """Return what the setting says of a dependent name."""
        laws = (each for each in self.hypotheses if isinstance(each, Recursion | BackwardRecursion | FunctionOf))
        own = base_of(term)
        return frozenset(
            each
            for each in laws
            if base_of(each.entry) == own or (isinstance(each, FunctionOf) and base_of(each.partial) == own)
        )

    def is_differentiable(self, function: Expr) -> bool:
        """Say whether a function is declared differentiable."""
        return any(isinstance(each, Differentiable) and each.function == function for each in self.hypotheses)

    def mean_of(self, entry: Expr) -> Expr | None:
        """Return the declared mean of an entry, if any."""
        for each in self.hypotheses:
            if isinstance(each, Mean | Normal) and base_of(each.entry) == base_of(entry):
                value = each.value if isinstance(each, Mean) else each.mean
                return at_entry(each.entry, entry, value)
        return None

    def variance_of(self, entry: Expr) -> Expr | None:
        """Return the declared variance of an entry, if any; None also for a term that is no entry."""
        for each in self.hypotheses:
            if isinstance(each, Variance | Normal) and base_of(each.entry) == base_of(entry):
                value = each.value if isinstance(each, Variance) else each.variance
                return at_entry(each.entry, entry, value)
        return None

    def agrees_with(self, other: "Declarations", *terms: Expr, but: frozenset[Expr] = frozenset()) -> bool:
        """Say whether every name that terms depend on is random, defined and ranged here as in another setting.

        but: indices whose range the caller compares.
        """
        names = (self.reached_from(*terms) | other.reached_from(*terms)) - but
        return all(
            (name in self.random) == (name in other.random)
            and self._known_of(name) == other._known_of(name)
            and self.range_of.get(name) == other.range_of.get(name)
            for name in names
        )

    def reached_from(self, *terms: Expr) -> frozenset[Expr]:
        """Return the symbols and families that terms depend on, directly, by definitions or by laws."""
        reached = set[Expr]()
        waiting: list[tuple[Expr, frozenset[Symbol]]] = [(each, frozenset()) for each in terms]
        while waiting:
            term, local = waiting.pop()
            new = ((names_in(term) - local) | families_in(term)) - reached
            reached |= new
            for known in (each for name in new for each in self._known_of(name)):
                waiting += [(each, general_names(known)) for each in terms_of(known)]
        return frozenset(reached)

    def _known_of(self, name: Expr) -> "frozenset[Definition | Law]":
        definitions = (each for each in self.definitions if base_of(each.entry) == name)
        return self.laws_of(name) | frozenset(definitions)

    def definitions_used(self, term: Expr) -> tuple[Definition, ...]:
        """The definitions that a term depends on, directly or through others."""
        names = self.reached_from(term)
        return tuple(each for each in self.definitions if base_of(each.entry) in names)

    def laws_used(self, term: Expr) -> tuple[Law, ...]:
        """The laws that a term depends on, directly or through others."""
        laws = {law for name in self.reached_from(term) for law in self.laws_of(name)}
        return tuple(each for each in self.hypotheses if each in laws)

    def uncorrelated(self, base: Expr) -> bool:
        """Say whether different entries of a family are declared uncorrelated."""
        return any(isinstance(each, Uncorrelated) and each.entry.base == base for each in self.hypotheses)

    def independent(self, families: frozenset[Expr]) -> bool:
        """Say whether one hypothesis declares all these families mutually independent."""
        return any(isinstance(each, Independent) and families <= frozenset(each.families) for each in self.hypotheses)

    def random_in(self, term: Expr) -> frozenset[Expr]:
        """Return the random families and symbols that a term depends on, through its definitions."""
        term = self.unfold(term)
        present = families_in(term) | {part for part in subterms(term) if isinstance(part, Symbol)}
        return frozenset(self.random) & present

    def mean_varies_with(self, term: Expr, variable: Expr) -> bool:
        """Say whether a term contains the mean of something random whose law depends on a symbol or a family."""
        if not self.random:
            return False
        means = (part for part in subterms(self.unfold(term)) if isinstance(part, E | Var))
        random = frozenset[Expr]().union(*map(self.random_in, means))
        laws = (each for each in self.hypotheses if isinstance(each, Mean | Variance | Normal | Uniform))
        drawn = (each for each in laws if base_of(each.entry) in random)
        return any(base_of(variable) in self.reached_from(*terms_of(each)[1:]) for each in drawn)

    def unfold(self, term: Expr) -> Expr:
        """Replace every defined symbol or entry by its definition, until none is left."""
        definition = self.definition_of(term)
        if definition is not None:
            if definition not in self._unfolded:  # once for every entry
                self._unfolded[definition] = self.unfold(definition.body)
            entry = term.base[tuple(map(self.unfold, term.indices))] if isinstance(term, Indexed) else term
            return at_entry(definition.entry, entry, self._unfolded[definition])
        if not term.args or isinstance(term, Indexed | IndexedBase):
            return term
        if isinstance(term, Sum):  # keeps the bound variable: the definitions bring fresh ones
            return type(term)(self.unfold(term.function), *term.limits)
        return rebuilt(term, (self.unfold(argument) for argument in term.args))

    @cached_property
    def _unfolded(self) -> dict[Definition, Expr]:
        return {}
