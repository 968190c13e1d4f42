r"""Settings: what a name means before the page says anything.

A setting assigns roles by the names that the page uses: with `p` and `y` in a softmax section, p are the probabilities
and y the targets; with `y` and `t`, y are the probabilities.  The equations are written as a page would write them and
read by the same reader.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from types import MappingProxyType

from backproof.answers.syntax import ONE, Call, Entry, Expr, Num, Pow, Sym, walk
from backproof.answers.tokens import Unreadable
from backproof.documents.declarations import ANY
from backproof.documents.dimensions import replaced
from backproof.documents.environment import OWN, Definition, Environment, Law
from backproof.documents.lexer import read_side
from backproof.documents.page_names import PageNames
from backproof.documents.sizes_said import inputs_called
from backproof.documents.targets import adding_to_one
from backproof.documents.variances_in_words import mean_0_in_words, variances_in_words

SETTINGS = (
    "softmax", "logistic", "initialization", "activations", "backpropagation", "step-networks", "general",
)  # fmt: skip
LOSSES = ("L", "Loss", "loss", "J", "ell", "CE", "BCE", "NLL", "Cost", "cost")
SCALES = frozenset(("sigma", "v", "g", "s", "tau", "sigma_w", "sigma_x", "sigma_delta", "sigma_u"))  # of random numbers

_EVIDENCE: Mapping[str, tuple[tuple[str, int], ...]] = MappingProxyType(
    {
        "softmax": (
            (r"[sS]oftmax", 4), (r"cross[- ]?entropy", 1), (r"multi-?class|multinomial|one-hot|logits", 2),
            (r"\\frac\s*\{\s*(?:\\exp|e\^)[^$]{0,60}\\sum", 4), (r"-\s*\\sum[^$]{0,60}\\log", 2),
        ),
        "logistic": (
            (r"[sS]igmoid|[lL]ogistic|[lL]ogit\b", 3), (r"binary cross[- ]?entropy|binary", 3),
            (r"1\s*\+\s*(?:e\^|\\exp)", 3),
            (r"\(1\s*-\s*y[^)]{0,9}\)\s*\\log", 4),
        ),
        "initialization": (
            (r"\\?\b[Vv]ar(?:iance)?\b", 3), (r"fan(?:[-_ ]?|\W{1,3})(?:in|out)\b|n_\{?in", 3),
            (r"Xavier|Glorot|Kaiming|\bHe\b init", 3), (r"\\mathcal\s*\{?[NU]\}?|\\sim|(?<![A-Za-z])N\s*\(\s*0\s*,", 2),
            (r"[iI]nitiali[sz]", 2), (r"\\mathbb\s*\{?E", 2),
        ),
        "backpropagation": (
            (r"\\nabla_\{?\s*(?:\\mathbf\s*\{)?W", 4), (r"\\delta\^\s*\{?\s*[(\[lL]", 4),
            (r"\\odot", 3), (r"[bB]ack-?prop", 3), (r"W\}?\^\{?[(\[]", 2),
        ),
        "step-networks": (
            (r"[sS]tep[- ](?:function|activation|network|neuron|unit)|\\(?:text|mathrm|operatorname)\s*\{\s*step", 4),
            (r"[tT]hreshold (?:function|activation|network|neuron|unit|gate)|Heaviside|[pP]erceptron", 4),
            (r"[bB]ox function|[sS]taircase|[bB]ump", 4), (r"(?<!black )(?<!black-)\b[bB]ox(?:es)?\b(?! function)", 2),
        ),
        "activations": ((r"\bGELU\b|\bSELU\b|\bSiLU\b|softplus|leaky|\\Phi\b", 3),),
    }
)  # fmt: skip


_LITTLE = 3  # one word that speaks for another setting is no change of it


@dataclass(frozen=True)
class Choice:
    """A setting, and the words of the page that speak for it; weak: one word, which may be of another subject."""

    setting: str
    why: str
    weak: bool = False


def choose(text: str, before: str | None = None) -> Choice | None:
    """The setting that a stretch of text speaks for; None where nothing does, or only little for another than before.

    before: the setting of the section before, where the same question goes on.
    """
    scores: dict[str, int] = {}
    reasons: dict[str, list[str]] = {}
    for setting, evidence in _EVIDENCE.items():
        for pattern, weight in evidence:
            found = re.findall(pattern, text)
            if found:
                scores[setting] = scores.get(setting, 0) + weight * min(len(found), 3)
                reasons.setdefault(setting, []).append(str(re.search(pattern, text)[0]))  # type: ignore[index]
    if not scores:
        return None
    best = max(scores, key=lambda name: scores[name])
    if before is not None and scores[best] - scores.get(before, 0) <= _LITTLE:
        return None if before not in reasons else _chosen(before, scores, reasons)
    return _chosen(best, scores, reasons)


def _chosen(best: str, scores: Mapping[str, int], reasons: Mapping[str, list[str]]) -> Choice | None:
    seen = list(dict.fromkeys(" ".join(each.split())[:30] for each in reasons[best]))
    words = ", ".join([each for each in seen if "\\" not in each] or seen)  # formulas where no words speak
    return Choice(best, f"it speaks of {words}", scores[best] <= _LITTLE) if scores[best] >= 3 else None


def layer_base(name: str) -> str:
    """W, of W^(2)."""
    return re.split(r"\^\(|_", name)[0]


def names_of(environment: Environment) -> PageNames:
    """The names with which a side is read."""
    functions = {
        name.removesuffix(OWN): meaning if isinstance(meaning, str) else name
        for name, meaning in environment.functions.items()
    }
    layered = frozenset(layer_base(name) for name in environment.arrays if "^(" in name) - environment.bracketed
    return PageNames(
        functions, environment.words, layered, environment.macros, environment.numbered, environment.raised
    )


def initial(
    setting: str, seen: Mapping[str, frozenset[int]], parameters: Collection[str] = (), text: str = ""
) -> Environment:
    r"""The environment of a setting for a page that uses these names, with these numbers of indices.

    parameters: what derivatives are taken with respect to.  text: the words of the page.
    """
    logits = frozenset(["z", "x", "a", "o", "u", "v", "f", "h", "s", "eta"])
    builder = {
        "logistic": _logistic,
        "activations": _activations,
        "backpropagation": _backpropagation,
    }.get(setting)
    environment = Environment(setting, functions=activation_letters(text) if setting == "backpropagation" else {})
    if setting == "initialization":
        environment = _without_inputs(_initialization(environment, seen, text), text)
        weights = _initial_weights(_of_the_weights(environment, seen, text), seen, text)
        return _of_the_gradients(_of_the_inputs(weights, seen, text), text)
    if setting == "step-networks":
        return _beside_own_step(_steps(environment, seen, ()), text)
    if setting == "softmax":
        return _softmax(environment, seen, tuple(each for each in parameters if each in logits), text)
    return (
        environment
        if builder is None
        else builder(environment, seen, tuple(each for each in parameters if each in logits))
    )


Seen = Mapping[str, frozenset[int]]


def _first(candidates: Iterable[str], seen: Seen) -> str | None:
    return next((name for name in candidates if name in seen), None)


_SAID_SOFTMAX = re.compile(
    r"(?<![A-Za-z\\])(?:\\(?:mathbf|boldsymbol|bm|vec)\s*\{\s*)?(?P<name>[a-z])\s*\}?\s*&?\s*=\s*"
    r"(?:\\(?:text|mathrm|operatorname|mathsf)\s*\{\s*)?\\?softmax",
    re.IGNORECASE,
)  # o = softmax(a): then y is none


_SIGMOID = re.compile(  # or its formula, or its slope: a softmax has no \sigma'
    r"\bsigmoids?\b|\blogistic\b|\\sigma\s*(?:\([^()]*\)\s*&?=\s*\\[dt]?frac\s*\{\s*1\s*\}\s*\{\s*1\s*\+|'|\^\s*\{?\s*\\prime)",
    re.IGNORECASE,
)
_OF_ENTRY = re.compile(r"\\sigma\s*(?:\\left)?\(\s*[a-z]\s*_\s*(?:\w|\{\w+\})\s*(?:\\right)?\)(?!\s*_)")  # no vector


def _softmax(env: Environment, seen: Seen, by: tuple[str, ...], text: str = "") -> Environment:
    indexed = {name: ranks for name, ranks in seen.items() if ranks != {0} or name not in ("sigma", "s", "S", "q")}
    output = _first(("p", "yhat", "q", "phat", "pi", "s", "S", "sigma"), indexed)
    said = {each["name"] for each in _SAID_SOFTMAX.finditer(text)} & seen.keys()
    output = output or (said.pop() if len(said) == 1 else "y")
    target = "t" if output == "y" or 1 in seen.get("t", ()) or ("t" in seen and "y" not in seen) else "y"
    logit = _first([name for name in by if name not in (output, target)], seen)
    logit = logit or _first(("z", "x", "a", "o", "u", "v", "f", "h", "eta"), seen) or "z"
    if logit in (output, target):
        logit = "z" if output != "z" else "x"
    size = _first(("n", "K", "C", "k"), {name: seen[name] for name in seen if name in ("n", "K")}) or "n"
    sigma = "sigmoid" if _SIGMOID.search(text) and _OF_ENTRY.search(text) else "softmax"
    env = replace(env, functions={"softmax": "softmax", "sigma": sigma} if output != "sigma" else {})
    env = _define(env, output, ("i",), rf"\frac{{\exp({logit}_i)}}{{\sum_{{k=1}}^{{{size}}} \exp({logit}_k)}}")
    for name in LOSSES:
        if 0 in seen.get(name, frozenset()) and 1 not in seen[name]:
            env = _define(env, name, (), rf"-\sum_k {target}_k \log {_spelled(output)}_k")
    if 1 in seen.get(target, frozenset()) or any(name in seen for name in LOSSES):
        env = replace(env, assumptions=(adding_to_one(target),))
    arrays = {name: 1 for name in (output, target, logit) if 0 in seen.get(name, frozenset())}
    return replace(env, arrays={**env.arrays, **arrays})


def _logistic(env: Environment, seen: Seen, by: tuple[str, ...]) -> Environment:
    functions = {name: "sigmoid" for name in ("sigma", "phi")}
    env = replace(env, functions=functions)
    prediction = _first(("y^(2)", "a^(2)", "g", "p", "yhat", "q", "h", "s", "a"), seen)
    prediction = prediction or ("y" if "t" in seen else "g")
    target = "y" if prediction != "y" else "t"
    logit = _first([name for name in by if name not in (prediction, target)], seen) or _first(
        ("z", "x", "a", "u", "s"), {name: seen[name] for name in seen if name != prediction}
    )
    if prediction.endswith("^(2)"):
        logit = "z^(2)"
    elif "w" in seen and "x" in seen and logit in ("x", "z", None):  # logistic regression
        logit = "z"
        body = r"\sum_i w_i x_i" if 1 in seen["x"] or 1 in seen["w"] else "w x"
        env = _define(env, "z", (), body + (" + b" if "b" in seen else ""))
    env = _define(env, prediction, (), rf"\frac{{1}}{{1 + \exp(-{_spelled(logit or 'z')})}}")
    for name in LOSSES:
        if 0 in seen.get(name, frozenset()) and 1 not in seen[name]:
            p = f"{{{_spelled(prediction)}}}"
            env = _define(env, name, (), rf"-{target} \log {p} - (1 - {target}) \log(1 - {p})")
    return env


def _initialization(env: Environment, seen: Seen, text: str) -> Environment:
    env = replace(
        env,
        positive=SCALES,
        independent=True,
    )
    squared = r"\sigma_w^2" if "sigma_w" in seen and "sigma" not in seen else r"\sigma^2"
    variance = {"w": squared, "W": squared, "x": "v^2"}
    for name, value in variance.items():
        env = env.drawing(Law(name, _read("0", env), _read(value, env)))
    for name in ("delta", "u"):
        indexed = 0 not in seen.get("g", frozenset((0,)))  # g_i is a gradient itself
        spread = Sym(f"sigma_{name}" if indexed else "g")
        env = env.drawing(Law(name, None, Pow(spread, Num(Fraction(2)))))
    if {0, 1} <= seen.get("g", frozenset()):  # gradients g_j with variance g^2
        env = env.drawing(Law("g", None, Pow(Sym("g"), Num(Fraction(2)))))
        env = replace(env, positive=env.positive | {"g"})
    for name in ("g_out", "delta_out"):  # and g^{out}_j, where the page has no g_j
        entries = seen.get(name, frozenset()) | seen.get(name.replace("out", "in"), frozenset())
        if name in seen and 1 in entries and 0 in seen.get("g", frozenset()):
            env = env.drawing(Law(name, None, Pow(Sym("g"), Num(Fraction(2)))))
            env = replace(env, positive=env.positive | {"g"})
    inputs: dict[str, Expr] = {"n": Sym(inputs_called(text, seen))}
    for name in ("a", "z"):
        if 1 in seen.get(name, frozenset()):
            env = env.defining(Definition(name, ("j",), replaced(_read(r"\sum_{i=1}^n w_{ji} x_i", env), inputs)))
        elif name in seen and not _OF_A_LAYER.isdisjoint(seen):
            env = env.defining(Definition(name, (), replaced(_read(r"\sum_{i=1}^n w_i x_i", env), inputs)))
    return env


_OF_A_LAYER = frozenset(("w", "W", "x", "n", "n_in", "v", "sigma"))  # without any of these, a is no sum of w_i x_i
_WEIGHTS_VARIANCE = re.compile(
    r"variance\s+\$(?P<first>[^$=]{1,30})\$\s+(?:of|for)\s+(?:the\s+|all\s+|its\s+|our\s+)?(?:[\w-]+\s+){0,2}weights"
    r"|weights[^.$]{0,60}\bvariance\s+(?:of\s+|is\s+|be\s+)?\$(?P<second>[^$=]{1,30})\$",
    re.IGNORECASE,
)


def _of_the_weights(env: Environment, seen: Seen, text: str) -> Environment:
    """The law of the weights where the page never writes sigma: with the variance that words give them, or with any."""
    said = variances_in_words(text, "weights")
    if not text or (len(said) != 1 and re.search(r"(?:\\sigma|σ)(?!\s*(?:\\left)?[('])", text)):
        return env
    found = _WEIGHTS_VARIANCE.search(text)
    value = next(iter(said)) if len(said) == 1 else found and (found["first"] or found["second"])
    spread: Expr | None = None
    if value:
        with contextlib.suppress(Unreadable):
            spread = _read(value, env)
    weights = {name: env.laws[name] for name in ("w", "W") if name in seen}
    if spread is None and not {"tau", "s", "rho", "omega"} & seen.keys():
        return env
    if spread is None:  # one of these may be the variance, or its root
        return replace(env, laws={name: law for name, law in env.laws.items() if name not in weights})
    return replace(env, laws={**env.laws, **{name: replace(law, variance=spread) for name, law in weights.items()}})


_WEIGHT_TIMES_INPUT = re.compile(r"w\s*_\s*\{\s*(\w)\s*,?\s*(\w)\s*\}\s*x\s*_\s*\{?\s*(\w)")


def _initial_weights(env: Environment, seen: Seen, text: str) -> Environment:
    """W with the entries w_ji where the page writes w_ji x_i, and no entry of W itself."""
    found = [each.groups() for each in _WEIGHT_TIMES_INPUT.finditer(text)]
    if re.search(r"\(\s*W[^()]*\)\s*_", text):  # (W^T g)_i: the product as a whole
        return env
    if seen.get("W") != frozenset((0,)) or 2 not in seen.get("w", ()) or not found or any(i != k for _, i, k in found):
        return env
    body = Entry("w", (Sym("j"), Sym("i")))
    return env.defining(Definition("W", ("j", "i"), body)).shaping("W", 2)


def _without_inputs(env: Environment, text: str) -> Environment:
    """The same where what weights multiply is what comes into a layer: a_j, of z = sum_j w_j a_j, is no such sum."""
    index = r"\s*_\s*(?:\w|\{[^{}]*\})\s*"
    for name in [*env.definitions]:
        if re.search(rf"(?<![A-Za-z])[wW]{index}{name}{index}", text):
            kept = {other: each for other, each in env.definitions.items() if other != name}
            spread = Pow(Sym(f"sigma_{name}"), Num(Fraction(2)))
            env = replace(env, definitions=kept).drawing(Law(name, None, spread))
    return env


_UNIT_INPUTS = re.compile(
    r"\b(?:inputs?|features)\b(?:[^.$]|\$\s*(?:x(?:\s*_\s*(?:\w|\{\w+\}))?|0)\s*\$){0,60}"
    r"\b(?:unit variance|variance\s+(?:of\s+)?\$?\s*(?:1|one)\b(?![.,]\d|\s*[/^\\]))",
    re.IGNORECASE,
)


_MEAN_OF = (
    r"(?:E|\\mathbb\s*\{?\s*E\s*\}?|\\(?:mathrm|operatorname|text)\s*\{\s*E\s*\})"
    r"\s*(?:\\left|\\[bB]igl?)?\s*[\[(]\s*"
)
_SPEAKS_OF_MEANS = re.compile(
    rf"\b(?:mean|means|average|cent(?:er|r)ed|normali[sz]ed|standardi[sz]ed|symmetric\w*|expect\w+)\b"
    rf"|{_MEAN_OF}[xu](?:\s*_\s*(?:\w|\{{\w+\}}))?\s*(?:\\right|\\[bB]igr?)?\s*[\])]\s*=",
    re.IGNORECASE,
)
_ANY_MEAN = re.compile(
    r"\bnon-?zero mean\b|\bmeans? (?:is|are) (?:not (?:0|zero|\$0\$)|non-?zero|positive)"
    r"|\bmeans? (?:may|need|does|do|must) not (?:be|vanish|have to be)\b|\bmeans? is \$(?!\s*0\s*\$)"
    r"|\b(?:not|no longer|never) (?:centered|centred|zero-mean|of mean zero)\b",
    re.IGNORECASE,
)
_INPUTS_OF_MEAN_0 = re.compile(
    r"\b(?:inputs?|features?|both|all|x\b[^$]{0,12}\$)[^.]{0,60}"
    r"(?<!not )(?<!not of )(?:mean (?:of )?(?:zero|0|\$0\$)|zero[- ]mean|cent(?:er|r)ed)",
    re.IGNORECASE,
)
_SENTENCES = re.compile(r"\.\s|\n\s*\n")
_SUPPOSED = re.compile(r"\b(?:if|when|were|had|unless|otherwise|suppose)\b", re.IGNORECASE)
_WEIGHTS_OF_MEAN_0 = re.compile(rf"\$\s*x\s*\$[^.]*{_MEAN_OF}[wW][^=$]*=\s*0")


def _of_the_inputs(env: Environment, seen: Seen, text: str) -> Environment:
    """The law of the inputs: of variance 1 where the words say so; of any mean where a page names them beside the
    weights, and says of these alone that their mean is 0, or says that a mean is not 0.
    """
    law = env.laws["x"]
    if "v" not in seen and _UNIT_INPUTS.search(text):
        law = replace(law, variance=ONE)
    elif (values := variances_in_words(text, "inputs")) != frozenset():
        env, law = _with_variance(values, env, law)
    if _WEIGHTS_OF_MEAN_0.search(text) and not _SPEAKS_OF_MEANS.search(text):
        law = replace(law, mean=None)
    said = [each for each in _SENTENCES.split(text) if _ANY_MEAN.search(each) and not _SUPPOSED.search(each)]
    if said and not _INPUTS_OF_MEAN_0.search(text):
        law = replace(law, mean=None)  # what holds for mean 0 alone is not proved
    return replace(env, laws={**env.laws, "x": law}) if "x" in env.laws else env


def _with_variance(values: frozenset[str], env: Environment, law: Law) -> tuple[Environment, Law]:
    """The law with the variance that words give; with any variance where they give several."""
    try:
        found = {_read(each, env) for each in values}
    except Unreadable:
        return env, law
    spread = next(iter(found)) if len(found) == 1 else Sym(f"Var({law.name})")
    scales = {node.name for node in walk(spread) if isinstance(node, Sym)}
    return replace(env, positive=env.positive | scales), replace(law, variance=spread, given=law.given | {"Var"})


def _of_the_gradients(env: Environment, text: str) -> Environment:
    """The law of the gradients at the outputs, with the variance and the mean that words give them."""
    values = variances_in_words(text, "gradients")
    for name in ("delta", "u"):
        law = env.laws.get(name)
        if law is None or law.line is not None or not values:
            continue
        env, law = _with_variance(values, env, law)
        if mean_0_in_words(text, "gradients"):
            law = replace(law, mean=Num(Fraction(0)), given=law.given | {"E"})
        env = replace(env, laws={**env.laws, name: law})
    return env


def _activations(env: Environment, seen: Seen, by: tuple[str, ...]) -> Environment:
    return replace(env, functions={"sigma": "sigmoid", "H": "step"})


def _backpropagation(env: Environment, seen: Seen, by: tuple[str, ...]) -> Environment:
    env = replace(env, arrays={**env.arrays, **array_ranks(seen)})
    if 2 in seen.get("W", frozenset()) and 1 in seen.get("z", frozenset()):
        env = _define(env, "z", ("i",), r"\sum_k W_{ik} x_k" + (" + b_i" if "b" in seen else ""))
    general = any(re.search(r"\^\(l[+-]?\d?\)", name) for name in seen)
    concrete = any(re.search(r"\^\([1-9]\)", name) for name in seen)
    deep = any("^(L)" in name for name in seen)  # of L layers, of which it may name the first
    return _two_layers(env, seen) if general and (deep or not concrete) else env


def _two_layers(env: Environment, seen: Seen) -> Environment:
    """Two layers of a network of any depth and any loss: z^(l) = W^(l) a^(l-1) + b^(l), a^(l) = f(z^(l)).

    They stand for any two layers: what is proved of them for any loss is proved for all.
    """
    letters = {name.split("^")[0] for name in seen if "^(" in name}
    before = next((each for each in ("z", "u", "s", "net") if each in letters), None)
    output = next((each for each in ("a", "y", "h", "o", "x") if each in letters), "a")
    if before is None and output == "a":  # a^(l) = W^(l) h^(l-1) + b^(l), h^(l) = f(a^(l))
        before, output = next((("a", each) for each in ("h", "y", "o", "x", "z") if each in letters), ("z", "a"))
    before = before or "z"
    function = next((each for each in ("sigma", "phi", "f", "g") if each in seen or f"{each}'" in seen), "sigma")
    spelled = {"sigma": r"\sigma", "phi": r"\varphi"}.get(function, function)
    env = replace(env, functions={function: ANY + function, **env.functions}, layers=(1, 2), any_depth=True)
    arrays = {f"{name}^({layer})": 1 for name in (output, before, "b", "delta") for layer in (0, 1, 2)}
    env = replace(env, arrays={**env.arrays, **arrays, "W^(1)": 2, "W^(2)": 2})
    for layer in (1, 2):
        bias = f" + b^{{({layer})}}_i" if "b" in letters else ""
        sum_of = rf"\sum_k W^{{({layer})}}_{{ik}} {output}^{{({layer - 1})}}_k{bias}"
        env = _define(env, f"{before}^({layer})", ("i",), sum_of)
        env = _define(env, f"{output}^({layer})", ("i",), rf"{spelled}({before}^{{({layer})}}_i)")
    loss = next((name for name in LOSSES if name in seen), "L")
    if "delta" in letters:
        for layer in (1, 2):
            body = Call("D", (Sym(loss), Entry(f"{before}^({layer})", (Sym("i"),))))
            env = env.defining(Definition(f"delta^({layer})", ("i",), body))
    return env


def activation_letters(text: str) -> dict[str, str]:
    """What sigma, phi and f are: the one activation of which the page speaks, else any function.

    Where it speaks of none, sigma and phi are the sigmoid.  What the page writes as \\tanh(u) or \\max(0, u) has a name
    of its own: sigma is another function then, the sigmoid if its values are probabilities.
    """
    others = text if _SET.search(text) else _APPLIED.sub(" ", text)
    spoken = {name for name, words in _ACTIVATIONS.items() if re.search(words, others, re.IGNORECASE)}
    rectified = "relu" in spoken and _RECTIFIED.search(text) is not None and not _SET.search(text)
    spoken -= {"relu"} if rectified else set()
    beside = (not spoken and others != text) or (rectified and spoken <= {"sigmoid"})
    if beside:
        spoken = {"any"}
    only = next(iter(spoken)) if len(spoken) == 1 else "any"
    known = only if only in ("sigmoid", "tanh") else None
    found = {name: known or ("sigmoid" if not spoken and name != "f" else ANY + name) for name in ("sigma", "phi", "f")}
    return {**found, "sigma": "sigmoid"} if beside and _ENTROPY.search(text) else found


_ENTROPY = re.compile(  # y log p + (1 - y) log(1 - p): p, which sigma gives, is a probability
    r"\\(?:log|ln)\s*(?:\\left|\\[bB]igl?)?\s*[(\[]\s*1\s*-|binary cross[- ]entropy", re.IGNORECASE
)
_APPLIED = re.compile(r"\\tanh\s*(?:\\left|\\[bB]igl?)?\(")  # it has a name of its own: sigma is another
_RECTIFIED = re.compile(r"\\max\s*(?:\\left|\\[bB]igl?)?\s*(?:\(|\\\{)\s*0\s*,")
_SET = re.compile(
    r"\\(?:sigma|(?:var)?phi)(?![A-Za-z])\s*(?:\([^()]*\))?\s*(?:(?::|&)?=&?\s*|\$\s*(?:is|denotes|be|stands for)\s+)"
    r"(?:the |a )?(?:\\(?:text|mathrm|operatorname)\s*\{)?\\?(?:tanh|max|relu|rectif)",
    re.IGNORECASE,
)
_ACTIVATIONS: Mapping[str, str] = MappingProxyType(
    {
        "sigmoid": r"sigmoid|logistic",
        "tanh": r"tanh|hyperbolic tangent",
        "relu": r"relu|rectif|gelu|softplus",
        "any": r"(?:any|arbitrary|generic|general|some|differentiable) (?:\w+ )?activation",
    }
)


def array_ranks(seen: Iterable[str]) -> dict[str, int]:
    """How the letters of a network are used where they have no index: weights are matrices, the rest columns."""
    ranks: dict[str, int] = {}
    for name in seen:
        letter = re.split(r"\^\(|_", name)[0] if name.startswith("delta") else re.split(r"\^\(", name)[0]
        if letter in ("W", "Theta", "A", "B") or ("^(" in name and letter in ("w",)):
            ranks[name] = 2
        elif letter in ("x", "b", "z", "h", "delta") or ("^(" in name and letter in ("a", "y", "o", "s")):
            ranks[name] = 1
    return ranks


def _steps(env: Environment, seen: Seen, by: tuple[str, ...]) -> Environment:
    functions = {name: "step" for name in ("sigma", "H", "step", "theta", "phi") if name in seen or name == "sigma"}
    return replace(env, functions=functions, positive=frozenset(("delta", "d", "epsilon")))


def _beside_own_step(env: Environment, text: str) -> Environment:
    """Where the page has a step of its own, H(u) = 1 for u >= 0, sigma is no step but what the page says of it.

    Nor is phi beside a step sigma.
    """
    beside_sigma = _SIGMA_APPLIED.search(text) and not _CALLED_STEP.search(text)
    others = ("sigma", "phi") if _OWN_STEP.search(text) else ("phi",) if beside_sigma else ()
    letters = {
        name: meaning for name, meaning in activation_letters(text).items() if name in others and name in env.functions
    }
    return replace(env, functions={**env.functions, **letters})


_SIGMA_APPLIED = re.compile(r"\\sigma\s*(?:\\left|\\[bB]igl?)?\s*\(")
_CALLED_STEP = re.compile(
    r"\b(?:steps?|jumps?|Heaviside|threshold)(?: (?:function|activation|unit|neuron)s?)?"
    r"(?: (?:is|are|be|also|called|denoted|written|by))*\s*\$\s*\\(?:var)?phi(?![A-Za-z])",
    re.IGNORECASE,
)
_OWN_STEP = re.compile(
    r"(?:\\Theta|\\theta|\\mathbb\s*\{?1\}?|[HS])\s*\(\s*[a-z]\s*\)\s*(?::?=|&=)\s*(?:\\begin\{cases\}|[01]\s*\$)"
)


def _spelled(name: str) -> str:
    """A name as LaTeX."""
    if name.endswith("hat") and len(name) > 3:
        return rf"\hat{{{name[:-3]}}}"
    if "^(" in name:
        return name.replace("(", "{(").replace(")", ")}")
    if len(name) > 1:
        return rf"\text{{{name}}}" if name not in ("sigma", "pi", "eta", "ell", "phi") else "\\" + name
    return name


def _read(latex: str, env: Environment) -> Expr:
    return read_side(latex, names_of(env))[0]


def _define(env: Environment, name: str, indices: tuple[str, ...], latex: str) -> Environment:
    body = _read(latex, env)
    if any(
        isinstance(node, Sym | Entry) and (node.name if isinstance(node, Sym) else node.family) == name
        for node in walk(body)
    ):
        return env
    return env.defining(Definition(name, indices, body))
