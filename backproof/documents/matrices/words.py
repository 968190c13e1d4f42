r"""What the words of a page say of its arrays and functions, where a wrong guess would make a claim right or wrong.

"for the sigmoid, ..."           the activation of a sentence; "unlike the sigmoid" names none
"y is a multi-hot vector"        the targets of a softmax need not sum to 1
"let $A$ be symmetric"           what is false of any matrix may be right of this one
"in numerator layout"            gradients are rows; "each has the same shape as its parameter": they are not
"each column of $P$ sums to 1"   along which axis a softmax of a matrix goes
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal

from backproof.documents.scanning import is_said

Layout = Literal["numerator", "denominator"]

ACTIVATIONS = {
    "sigmoid": re.compile(r"sigmoid|logistic", re.IGNORECASE),
    "tanh": re.compile(r"tanh|hyperbolic tangent", re.IGNORECASE),
    "relu": re.compile(r"relu\b|rectif", re.IGNORECASE),
}
_NO_ACTIVATION = re.compile(
    r"\b(?:not|no|never|unlike|instead|others?|contrast|contrary|except|besides|apart|without|whether|as well|general"
    r"|generally|whatever|different|replac\w+)\b|n't\b"
    r"|\b(?:any|every|each|all|arbitrary)\s+(?:\w+[ -]){0,2}(?:activations?|functions?|nonlinearit\w+|choices?)\b",
    re.IGNORECASE,
)
_ANY_TARGETS = re.compile(
    r"multi-?\s?hot|multi-?\s?label|\b(?:not|never|no longer) (?:be |a |necessarily )*one-?\s?hot"
    r"(?![^.]{0,60}\b(?:distribution|probabilit\w+|smooth\w*|(?:sums?|adds?) (?:up )?to (?:\$?1|one)))"
    r"|\b(?:need|needs|do|does|must|may|might|should|can)(?: ?n[o'’]t)(?: \w+){0,2} (?:sum|add)"
    r"|\b(?:are|is|of|word|raw|event) counts\b|\bunnormali[sz]ed (?:targets?|labels?|weights?|scores?)"
    r"|\bseveral (?:classes|labels)|\bmore than one (?:class|label)"
    r"|\bany (?:real |non-?negative |positive )*(?:targets?|labels?)(?! (?:class|label))"
    r"|\barbitrary (?:real |non-?negative |positive )*(?:weights?|vectors?|numbers?|targets?|labels?)"
    r"|\b(?:do|does) not (?:have|assume|require|need)(?: that)? \$\s*\\sum[^$=]*\b[ty]_[^$=]*=\s*1\s*\$"
    r"|\\sum[^$=<>]*\b[ty]_[^$=<>]*(?:\\neq?(?![A-Za-z])\s*1|=\s*1\s*\$ (?:does|need) not hold)",
    re.IGNORECASE,
)
_SPECIAL = (
    r"(?:anti-?|skew-?)?symmetric(?!\s+(?:around|about|distrib\w+|um)\b)|orthogonal|orthonormal|unitary"
    r"|unit(?=[\s-]+(?:vectors?|lengths?|norm|columns?|rows?)\b)|normali[sz]ed"
    r"|(?<!the )(?<!off-)(?<!off )(?<!main )diagonal(?!\s+(?:entr|element|term|part|one))|idempotent|projections?"
    r"|projectors?|projects?|permutation|triangular|definite|semi-?definite|Hermitian|commut\w+|cent(?:ered|red)"
    r"|stochastic|isometr\w+|rotations?|reflections?|eigenvectors?|eigenvalues?|inverse|invertible"
    r"|pseudo-?inverse|rank[- ]one|Toeplitz|circulant|involut\w+|nilpotent|whitened|standardi[sz]ed|symmetrisch\w*"
    r"|orthogonale?\w*|normiert\w*"
)
_ARRAY = r"matrix|matrices|vectors?|Matri(?:x|zen)|Vektor(?:en)?"
_MEAN = r"(?:mean|average|Mittelwert|Durchschnitt)"
_MEANS = re.compile(
    rf"\$(?P<before>[^$]*\\bar[^$]*)\$[^$.;:!?\n]{{0,30}}\b{_MEAN}\b|\b{_MEAN}\b[^$.;:!?\n]{{0,30}}\$(?P<after>[^$]*\\bar[^$]*)\$",
    re.IGNORECASE,
)
_AFTER = re.compile(
    rf"\$(?P<math>[^$]+)\$[^$.;:!?\n]{{0,50}}?\b(?:{_SPECIAL})\b", re.IGNORECASE
)  # "$A$ is symmetric", "$A \in R^{n x n}$ be positive definite"
_AS_PARAMETERS = re.compile(
    r"\bgradients?\b[^.$;]{0,40}?\b(?:has|have|is|are)\s+(?:exactly |always |of )?the same (?:shape|size|dimensions?)s?"
    r" as (?:its|their|the|each)\b(?: own| respective| corresponding)? (?:parameter|weight|variable|matri)",
    re.IGNORECASE,
)
_ENTRY = re.compile(r"\s*\\?[A-Za-z]+\s*_\s*(?:\w|\{\w+\})\s*")
_OF_NUMBERS = re.compile(
    r"\b(?:symmetric|cent(?:ered|red)|normali[sz]ed|symmetrisch\w*)$"
)  # "y_j is symmetric": its law
_BEFORE = re.compile(
    rf"\b(?:{_SPECIAL})\b[^$.,;:!?\n]{{0,40}}\$(?P<math>[^$]+)\$(?P<more>(?:\s*(?:,|and|und)\s*\$[^$]+\$)*)",
    re.IGNORECASE,
)  # "a unit vector $u$", "orthogonal matrices $U$ and $V$"
_ASSUMED = re.compile(
    r"\b(?:where|with|let|such that|assum\w+(?: that)?|suppos\w+(?: that)?|satisf\w+|given(?: that)?|provided(?: that)?"
    r"|for which|if)\s*,?\s*$",
    re.IGNORECASE,
)
_NUMERATOR = re.compile(
    r"numerator[- ]layout|Jacobian (?:layout|formulation|convention)|Zähler-?layout"
    r"|(?:gradients?|derivatives?)\b[^.$]{0,40}\b(?:is|are|as|be|being|sind|ist) (?:an? |ein )?(?:rows?|Zeilen\w*)\b",
    re.IGNORECASE,
)
_DENOMINATOR = re.compile(r"denominator[- ]layout|Hessian (?:layout|formulation)|Nenner-?layout", re.IGNORECASE)
_ITEM = re.compile(r"\n[ \t]*(?:[-*+•]|\d+[.)])[ \t]+")
_SOFTMAX = re.compile(r"soft-?max", re.IGNORECASE)
_OVER_SAMPLES = r"|\b(?:over|along|across) (?:the |all )?(?:samples?|examples?|batch(?: axis| dimension)?)\b"
_DOWN = re.compile(rf"\bcolumns?\b|column-?wise|spalten\w*|\b(?:axis|dim)\s*=?\s*0{_OVER_SAMPLES}", re.IGNORECASE)
ROW_VECTORS = re.compile(
    r"row[- ]vector|Zeilenvektor|\bvectors?\b(?: in [^.$]{1,30})? (?:is|are|as) (?:always |all )?(?:a )?rows?\b",
    re.IGNORECASE,
)
_ACROSS = re.compile(rf"\brows?\b|row-?wise|zeilen\w*|\b(?:axis|dim)\s*=?\s*1{_OVER_SAMPLES}", re.IGNORECASE)
_LETTER = re.compile(r"\\(?P<greek>[A-Za-z]+)|(?P<latin>[A-Za-z])")
_INDICES = re.compile(r"[_^]\s*(?:\{(?:[^{}]|\{[^{}]*\})*\}|\\[A-Za-z]+|\w)")
_FONTS = re.compile(r"\\(?:mathbf|boldsymbol|bm|mathrm|mathcal|mathsf|vec|pmb|text|operatorname)(?![A-Za-z])")


def activation_of(sentence: str) -> str | None:
    """The one activation of which a sentence speaks; None if it names none, several, or what holds of others too."""
    sentence = _ITEM.split(sentence)[-1]  # each item of a list has one of its own
    named = [name for name, words in ACTIVATIONS.items() if words.search(sentence)]
    if len(named) != 1:
        return None
    words = re.sub(r"\$[^$]*\$", " ", sentence)
    return None if _NO_ACTIVATION.search(words) else named[0]


def targets_may_not_sum_to_one(text: str) -> bool:
    """Whether a page says that the targets of its softmax are no distribution."""
    return is_said(_ANY_TARGETS, text)


@lru_cache
def special_letters(text: str) -> frozenset[str]:
    """The letters of which a page says more than their shape: "symmetric", "a unit vector"."""
    found: set[str] = set()
    for each in _AFTER.finditer(text):
        if not (_ENTRY.fullmatch(each["math"]) and _OF_NUMBERS.search(each[0])):
            found |= _declared(each["math"])
    for each in _BEFORE.finditer(text):
        for math in (each["math"], *re.findall(r"\$([^$]+)\$", each["more"])):
            found |= _declared(math)
    return frozenset(found)


@lru_cache
def array_letters(text: str) -> frozenset[str]:
    """The letters that a page calls matrices or vectors: "let $P$ and $Q$ be matrices"."""
    found: set[str] = set()
    chain = r"(?P<first>\$[^$]+\$)(?P<more>(?:\s*(?:,|and|und)\s*\$[^$]+\$)*)"
    for pattern in (rf"{chain}[^$.,;:!?\n]{{0,30}}\b(?:{_ARRAY})\b", rf"\b(?:{_ARRAY})\b[^$.,;:!?\n]{{0,12}}{chain}"):
        for each in re.finditer(pattern, text):
            for math in re.findall(r"\$([^$]+)\$", each["first"] + each["more"]):
                found |= _declared(math)
    return frozenset(found)


@lru_cache
def averaged_letters(text: str) -> frozenset[str]:
    """The letters whose bar is a mean, as a page says in words."""
    found = (each["before"] or each["after"] for each in _MEANS.finditer(text))
    return frozenset(letter for math in found for letter in letters_of(math.replace(r"\bar", " ")))


def is_assumed(before: str) -> bool:
    """Whether the words before an equation make it something that is given: "where", "such that"."""
    return bool(_ASSUMED.search(before))


def layout(text: str) -> Layout | None:
    """The layout of derivatives that a page says it uses."""
    if is_said(_NUMERATOR, text):
        return "numerator"
    return "denominator" if is_said(_DENOMINATOR, text) else None


def gradients_are_upright(text: str) -> bool:
    """Whether a page says that its gradients have the shapes of their parameters."""
    return is_said(_AS_PARAMETERS, text)


@lru_cache
def softmax_differs(text: str, rows_are_samples: bool) -> bool:
    """Whether words beside a softmax speak of another axis than that of the classes of a sample.

    Code says that in the line where a softmax is called, or in the body of its definition.
    """
    other = _DOWN if rows_are_samples else _ACROSS
    for each in _SOFTMAX.finditer(text):
        about = text[each.end() : each.end() + 120]
        is_called = text.count("```", 0, each.start()) % 2 == 1 and not text[: each.start()].endswith("def ")
        about = re.split(r"\n" if is_called else r"\.\s|\n\s*\n", about)[0]
        if other.search(re.sub(r"\([^()$]*\bsamples?\b[^()$]*\)", " ", about)):
            return True
    return False


def letters_of(math: str) -> frozenset[str]:
    """The letters of a formula, without fonts and indices."""
    plain = _INDICES.sub(" ", _FONTS.sub(" ", math))
    return frozenset(each["greek"] or each["latin"] for each in _LETTER.finditer(plain))


def _declared(math: str) -> frozenset[str]:
    """The letters that a formula is about: those before its first relation."""
    return letters_of(re.split(r"\\in(?![A-Za-z])|=|\\sim|\\le|\\ge|<|>", math)[0])
