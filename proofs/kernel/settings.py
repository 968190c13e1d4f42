"""Settings: what a chapter lets you assume.

A setting declares the alphabet (symbols, sizes, the range of each index, which families are random),
the definitions and the hypotheses.  Theorems are stated in a setting; `without` drops one hypothesis,
which is how the hypothesis ledger tests that each is needed.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import ClassVar, assert_never

from sympy import Expr, IndexedBase, Integral, Sum, Symbol, oo
from sympy.tensor.indexed import Indexed

from .claims import Claim, equal
from .laws import BackwardRecursion, Differentiable, FunctionOf, Law, Recursion
from .signs import is_nonnegative, is_positive
from .terms import (
    LAYER,
    D,
    E,
    Var,
    families_in,
    is_dependent,
    mentions,
    names_in,
    shape_of,
    substitute,
    subterms,
)


@dataclass(frozen=True)
class Definition:
    """`entry := body`.  A definition only names; it is a hypothesis that can't be false."""

    entry: Expr
    body: Expr
    words: str
    kind: ClassVar[str] = "definition"

    @property
    def formulas(self) -> tuple[Claim, ...]:
        """The defining equation."""
        return (equal(self.entry, self.body),)


@dataclass(frozen=True)
class Mean:
    """`E[entry] = value` for every entry of the family."""

    entry: Expr
    value: Expr
    words: str
    kind: ClassVar[str] = "hypothesis"

    @property
    def formulas(self) -> tuple[Claim, ...]:
        """The equation for a general entry."""
        return (equal(E(self.entry), self.value),)


@dataclass(frozen=True)
class Variance:
    """`Var(entry) = value` for every entry of the family."""

    entry: Expr
    value: Expr
    words: str
    kind: ClassVar[str] = "hypothesis"

    @property
    def formulas(self) -> tuple[Claim, ...]:
        """The equation for a general entry."""
        return (equal(Var(self.entry), self.value),)


@dataclass(frozen=True)
class Uncorrelated:
    """`E[u v] = E[u] E[v]` for two different entries u, v of the family."""

    entry: Indexed
    other: Indexed
    words: str
    kind: ClassVar[str] = "hypothesis"

    @property
    def formulas(self) -> tuple[Claim, ...]:
        """The product rule for a general pair of different entries."""
        return (equal(E(self.entry * self.other), E(self.entry) * E(self.other)),)


@dataclass(frozen=True)
class Independent:
    """The listed families are mutually independent, each taken as a whole."""

    families: tuple[IndexedBase, ...]
    words: str
    kind: ClassVar[str] = "hypothesis"
    formulas: ClassVar[tuple[Claim, ...]] = ()


@dataclass(frozen=True)
class Normal:
    """Every entry is normally distributed with this mean and variance (a density: variance > 0)."""

    entry: Expr
    mean: Expr
    variance: Expr
    words: str
    kind: ClassVar[str] = "hypothesis"
    formulas: ClassVar[tuple[Claim, ...]] = ()


@dataclass(frozen=True)
class Uniform:
    """Every entry is uniformly distributed on [low, high], low < high."""

    entry: Expr
    low: Expr
    high: Expr
    words: str
    kind: ClassVar[str] = "hypothesis"
    formulas: ClassVar[tuple[Claim, ...]] = ()


@dataclass(frozen=True)
class Symmetric:
    """Every entry has the same distribution as its negative."""

    entry: Expr
    words: str
    kind: ClassVar[str] = "hypothesis"
    formulas: ClassVar[tuple[Claim, ...]] = ()


@dataclass(frozen=True)
class Assume:
    """A relation between the symbols of the setting, such as `r > 0` or `sum of t = 1`.

    An induction hypothesis may mention indices: `fixed` ones have the values that they have wherever it is used;
    it holds for all values from 1 to the upper end of those in `for_all`.
    """

    claim: Claim
    words: str
    fixed: tuple[Symbol, ...] = ()
    for_all: tuple[tuple[Symbol, Expr], ...] = ()
    kind: ClassVar[str] = "hypothesis"

    @property
    def formulas(self) -> tuple[Claim, ...]:
        """The relation itself."""
        return (self.claim,)


Hypothesis = (
    Law
    | Differentiable
    | Definition
    | Mean
    | Variance
    | Uncorrelated
    | Independent
    | Normal
    | Uniform
    | Symmetric
    | Assume
)


