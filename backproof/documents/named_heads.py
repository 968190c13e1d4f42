r"""One output unit that words describe: "sigmoid output with binary cross entropy: $\delta = y - t$".

A page that sets its vectors in bold means numbers by $y^{(L)}$ and $t$ there.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction

from backproof.answers.syntax import ONE, Add, Call, Expr, Mul, Num, Sym, walk
from backproof.answers.tokens import Unreadable
from backproof.documents.dimensions import replaced
from backproof.documents.environment import Environment
from backproof.documents.judgement import judge_relation
from backproof.documents.lexer import read_side
from backproof.documents.outcomes import Outcome
from backproof.documents.settings import names_of
from backproof.documents.statements import Statement

_NEAR = 160  # characters in which words describe the unit
_SIGMOID = re.compile(r"\bsigmoid|\blogistic (?!loss)", re.IGNORECASE)
_LOSS = re.compile(r"\bcross[- ]?entropy|\blog[- ]?loss|\blogistic loss|\bBCE\b", re.IGNORECASE)
_OTHER = re.compile(r"softmax|categorical|\bmean\b|average|\bbatch|\bsum(?:med)? over", re.IGNORECASE)
_LAYER = r"(?:\s*\^\s*(?:\{\s*)?[(\[]\s*\w+\s*[)\]]\s*\}?)?"
_GRADIENT = re.compile(
    rf"\s*(?:\\delta{_LAYER}"
    rf"|\\d?frac\s*\{{\s*(?:\\partial|d)\s*(?:\\mathcal|\\text|\\mathrm)?\s*\{{?\s*(?:L|C|J|E|\\ell|Loss(?:_i)?)\s*\}}?\s*\}}"
    rf"\s*\{{\s*(?:\\partial|d)\s*(?P<by>z|a|s|u){_LAYER}\s*\}})\s*"
)
_MEANS_GRADIENT = r"\\delta[^$=]{0,24}&?=\s*(?:\\nabla|\\d?frac\s*\{\s*\\partial)"
_LETTER = rf"(?:\\hat\s*(?:\{{\s*y\s*\}}|y)|(?<![A-Za-z\\])[apoyt](?![A-Za-z])){_LAYER}"
_ARRAY = re.compile(
    r"\\(?:mathbf|boldsymbol|bm|vec|odot|top|sum|nabla)(?![A-Za-z])|\^\s*\{?\s*T|[A-Z]_|_\s*\{?\s*[a-z]"
)
_WORDS = "the loss is the binary cross-entropy of one sigmoid unit, as the words say"


def judge_head(statement: Statement, n: int, before: str, text: str) -> Outcome | None:
    """What is to be said of the link n of a statement about the gradient at one output unit; None for anything else.

    before: the page before the statement;  text: the page.
    """
    sides = [side.latex for side in statement.sides]
    if statement.relations[n] != "=" or not _GRADIENT.fullmatch(sides[0]) or any(map(_ARRAY.search, sides[1:])):
        return None
    if not _is_described(before[-_NEAR:]):
        return None
    trees = _trees(sides)
    if trees is None:
        return None
    left, right = trees[n], trees[n + 1]
    found = judge_relation((left,), "=", (right,), (), Environment())
    if found.verdict == "proved":
        return Outcome("proved", f"{found.reason}; {_WORDS}")
    if found.verdict == "refuted" and not n and (r"\delta" not in sides[0] or re.search(_MEANS_GRADIENT, text)):
        return Outcome("refuted", f"{found.reason}; {_WORDS}", found.counterexample)
    return None


def _is_described(before: str) -> bool:
    """Whether the words of the paragraph just before a formula make a sigmoid with a cross-entropy."""
    words = before.rpartition("\n\n")[2] if before.rpartition("\n\n")[2].strip(" $\n") else before.rpartition("\n\n")[0]
    words = words.rpartition("\n\n")[2]
    return bool(_SIGMOID.search(words) and _LOSS.search(words)) and not _OTHER.search(words)


def _trees(sides: Sequence[str]) -> list[Expr] | None:
    """The sides as trees in z and t; None where they speak of more than an output and a target."""
    letters = {_tight(found) for each in sides[1:] for found in re.findall(_LETTER, each)}
    targets = {each for each in letters if each in ("t", "y")}
    target = "t" if "t" in targets else "y" if len(letters) == 2 and "y" in targets else None
    outputs = letters - {target}
    if target is None or len(outputs) != 1 or (target == "y" and re.match("y", next(iter(outputs)))):
        return None
    z, t = Sym("z"), Sym("t")
    output = Call("sigmoid", (z,))
    loss = Add((_minus(Mul((t, Call("log", (output,))))), _minus(Mul((_rest(t), Call("log", (_rest(output),)))))))
    trees: list[Expr] = [Call("D", (loss, z))]
    for each in sides[1:]:
        latex = re.sub(_LETTER, lambda found: " t " if _tight(found[0]) == target else " P ", each)
        try:
            found = read_side(latex, names_of(Environment()))
        except Unreadable:
            return None
        tree = replaced(found[0], {"P": output})
        if len(found) != 1 or {node.name for node in walk(tree) if isinstance(node, Sym)} - {"z", "t"}:
            return None
        trees.append(tree)
    return trees


def is_about_plain_numbers(sides: Sequence[str], text: str) -> bool:
    """Whether a claim has nothing in bold and no operation of arrays, on a page that sets these letters in bold."""
    whole = " ".join(sides)
    if _ARRAY.search(whole) or re.search(r"(?<![A-Za-z\\])[A-Z](?![A-Za-z])(?!\s*[)\]])", whole):
        return False
    letters = {re.sub(r"[^a-z]", "", found) for found in re.findall(r"(?<![A-Za-z\\])[a-z](?![A-Za-z])", whole)}
    return any(
        len(re.findall(rf"\\(?:mathbf|boldsymbol|bm|vec)\s*\{{?\s*{each}(?![A-Za-z])", text)) > 1 for each in letters
    )


def _tight(latex: str) -> str:
    return re.sub(r"\s+", "", latex)


def _minus(tree: Expr) -> Expr:
    return Mul((Num(Fraction(-1)), tree))


def _rest(tree: Expr) -> Expr:
    return Add((ONE, _minus(tree)))
