"""The rules: the trusted base.  One function a rule; its docstring draws premises over a line over the conclusion.

A rule receives a claim (the two sides of one step), the setting, and what the step cites.  It answers
`Accepted` only if two engines that share nothing agree; if one proves what the other refutes it raises
`EngineDisagreement`.  Whatever a rule needs (denominators, signs, hypotheses) is checked inside the rule.
"""

from sympy import Expr, Integer, Integral, Mul, Sum, Symbol, exp, log, oo, pi, sqrt
from sympy.tensor.indexed import Indexed

from . import derivatives, moments
from .agreement import agreed, by_evaluation, by_models, by_z3
from .claims import Claim, plain
from .definedness import undefined_part
from .hypotheses import Assume, Normal, Symmetric, Uniform, at_entry, base_of
from .instances import compare
from .integrals import difference_at_ends, is_subgaussian, on_side
from .language import require_term
from .moments import Use
from .normal_form import residual
from .rewriting import instantiated, with_replaced
from .rule import Accepted, Outcome, Refused, rule, sides_of
from .settings import Setting
from .signs import is_nonnegative, is_nonzero, is_positive
from .terms import (
    D,
    E,
    NotATerm,
    bound_variable,
    mentions,
    substitute,
    subterms,
    under_binder,
    with_canonical_binders,
)
from .verdicts import EngineDisagreement, Evidence

_LARGEST_POWER = 8


@rule("definition")
def definition(claim: Claim, setting: Setting) -> Outcome:
    """
    a and b are equal by algebra once the definitions of the setting are unfolded
    -----------------------------------------------------------------------------
                                      a = b
    """
    left, right = sides_of(claim)
    rest = residual(setting.unfold(left), setting.unfold(right), setting.range_of)
    return agreed(claim, setting, "normal form, definitions unfolded", rest, by_models)


@rule("algebra")
def algebra(claim: Claim, setting: Setting) -> Outcome:
    """
    a - b = 0 in normal form (sums, deltas, rational functions, exp, log, roots); all defined
    ------------------------------------------------------------------------------------------
                                             a = b
    """
    left, right = sides_of(claim)
    return agreed(claim, setting, "normal form", residual(left, right, setting.range_of), by_z3)


@rule("derivative")
def derivative(claim: Claim, setting: Setting) -> Outcome:
    """
    f' from the table, d z_i / d z_j = delta_ij;   f mentions no defined name that varies with z
    ---------------------------------------------------------------------------------------------
                                      D(f, z) = f'
    """
    left, right = sides_of(claim)
    for part in (*subterms(left), *subterms(right)):
        if isinstance(part, D) and setting.unfold(part.args[0]) != part.args[0]:
            return Refused(f"{part.args[0]} contains a defined name: unfold it before differentiating")
    left, right = derivatives.evaluate(left), derivatives.evaluate(right)
    undefined = undefined_part(left, setting) or undefined_part(right, setting)
    if undefined is not None:
        return Refused(f"the derivative is not defined everywhere: {undefined}")
    rest = residual(left, right, setting.range_of)
    return agreed(claim, setting, "table of derivatives, normal form", rest, by_evaluation)


@rule("derivative-on-each-side")
def derivative_on_each_side(claim: Claim, setting: Setting) -> Outcome:
    """
    f = f1 for x <= 0,  f = f2 for x >= 0,  f1' = g for x <= 0,  f2' = g for x >= 0,  from the table
    -------------------------------------------------------------------------------------------------
                                        D(f, x) = g
    """
    left, right = sides_of(claim)
    if not isinstance(left, D) or left.args[1].is_positive is not None:
        return Refused(f"the left side must be a derivative by a real number, not {left}")
    function, variable = setting.unfold(left.args[0]), left.args[1]
    if setting.mean_varies_with(function, variable):
        return Refused(f"what is random in {function} has a law that varies with {variable}")
    zero, here = {variable: Integer(0)}, setting.range_of
    rests = []
    for sign in (-1, 1):
        side, slope = on_side(function, variable, sign), on_side(right, variable, sign)
        rate = derivatives.derivative(side, variable)
        for part in (side, slope, rate):
            undefined = undefined_part(part, setting)
            if undefined is not None:
                return Refused(undefined)
        rests += [
            residual(rate, slope, here),
            residual(substitute(side, zero), on_side(function, variable, 0), here),
            residual(substitute(rate, zero), on_side(right, variable, 0), here),
        ]
    rest = next((each for each in rests if each != 0), Integer(0))
    finding = compare(claim, setting)
    evidence = (
        Evidence("table of derivatives on each side", f"left - right is {plain(rest)}"),
        Evidence("evaluation", finding.text),
    )
    if rest == 0 and finding.holds is False:
        raise EngineDisagreement(f"{claim}: proved on each side, refuted: {finding.counterexample}")
    if rest != 0:
        return Refused("the two sides differ", rest, finding.counterexample, evidence)
    return Accepted(evidence) if finding.holds else Refused(f"only one engine sees it: {finding.text}")


