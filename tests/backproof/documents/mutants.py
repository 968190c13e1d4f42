"""Right claims as small trees that can be written as LaTeX and computed, and their mechanical mutations.

    "s"                  a name               ("idx", "z", "k")            an entry
    3                    a number             ("sum", "k", "n", body)      a sum from 1 to a size
    ("+", a, b), ("-", a, b), ("*", a, b, ...), ("/", a, b), ("^", a, 2), ("neg", a)
    ("call", "sigma", a) ("delta", "i", "j")  ("sqrt", a)

A mutation counts only if it differs from the right side at a drawn point, so that the mutated claim is certainly wrong.
"""

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

Tree = Any
Values = dict[str, Any]
GREEK = ("sigma", "mu", "epsilon", "pi", "delta")


@dataclass(frozen=True)
class Seed:
    """A right claim: what stands before it, its left side, its right side, and values for the names of the right."""

    context: str
    left: str
    right: Tree
    draw: Callable[[np.random.Generator], Values]


def latex(tree: Tree, level: int = 0) -> str:
    match tree:
        case str():
            head, _, tail = tree.partition("_")
            head = f"\\{head}" if head in GREEK else head
            return f"{head}_{{{tail}}}" if tail else head
        case int():
            return str(tree)
        case ("idx", name, *indices):
            return f"{latex(name)}_{{{''.join(indices)}}}"
        case ("delta", i, j):
            return rf"\delta_{{{i}{j}}}"
        case ("sum", k, size, body):
            return _bracket(rf"\sum_{{{k}=1}}^{{{latex(size)}}} {latex(body, 2)}", level > 1)
        case ("+", a, b):
            return _bracket(f"{latex(a)} + {latex(b, 1)}", level > 0)
        case ("-", a, b):
            return _bracket(f"{latex(a)} - {latex(b, 2)}", level > 0)
        case ("neg", a):
            return _bracket(f"-{latex(a, 2)}", level > 0)
        case ("*", *factors):
            return _bracket(r" \cdot ".join(latex(each, 2) for each in factors), level > 2)
        case ("/", a, b):
            return rf"\frac{{{latex(a)}}}{{{latex(b)}}}"
        case ("^", a, power):
            return f"{_braced(a)}^{{{power}}}"
        case ("sqrt", a):
            return rf"\sqrt{{{latex(a)}}}"
        case ("call", "e", a):
            return f"e^{{{latex(a)}}}"
        case ("call", name, a):
            return rf"\{name}({latex(a)})"
    raise ValueError(tree)


def _bracket(text: str, needed: bool) -> str:
    return f"({text})" if needed else text


def _braced(base: Tree) -> str:
    text = latex(base, 3)
    return text if isinstance(base, str | int) or text.startswith("(") else f"({text})"


def value(tree: Tree, at: Values) -> float:
    """The number at these values; raises ArithmeticError or ValueError where there is none."""
    match tree:
        case str():
            return math.pi if tree == "pi" else float(at[tree])
        case int():
            return float(tree)
        case ("idx", name, *indices):
            return float(at[name][tuple(at[each] for each in indices)])
        case ("delta", i, j):
            return float(at[i] == at[j])
        case ("sum", k, size, body):
            return sum(value(body, {**at, k: n}) for n in range(int(at[size])))
        case ("+", a, b):
            return value(a, at) + value(b, at)
        case ("-", a, b):
            return value(a, at) - value(b, at)
        case ("neg", a):
            return -value(a, at)
        case ("*", *factors):
            return math.prod(value(each, at) for each in factors)
        case ("/", a, b):
            return value(a, at) / value(b, at)
        case ("^", a, power):
            return value(a, at) ** power
        case ("sqrt", a):
            return math.sqrt(value(a, at))
        case ("call", name, a):
            return FUNCTIONS[name](value(a, at)) if name != "H" else float(value(a, at) > 0)
    raise ValueError(tree)


FUNCTIONS: dict[str, Callable[[float], float]] = {
    "e": math.exp,
    "exp": math.exp,
    "log": math.log,
    "tanh": math.tanh,
    "sigma": lambda x: 1 / (1 + math.exp(-x)),
    "theta": lambda x: float(x > 0),  # a step
}


def children(tree: Tree) -> tuple[Tree, ...]:
    match tree:
        case ("sum", _, _, body):
            return (body,)
        case ("call", _, a) | ("neg", a) | ("sqrt", a):
            return (a,)
        case ("^", a, _):
            return (a,)
        case ("+" | "-" | "/", a, b):
            return (a, b)
        case ("*", *factors):
            return tuple(factors)
        case _:
            return ()


