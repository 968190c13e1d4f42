r"""The value that words give a staircase on a piece, held against the sum of steps by which the page then defines it.

"with the height $c_k$ between $t_k$ and $t_{k+1}$"      c_0 \sigma(x - t_0) + \sum_k (c_k - c_{k-1}) \sigma(x - t_k)
and not                                                 c_0 \sigma(x - t_0) + \sum_k (c_{k+1} - c_k) \sigma(x - t_k)
"""

from __future__ import annotations

import re
from dataclasses import replace

from backproof.answers.printing import plain
from backproof.answers.syntax import Call, Expr, Fold, Sym, walk
from backproof.answers.tokens import Unreadable
from backproof.documents.environment import Environment, FunctionDefinition
from backproof.documents.lexer import read_side
from backproof.documents.outcomes import Outcome
from backproof.documents.settings import names_of
from backproof.documents.staircases import judge_staircase

_HEIGHT = re.compile(
    r"\b(?:(?:heights?|values?|levels?)(?:\s+of)?|(?:is|be|are)\s+equal\s+to|equals?)\s+\$\s*(?P<value>[^$=<>]{1,60})\$"
    r"(?=\s*(?:on|in|inside|over|between|for|when|where|if|from)\b)"
)
_OTHERWISE = re.compile(r"\b(?:not|never|wrong\w*|would|instead|unless|except|first|only)\b|n't\b", re.IGNORECASE)
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-Z])|\n\s*\n(?=\s*[^\s$])")


def judge_heights(function: Expr, body: Expr, before: str, env: Environment) -> Outcome | None:
    """The refutation of a sum of steps that has not the height that its sentence gives it; None for anything else.

    before: the page before `function = body`.
    """
    words = _SENTENCE.split(before.rstrip("$ \n"))[-1]
    said = list(_HEIGHT.finditer(words))
    if len(said) != 1 or _OTHERWISE.search(words) or not any(isinstance(node, Fold) for node in walk(body)):
        return None
    match function:
        case Call(name, (Sym(variable),)):
            network = env.naming(FunctionDefinition(name, variable, body))
        case _:
            return None
    try:
        value = read_side(said[0]["value"], names_of(env))[0]
    except Unreadable:
        return None
    found = judge_staircase(function, "=", value, (), words, network)
    if found is None or found.verdict != "refuted":
        return None
    return replace(found, reason=f"it has not the height {plain(value)} there, which the words give it")