def _terms_of(hypothesis: Hypothesis) -> tuple[Expr, ...]:
    """The terms that a hypothesis is made of."""
    match hypothesis:
        case Definition(entry=entry, body=value) | Mean(entry=entry, value=value) | Variance(entry=entry, value=value):
            return entry, value
        case Normal(entry=entry, mean=first, variance=second) | Uniform(entry=entry, low=first, high=second):
            return entry, first, second
        case Uncorrelated(entry=entry, other=other):
            return entry, other
        case Symmetric(entry=entry):
            return (entry,)
        case Assume(claim=claim):
            return claim.terms
        case (
            Recursion(entry=entry, start=first, following=second)
            | BackwardRecursion(entry=entry, last=first, body=second)
        ):
            return entry, first, second
        case FunctionOf(entry=entry, of=first, partial=second):
            return entry, first, second
        case Independent() | Differentiable():
            return ()
        case _:
            assert_never(hypothesis)


def _fits_positive(hypothesis: Normal | Symmetric | Mean | Uniform) -> bool:
    match hypothesis:
        case Mean(value=value):
            return is_positive(value)
        case Uniform(low=low):
            return is_nonnegative(low)
        case _:
            return False


def general_names(hypothesis: "Hypothesis") -> frozenset[Symbol]:
    """Return the names that stand for every value in a hypothesis: the indices of its general entry."""
    names = {hypothesis.over} if isinstance(hypothesis, FunctionOf) else set()
    names |= {name for name, _ in hypothesis.for_all} if isinstance(hypothesis, Assume) else set()
    entry = getattr(hypothesis, "entry", None)
    indices = entry.indices if isinstance(entry, Indexed) else ()
    return frozenset(names | {each for each in indices if isinstance(each, Symbol)})


def is_count(symbol: Symbol) -> bool:
    """Say whether a symbol is declared as a size (at least 1) or a natural number (at least 0)."""
    return bool(symbol.is_integer and symbol.is_nonnegative)


def base_of(entry: Expr) -> Expr:
    """Return the family of an entry, or the symbol itself."""
    return entry.base if isinstance(entry, Indexed) else entry