@rule("log-derivative")
def log_derivative(claim: Claim, setting: Setting) -> Outcome:
    """
              f > 0
    ---------------------------
    D(f, z) = f * D(log(f), z)
    """
    left, right = sides_of(claim)
    if not isinstance(left, D):
        return Refused(f"the left side must be a derivative, not {left}")
    function, variable = left.args
    if not is_positive(setting.unfold(function)):
        return Refused(f"{function} is not seen to be positive, so its logarithm may not exist")
    rest = residual(right, function * D(log(function), variable), setting.range_of)
    return agreed(claim, setting, "instance of the rule", rest, by_evaluation)


@rule("variance")
def variance(claim: Claim, setting: Setting) -> Outcome:
    """
    ----------------------------
    Var(X) = E[X^2] - E[X]^2
    """
    left, right = (moments.open_variances(side) for side in sides_of(claim))
    rest = residual(left, right, setting.range_of)
    return agreed(claim, setting, "definition of the variance", rest, by_models)


@rule("linearity")
def linearity(claim: Claim, setting: Setting) -> Outcome:
    """
                 c is constant
    ----------------------------------------
    E[c X + Y] = c E[X] + E[Y],  E sum = sum E
    """
    return _expectation(claim, setting, Use.LINEARITY, "linearity of E")


@rule("independence")
def independence(claim: Claim, setting: Setting) -> Outcome:
    """
    X and Y are functions of families that the setting declares independent
    ------------------------------------------------------------------------
                            E[X Y] = E[X] E[Y]
    """
    return _expectation(claim, setting, Use.INDEPENDENCE, "linearity of E, declared independence")


@rule("moments")
def declared_moments(claim: Claim, setting: Setting) -> Outcome:
    """
     E[w] = m      Var(w) = s^2      different entries of w are uncorrelated
    ------------------------------------------------------------------------
      E[w_a] = m      Var(w_a) = s^2      E[w_a w_b] = m^2 + s^2 delta_ab
    """
    return _expectation(claim, setting, Use.MOMENTS, "declared moments, contracted")


@rule("symmetry")
def symmetry(claim: Claim, setting: Setting) -> Outcome:
    """
    x has the distribution of -x
    -----------------------------
        E[f(x)] = E[f(-x)]
    """
    left, right = sides_of(claim)
    symmetric = {base_of(each.entry) for each in setting.hypotheses if isinstance(each, Symmetric)}

    def mirrored(term: Expr) -> Expr:
        if isinstance(term, E):
            term = with_canonical_binders(setting.unfold(term))  # so that x_i is not taken for the x_i under a sum
            entries = {
                each for each in subterms(term) if isinstance(each, Symbol | Indexed) and base_of(each) in symmetric
            }
            if setting.random_in(term) <= symmetric and len(entries) == 1:
                (entry,) = entries
                return E(substitute(term.args[0], {entry: -entry}))
        if not term.args or isinstance(term, Indexed):
            return term
        return term.func(*(mirrored(each) for each in term.args))

    left, right = (moments.calculate(side, setting, Use.LINEARITY) for side in (mirrored(left), right))
    return agreed(claim, setting, "x replaced by -x", residual(left, right, setting.range_of), by_models)


