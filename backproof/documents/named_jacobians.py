r"""Names for the matrix of derivatives that a page has just worked out, entry by entry.

\frac{\partial p_i}{\partial z_j} = p_i (\delta_{ij} - p_j).  "In matrix form $J = \text{diag}(p) - p p^T$" claims that
J is \partial p / \partial z, with the one layout or the other.
"""

from __future__ import annotations

import re
from dataclasses import replace

from backproof.answers.syntax import Call, Entry, Expr, Sym, Transpose
from backproof.documents.environment import Environment
from backproof.documents.judgement import judge_relation
from backproof.documents.outcomes import Outcome
from backproof.documents.passages import Equation

_CALLED = re.compile(
    r"\b(?:Jacobian(?: matrix)?|(?:matrix|vector|matrix-vector) (?:form|notation)|as a matrix)\b"
    r"(?:\s+(?:is|becomes|reads|equals|this is|it is|we have|we get|that is|then|therefore|thus))*\s*[,:]?\s*\$*\s*\Z",
    re.IGNORECASE,
)
_ROWS = re.compile(  # then p^T p is the matrix
    r"\brow[- ]vectors?\b|\b(?:as|is|are|be|a|one|each|every|per)\s+\**(?:the\s+|a\s+)?rows?\b|\b1\s*\\times",
    re.IGNORECASE,
)
_COLUMN = re.compile(
    r"\bcolumn[- ]vectors?\b|\b(?:as|is|are)\s+(?:a\s+)?columns?\b", re.IGNORECASE
)  # whatever else has rows


def judge_jacobian(
    left: Expr, right: Expr, before: str, last: Equation | None, text: str, env: Environment
) -> Outcome | None:
    """Whether a new name for the matrix of which the words speak is that of the derivatives before; None for others.

    text: the page; where vectors may be rows on it, nothing is refuted.
    """
    if last is None or not isinstance(left, Sym) or not _CALLED.search(before):
        return None
    known = env.definitions.get(left.name)
    if known is not None and known.line is not None:
        return None
    match last.left:
        case Call("D", (Entry(of, (Sym(one),)), Entry(by, (Sym(other),)))) if one != other:
            whole = Call("D", (Sym(of), Sym(by)))
        case _:
            return None
    ranked = replace(env, arrays={**env.arrays, of: 1, by: 1})
    found = [judge_relation((whole,), "=", (each,), (), ranked) for each in (right, Transpose(right))]
    proved = next((each for each in found if each.verdict == "proved"), None)
    words = f"the matrix of the derivatives of {of} by {by}"
    if proved is not None:
        return replace(proved, reason=f"{words}: {proved.reason}")
    if all(each.verdict == "refuted" for each in found) and (_COLUMN.search(before) or not _ROWS.search(text)):
        return replace(found[0], reason=f"it is not {words}: {found[0].reason}")
    return None
