r"""What the variance of the weights is chosen for, and whether the value that the page gives it does that.

    b. ... the rule is $\sigma^2 = 1/n_{in}$             forward:   n_in sigma^2 = 1
    c. ReLU loses half, so $\sigma^2 = 2/n_{in}$         behind a ReLU, the second moment: n_in sigma^2 / 2 = 1
    d. For the gradients $\sigma^2 = 1/n_{out}$          backward:  n_out sigma^2 = 1
    e. Both: $\sigma^2 = 2/(n_{in} + n_{out})$           a compromise, which is both where n_in = n_out

The words of the sentence, of the part before it and of its question say which of these is meant; where they may mean
several, a value is refuted only if it serves none (He et al. 2015, equations 10 and 14; Glorot and Bengio 2010, 12).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Literal

from backproof.answers.printing import plain
from backproof.answers.syntax import ONE, Add, Call, Compare, Div, Expr, Mul, Num, Sym, walk
from backproof.documents.choices import under
from backproof.documents.clauses import END
from backproof.documents.dimensions import replaced
from backproof.documents.environment import Environment
from backproof.documents.judgement import judge_relation
from backproof.documents.layer_factors import fan_of
from backproof.documents.links import Link
from backproof.documents.outcomes import Outcome
from backproof.documents.parts import part_around, question_of
from backproof.documents.passages import Passage
from backproof.documents.requirements import by_moments, implied
from backproof.documents.wanted import value_given

Pass = Literal["forward", "backward"]
_BOTH: frozenset[Pass] = frozenset(("forward", "backward"))
_FORWARD = re.compile(r"\bforwards?\b|\bfan.?in\b|\bnumber of (?:the )?inputs\b|(?<![A-Za-z])v\^\{?2", re.IGNORECASE)
_BACKWARD = re.compile(
    r"\bbackwards?\b|\bback-?prop\w*|\bgradients?\b|\bfan.?out\b|\bnumber of (?:the )?outputs\b"
    r"|\\partial|\\nabla|\\delta|(?<![A-Za-z])g\^\{?2",
    re.IGNORECASE,
)
_COMPROMISE = re.compile(
    r"\b(?:both|compromis\w+|xavier|glorot|averag\w+|(?:geometric|harmonic|arithmetic) mean|in between|combin\w+"
    r"|balance\w*)\b",
    re.IGNORECASE,
)
_RELU = re.compile(r"\bre-?lus?\b|\brectif\w+|\\ReLU|\\max(?![A-Za-z])|\bhal(?:f|ves|ved|ving)\b", re.IGNORECASE)
_LINEAR = re.compile(
    r"\blinear\b|\b(?:without|no|ignor\w+)(?: \w+){0,2} (?:re-?lu|activation|non-?linearit)", re.IGNORECASE
)
_OTHER_MODEL = re.compile(
    r"\b(?:tanh|sigmoids?|logistic|leaky|prelu|gelu|selu|elu|softplus|swish|slope|dropout|residual|skip|norm(?:ali[sz]ation)?"
    r"|recurrent|attention|convol\w+|kernel size|sparse|orthogonal|gain)\b|\\tanh|\\alpha",
    re.IGNORECASE,
)
_ASIDE = re.compile(  # what is tried, remembered or told of others is not what the page chooses
    r"\b(?:if|suppos\w+|assum\w+|examples?|instance|when|would|were|instead|not|without|before|earlier|previous\w*|old|was|had"
    r"|defaults?|pytorch|keras|tensorflow|often|sometimes|practice|lab|naive\w*|too|say|try|tried|compar\w+|linear"
    r"|simply|many|people|some|paper|he|lecun|kaiming|others?|another|smaller|larger|bigger|above|below|unless"
    r"|case)\b|e\.g\.|n't",
    re.IGNORECASE,
)
_PRESENTS = re.compile(  # what the page says is its choice, or follows
    r"\b(?:rules?|recipe|choos\w+|choice|chosen|pick|tak(?:e|es|ing)|set|use[sd]?|using|draw\w*|initiali[sz]\w*|should|must"
    r"|ha(?:s|ve) to|need\w*|want\w*|requir\w+|so|hence|thus|therefore|giv(?:e|es|ing)|yields?|means?|implies|get|gets"
    r"|obtain\w*|becom\w+|answer|result|optimal|best|good|ideal|condition|compromise|keep\w*|preserv\w+"
    r"|(?:variance|deviation|scale|spread)\b.*\b(?:is|are|of))\b",
    re.IGNORECASE,
)
_LABEL = 4  # words of "Backward pass:", which present what is behind them as well
_WITH = re.compile(r"(?:\A|[,;:(.]|\b(?:and|but|while|whereas))\s*(?:with|for|given|under|at)\s*\Z", re.IGNORECASE)
_SOME_SIZES = re.compile(r"\b(?:for|if|when|with|case)\s+\$[^$\\]*[nmNM](?:_[^$=]*)?\s*=[^$]*\$", re.IGNORECASE)
_OUTPUTS = re.compile(r"n_\{?(?:\\(?:text|mathrm)\s*\{)?\s*o\s*u\s*t|n_o\b")
_NAMED = re.compile(r"\b(?:xavier|glorot)\b", re.IGNORECASE)  # which knows of no ReLU
_HALF = re.compile(
    r"\\[dt]?frac\s*\{?\s*1\s*\}?\s*\{?\s*2\s*\}?|(?<![\d.])1\s*/\s*2(?!\d)|/\s*2(?!\d)|\}\s*\{\s*2\s*\}|\b0\.5\b"
)
_RULE_BEHIND_RELU = re.compile(r"(?<![\d.])2\s*/\s*\(?\s*[a-zA-Z]|\\d?frac\s*\{?\s*2\s*\}?\s*\{?\s*[a-zA-Z]")


@dataclass(frozen=True)
class _Purpose:
    """fan * variance / number = 1, where the conditions hold, is what a variance is chosen for."""

    fan: Sym
    number: int
    words: str
    given: tuple[Compare, ...] = ()

    def factor(self, variance: Expr) -> Expr:
        """By what a layer with this variance multiplies that of its inputs, or of the gradients."""
        return Div(Mul((self.fan, variance)), Num(Fraction(self.number)))

    @property
    def right(self) -> Expr:
        """The variance with which it does."""
        fans = [each.right for each in self.given]
        return Div(Num(Fraction(self.number * (1 + len(fans)))), Add((self.fan, *fans)) if fans else self.fan)


def against_purpose(link: Link, outcome: Outcome, passage: Passage, env: Environment) -> Outcome:
    """A variance of the weights that does not keep what the words want to keep is refuted."""
    if env.setting != "initialization" or outcome.verdict != "conditional" or outcome.missing:
        return outcome
    if link.later or link.relation != "=":
        return outcome
    variance = _variance(link.left[0], link.right[0], env)
    if variance is None or _is_asked_for(link, passage, env):
        return outcome
    found = _missed(variance, passage, env)
    return outcome if found is None else found


def _is_asked_for(link: Link, passage: Passage, env: Environment) -> bool:
    """Whether the equation before asks for this value: n \\sigma^2 / 2 = 1, so it is 2/n."""
    value = value_given(link.left[0], link.right[0])
    if passage.last is None or not passage.last.required or value is None:
        return False
    if passage.last.end < part_around(passage.text, passage.start)[0]:
        return False  # of another part
    asked = Link((passage.last.left,), "=", (passage.last.right,), link.line)
    same = (passage.last.left, passage.last.right), (link.left[0], link.right[0])
    return under(asked, value, env).verdict == "proved" or implied(*same, (), env) is True


def law_against_purpose(name: str, passage: Passage, env: Environment) -> Outcome | None:
    """What is wrong with a law of the weights, w ~ N(0, 1/n_out), that does not keep what is to be kept.

    name: whose law it is;  env: the environment with this law.
    """
    law = env.laws.get(name)
    variance = by_moments(law).variance if law is not None and name in ("w", "W") else None
    return _missed(variance, passage, env) if variance is not None and env.setting == "initialization" else None


def _missed(variance: Expr, passage: Passage, env: Environment) -> Outcome | None:
    fans = _fans(variance, env)
    if fans is None:
        return None
    wanted = list(_purposes(variance, *fans, passage))
    found = [judge_relation((each.factor(variance),), "=", (ONE,), each.given, env) for each in wanted]
    if not found or any(each.verdict != "refuted" for each in found):
        return None
    inputs, outputs = fans
    swapped = replaced(variance, {inputs.name: outputs, outputs.name: inputs})
    fits = (judge_relation((each.factor(swapped),), "=", (ONE,), each.given, env) for each in wanted)
    misconception = "fan-in and fan-out swapped" if any(each.verdict == "proved" for each in fits) else None
    reason, right = f"{wanted[0].words}, and with this value it does not", plain(wanted[0].right)
    return replace(found[0], reason=reason, correction=f"the variance {right}", misconception=misconception)


def _variance(left: Expr, right: Expr, env: Environment) -> Expr | None:
    """The variance of the weights, if an equation gives it a value, or its root, or the bound of a uniform law."""
    value = value_given(left, right)
    law = next((env.laws[name] for name in ("w", "W") if name in env.laws), None)
    if value is None:
        return None
    if isinstance(value.left, Call):
        return value.right if value.left.args in ((Sym("w"),), (Sym("W"),)) else None
    known = None if law is None else by_moments(law).variance
    if known is None or value.left not in walk(known):
        return None
    name = value.left.name if isinstance(value.left, Sym) else ""
    return replaced(known, {name: value.right})


def _fans(variance: Expr, env: Environment) -> tuple[Sym, Sym] | None:
    """The numbers of inputs and of outputs of which a variance speaks; None where it is not known which it means."""
    inputs = next(iter(fan_of(env)), Sym("n_in"))
    names = {node.name for node in walk(variance) if isinstance(node, Sym)}
    if not names:
        return None
    if names <= {"n_in", "n_out"}:
        return Sym("n_in"), Sym("n_out")
    return (inputs, inputs) if names == {inputs.name} else None


def _purposes(variance: Expr, inputs: Sym, outputs: Sym, passage: Passage) -> Iterator[_Purpose]:
    """What the words may want; nothing where they speak of another model, or tell what is not their own choice."""
    text, start = passage.text, passage.start
    begin, end = part_around(text, start)
    before, question = text[begin:start], question_of(text, begin)
    sentence = END.split(before)[-1]
    if not _is_chosen(sentence) or _OTHER_MODEL.search(before + question):
        return
    compromise = inputs != outputs and set(walk(variance)) >= {inputs, outputs}
    passes = _passes(text, start, before, question)
    factors = list(_factors(text, begin, start, end, question))
    if compromise:
        equal = (Compare("=", inputs, outputs),)
        for factor in {1, *factors}:
            yield _wanted(inputs, factor, "where both are alike, forward and backward", equal)
        return
    for each in ("forward", "backward"):
        if each in passes:
            fan = inputs if each == "forward" else outputs
            for factor in factors if each == "forward" else {1, *factors}:
                yield _wanted(fan, factor, each)


def _is_chosen(sentence: str) -> bool:
    """Whether the words before a value present it as what the page chooses, for layers of any size."""
    words = _words(sentence).rstrip(" \n$")
    presented = _PRESENTS.search(words) or len(words.split()) <= _LABEL
    aside = _ASIDE.search(words) or _WITH.search(words) or _SOME_SIZES.search(sentence)
    return bool(presented) and not aside


def _wanted(fan: Sym, factor: int, where: str, given: tuple[Compare, ...] = ()) -> _Purpose:
    through = " behind a ReLU" if factor == 2 else ""
    words = f"the variance is chosen so that a layer keeps its scale {where}{through}"
    return _Purpose(fan, factor, words, given)


def _passes(text: str, start: int, before: str, question: str) -> frozenset[Pass]:
    """The passes of which the words nearest to a value speak; the first one before the page speaks of another.

    In its own paragraph the last sentence that speaks of one counts; what others say together, as any may be an aside.
    """
    paragraph = before.rpartition("\n\n")[2]
    pieces = END.split(paragraph)
    after = re.split(r"\$", END.split(text[start:][:300].partition("$")[2])[0])[0]
    earlier = before[: len(before) - len(paragraph)]
    for piece in (pieces[-1] + after, *reversed(pieces[:-1]), earlier, question):
        if _COMPROMISE.search(piece):
            return _BOTH
        found = {name for name, each in (("forward", _FORWARD), ("backward", _BACKWARD)) if each.search(piece)}
        if found:
            return frozenset(found)  # type: ignore[arg-type]
    return _BOTH if _BACKWARD.search(text[:start]) or _OUTPUTS.search(before) else frozenset(("forward",))


def _factors(text: str, begin: int, start: int, end: int, question: str) -> Iterable[int]:
    """1 for linear layers, 2 behind a ReLU; both where it is not clear."""
    before = text[begin:start]
    relu = max((found.end() for found in _RELU.finditer(before)), default=-1)
    if relu < 0 and not _RELU.search(question):
        if _NAMED.search(before):
            return (1,)
        whole = text[:begin] if not question else ""
        return (1, 2) if _RELU.search(whole + text[start:end]) or _HALF.search(before) else (1,)
    around = before + text[start:end].partition("$")[2]
    if _LINEAR.search(before, max(relu, 0)) or _RULE_BEHIND_RELU.search(around):
        return 1, 2
    return (2,)


def _words(sentence: str) -> str:
    return re.sub(r"\$[^$]*\$", " ", sentence)