@rule("odd")
def odd(claim: Claim, setting: Setting) -> Outcome:
    """
    x is normal with mean 0, or uniform on [-r, r];      f(-x) = -f(x);      E[f(x)] exists
    ----------------------------------------------------------------------------------------
                                      E[f(x)] = 0
    """
    left, right = sides_of(claim)
    rest = residual(without_odd_means(left, setting), right, setting.range_of)
    return agreed(claim, setting, "f(-x) + f(x) is 0 in normal form", rest, by_evaluation)


@rule("sign-cases")
def sign_cases(claim: Claim, setting: Setting, *, of: Expr) -> Outcome:
    """
    f = g for x > 0, for x = 0 and for x < 0, where relu(x) is x, 0, 0
    -------------------------------------------------------------------
                     f = g        c E[f] = c E[g]
    """
    (factor, left), (other, right) = (_inside_expectation(side, setting) for side in sides_of(claim))
    if (factor is None) != (other is None):
        return Refused("one side is an expectation, the other is not")
    rest: Expr = Integer(0)
    for sign in (1, 0, -1):
        rest = residual(on_side(left, of, sign), on_side(right, of, sign), setting.range_of)
        if rest != 0:
            break
    second = by_evaluation if factor is None else by_models
    return agreed(claim, setting, f"normal form for each sign of {of}", rest, second)


@rule("split-at-zero")
def split_at_zero(claim: Claim, setting: Setting) -> Outcome:
    """
         f = f1 for x < 0        f = f2 for x > 0
    ----------------------------------------------------------
    int_{-oo}^{oo} f = int_{-oo}^0 f1 + int_0^oo f2
    """
    left, right = sides_of(claim)

    def split(term: Expr) -> Expr:
        if isinstance(term, Integral):
            variable, lower, upper = bound_variable(term)
            body = under_binder(term)
            if lower == -oo and upper == oo:
                below, above = on_side(body, variable, -1), on_side(body, variable, 1)
                return Integral(below, (variable, -oo, 0)) + Integral(above, (variable, 0, oo))
        if not term.args or isinstance(term, Indexed):
            return term
        return term.func(*(split(each) for each in term.args))

    rest = residual(split(left), right, setting.range_of)
    return agreed(claim, setting, "cut at 0, relu opened on each side", rest, by_evaluation)


@rule("density")
def density(claim: Claim, setting: Setting, *, of: Expr, variable: Symbol) -> Outcome:
    """
    x is declared normal or uniform, with density p;  f is a function of x alone
    -----------------------------------------------------------------------------
                      E[f(x)] = integral of f(t) p(t) dt
    """
    left, right = sides_of(claim)

    def integrated(term: Expr) -> Expr:
        if isinstance(term, E) and setting.random_in(term) == {base_of(of)}:
            body = substitute(setting.unfold(term.args[0]), {of: variable})
            if setting.random_in(body):
                raise NotATerm(f"{term} depends on more than {of}")
            return _weighted(body, of, variable, setting)
        if not term.args or isinstance(term, Indexed):
            return term
        return term.func(*(integrated(each) for each in term.args))

    rest = residual(integrated(left), right, setting.range_of)
    return agreed(claim, setting, "declared density", rest, by_evaluation)


@rule("antiderivative")
def antiderivative(claim: Claim, setting: Setting, *, antiderivative: Expr, variable: Symbol) -> Outcome:
    """
    F' = f by the table of derivatives;  F defined everywhere;  limits of F by the table of limits
    -----------------------------------------------------------------------------------------------
                              int_a^b f = F(b) - F(a)
    """
    left, right = sides_of(claim)
    require_term(antiderivative, setting.having_variable(variable))
    undefined = undefined_part(antiderivative, setting)
    if undefined is not None:
        return Refused(f"the antiderivative is not defined everywhere: {undefined}")

    def replaced(term: Expr) -> Expr:
        if isinstance(term, Integral):
            bound, lower, upper = bound_variable(term)
            if mentions(under_binder(term), frozenset({variable}) - {bound}):
                raise NotATerm(f"{variable} is not fresh: it occurs in {term}")
            body = substitute(under_binder(term), {bound: variable})
            rest = residual(derivatives.derivative(antiderivative, variable), body, setting.range_of)
            if rest != 0:
                raise NotATerm(f"the derivative of {antiderivative} differs from {body} by {rest}")
            return difference_at_ends(antiderivative, variable, lower, upper)
        if not term.args or isinstance(term, Indexed):
            return term
        return term.func(*(replaced(each) for each in term.args))

    rest = residual(replaced(left), right, setting.range_of)
    return agreed(claim, setting, "antiderivative differentiated back", rest, by_evaluation)