@dataclass(frozen=True)
class Setting:
    """Alphabet, definitions and hypotheses of a chapter.

    alphabet: (name, meaning) pairs, in reading order, for people.
    ranges: the size n of each index, which runs over 1..n.
    random: the families and symbols that are random; everything else is a constant.
    """

    name: str
    alphabet: tuple[tuple[Expr, str], ...]
    ranges: tuple[tuple[Symbol, Expr], ...]
    hypotheses: tuple[Hypothesis, ...] = ()
    random: tuple[Expr, ...] = ()

    def __post_init__(self) -> None:
        """Refuse names that could be confused: a symbol and a family must not share one."""
        names = [str(base_of(entry)) for entry, _ in self.alphabet]
        for name in names:
            if names.count(name) > 1:
                raise self._error(f"{name!r} is declared twice: rename one of them")
        for each in self.random:
            if each not in {base_of(entry) for entry, _ in self.alphabet}:
                raise self._error(f"{each} is random but not in the alphabet")
            if each in self.sizes:
                raise self._error(f"{each} is a size and can't be random")
        for hypothesis in self.hypotheses:
            self._check_general(hypothesis)
            if isinstance(hypothesis, Definition):
                self._check(hypothesis)
        self._check_names()
        self._check_laws()
        self._check_order()
        for hypothesis in self.hypotheses:
            if isinstance(hypothesis, Recursion | BackwardRecursion | FunctionOf):
                self._check_law(hypothesis)

    def _error(self, words: str) -> ValueError:
        return ValueError(f"setting {self.name!r}: {words}")

    def _check_general(self, hypothesis: "Hypothesis") -> None:
        """A hypothesis about entries speaks of a general one: different indices, each over the range of its place."""
        match hypothesis:
            case Assume(claim=claim, fixed=fixed, for_all=bound):
                if claim.relation == "iff":
                    raise self._error(f"an assumption relates terms, not claims: {claim}")
                settled = {*fixed, *(name for name, _ in bound)}
                free = ({each for side in claim.terms for each in names_in(side)} & set(self.range_of)) - settled
                if free:
                    raise self._error(f"the assumption {claim} has loose indices {sorted(map(str, free))}")
                return
            case Differentiable():
                return
            case Recursion() | BackwardRecursion() | FunctionOf():
                return  # checked when the definitions are known to be in order
            case Independent(families=families):
                for each in families:
                    if each not in self.random:
                        raise self._error(f"{each} is declared independent but is not a random family")
                return
            case Uncorrelated(entry=entry, other=other):
                if base_of(entry) != base_of(other):
                    raise self._error(f"{hypothesis.words!r} relates {entry} and {other}, which are of two families")
                entries = [entry, other]
            case _:
                entries = [hypothesis.entry]
        indices = [index for each in entries if isinstance(each, Indexed) for index in each.indices]
        if not isinstance(hypothesis, Definition):
            loose = frozenset[Symbol]().union(*map(names_in, _terms_of(hypothesis))) & set(self.range_of) - set(indices)
            if loose:
                raise self._error(f"{hypothesis.words!r} has loose indices {sorted(map(str, loose))}")
        if len(set(indices)) < len(indices):
            raise self._error(f"{hypothesis.words!r} is not about a general entry: its indices must differ")
        for each in entries:
            for index, size in zip(
                *((each.indices, shape_of(each)) if isinstance(each, Indexed) else ((), ())), strict=True
            ):
                if size == oo and isinstance(index, Symbol) and is_count(index) and index not in self.range_of:
                    continue
                if self.range_of.get(index) != size:
                    raise self._error(f"{hypothesis.words!r} is not about a general entry: {index} must run to {size}")

    def _check_law(self, law: Law) -> None:
        """A dependent name depends on constants, and on dependent names that come before it; one law says how."""
        own, later = base_of(law.entry), self._upward
        if not is_dependent(law.entry):
            raise self._error(f"{law.words!r} makes {own} depend on other names: declare it as dependent")
        if own in self.random:
            raise self._error(f"{law.words!r} determines {own}, so it can't be declared random as well")
        match law:
            case Recursion(entry=entry, start=start, following=body):
                self._check_layers(law, body, law.layer)
                if mentions(start, frozenset({own})):
                    raise self._error(f"{law.words!r} begins with itself")
                if entry.is_positive and not (is_positive(start) and is_positive(body)):
                    raise self._error(f"{entry} is declared positive, but its recursion is not seen to be")
                later = frozenset(base for base in self.families | self.names if is_dependent(base))
                bodies: tuple[Expr, ...] = (start, body)
            case BackwardRecursion(last=last, body=body):
                self._check_layers(law, body, law.layer + 1)
                if law.layer in names_in(last) or law.entry.is_positive:
                    raise self._error(f"{law.words!r}: the last layer can't vary, and no sign is seen")
                bodies = (body,)
            case FunctionOf(of=of):
                self._check_gradient(law)
                bodies = (self.unfold(of),)
        self._check_single(law)
        others = frozenset[Symbol]().union(*map(general_names, self.hypotheses)) | frozenset(self.range_of)
        loose = frozenset[Symbol]().union(*map(names_in, _terms_of(law))) & (others - general_names(law))
        if loose:
            raise self._error(f"{law.words!r} has loose indices {sorted(map(str, loose))}")
        defined = {base_of(each.entry) for each in self.definitions}
        for body in bodies:
            used = (families_in(body) | {part for part in subterms(body) if isinstance(part, Symbol)}) - {own}
            wrong = sorted(str(each) for each in used if each in later or each in self.random or each in defined)
            if wrong or body.has(D, E, Var, Integral):
                raise self._error(f"{law.words!r} may not mention {(*wrong, 'a derivative or an expectation')[0]}")

    def _check_gradient(self, law: FunctionOf) -> None:
        if not is_dependent(law.partial) or law.partial.is_positive or law.entry.is_positive:
            raise self._error(
                f"{law.words!r}: {law.entry} and its partial derivatives must be dependent, without a sign"
            )
        indices = law.entry.indices if isinstance(law.entry, Indexed) else ()
        places = [each for each in law.of.indices if each == law.over]
        if len(places) != 1 or law.over in indices or law.partial.indices.count(law.over) != 1:
            raise self._error(f"{law.words!r}: {law.over} must number the variables and the partial derivatives")
        if len(set(indices)) < len(indices) or any(law.partial.indices.count(each) != 1 for each in indices):
            raise self._error(f"{law.words!r} is not about a general entry: its indices must differ")

    def _check_single(self, law: Law) -> None:
        """A name has one law; only partial derivatives may continue below their layer by a backward recursion."""
        laws = self.laws_of(law.entry)
        allowed = {law}
        if isinstance(law, BackwardRecursion):
            tops = {each for each in laws if isinstance(each, FunctionOf)}
            allowed |= {each for each in tops if len(tops) == 1 and each.partial.indices[0] == law.last}
        if laws != allowed:
            raise self._error(f"{base_of(law.entry)} has two laws: drop one")
        if isinstance(law, FunctionOf):
            others = self.laws_of(law.partial) - {law}
            if any(not isinstance(each, BackwardRecursion) for each in others):
                raise self._error(f"{law.partial.base} has two laws: drop one")

    @property
    def _upward(self) -> frozenset[Expr]:
        """The names that an unknown function or a backward recursion determines."""
        laws = [each for each in self.hypotheses if isinstance(each, BackwardRecursion | FunctionOf)]
        partial = (base_of(each.partial) for each in laws if isinstance(each, FunctionOf))
        return frozenset((*(base_of(each.entry) for each in laws), *partial))

    def _check_layers(self, law: Recursion | BackwardRecursion, body: Expr, layer: Expr) -> None:
        """A recursion refers to itself at the neighbouring layer only, and its entry is a general one."""
        own = law.entry.base
        if any(each.base == own and each.indices[0] != layer for each in body.atoms(Indexed)):
            raise self._error(f"{law.words!r} may refer to {own.label} at the layer {layer} only")
        index = law.layer
        if (
            not (isinstance(index, Symbol) and is_count(index))
            or index in self.range_of
            or (own.shape or (1,))[0] != oo
        ):
            raise self._error(f"{law.words!r} needs a layer as its first index")
        self._check_places(law.entry, law.entry.indices[1:], law.words)

    def _check_places(self, entry: Indexed, indices: tuple[Expr, ...], words: str) -> None:
        """The indices of a general entry differ: the law is about all their values."""
        if len(set(entry.indices)) < len(entry.indices) or not all(isinstance(each, Symbol) for each in indices):
            raise self._error(f"{words!r} is not about a general entry: its indices must differ")

    def _check_names(self) -> None:
        """Every name is declared, and no two names look the same; a range is a size or a number."""
        printed = [str(each) for each in self.names]
        if len(set(printed)) < len(printed):
            raise self._error("two declared names look the same")
        for index, upper in self.ranges:
            if not (upper.is_Integer or isinstance(upper, Symbol | Indexed)) or not (
                upper.is_integer and upper.is_positive
            ):
                raise self._error(f"the range of {index} must be a size or a positive number, not {upper}")
            if index in names_in(upper):
                raise self._error(f"{index} is the end of its own range: call one of them something else")
        for each in self.hypotheses:
            for term in _terms_of(each):
                bound = {variable for part in term.atoms(Sum, Integral) for variable in part.bound_symbols}
                symbols = {part for part in subterms(term) if isinstance(part, Symbol)} - bound
                unknown = sorted(str(name) for name in symbols - self.names - general_names(each))
                if unknown:
                    raise self._error(f"{each.words!r} mentions {unknown[0]}, which the alphabet does not declare")

    def _check_order(self) -> None:
        """Definitions must not go round in a circle."""
        names = {base_of(each.entry): each for each in self.definitions}
        if len(names) < len(self.definitions):
            raise self._error("a name is defined twice: drop one definition")
        settled: set[Expr] = set()
        while len(settled) < len(names):
            ready = {
                base for base, each in names.items() if not mentions(each.body, frozenset(names.keys() - settled))
            } - settled
            if not ready:
                raise self._error(f"the definitions of {sorted(map(str, names.keys() - settled))} refer to each other")
            settled |= ready

    def _check_laws(self) -> None:
        """A family has one mean and one variance at most, declared of what is random and not defined."""
        for kinds in ((Mean, Normal, Uniform), (Variance, Normal, Uniform)):
            bases = [base_of(each.entry) for each in self.hypotheses if isinstance(each, kinds)]
            for base in bases:
                if bases.count(base) > 1:
                    raise self._error(f"two hypotheses give {base} a law: drop one")
                if base not in self.random:
                    raise self._error(f"{base} has a law but is not random")
        for each in self.hypotheses:
            if isinstance(each, Symmetric | Uncorrelated) and base_of(each.entry) not in self.random:
                raise self._error(f"{base_of(each.entry)} has a law but is not random")
            if isinstance(each, Mean | Variance | Normal | Uniform):
                parameters = tuple(map(self.unfold, _terms_of(each)[1:]))
                drawn = sorted({str(name) for parameter in parameters for name in self.random_in(parameter)})
                if drawn or any(parameter.has(E, Var) for parameter in parameters):
                    what = drawn[0] if drawn else "a mean"
                    raise self._error(f"{each.words!r} may not mention {what}: a law has constants for parameters")
            if (
                isinstance(each, Normal | Symmetric | Mean | Uniform)
                and each.entry.is_positive
                and not _fits_positive(each)
            ):
                raise self._error(f"{each.entry} is declared positive, which contradicts {each.words!r}")

    def _check(self, definition: Definition) -> None:
        entry, body = definition.entry, definition.body
        if mentions(body, frozenset({base_of(entry)})):
            raise self._error(f"the definition of {entry} refers to itself")
        if base_of(entry) in self.random:
            raise self._error(f"{entry} is defined, so it can't be declared random as well")
        if entry.is_positive and not is_positive(body):
            raise self._error(f"{entry} is declared positive, but its definition is not seen to be")
        own = frozenset(entry.indices) if isinstance(entry, Indexed) else frozenset()
        layers = frozenset[Symbol]().union(*map(general_names, self.hypotheses))
        loose = (names_in(body) & (frozenset(self.range_of) | layers)) - own
        if loose:
            raise self._error(f"the definition of {entry} has loose indices {sorted(map(str, loose))}")

    def without(self, hypothesis: Hypothesis) -> "Setting":
        """Return the same setting with one hypothesis dropped."""
        if hypothesis not in self.hypotheses:
            raise KeyError(f"setting {self.name!r} has no such hypothesis: {hypothesis.words}")
        return replace(self, hypotheses=tuple(known for known in self.hypotheses if known != hypothesis))

    def having_variable(self, variable: Symbol, words: str = "a variable of integration") -> "Setting":
        """Return the same setting with one more name."""
        return replace(self, alphabet=(*self.alphabet, (variable, words)))

    def having(self, *hypotheses: Hypothesis) -> "Setting":
        """Return the same setting with more hypotheses."""
        return replace(self, hypotheses=self.hypotheses + hypotheses)

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
        named = frozenset[Symbol]().union(*map(names_in, (*_terms_of(hypothesis), *ends)))
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
        if not isinstance(term, Symbol | Indexed):
            return None
        return next((each for each in self.definitions if base_of(each.entry) == base_of(term)), None)

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

    def agrees_with(self, other: "Setting", *terms: Expr, but: frozenset[Expr] = frozenset()) -> bool:
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
                waiting += [(each, general_names(known)) for each in _terms_of(known)]
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
        return tuple({law: None for name in self.reached_from(term) for law in self.laws_of(name)})

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
        means = (part for part in subterms(self.unfold(term)) if isinstance(part, E | Var))
        random = frozenset[Expr]().union(*map(self.random_in, means))
        laws = (each for each in self.hypotheses if isinstance(each, Mean | Variance | Normal | Uniform))
        drawn = (each for each in laws if base_of(each.entry) in random)
        return any(base_of(variable) in self.reached_from(*_terms_of(each)[1:]) for each in drawn)

    def unfold(self, term: Expr) -> Expr:
        """Replace every defined symbol or entry by its definition, until none is left."""
        definition = self.definition_of(term)
        if definition is not None:
            return self.unfold(at_entry(definition.entry, term, definition.body))
        if not term.args or isinstance(term, Indexed | IndexedBase):
            return term
        if isinstance(term, Sum):  # keeps the bound variable: the definitions bring fresh ones
            return type(term)(self.unfold(term.function), *term.limits)
        return term.func(*(self.unfold(argument) for argument in term.args))


def at_entry(general: Expr, entry: Expr, body: Expr) -> Expr:
    """Instantiate a statement about a general entry, `w[j, i]`, at another entry of the same family."""
    if not isinstance(general, Indexed):
        return body
    if len(general.indices) != len(entry.indices):
        raise ValueError(f"{entry} has {len(entry.indices)} indices where {general} has {len(general.indices)}")
    return substitute(body, dict(zip(general.indices, entry.indices, strict=True)))
