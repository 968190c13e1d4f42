r"""Sums that words name: "write S for the denominator", "with the normalizer Z", "S is the sum of the exponentials".

The sum is the denominator of the quotient that the page has defined last.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from backproof.answers.syntax import Div, Expr, Fold, Sym, walk
from backproof.documents.environment import Definition, Environment

_SUM = (
    r"(?:the |this )?(?:(?:whole|common|softmax) )?"
    r"(?:denominator|normali[sz](?:er|ation|ing (?:sum|constant|factor))|partition function"
    r"|sum of (?:all |all of )?(?:the )?exponentials|sum (?:in|of) the denominator)"
)
_WRITE = r"(?:write|writing|call|calling|denote|denoting|abbreviate|name|put|say|let|use|with)(?: us)?(?: \w+)?"
_NAMED = (
    r"{write}\s+{name}\s+(?:for|be|denote|stand for) {sum}",
    r"{name}\s+(?:is|=|denotes|stands for|means|being) {sum}",
    r"{write} {sum}\s*(?:of the softmax )?(?:by|as|with)?\s*{name}",
    r"{sum} (?:is )?(?:called|denoted(?: by| as)?|written as|named)?\s*{name}",
    r"{name}\s+for {sum}",
)


def with_named_denominators(trees: Iterable[Expr], before: str, line: int, env: Environment) -> Environment:
    """The environment in which capital letters of the trees are the sums that the words before call so."""
    names = {node.name for tree in trees for node in walk(tree) if isinstance(node, Sym)}
    known = env.definitions.keys() | env.laws.keys() | env.functions.keys()
    for name in sorted(each for each in names - known if re.fullmatch(r"[A-Z]", each)):
        if not any(_says(pattern, name, before) for pattern in _NAMED):
            continue
        body = _last_denominator(env)
        if body is not None:
            env = env.defining(Definition(name, (), body, line)).forgetting_shape(name)
            env = replace(env, positive=env.positive | {name})
    return env


def _says(pattern: str, name: str, words: str) -> bool:
    spelled = rf"(?<![A-Za-z$\\])\$?\s*{name}\s*\$?(?![A-Za-z])"
    regex = pattern.replace("{write}", _WRITE).replace("{name}", spelled).replace("{sum}", _SUM)
    return re.search(rf"(?<![A-Za-z]){regex}", re.sub(r"\s+", " ", words), re.IGNORECASE) is not None


def _last_denominator(env: Environment) -> Expr | None:
    """The sum under the quotient that was defined last; None where that is not clear."""
    found = [
        (each.line or 0, each.body.under)
        for each in env.definitions.values()
        if isinstance(each.body, Div) and isinstance(each.body.under, Fold) and each.body.under.kind == "sum"
    ]
    last = max((line for line, _ in found), default=None)
    sums = {body for line, body in found if line == last}
    return sums.pop() if len(sums) == 1 else None
