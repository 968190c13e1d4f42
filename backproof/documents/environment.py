"""What the names of a document mean: definitions, functions, laws, shapes, as far as the page has been read.

An environment is immutable; each definition of the page makes a new one, so that a later section may define a name
anew.  Definitions that come from a setting give way to those of the page.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Literal

from backproof.answers.syntax import Call, Cond, Expr, Fold, Num, Sym, map_expr, walk
from backproof.documents.dimensions import replaced
from backproof.documents.macros import Macros

Shape = Literal["scalar", "vector", "matrix"]
RANK: Mapping[Shape, int] = {"scalar": 0, "vector": 1, "matrix": 2}


TREE_FUNCTIONS = frozenset(["D", "diag", "dot", "kronecker", "onehot"])  # what trees write for operations of their own
OWN = "·"  # behind the name of a function of the page that is called like one of those


_SIZE_NAMES = frozenset(["n", "m", "N", "M", "K", "H"])


def is_size_name(name: str) -> bool:
    """Whether a name is usually that of a size, an integer that is at least 1."""
    return name in _SIZE_NAMES or name.startswith(("n_", "N_", "fan"))


@dataclass(frozen=True)
class Definition:
    """`name_indices := body`; `line` is None for a definition of the setting."""

    name: str
    indices: tuple[str, ...]
    body: Expr
    line: int | None = None
    written: Expr | None = None  # the body before it was opened entry by entry


@dataclass(frozen=True)
class FunctionDefinition:
    """`name(parameter) := body`; former: what it was before, on a page that gives it another parameter."""

    name: str
    parameter: str
    body: Expr
    line: int | None = None
    former: FunctionDefinition | None = None


@dataclass(frozen=True)
class Law:
    """What is known of the distribution of a random name; every entry of a family has the same.

    given: which of its moments, E or Var, the page has said; the setting may have said the others.
    outcomes: of a discrete law, the values and their probabilities.
    loosely: whether words that may mean something else say that the mean is not zero; see `denied`.
    """

    name: str
    mean: Expr | None = None
    variance: Expr | None = None
    kind: Literal["moments", "normal", "uniform", "discrete", "unknown"] = "moments"
    low: Expr | None = None
    high: Expr | None = None
    line: int | None = None
    given: frozenset[str] = frozenset()
    outcomes: tuple[tuple[Expr, Expr], ...] = ()
    loosely: bool = False

    @property
    def letters(self) -> frozenset[str]:
        """The names in terms of which it is given; the g of Var(g_j) = g^2 is a number beside the random g_j."""
        values = (each for each in (self.mean, self.variance, self.low, self.high) if each is not None)
        return frozenset(node.name for value in values for node in walk(value) if isinstance(node, Sym))

    def at_values(self, chosen: Mapping[str, Expr]) -> Law:
        """The law where some numbers have one value each."""
        mean, variance, low, high = (
            None if each is None else replaced(each, dict(chosen))
            for each in (self.mean, self.variance, self.low, self.high)
        )
        return replace(self, mean=mean, variance=variance, low=low, high=high)


@dataclass(frozen=True)
class Environment:
    r"""The meanings of names.

    positive: names of positive numbers;  sizes: names of integers that are at least 1.
    arrays: names that stand for a whole vector or matrix when they have no index; rows: the vectors that are rows.
    assumptions: relations that the setting assumes, with the names they speak of.
    bracketed: names whose layers the page writes in brackets, W^{(2)}, so that W^2 is a square.
    raised: names that carry a layer as W^\ell.
    numbered: letters that the page uses with a number only and defines so, h_1 = sigma(x): each is a name of its own.
    any_depth: whether the layers stand for those of a network of any depth, about which the page says nothing.
    independent: whether names with a law are independent of each other, and the entries of a family too.
    values: numbers of which the page says that they take one of a few values, such as a label in {0, 1}.
    labels: one-hot vectors, and the class of each;  called: other names that words give to the class of a sample.
    here: the names that the section being read has defined.
    shown: what the page has defined names by, also those that it then defined anew.
    sums: what a page draws from a distribution, and has defined as a sum before: a_j = sum_i w_ji x_i, a_j ~ N(0, s^2).
    first_laws: the first law of a name for which the page then chose another, as in "so w ~ N(0, 1/n)".
    spaces: the sizes that the page declares for the indices of an array, by name: n_out and n_in, or 10 and 784, of W.
    fans: the names of the numbers of inputs and of outputs of a layer;  counts: letters that words give to numbers.
    ends: letters up to which the page sums or that words call a fan, so that they are sizes.
    entropies: the letters p of which H(p) is the entropy of a distribution with entries p_k.
    per_sample: families that the page uses with the index of the sample only, and that index.
    bracketed_samples: whether that index stands in brackets above: x^{(i)}.
    of_samples: the index of the sample on a page that writes its network out with it: a_nh, p_nk, L_n.
    unsaid: names of which words that are not read say what they stand for.
    explained: names of which it is known what they stand for, though nothing defines them: inputs and weights.
    free: vectors of which the page says that they are any numbers, or logits.
    derivatives: letters that the page has called derivatives in every layer: delta, of delta^(l) = dL/dz^(l).
    variables: names by which the page differentiates.
    recursions: sequences, with the letter of the number of a term and what the next term is;  starts: the first terms.
    apart: entries of a family that the page gives apart, c_0 and c_N, by their indices: its formula is for the others.
    stepped: letters whose next value is the last one and a step.
    constants, random, independents: names that the words of the page call constant, random, independent.
    dependent: names with a law that may depend on others, whatever `independent` says of the names of the setting.
    """

    setting: str = "general"
    definitions: Mapping[str, Definition] = field(default_factory=dict)
    functions: Mapping[str, FunctionDefinition | str] = field(default_factory=dict)
    laws: Mapping[str, Law] = field(default_factory=dict)
    arrays: Mapping[str, int] = field(default_factory=dict)
    rows: frozenset[str] = frozenset()
    positive: frozenset[str] = frozenset()
    sizes: frozenset[str] = frozenset()
    assumptions: tuple[Cond, ...] = ()
    words: frozenset[str] = frozenset()
    macros: Macros = field(default_factory=dict)
    layers: tuple[int, ...] = ()
    bracketed: frozenset[str] = frozenset()
    raised: frozenset[str] = frozenset()
    numbered: frozenset[str] = frozenset()
    any_depth: bool = False
    independent: bool = False
    values: Mapping[str, tuple[Fraction, ...]] = field(default_factory=dict)
    labels: Mapping[str, Sym] = field(default_factory=dict)
    called: Mapping[str, Expr] = field(default_factory=dict)
    here: frozenset[str] = frozenset()
    first_laws: Mapping[str, Law] = field(default_factory=dict)
    shown: tuple[Expr, ...] = ()
    sums: Mapping[str, Definition] = field(default_factory=dict)
    explained: frozenset[str] = frozenset()
    free: frozenset[str] = frozenset()
    derivatives: frozenset[str] = frozenset()
    variables: frozenset[str] = frozenset()
    constants: frozenset[str] = frozenset()
    random: frozenset[str] = frozenset()
    independents: frozenset[str] = frozenset()
    dependent: frozenset[str] = frozenset()
    entropies: frozenset[str] = frozenset()
    per_sample: Mapping[str, str] = field(default_factory=dict)
    bracketed_samples: bool = False
    of_samples: str = ""
    unsaid: frozenset[str] = frozenset()
    spaces: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    fans: tuple[str, ...] = ()
    counts: frozenset[str] = frozenset()
    ends: frozenset[str] = frozenset()
    recursions: Mapping[str, tuple[str, Expr]] = field(default_factory=dict)
    starts: Mapping[str, Expr] = field(default_factory=dict)
    stepped: frozenset[str] = frozenset()
    apart: Mapping[str, Mapping[Expr, Expr]] = field(default_factory=dict)

    def definition(self, name: str, rank: int) -> Definition | None:
        """The definition of a name that is used with so many indices."""
        found = self.definitions.get(name)
        return found if found is not None and len(found.indices) == rank else None

    def defining(self, definition: Definition) -> Environment:
        """The same with one more definition."""
        laws = {name: law for name, law in self.laws.items() if name != definition.name}
        return replace(
            self,
            definitions={**self.definitions, definition.name: definition},
            laws=laws,
            positive=self.positive - {definition.name},
            unsaid=self.unsaid - {definition.name},
            shown=self.shown if definition.line is None else (*self.shown, definition.body),
        )

    def forgetting_shape(self, name: str) -> Environment:
        """The same, with a name that is a number until something says otherwise."""
        return replace(
            self, arrays={each: rank for each, rank in self.arrays.items() if each != name}, rows=self.rows - {name}
        )

    def naming(self, function: FunctionDefinition) -> Environment:
        """The same with one more function."""
        return replace(self, functions={**self.functions, function.name: function})

    def drawing(self, law: Law) -> Environment:
        """The same with one more law, which takes the place of a definition of the setting."""
        definitions = {
            name: each
            for name, each in self.definitions.items()
            if name != law.name or (each.line is not None and law.line is None)
        }
        gone = None if law.name in definitions else self.definitions.get(law.name)
        drawn = {law.name: gone} if gone is not None and isinstance(gone.body, Fold) else {}
        return replace(
            self,
            laws={**self.laws, law.name: law},
            definitions=definitions,
            sums={**self.sums, **drawn},
            positive=self.positive - ({law.name} - law.letters),
            unsaid=self.unsaid - {law.name},
        )

    def with_parameters(self, names: frozenset[str]) -> Environment:
        """The same with numbers of these names, whatever the setting said of them."""
        definitions = {
            name: each for name, each in self.definitions.items() if name not in names or each.line is not None
        }
        arrays = {name: rank for name, rank in self.arrays.items() if name not in names}
        return replace(self, definitions=definitions, arrays=arrays)

    def rewritten(self, change: Callable[[Expr], Expr]) -> Environment:
        """The same with the body of every definition changed."""
        return replace(
            self, definitions={name: replace(each, body=change(each.body)) for name, each in self.definitions.items()}
        )

    def at_values(self, chosen: Mapping[str, Expr]) -> Environment:
        """The same where some numbers have one value each."""
        functions = {
            name: replace(each, body=replaced(each.body, dict(chosen)))
            if isinstance(each, FunctionDefinition) and each.parameter not in chosen
            else each
            for name, each in self.functions.items()
        }
        return replace(self.rewritten(lambda body: replaced(body, dict(chosen))), functions=functions)

    def calling(self, change: Mapping[str, str]) -> Environment:
        """The same with other functions in the place of some, in the definitions too."""
        functions = {
            name: change.get(each, each) if isinstance(each, str) else each for name, each in self.functions.items()
        }
        return replace(self.rewritten(lambda body: called(change, body)), functions=functions)

    def counting(self) -> Environment:
        """The same where letters that words give to numbers, of which nothing else is known, are sizes."""
        known = (self.definitions, self.laws, self.functions, self.arrays, self.values, self.positive)
        counts = {name for name in self.counts if not any(name in each for each in known)}
        return replace(self, sizes=self.sizes | counts) if counts else self

    def is_size(self, name: str) -> bool:
        """Whether a name is that of a size: by custom, or by the words of the page ("$d$ inputs and $m$ outputs")."""
        known = self.definitions.get(name)
        is_free = known is None or isinstance(known.body, Num)  # d = 784
        return is_size_name(name) or (
            name in {*self.fans, *self.ends} and is_free and name not in self.laws.keys() | self.arrays.keys()
        )

    def shaping(self, name: str, rank: int) -> Environment:
        """The same with one more array."""
        return replace(self, arrays={**self.arrays, name: rank})


def called(change: Mapping[str, str], expr: Expr) -> Expr:
    """The expression with other functions in the place of some, and of their derivatives."""
    expr = map_expr(expr, lambda each: called(change, each))
    if isinstance(expr, Call) and (name := expr.function.rstrip("'")) in change:
        return Call(change[name] + expr.function[len(name) :], expr.args)
    return expr
