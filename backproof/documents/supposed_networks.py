r"""What a sentence says of a network with another activation, or another loss, than that of the page.

    $h = \sigma(z)$ ... For tanh it is $\delta = w e \odot (1 - h^2)$.       of no network that the page has defined
    $L = -\log p_c$ ... With the squared loss the error would be ...

Nothing on the page refutes it, nor is it proved here.
"""

from __future__ import annotations

import re

from backproof.answers.syntax import TWO, Call, Pow, walk
from backproof.documents.claims import said_otherwise
from backproof.documents.clauses import END
from backproof.documents.declarations import LOSSES
from backproof.documents.environment import Environment
from backproof.documents.outcomes import Outcome
from backproof.documents.report import CheckedClaim

_KINDS = {
    "leaky": r"leaky[- ]re-?lus?",
    "relu": r"re-?lus?|rectifiers?",
    "sigmoid": r"(?:logistic )?sigmoids?|logistic (?:function|units?)",
    "tanh": r"\$?\\?tanh\$?|hyperbolic tangents?",
    "identity": r"identity|linear (?:units?|activations?|layers?|neurons?)",
    "softplus": r"soft-?plus",
}
_LOSSES = {
    "squared": r"(?:mean[- ])?squared? (?:error|loss)|quadratic (?:loss|error|cost)|mse",
    "log": r"cross[- ]?entropy|log[- ]?loss|negative log[- ]likelihood",
}
_OF_OTHER = re.compile(
    r"(?<!like )(?<!as )\b(?:for|with|using|if|were|had|use|used|take|took|case of)\s+"
    r"(?:(?:a|an|the|it|we|units?|were|had|used?|take|took|hidden|our|only)\s+){0,4}(?:"
    + "|".join(f"(?P<{name}>{words})" for name, words in {**_KINDS, **_LOSSES}.items())
    + r")(?![\w-])",
    re.IGNORECASE,
)
_SAME_AS = {"max": "relu", "relu": "relu", "sigmoid": "sigmoid", "tanh": "tanh", "softplus": "softplus"}
_ACTIVATIONS = frozenset(_KINDS)
_REACH = 400  # characters of a sentence at most


def of_the_page(claim: CheckedClaim, said: str, env: Environment) -> CheckedClaim:
    """No refutation of what a sentence says of an activation, or a loss, that the page has not.

    said: the page up to the claim.
    """
    if claim.verdict != "refuted":
        return claim
    found = [*_OF_OTHER.finditer(END.split(said[-_REACH:])[-1])]
    if not found:
        return claim
    kind = found[-1].lastgroup or ""
    own = _activations(env) if kind in _ACTIVATIONS else _losses(env)
    if not own or kind in own or kind == "leaky":
        return claim  # what is said of leaky units is read elsewhere
    reason = (
        f"it is said of a network with another {'activation' if kind in _ACTIVATIONS else 'loss'}: {found[-1][kind]}"
    )
    return said_otherwise(claim, Outcome("undecided", reason))


def _activations(env: Environment) -> frozenset[str]:
    """The activations in what the page has defined."""
    called = {
        node.function
        for each in env.definitions.values()
        if each.line is not None
        for node in walk(each.body)
        if isinstance(node, Call)
    }
    return frozenset(_SAME_AS[name] for name in called if name in _SAME_AS)


def _losses(env: Environment) -> frozenset[str]:
    """Whether the losses of the page are made of logarithms, of squares, or of both."""
    bodies = [each.body for name, each in env.definitions.items() if name.partition("_")[0] in LOSSES and each.line]
    nodes = [node for body in bodies for node in walk(body)]
    logs = any(isinstance(node, Call) and node.function == "log" for node in nodes)
    squares = any(isinstance(node, Pow) and node.exponent == TWO for node in nodes)
    return frozenset(name for name, is_there in (("log", logs), ("squared", squares)) if is_there)