@rule("given")
def given(claim: Claim, setting: Setting, *, equation: Assume) -> Outcome:
    """
     u = v is a hypothesis        a = b once u is replaced by v
    -----------------------------------------------------------
                            a = b
    """
    left, right = sides_of(claim)
    if equation not in setting.hypotheses or equation.claim.relation != "=":
        return Refused(f"the setting does not assume the equation {equation.claim}")
    if equation.for_all:
        ranges = dict(equation.for_all)
        left, right = (instantiated(side, equation.claim, ranges, setting.range_of) for side in (left, right))
    else:
        left, right = (with_replaced(side, *sides_of(equation.claim)) for side in (left, right))
    rest = residual(left, right, setting.range_of)
    return agreed(claim, setting, f"rewritten with {equation.claim}", rest, by_evaluation)


@rule("lemma")
def lemma(claim: Claim, setting: Setting, *, proved: Claim, holds_in: Setting) -> Outcome:
    """
    u = v is proved in a setting whose hypotheses are all among ours, for all its indices
    --------------------------------------------------------------------------------------
                a = b once instances of u are replaced by v
    """
    missing = [each.words for each in holds_in.hypotheses if each not in setting.hypotheses]
    if missing:
        return Refused(f"the lemma needs a hypothesis that is not available here: {missing[0]}")
    if any(isinstance(each, Assume) and (each.fixed or each.for_all) for each in holds_in.hypotheses):
        return Refused("the lemma holds for some values of its indices only")
    left, right = sides_of(claim)
    if not setting.agrees_with(holds_in, *sides_of(proved)):
        return Refused("a name of the lemma is random, defined or ranged in another way here")
    left, right = (instantiated(side, proved, holds_in.range_of, setting.range_of) for side in (left, right))
    rest = residual(left, right, setting.range_of)
    return agreed(claim, setting, f"rewritten with {proved}", rest, by_evaluation)


@rule("order", equational=False)
def order(claim: Claim, setting: Setting, *, gap: Expr) -> Outcome:
    """
    b - a = gap by algebra      gap >= 0  (for <: gap > 0)  by its signs, and for <= by u <= v in the hypotheses
    ------------------------------------------------------------------------------------------------------------
                                            a <= b        (a < b)
    """
    if claim.relation not in ("<=", "<"):
        return Refused(f"{claim} is not an inequality")
    left, right = claim.terms
    undefined = undefined_part(gap, setting)
    if undefined is not None:
        return Refused(f"the gap is not defined everywhere: {undefined}")
    doubtful = Mul(*(each for each in Mul.make_args(gap) if not _is_assumed(each, setting)))
    seen = is_positive(gap) if claim.relation == "<" else is_nonnegative(doubtful)
    if not seen:
        return Refused(f"{gap} is not seen to be {'positive' if claim.relation == '<' else 'nonnegative'}")
    rest = residual(right - left, gap, setting.range_of)
    return agreed(claim, setting, f"right - left = {gap}", rest, by_z3)