def rebuilt(tree: Tree, position: int, new: Tree) -> Tree:
    match tree:
        case ("sum", k, size, _):
            return ("sum", k, size, new)
        case ("call", name, _):
            return ("call", name, new)
        case ("neg" | "sqrt" as kind, _):
            return (kind, new)
        case ("^", _, power):
            return ("^", new, power)
        case (kind, *parts):
            return (kind, *parts[:position], new, *parts[position + 1 :])
    raise ValueError(tree)


def mutations(tree: Tree) -> Iterator[Tree]:
    """One change at one place: sign, factor, exponent, index, fan, dropped term or factor, operation, argument."""
    yield from here(tree)
    for position, child in enumerate(children(tree)):
        for new in mutations(child):
            yield rebuilt(tree, position, new)


SWAPS = {"n_in": "n_out", "n_out": "n_in", "i": "j", "j": "i", "sigma": "v", "g": "y", "N": "n"}


def here(tree: Tree) -> Iterator[Tree]:
    yield ("neg", tree)
    yield ("*", 2, tree)
    yield ("/", tree, 2)
    yield ("^", tree, 2)
    match tree:
        case str() if tree in SWAPS and SWAPS[tree] not in ("n",):
            yield SWAPS[tree]
        case int():
            yield tree + 1
        case ("idx", name, *indices):
            for position, index in enumerate(indices):
                if index in ("i", "j"):
                    yield ("idx", name, *indices[:position], SWAPS[index], *indices[position + 1 :])
            if len(indices) == 2:
                yield ("idx", name, *reversed(indices))
        case ("+", a, b):
            yield from (a, b, ("-", a, b), ("*", a, b))
        case ("-", a, b):
            yield from (a, b, ("+", a, b), ("-", b, a), ("*", a, b))
        case ("*", *factors):
            for position in range(len(factors)):
                rest = factors[:position] + factors[position + 1 :]
                yield rest[0] if len(rest) == 1 else ("*", *rest)
        case ("/", a, b):
            yield from (a, ("/", b, a), ("*", a, b))
        case ("^", a, power):
            yield a
            yield ("^", a, power + 1)
        case ("sqrt", a) | ("neg", a):
            yield a
        case ("sum", _, _, body):
            yield ("/", tree, "n")
            yield ("sum", tree[1], tree[2], ("^", body, 2))
        case ("call", name, a):
            yield ("call", name, ("neg", a))
            yield a


def wrong_variants(seed: Seed, rng: np.random.Generator) -> list[Tree]:
    """The mutations that certainly differ from the right side, in a fixed order, without repetition."""
    points = [seed.draw(rng) for _ in range(8)]
    found: dict[str, Tree] = {}
    for variant in mutations(seed.right):
        if any(_differs(variant, seed.right, point) for point in points):
            found.setdefault(latex(variant), variant)
    found.pop(latex(seed.right), None)
    return list(found.values())


def _differs(variant: Tree, right: Tree, point: Values) -> bool:
    try:
        return abs(value(variant, point) - value(right, point)) > 1e-3
    except (ArithmeticError, ValueError, KeyError):
        return False


# -- right claims


def _softmax(rng: np.random.Generator) -> Values:
    z = rng.normal(size=3)
    y = np.exp(z) / np.exp(z).sum()
    i, j = rng.integers(0, 3, size=2)
    return {"n": 3, "z": z, "y": y, "t": rng.normal(size=3), "i": int(i), "j": int(j)}


def _logistic(rng: np.random.Generator) -> Values:
    z = rng.normal()
    return {"x": rng.normal(), "z": z, "g": 1 / (1 + math.exp(-z)), "y": rng.normal(), "n": 3}


def _positive(*names: str) -> Callable[[np.random.Generator], Values]:
    def draw(rng: np.random.Generator) -> Values:
        values: Values = {name: float(rng.uniform(0.4, 3)) for name in names}
        return {**values, "n_in": int(rng.integers(2, 6)), "n_out": int(rng.integers(6, 9)), "n": 4}

    return draw


def _batch(rng: np.random.Generator) -> Values:
    return {"N": 3, "n": 3, "w": rng.normal(), "b": rng.normal(), "x": rng.normal(size=3), "y": rng.normal(size=3)}


def _steps(rng: np.random.Generator) -> Values:
    return {"x": rng.uniform(-3, 5), "d": rng.uniform(0.5, 2), "h": rng.normal(), "n": 3}


