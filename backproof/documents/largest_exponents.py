r"""Constants and what words say of exponents with them: "with $\log C = -\max_k z_k$ all exponents are at most 0"."""

from __future__ import annotations

import re
from fractions import Fraction

from backproof.answers.syntax import Num
from backproof.answers.tokens import Unreadable
from backproof.documents.environment import Environment
from backproof.documents.lexer import read_side
from backproof.documents.maxima import judge_maximum
from backproof.documents.outcomes import Outcome
from backproof.documents.settings import names_of
from backproof.documents.statements import Statement

_ZERO = r"(?:\$?\s*0\s*\$?|zero)"
_AT_MOST_0 = re.compile(
    r"\b(?:exponents?|arguments?|(?:shifted |new )?(?:logits|values|scores|inputs))\b[^.$;]{0,40}?"
    rf"(?:\bat most {_ZERO}|\bnon-?positive\b|\b(?:negative|less than {_ZERO}) or (?:{_ZERO}|equal)|\bnever positive\b"
    rf"|\bnot (?:larger|greater|bigger) than {_ZERO}|\$\s*(?:\\leq?|<=|\\leqslant)\s*0\s*\$)",
    re.IGNORECASE,
)
_LARGEST_IS_0 = re.compile(  # then the biggest exponent is 0
    rf"\b(?:biggest|largest|greatest|highest|maximal|maximum)\s+(?:exponent|argument)\s+(?:is|becomes|equals)\s+{_ZERO}"
    r"(?![.,]?\d)",
    re.IGNORECASE,
)
_EXACTLY = re.compile(r"-?\s*\\max\s*_\s*(?:\{[^{}]*\}|\w)\s*[a-z]\s*_\s*(?:\{\w\}|\w)[\s.,;]*")
_INSIDE = r"(?P<inside>(?:[^(){}$]|\{[^{}]*\})*?)"
_RAISED = _INSIDE.replace("inside", "raised")
_EXPONENT = re.compile(
    rf"\\exp\s*(?:\\left|\\[bB]igl?)?\s*\({_INSIDE}(?:\\right|\\[bB]igr?)?\)|(?<![A-Za-z])e\s*\^\s*\{{{_RAISED}\}}"
)


def judge_exponents(statement: Statement, text: str, env: Environment) -> Outcome | None:
    """What is to be said of a constant by which the words want exponents to be at most 0; None for anything else."""
    if statement.relations != ("=",) or r"\max" not in statement.sides[1].latex:
        return None
    sentence = re.split(r"\.(?:\s|$)|\n\s*\n", text[statement.sides[1].end :], maxsplit=1)[0]
    is_reached = _LARGEST_IS_0.search(sentence) is not None
    if _AT_MOST_0.search(sentence) is None and not is_reached:
        return None
    if is_reached and not _EXACTLY.fullmatch(statement.sides[1].latex.strip()):
        return None  # with -\max_k z_k - 1 the exponents are less than 0
    name, value = (side.latex.strip() for side in statement.sides)
    before = [found["inside"] or found["raised"] for found in _EXPONENT.finditer(text[: statement.sides[0].start])]
    spelled = re.compile(r"\s*".join(map(re.escape, re.findall(r"\\[A-Za-z]+|\S", name))) + r"(?![A-Za-z_])")
    exponent = next((each for each in reversed(before) if spelled.search(each)), None)
    if exponent is None:
        return None
    try:
        (tree,) = read_side(spelled.sub(lambda _: f"({value})", exponent), names_of(env))
    except (Unreadable, ValueError):
        return None
    found = judge_maximum(tree, "<=", Num(Fraction(0)), (), env, False)
    if found is None or found.verdict not in ("proved", "refuted"):
        return None
    words = "the exponents are at most 0 then" if found.verdict == "proved" else "the exponents are not at most 0 then"
    return Outcome(found.verdict, f"{words}: {found.reason}", found.counterexample)
