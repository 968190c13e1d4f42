r"""Moments of layers: what one layer does to a variance, and what becomes of it after many.

    \text{Var}(a^{(l)}) = n \sigma^2 \text{Var}(a^{(l-1)})           one layer: its factor is n \sigma^2
    \text{Var}(a^{(L)}) = (n \sigma^2)^L \text{Var}(x)               L layers: the factor L times
    \text{Var}(a^{(L)}) = \prod_{l=1}^L n_{l-1} \sigma_l^2 v^2       layers that differ
    v_l = \frac12 n \sigma^2 v_{l-1}, so v_L = (n \sigma^2/2)^L v_0  a sequence that the page defines

That a linear layer multiplies a variance by n \sigma^2, one behind ReLU by half of that, and L layers by the factor of
one to the power of L, is the theorem `depth` of the book; here the factor is read and the algebra left to the kernel.
Layers that differ multiply it by the product of their factors, which is how a product is defined.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from fractions import Fraction

from backproof.answers.printing import plain
from backproof.answers.syntax import (
    Add,
    Call,
    Compare,
    Cond,
    Div,
    Entry,
    Expr,
    Fold,
    Mul,
    Num,
    Pow,
    Sym,
    map_expr,
    walk,
)
from backproof.answers.tokens import Unreadable
from backproof.documents.environment import Environment, is_size_name
from backproof.documents.judgement import judge_relation
from backproof.documents.layer_factors import (
    BACKWARD,
    BEHIND,
    FUNCTIONS,
    OF_ANY_LAYER,
    Activation,
    Factor,
    activation_of,
    are_the_only,
    centred,
    declared_fan,
    has_centred_inputs,
    is_called_linear,
    is_fan,
    is_spread,
    is_weight,
    names,
    standard,
    start_of,
    with_start,
    with_weights,
)
from backproof.documents.layer_steps import EVERY_LAYER, LayerStep, is_constant, step_before
from backproof.documents.layer_sums import is_mean_of_layer, with_sums_done
from backproof.documents.layer_trees import (
    DEPTHS,
    LAYER,
    ONE,
    Moment,
    at_layer,
    constant_products,
    flat,
    is_index_free,
    outside_moments,
    place,
    sequence,
    unindexed,
    with_letter_l,
    with_value,
    without,
)
from backproof.documents.lexer import read_side
from backproof.documents.outcomes import Outcome, lacking
from backproof.documents.rectified_layers import (
    SECOND,
    in_seconds,
    rectified,
    says_symmetric,
    speaks_of_outputs,
    variance_for_second_moment,
    with_variance_of_outputs,
)
from backproof.documents.settings import names_of
from backproof.documents.statements import Side


@dataclass
class Depths:
    """What the page has said of its layers; text: the page."""

    text: str
    factors: dict[tuple[str, Activation], Factor] = field(default_factory=dict)
    sequences: frozenset[str] = frozenset()
    stated: list[LayerStep] = field(default_factory=list)
    value: Compare | None = None  # the value of a number, where a claim is judged for that one

    def chain(
        self, sides: tuple[Side, ...], env: Environment, given: tuple[Cond, ...], chosen: tuple[Cond, ...], asked: bool
    ) -> list[tuple[int, Outcome]]:
        """The links of a chain of equations, each with its number; empty if one is no equation between moments.

        given: values under which the chain is claimed;  chosen: those that the page has chosen before.
        asked: whether the words ask for it.
        """
        found: list[tuple[int, Outcome]] = []
        before: Expr | None = None
        general = False  # whether it speaks of any layer, or of one that the page does not have
        for n, side in enumerate(sides):
            if re.fullmatch(r"\\[lcv]?dots", side.latex.strip()) and n:
                continue
            try:
                tree = read_side(side.latex, names_of(env))[0]
            except Unreadable:
                return []
            plain_tree = with_letter_l(tree)
            general = general or any(self._is_general(each, env) for each in self._moments(plain_tree))
            general = general or any(is_mean_of_layer(node) for node in walk(plain_tree))
            letters = rectified(self.text[: side.start])
            general = general or (letters is not None and speaks_of_outputs(plain_tree, letters))
            if before is not None:
                outcome = self._under(before, tree, side.start, env, given, chosen, asked)
                if outcome is None:
                    return []
                general = general or EVERY_LAYER in outcome.reason
                found.append((n - 1, outcome))
            before = tree
        return found if general else []

    def _under(
        self,
        left: Expr,
        right: Expr,
        at: int,
        env: Environment,
        given: tuple[Cond, ...],
        chosen: tuple[Cond, ...],
        asked: bool,
    ) -> Outcome | None:
        """A link, for all values of its names or else for those that are given or were chosen."""
        outcome = self.judge(left, right, at, env, not (asked or given))
        if outcome is None and not asked:
            outcome = self._by_stated_step(left, right, at, env)
        if outcome is not None and outcome.verdict != "refuted":
            return outcome
        for conditions in (given, chosen):
            for value in conditions:
                if not isinstance(value, Compare) or value.relation != "=":
                    continue
                self.value = value
                special = self._judged(left, right, at, env)
                self.value = None
                if special is not None and special.verdict == "refuted" and given == (value,) and not asked:
                    return special
                if special is None or special.verdict not in ("proved", "conditional"):
                    continue
                words = f"{plain(value.left)} = {plain(value.right)}"
                if conditions is given:
                    return replace(special, reason=f"{special.reason}, for {words}")
                return Outcome("conditional", f"holds with {words}, as chosen before", condition=words)
        return outcome

    def judge(self, left: Expr, right: Expr, at: int, env: Environment, free: bool = True) -> Outcome | None:
        """Whether an equation between moments of layers holds; None for any other, or where nothing can be said.

        at: the place in the text where it stands;  free: whether nothing restricts it and nobody asks for it.
        """
        outcome = self._judged(left, right, at, env)
        if outcome is None or outcome.verdict not in ("refuted", "undecided"):
            return outcome
        factors = any(is_fan(node) or is_spread(node, env) for side in (left, right) for node in walk(side))
        letters = rectified(self.text[:at])
        outputs = letters is not None and any(speaks_of_outputs(side, letters) for side in (left, right))
        return outcome if free and (factors or outputs) else None

    def _by_stated_step(self, left: Expr, right: Expr, at: int, env: Environment) -> Outcome | None:
        """A moment after several layers by that of an earlier one, where the page states what each layer does."""
        left, right = (constant_products(with_letter_l(side)) for side in (left, right))
        last, others = self._moment(left), [*self._moments(right)]
        if last is None or len(others) != 1 or others[0].name != last.name:
            return None
        if (one := self._one_layer(left, right)) is not None:
            if is_constant(one[0]):
                self.stated.append(LayerStep(last.name, one[0], at, one[1]))
            return None
        step = step_before(self.stated, last.name, self.text, at, env)
        factor = without(right, lambda node: self._moment(node) is not None)
        if step is None or factor is None or not is_constant(factor) or "l" in (last.letter, others[0].letter):
            return None
        return self._compared(factor, step.between(others[0], last), Factor(step.factor, step.words, step.words))

    def _judged(self, left: Expr, right: Expr, at: int, env: Environment) -> Outcome | None:
        left, right = (constant_products(with_letter_l(side)) for side in (left, right))
        done = self._with_sums(left, right, at, env)
        left, right = (with_letter_l(with_weights(side, env)) for side in done or (left, right))
        if (found := self._of_seconds(left, right, at, env)) is not None:
            return found
        if (name := sequence(left, right)) is not None:
            self.sequences |= {name}
        moments = [*self._moments(left), *self._moments(right)]
        of = {each.name for each in moments}
        if done is not None:
            independent = Factor(ONE, "weights are independent of what they see, and both have mean zero")
            same = self._compared(self._named(left), self._named(right), independent)
            if same.verdict == "proved":
                return same
        if len(of) != 1:
            return None
        (name,) = of
        known = None if not name.startswith("Var ") else activation_of(self.text[:at])
        if known is not None or not name.startswith("Var "):
            return self._behind(known or "linear", name, left, right, env, is_called_linear(self.text[:at]))
        wrong: list[Outcome] = []
        for activation, words in BEHIND.items():  # the words do not say which layers are meant
            found = self._behind(activation, name, left, right, env)
            if found is not None and found.verdict in ("proved", "conditional"):
                return lacking(words, *found.missing)
            wrong += [found] if found is not None and found.verdict == "refuted" else []
        return wrong[-1] if len(wrong) == len(BEHIND) and are_the_only(self.text[:at]) else None

    def _of_seconds(self, left: Expr, right: Expr, at: int, env: Environment) -> Outcome | None:
        """Judge a claim about second moments of layers that end in ReLU; None for any other."""
        letters = rectified(self.text[:at])
        if letters is None or not any(speaks_of_outputs(side, letters) for side in (left, right)):
            return None
        of_outputs = any(with_variance_of_outputs(side, letters) for side in (left, right))
        sides = [in_seconds(side, letters, loose=True) for side in (left, right)]
        factor = standard(f"Var {SECOND}", names(tuple(sides), env), "relu", self.text, env)
        if factor is None:
            if names(tuple(sides), env) or not centred(env):
                return None
            factor = Factor(Sym("c"), f"ReLU keeps half of the second moment, whatever {OF_ANY_LAYER}", sure=False)
        condition = "" if says_symmetric(self.text) else "the weights are symmetric around 0"
        factor = replace(factor, first=None, condition=condition if not factor.condition else factor.condition)
        found = self._on_next_layer(sides[0], sides[1], factor)
        found = found or self._on_many(sides[0], sides[1], f"Var {SECOND}", factor, env)
        if found is None or not of_outputs:
            return found
        return variance_for_second_moment() if found.verdict in ("proved", "conditional") else None

    def _on_next_layer(self, left: Expr, right: Expr, factor: Factor) -> Outcome | None:
        """A multiple of the moment of one layer, and one of the moment of the same layer or of the one before it."""
        moments = [[*self._moments(side)] for side in (left, right)]
        if any(len(each) != 1 for each in moments):
            return None
        (one,), (other,) = moments
        step = one.offset - other.offset
        if not one.letter or one.letter != other.letter or step not in (0, 1):
            return None
        parts = [without(side, lambda node: self._moment(node) is not None) for side in (left, right)]
        if parts[0] is None or parts[1] is None:
            return None
        shift = _sum(Sym("l"), -one.offset)
        over, under = (at_layer(each, {one.letter: shift}) for each in (parts[1], parts[0]))
        return self._compared(Div(over, under), factor.value if step else ONE, factor)

    def _behind(
        self,
        activation: Activation,
        name: str,
        left: Expr,
        right: Expr,
        env: Environment,
        called_linear: bool = False,
    ) -> Outcome | None:
        """Judge an equation between moments of layers with this activation."""
        if one := self._one_layer(left, right):
            return self._on_one_layer(name, *one, activation, env, called_linear)
        differ = any(isinstance(node, Fold) for node in walk(right))
        known = None if differ else self.factors.get((name, activation))
        usual = standard(name, names((left, right), env), activation, self.text, env, called_linear)
        factor = (usual or known) if name.startswith("Var ") else (known or usual)
        return None if factor is None else self._on_many(left, right, name, factor, env)

    def _named(self, expr: Expr) -> Expr:
        """The expression where the moment of each layer is a name."""
        found = self._moment(expr)
        if found is None:
            return map_expr(expr, self._named)
        return Sym(f"{found.name} of {plain(found.layer)}")

    def _with_sums(self, left: Expr, right: Expr, at: int, env: Environment) -> tuple[Expr, Expr] | None:
        """Both sides with sums over inputs carried out; None where there are none, or the layers may not be linear."""
        if activation_of(self.text[:at]) != "linear" or not centred(env):
            return None
        fan = declared_fan(self.text)
        done = with_sums_done(left, fan), with_sums_done(right, fan)
        return None if done == (left, right) else done

    # -- reading

    def _moments(self, expr: Expr) -> Iterator[Moment]:
        for node in outside_moments(expr):
            if (found := self._moment(node)) is not None:
                yield found

    def _moment(self, node: Expr) -> Moment | None:
        match node:
            case Call("Var", (inside,)) if is_weight(inside):
                return None
            case Call("Var", (Sym(inside) | Entry(inside, _),)) if found := LAYER.fullmatch(inside):
                return Moment(f"Var {found['base']}", found["letter"], int(found["offset"] or 0))
            case Call("Var", (Entry(base, (layer,)),)) if (at := place(layer)) is not None and (
                at[0] or base == SECOND
            ):
                return Moment(f"Var {base}", *at)
            case Entry(family, (layer,)) if (at := place(layer)) is not None:
                return Moment(family, *at) if family in self.sequences else None
            case _:
                return None

    def _is_general(self, moment: Moment, env: Environment) -> bool:
        name = moment.name.removeprefix("Var ")
        defined = any(each.startswith(f"{name}^(") for each in env.definitions) or env.layers
        return bool(moment.letter) or (moment.name.startswith("Var ") and not defined)

    def _one_layer(self, left: Expr, right: Expr) -> tuple[Expr, int] | None:
        """The factor in `moment of layer l = factor * moment of the layer before`, and the step, 1 or -1."""
        first, others = self._moment(left), list(self._moments(right))
        if first is None or len(others) != 1 or not first.letter or others[0].letter != first.letter:
            return None
        step = first.offset - others[0].offset
        if abs(step) != 1:
            return None
        factor = without(right, lambda node: self._moment(node) == others[0])
        if factor is None:
            return None
        shift = _sum(Sym("l"), -first.offset)
        return at_layer(factor, {first.letter: shift}), step

    # -- judging

    def _on_one_layer(
        self, name: str, factor: Expr, step: int, activation: Activation, env: Environment, called_linear: bool = False
    ) -> Outcome | None:
        if not name.startswith("Var "):
            if not is_index_free(factor, name):
                return None
            known = self.factors.get((name, activation))
            if known is not None and self._compared(factor, known.value, known).verdict == "proved":
                return Outcome("proved", known.why)
            self.factors[name, activation] = Factor(factor, f"by the recursion of {name}")
            return Outcome("definition", f"the sequence {name} is defined here, by its recursion")
        backward = step == -1
        if backward != (name.removeprefix("Var ") in BACKWARD):
            return None
        usual = standard(name, names((factor,), env), activation, self.text, env, called_linear)
        if usual is None:
            return None
        outcome = self._compared(factor, usual.value, usual)
        if outcome.verdict in ("proved", "conditional"):
            self.factors[name, activation] = usual
        return outcome

    def _on_many(self, left: Expr, right: Expr, name: str, factor: Factor, env: Environment) -> Outcome | None:
        inside = [[*self._moments(side)] for side in (left, right)]
        behind_first = all(inside) and not any(each == Moment(name, "", 0) for side in inside for each in side)
        is_centred = has_centred_inputs(env)
        if not behind_first and not is_centred:
            return None  # what comes into the network has a second moment that is not its variance
        start = start_of(env)
        written = [with_start(side, start) if is_centred else side for side in (left, right)]
        if any(isinstance(node, Entry) for node in walk(factor.value)):
            return self._on_layers_that_differ(written[0], written[1], factor, start, env)
        direction = Num(Fraction(-1 if name.removeprefix("Var ") in BACKWARD else 1))

        def closed(expr: Expr, at_layer_1: Expr | None) -> Expr:
            """Every moment in terms of the one of layer 0, which layer 1 may multiply by something else."""
            found = self._moment(expr)
            if found is None:
                return map_expr(expr, lambda each: closed(each, at_layer_1))
            if at_layer_1 is None or found == Moment(name, "", 0):
                return Mul((Pow(factor.value, Mul((direction, found.layer))), start))
            return Mul((Pow(factor.value, Add((found.layer, Num(Fraction(-1))))), at_layer_1, start))

        outcomes: list[Outcome] = []
        for first in dict.fromkeys((factor.first, None)):
            sides = [closed(side, first) for side in written]
            if any(_is_open(node) for side in sides for node in walk(side)):
                return None
            outcomes.append(self._compared(sides[0], sides[1], factor, "by induction over the layers: "))
        if outcomes[0].verdict != "proved" and outcomes[-1].verdict == "proved":
            words = "the inputs go through ReLU, too"
            return lacking(words)
        return outcomes[0]

    def _on_layers_that_differ(
        self, left: Expr, right: Expr, factor: Factor, start: Expr, env: Environment
    ) -> Outcome | None:
        """V_L = V_0 times the product of the factors."""
        last = self._moment(left)
        products = [node for node in walk(right) if isinstance(node, Fold) and node.kind == "prod"]
        if last is None or last.offset or len(products) != 1:
            same = {node.family: Sym(node.family) for node in walk(factor.value) if isinstance(node, Entry)}
            alike = replace(factor, value=unindexed(factor.value, same), why=f"{factor.why}, the same for all layers")
            return None if products else self._on_alike(left, right, alike, env)
        (product,) = products
        rest = without(right, lambda node: node is product)
        if rest is None or product.low is None or product.high is None or product.where is not None:
            return None
        low = product.low.value if isinstance(product.low, Num) else None
        if low is None or low.denominator != 1:
            return None
        base = self._moment(rest)  # the product runs over the layers behind it
        if base is not None and (base.letter or base.name != last.name or base.offset < 1):
            return None
        behind = 0 if base is None else base.offset
        body = at_layer(product.body, {product.var: _sum(Sym("l"), low - 1 - behind)})
        if rest == ONE and isinstance(body, Mul) and body.factors[-1] == start:
            rest, body = start, Mul(body.factors[:-1])  # \\prod (n_l \\sigma_l^2) v^2: it stands behind the product
        first = self._compared(rest, start, factor) if base is None else Outcome("proved", factor.why)
        counted = self._compared(_sum(product.high, 1 - low + behind), Sym(last.letter), factor)
        each = self._compared(body, factor.value, factor, "by induction over the layers: ")
        if counted.verdict == "refuted":
            counted = Outcome("refuted", f"that is not a factor for each of the {last.letter} layers")
        return next((one for one in (first, counted) if one.verdict not in ("proved", "conditional")), each)

    def _on_alike(self, left: Expr, right: Expr, factor: Factor, env: Environment) -> Outcome | None:
        moments = [*self._moments(left), *self._moments(right)]
        if any(isinstance(node, Entry) and self._moment(node) is None for side in (left, right) for node in walk(side)):
            return None
        return self._on_many(left, right, moments[0].name, factor, env)

    def _compared(self, left: Expr, right: Expr, factor: Factor, how: str = "") -> Outcome:
        """Whether two numbers agree, with every name a positive number."""
        left, right = (flat(side) for side in (left, right))
        if self.value is not None:
            left, right = (with_value(side, self.value) for side in (left, right))
        said = {node.name for side in (left, right) for node in walk(side) if isinstance(node, Sym)}
        sizes = frozenset(name for name in said if name in DEPTHS or is_size_name(name))
        bare = Environment("initialization", positive=frozenset(said) - sizes, sizes=sizes)
        outcome = judge_relation((left,), "=", (right,), (), bare)
        if outcome.verdict == "proved":
            if factor.condition:
                words = f"holds if {factor.condition}"
                return Outcome("conditional", words, condition=factor.condition, missing=(factor.condition,))
            return Outcome("proved", how + factor.why)
        if outcome.verdict == "refuted" and not factor.sure:
            return Outcome("undecided", "the page does not say how many inputs a layer has")
        return replace(outcome, reason=f"{outcome.reason}; {factor.why}") if outcome.verdict == "refuted" else outcome


def _sum(expr: Expr, number: Fraction | int) -> Expr:
    return Add((expr, Num(Fraction(number))))


def _is_open(node: Expr) -> bool:
    """Whether a node is no plain number, nor the variance of a weight."""
    is_moment = isinstance(node, Call) and node.function not in FUNCTIONS and not is_spread(node, Environment())
    return isinstance(node, Entry | Fold) or is_moment