@rule("equivalence", equational=False)
def equivalence(claim: Claim, setting: Setting, *, factor: Expr, power: int = 1) -> Outcome:
    """
    (a - b) = factor * (c - d)^power by algebra      factor is never 0      power is 1 (or 2, ... if cited)
    --------------------------------------------------------------------------------------------------------
                                        a = b   iff   c = d
    """
    if claim.relation != "iff":
        return Refused(f"{claim} is not an equivalence")
    if type(power) is not int or not 1 <= power <= _LARGEST_POWER:
        raise NotATerm(f"the power of an equivalence is a whole number from 1 to {_LARGEST_POWER}, not {power!r}")
    (left, right), (other_left, other_right) = map(sides_of, claim.claims)
    undefined = undefined_part(factor, setting)
    if undefined is not None:
        return Refused(f"the factor is not defined everywhere: {undefined}")
    if not is_nonzero(factor):
        return Refused(f"{factor} is not seen to be nonzero")
    rest = residual(left - right, factor * (other_left - other_right) ** power, setting.range_of)
    times = "the other" if power == 1 else f"the other to the power {power}"
    return agreed(claim, setting, f"difference of sides = {factor} times {times}", rest, by_z3)


# What the rules share ---------------------------------------------------------------------------------------------


def _expectation(claim: Claim, setting: Setting, use: Use, name: str) -> Outcome:
    left, right = (moments.calculate(side, setting, use) for side in sides_of(claim))
    return agreed(claim, setting, name, residual(left, right, setting.range_of), by_models)


def _inside_expectation(term: Expr, setting: Setting) -> tuple[Expr | None, Expr]:
    """Return (c, c f) for a term c E[f] with a constant c, and (None, the term itself) without an expectation."""
    expectations = {each for each in subterms(term) if isinstance(each, E)}
    if not expectations:
        return None, term
    if len(expectations) > 1:
        raise NotATerm(f"{term} is not a constant times one expectation")
    (only,) = expectations
    factor = term / only
    if factor.has(E) or setting.random_in(factor):
        raise NotATerm(f"{term} is not a constant times one expectation")
    return factor, factor * only.args[0]


def _weighted(body: Expr, entry: Expr, variable: Symbol, setting: Setting) -> Expr:
    for each in setting.hypotheses:
        if isinstance(each, Normal) and base_of(each.entry) == base_of(entry):
            mean, spread = at_entry(each.entry, entry, each.mean), at_entry(each.entry, entry, each.variance)
            if not is_positive(spread):
                raise NotATerm(f"the variance {spread} is not seen to be positive")
            weight = exp(-((variable - mean) ** 2) / (2 * spread)) / sqrt(2 * pi * spread)
            return Integral(body * weight, (variable, -oo, oo))
        if isinstance(each, Uniform) and base_of(each.entry) == base_of(entry):
            low, high = at_entry(each.entry, entry, each.low), at_entry(each.entry, entry, each.high)
            if not is_positive(high - low):
                raise NotATerm(f"{low} is not seen to be less than {high}")
            return Integral(body / (high - low), (variable, low, high))
    raise NotATerm(f"the setting declares no density of {entry}")


def without_odd_means(term: Expr, setting: Setting) -> Expr:
    """Replace the means of odd functions by 0; see the rule `odd`."""
    if isinstance(term, E) and _is_odd(setting.unfold(term.args[0]), setting):
        return Integer(0)
    if not term.args or isinstance(term, Indexed | Sum | Integral):
        return term
    return term.func(*(without_odd_means(each, setting) for each in term.args))


def _is_odd(body: Expr, setting: Setting) -> bool:
    """Say whether a term is an odd function, with a mean, of one variable whose declared density is even."""
    even = {
        each.entry
        for each in setting.hypotheses
        if (isinstance(each, Normal) and residual(each.mean, Integer(0), {}) == 0)
        or (isinstance(each, Uniform) and residual(each.low, -each.high, {}) == 0)
    }
    found = [each for each in even if isinstance(each, Symbol) and setting.random_in(body) == {each}]
    if len(found) != 1:
        return False
    (entry,) = found
    mirrored = substitute(body, {entry: -entry})
    return is_subgaussian(body, frozenset({entry})) and residual(mirrored, -body, setting.range_of) == 0


def _is_assumed(factor: Expr, setting: Setting) -> bool:
    """Say whether a factor is v - u for an assumed inequality u <= v."""
    sides = (each.terms for each in setting.assumptions if each.relation in ("<=", "<"))
    gaps = (right - left for left, right in sides)
    return any(factor == gap for gap in gaps)
