r"""What one layer does to a variance: \text{Var}(a^{(l)}) = n \sigma^2 \text{Var}(a^{(l-1)})."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from types import MappingProxyType
from typing import Literal

from backproof.answers.printing import plain
from backproof.answers.syntax import Add, Call, Div, Entry, Expr, Fold, Mul, Num, Pow, Sym, map_expr, walk
from backproof.documents.environment import Environment, Law, is_size_name
from backproof.documents.layer_trees import DEPTHS, outside_moments

BACKWARD = frozenset(("delta", "g"))
_RELU = re.compile(r"\brelu\b|\\ReLU|rectif|(?<![A-Za-z])max\s*(?:\\left)?\s*[({]", re.IGNORECASE)
_APPLIED = re.compile(  # \phi(z^{(l)}), whatever \phi is
    r"(?:\\(?:var)?phi|\\psi|\\sigma|\\rho|(?<![A-Za-z])[fg])\s*(?:\\left|\\bigl?)?\s*\(\s*(?:\\math\w+\s*\{)?\s*[a-zA-Z]\}?"
    r"\s*(?:_\s*(?:\w|\{\w+\}))?\s*\^\s*\{?\s*[(\[\\lL]"
)
Activation = Literal["linear", "relu"]
BEHIND: Mapping[Activation, str] = MappingProxyType(
    {"relu": "the units of every layer go through ReLU", "linear": "the layers are linear"}
)
_LINEAR = re.compile(
    r"\blinear (?:layers?|networks?|case|model)|\bidentity\b"
    r"|\b(?:without|no|ignor\w+|before|instead of)(?: \w+){0,2} (?:activation|non-?linearit|relu)",
    re.IGNORECASE,
)
_OTHER = re.compile(r"tanh|sigmoid|gelu|selu|softplus|leaky|dropout|batch ?norm|residual|skip", re.IGNORECASE)
_SUM = re.compile(
    r"\\sum_\{?\s*\w+\s*=\s*1\s*\}?\s*\^\s*(?P<upper>\{[^{}]*(?:\{[^{}]*\}[^{}]*)*\}|\w)"
    r"(?P<body>[^$=]{0,80}?)\^\s*\{?\s*[(\[]?\s*(?:l|\\ell)\s*-\s*1\s*[)\]]?"
)
_AT = r"(?P=letter)\s*(?P<{}>[-+]\s*1)?"
_SHAPE = re.compile(
    r"(?<![A-Za-z])W\s*\}?\s*\^\s*\{\s*[(\[]\s*(?P<letter>l|\\ell|k)\s*(?P<of>[-+]\s*1)?\s*[)\]]\s*\}\s*\\in\s*"
    r"\\mathbb\s*\{?\s*R\s*\}?\s*\^\s*\{\s*(?P<rows>[a-zA-Z])_\s*\{?\s*" + _AT.format("row") + r"\s*\}?\s*\\times\s*"
    r"(?P<columns>[a-zA-Z])_\s*\{?\s*" + _AT.format("column") + r"\s*\}?\s*\}"
)
_SENTENCES = re.compile(r"(?<=[.!?:])\s+(?=[A-Z])|\n\s*\n(?!\s*(?:\$\$|\\\[|\\begin))")
_PARTS = re.compile(r"\n\s*#|\n\s*(?:[-*]\s+)?\**\(?[a-hivx]{1,3}[).]")  # a heading, (b), **(ii)**
_WEIGHTS = "wW"
_START = "start"  # the moment of layer 0
TWO = Num(Fraction(2))
FUNCTIONS = frozenset(("log", "sqrt", "exp"))  # which take numbers to numbers

OF_ANY_LAYER = "multiplies the variance"  # how a proof for a layer l begins, which is one for every layer


@dataclass(frozen=True)
class Factor:
    """By what a layer l multiplies a moment.

    value: in the layer `l`;  why: in words;  condition: what is not known and has to hold;  sure: whether a claim that
    contradicts it is wrong;  first: what the first layer multiplies by, where its inputs do not go through ReLU.
    """

    value: Expr
    why: str
    condition: str = ""
    sure: bool = True
    first: Expr | None = None


def names(exprs: tuple[Expr, ...], env: Environment) -> tuple[Expr, ...]:
    """The numbers of layers and weights in some expressions: names, entries and variances of weights."""
    of_inputs = {"v", "x"} | {node.name for node in walk(start_of(env)) if isinstance(node, Sym)}
    found: dict[Expr, None] = {}
    for expr in exprs:
        for node in outside_moments(expr):
            is_number = isinstance(node, Sym) and node.name not in DEPTHS and node.name not in of_inputs
            is_moment = isinstance(node, Call) and node.function not in FUNCTIONS and not _is_of_units(node)
            if is_number or is_moment or isinstance(node, Entry):
                found[node] = None
    return tuple(found)


def _is_of_units(node: Call) -> bool:
    """Whether a variance is that of inputs or of units of a layer, not of weights."""
    return node.function == "Var" and not is_weight(node.args[0])


def is_weight(node: Expr) -> bool:
    """Whether a name is that of weights."""
    name = _name(node)
    return re.fullmatch(r"[wW](?:_\w+|\^\(.*\))?", name) is not None


def is_fan(node: Expr) -> bool:
    """Whether a name is that of a number of units."""
    name = _name(node)
    return is_size_name(name) or name == "d"


def is_spread(node: Expr, env: Environment) -> bool:
    """Whether a name is the standard deviation of the weights or their variance, or a call their variance."""
    if isinstance(node, Call):
        return node.function == "Var" and is_weight(node.args[0])
    name = _name(node)
    given = {each for law in _laws_of(_WEIGHTS, env) if law.line is not None for each in _spread_in(law)}
    return name in (given or ("sigma",)) or name in ("sigma_w", "sigma_W")


def _is_variance(spread: Expr, env: Environment) -> bool:
    """Whether it is the variance of the weights, and not its root: v_l, where the page gives them variance v_l."""
    given = (law.variance for law in _laws_of(_WEIGHTS, env) if law.line is not None)
    return _name(spread) != "" and _name(spread) in map(_name, given)


def _name(expr: Expr | None) -> str:
    return expr.name if isinstance(expr, Sym) else expr.family if isinstance(expr, Entry) else ""


def _laws_of(names: str, env: Environment) -> Iterator[Law]:
    """The laws of what is called by one of these letters, in any layer."""
    return (law for name, law in env.laws.items() if re.fullmatch(rf"[{names}](?:\^\(.*\))?", name))


def _spread_in(law: Law) -> Iterator[str]:
    """The name of the variance by which a law is given, or of its root."""
    match law.variance:
        case Sym(name) | Entry(name, _):
            yield name
        case Pow(Sym(name) | Entry(name, _), Num(value)) if value == 2:
            yield name
        case _:
            return


def fan_of(env: Environment) -> list[Sym]:
    """How many inputs a unit has by the definition of a layer."""
    bodies = [env.definitions[name].body for name in ("a", "z") if name in env.definitions]
    return list(dict.fromkeys(body.high for body in bodies if isinstance(body, Fold) and isinstance(body.high, Sym)))


def _spread_of(env: Environment) -> list[Expr]:
    laws = [env.laws[name].variance for name in ("w", "W") if name in env.laws]
    bases = [law.base for law in laws if isinstance(law, Pow) and law.exponent == TWO and isinstance(law.base, Sym)]
    return list(dict.fromkeys(bases))


def centred(env: Environment) -> bool:
    """Whether weights have mean zero, as far as the page says, and no bias is random."""
    return _have_mean_0(_WEIGHTS, env) and "b" not in env.laws


def has_centred_inputs(env: Environment) -> bool:
    """Whether the inputs have mean zero, as far as the page says, so that their variance is their second moment."""
    return _have_mean_0("x", env)


def _have_mean_0(names: str, env: Environment) -> bool:
    return all(law.mean in (None, Num(Fraction(0))) for law in _laws_of(names, env))


def start_of(env: Environment) -> Expr:
    """The variance of the inputs."""
    law = env.laws.get("x") if has_centred_inputs(env) else None
    return law.variance if law is not None and law.variance is not None else Sym(_START)


def with_weights(expr: Expr, env: Environment) -> Expr:
    """The expression with what the page says of the weights in the place of their variance."""
    match expr:
        case Call("Var", (Sym(name) | Entry(name, _) as inside,)) if is_weight(inside):
            law = env.laws.get(name)
            return expr if law is None or law.variance is None else law.variance
        case _:
            return map_expr(expr, lambda each: with_weights(each, env))


def with_start(expr: Expr, start: Expr) -> Expr:
    """The expression with what the page says of the inputs in the place of their variance."""
    match expr:
        case Call("Var", (Sym("x") | Entry("x", _),)):
            return start
        case Call("Var", _):
            return expr
        case _:
            return map_expr(expr, lambda each: with_start(each, start))


def standard(
    name: str,
    names: tuple[Expr, ...],
    activation: Activation,
    text: str,
    env: Environment,
    called_linear: bool = False,
) -> Factor | None:
    """The factor of a layer in the names of a claim: inputs times variance of a weight, half of it behind ReLU.

    called_linear: whether the words before the claim say that its layers are linear, whatever others are.
    """
    fans = [each for each in names if is_fan(each)] or fan_of(env)
    spreads = [each for each in names if is_spread(each, env)] or _spread_of(env)
    if len(fans) != 1 or len(spreads) != 1 or not {*names} <= {*fans, *spreads}:
        return None
    if not centred(env) or (not called_linear and _is_output(name.removeprefix("Var "), text)):
        return None
    (fan,), (spread,) = fans, spreads
    backward = name.removeprefix("Var ") in BACKWARD
    condition, sure = "", True
    declared = _declared_outputs(text) if backward else declared_fan(text)
    if isinstance(fan, Entry):
        if declared is not None and isinstance(declared, Entry):
            fan = declared
        else:
            outputs = "outputs" if backward else "inputs"
            condition, sure = f"{plain(fan)} is the number of {outputs} of the layer whose weights are meant", False
    elif isinstance(fan, Sym) and fan.name in ("n_in", "n_out"):
        fan = Sym("n_out" if backward else "n_in")
    elif not backward and isinstance(fan, Sym) and _is_other_width(fan.name, text, env):
        condition, sure = f"{fan.name} is the number of inputs of every layer", False
    if isinstance(spread, Entry):
        sure = sure and any(spread.family in _spread_in(law) for law in env.laws.values())
        spread = Entry(spread.family, (Sym("l"),))
    square = spread if isinstance(spread, Call) or _is_variance(spread, env) else Pow(spread, TWO)
    value: Expr = Mul((fan, square))
    first = None
    if activation == "relu":
        first, value = value, Div(value, TWO)
    kind = "a ReLU layer" if activation == "relu" else "a linear layer"
    half = "half of " if activation == "relu" else ""
    why = f"{kind} {OF_ANY_LAYER} by {half}its number of {'outputs' if backward else 'inputs'}"
    return Factor(value, f"{why} times the variance of a weight", condition, sure, None if backward else first)


def _is_other_width(name: str, text: str, env: Environment) -> bool:
    """Whether a width is neither that of the layer which the page defines nor said to be the one of all layers."""
    said = (
        rf"(?:\bwidth\b|\blayers?\b[^.;:$]{{0,30}}\bsize\b)[\w\s]{{0,12}}(?:\$\s*{name}\s*\$|(?<!\w){name}(?![\w']))"
        rf"|\$\s*{name}\s*\$\s*(?:units|neurons|inputs|hidden)"
    )
    known = fan_of(env)
    return bool(known) and Sym(name) not in known and re.search(said, text) is None


def _is_output(name: str, text: str) -> bool:
    """Whether the page says that a name is what an activation gives: its mean is not zero then."""
    function = r"(?:ReLU|relu|\\max|max|\\(?:var)?phi|\\sigma|[fg])"
    applied = rf"(?:\\(?:text|operatorname|mathrm)\s*\{{\s*)?{function}\s*\}}?\s*(?:\\left)?\("
    return re.search(rf"{re.escape(name)}\s*(?:_\w|_\{{\w+\}}|\^\{{[^{{}}]*\}})+\s*=\s*{applied}", text) is not None


def declared_fan(text: str) -> Expr | None:
    """How far the sum runs by which the page defines a layer l, if it says so in one way."""
    sums = [
        each for each in _SUM.finditer(text) if not re.search(r"Var|var|\\E(?![A-Za-z])|mathbb|sigma", each["body"])
    ]
    uppers = {re.sub(r"[{}\s]|\\text|\\mathrm", "", each["upper"]).replace(r"\ell", "l") for each in sums}
    if len(uppers) != 1:
        declared = _declared_shape(text)
        return declared[1] if declared and not uppers else None
    found = re.fullmatch(r"(?P<name>[nNmdHM])(?:_\(?l(?P<offset>[+-]\d)?\)?)?", uppers.pop())
    if found is None:
        return None
    if "_" not in found[0]:
        return Sym(found["name"])
    offset = int(found["offset"] or 0)
    layer: Expr = Add((Sym("l"), Num(Fraction(offset)))) if offset else Sym("l")
    return Entry(found["name"], (layer,))


def _declared_outputs(text: str) -> Expr | None:
    declared = _declared_shape(text)
    return declared[0] if declared else None


def _declared_shape(text: str) -> tuple[Expr, Expr] | None:
    r"""How many outputs and inputs layer l has, n_l and n_{l-1}, by W^{(l)} \in \mathbb{R}^{n_l \times n_{l-1}}."""
    found = {(each["rows"], each["columns"]) for each in _SHAPE.finditer(text) if _one_apart(each)}
    if len(found) != 1:
        return None
    ((rows, columns),) = found
    return Entry(rows, (Sym("l"),)), Entry(columns, (Add((Sym("l"), Num(Fraction(-1)))),))


def _one_apart(shape: re.Match[str]) -> bool:
    """Whether the rows are counted in the layer of the weights, and the columns in the one before it."""
    offsets = [int(re.sub(r"\s", "", shape[each] or "") or 0) for each in ("of", "row", "column")]
    return offsets[0] == offsets[1] == offsets[2] + 1


def are_the_only(before: str) -> bool:
    """Whether nothing before a claim speaks of other layers than linear ones and those with ReLU."""
    return not any(each.search(before) for each in (_OTHER, _APPLIED))


def is_called_linear(before: str) -> bool:
    """Whether the words before a claim call its layers linear, in its own sentence or in one before in its part."""
    part = _PARTS.split(before)[-1]
    for sentence in reversed(_SENTENCES.split(part)):
        if any(each.search(sentence) for each in (_RELU, _OTHER, _APPLIED)):
            return False
        if _LINEAR.search(sentence):
            return True
    return False


def activation_of(before: str) -> Activation | None:
    """Whether the layers of which a sentence speaks are linear or have ReLU; None where it does not say."""
    sentence = _SENTENCES.split(before)[-1]
    if _OTHER.search(sentence):
        return None
    if _RELU.search(sentence):
        return None if _LINEAR.search(sentence) else "relu"
    if is_called_linear(before) or not any(each.search(before) for each in (_RELU, _OTHER, _APPLIED)):
        return "linear"
    return None