SOFTMAX = r"Let $y_i = \frac{e^{z_i}}{\sum_{k=1}^{n} e^{z_k}}$ and $L = -\sum_{k=1}^{n} t_k \log y_k$."
LOGISTIC = (
    r"Let $\sigma(x) = \frac{1}{1 + e^{-x}}$, $g = \sigma(z)$ and $\ell = -y \log g - (1 - y) \log(1 - g)$."
    r" Also $E = \frac{1}{2} (g - y)^2$."
)
LAYER = (
    r"Let $a_j = \sum_{i=1}^{n_{in}} w_{ji} x_i$ with independent weights and inputs, $\mathbb{E}[w_{ji}] = 0$,"
    r" $\text{Var}(w_{ji}) = \sigma^2$, $\mathbb{E}[x_i] = 0$ and $\text{Var}(x_i) = v^2$."
)
BACKWARD = (
    r"Let $q_i = \sum_{j=1}^{n_{out}} w_{ji} d_j$ with independent weights and gradients, $\mathbb{E}[w_{ji}] = 0$,"
    r" $\text{Var}(w_{ji}) = \sigma^2$, $\mathbb{E}[d_j] = 0$ and $\text{Var}(d_j) = v^2$."
)
NORMAL = r"Let $a \sim N(0, s^2)$ and $u \sim U[-c, c]$."
BATCH = r"Let $J = \frac{1}{N} \sum_{i=1}^{N} (w x_i + b - y_i)^2$."
STEP = (
    r"Let $\theta(u) = \begin{cases} 1 & u > 0 \\ 0 & \text{otherwise} \end{cases}$ and, for a width $d > 0$,"
    r" $f(x) = \begin{cases} h & 0 < x < d \\ 0 & \text{otherwise} \end{cases}$."
)
yi, yj, tj = ("idx", "y", "i"), ("idx", "y", "j"), ("idx", "t", "j")
sx = ("call", "sigma", "x")
residual = ("-", ("+", ("*", "w", ("idx", "x", "i")), "b"), ("idx", "y", "i"))
SEEDS = (
    Seed(SOFTMAX, r"\frac{\partial y_i}{\partial z_j}", ("*", yi, ("-", ("delta", "i", "j"), yj)), _softmax),
    Seed(SOFTMAX, r"\frac{\partial \log y_i}{\partial z_j}", ("-", ("delta", "i", "j"), yj), _softmax),
    Seed(
        SOFTMAX,
        r"\frac{\partial L}{\partial z_j}",
        ("-", ("*", yj, ("sum", "k", "n", ("idx", "t", "k"))), tj),
        _softmax,
    ),
    Seed(SOFTMAX, r"\log y_i", ("-", ("idx", "z", "i"), ("call", "log", ("sum", "k", "n", ("call", "e", ("idx", "z", "k"))))), _softmax),
    Seed(LOGISTIC, r"\sigma'(x)", ("*", sx, ("-", 1, sx)), _logistic),
    Seed(LOGISTIC, r"\tanh(x)", ("-", ("*", 2, ("call", "sigma", ("*", 2, "x"))), 1), _logistic),
    Seed(LOGISTIC, r"\frac{\partial \ell}{\partial g}", ("/", ("-", "g", "y"), ("*", "g", ("-", 1, "g"))), _logistic),
    Seed(LOGISTIC, r"\frac{\partial \ell}{\partial z}", ("-", "g", "y"), _logistic),
    Seed(LOGISTIC, r"\frac{\partial E}{\partial z}", ("*", ("-", "g", "y"), "g", ("-", 1, "g")), _logistic),
    Seed(LAYER, r"\text{Var}(a_j)", ("*", "n_in", ("^", "sigma", 2), ("^", "v", 2)), _positive("sigma", "v")),
    Seed(LAYER, r"\mathbb{E}[w_{ji}^2 x_i^2]", ("*", ("^", "sigma", 2), ("^", "v", 2)), _positive("sigma", "v")),
    Seed(BACKWARD, r"\text{Var}(q_i)", ("*", "n_out", ("^", "sigma", 2), ("^", "v", 2)), _positive("sigma", "v")),
    Seed(NORMAL, r"\mathbb{E}[\text{ReLU}(a)^2]", ("/", ("^", "s", 2), 2), _positive("s")),
    Seed(NORMAL, r"\mathbb{E}[\text{ReLU}(a)]", ("/", "s", ("sqrt", ("*", 2, "pi"))), _positive("s")),
    Seed(NORMAL, r"\text{Var}(\text{ReLU}(a))", ("*", ("-", ("/", 1, 2), ("/", 1, ("*", 2, "pi"))), ("^", "s", 2)), _positive("s")),
    Seed(NORMAL, r"\text{Var}(u)", ("/", ("^", "c", 2), 3), _positive("c")),
    Seed(BATCH, r"\frac{\partial J}{\partial w}", ("*", ("/", 2, "N"), ("sum", "i", "N", ("*", residual, ("idx", "x", "i")))), _batch),
    Seed(BATCH, r"\frac{\partial J}{\partial b}", ("*", ("/", 2, "N"), ("sum", "i", "N", residual)), _batch),
    Seed(STEP, "f(x)", ("-", ("+", ("*", "h", ("call", "theta", "x")), ("*", "h", ("call", "theta", ("-", "d", "x")))), "h"), _steps),
)  # fmt: skip
