"""Settings: what a chapter lets you assume.

A setting declares the alphabet (symbols, sizes, the range of each index, which families are random),
the definitions and the hypotheses.  Theorems are stated in a setting; `without` drops one hypothesis,
which is how the hypothesis ledger tests that each is needed.
"""

from dataclasses import dataclass, replace

from sympy import Expr, Integral, Sum, Symbol, oo
from sympy.tensor.indexed import Indexed

from .declarations import Declarations
from .hypotheses import (
    Assume,
    Definition,
    Hypothesis,
    Independent,
    Mean,
    Normal,
    Symmetric,
    Uncorrelated,
    Uniform,
    Variance,
    base_of,
    fits_positive,
    general_names,
    is_count,
    terms_of,
)
from .laws import BackwardRecursion, Differentiable, FunctionOf, Law, Recursion
from .signs import is_positive
from .terms import (
    D,
    E,
    Var,
    families_in,
    is_dependent,
    mentions,
    names_in,
    shape_of,
    subterms,
)


@dataclass(frozen=True)
class Setting(Declarations):
    """Alphabet, definitions and hypotheses of a chapter.

    alphabet: (name, meaning) pairs, in reading order, for people.
    ranges: the size n of each index, which runs over 1..n.
    random: the families and symbols that are random; everything else is a constant.
    """

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
            loose = frozenset[Symbol]().union(*map(names_in, terms_of(hypothesis))) & set(self.range_of) - set(indices)
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
        loose = frozenset[Symbol]().union(*map(names_in, terms_of(law))) & (others - general_names(law))
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
            for term in terms_of(each):
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
                parameters = tuple(map(self.unfold, terms_of(each)[1:]))
                drawn = sorted({str(name) for parameter in parameters for name in self.random_in(parameter)})
                if drawn or any(parameter.has(E, Var) for parameter in parameters):
                    what = drawn[0] if drawn else "a mean"
                    raise self._error(f"{each.words!r} may not mention {what}: a law has constants for parameters")
            if (
                isinstance(each, Normal | Symmetric | Mean | Uniform)
                and each.entry.is_positive
                and not fits_positive(each)
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
