r"""Which names a section writes as whole arrays, though they have no index.

W^{(2)}, \mathbf{x}, \nabla_W     layers, bold letters, gradients: the usual letters stand for arrays
z_i = \mathbf{w}^T \mathbf{x}_i + b     a number for each sample i, of two columns
z = W x + b     a layer, where z has entries z_k
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping

from backproof.documents.settings import array_ranks
from backproof.documents.statements import Statement

WHOLE_ARRAYS = re.compile(
    r"\^\{?\s*[(\[]|\\(?:mathbf|boldsymbol)\s*\{?\s*[A-Za-z\\]|\\odot|\\nabla|\^\{?\s*(?:T|\\top)"
)
_BOLD = re.compile(r"\\(?:mathbf|boldsymbol|bm|vec)\s*(?:\{\s*)?\\?([A-Za-z]+)")
_BOLD_WITH_BRACE = re.compile(_BOLD.pattern + r"\s*\}?")
_BOLD_OF_SAMPLE = re.compile(_BOLD.pattern + r"\s*\}?\s*(?:_|\^\s*\{?\s*\([ijkmnst]\))")
_BOLD_ALONE = re.compile(_BOLD.pattern + r"(?![A-Za-z])(?!\s*\}?\s*(?:_|\^\s*\{?\s*[(\[]))")
_STYLED = r"(?:\\(?:mathbf|boldsymbol|bm|vec)\s*\{?\s*)?"
_SUBSCRIPT = r"\}?\s*(?:_\s*\{?\s*\w\s*\}?)?"
_INNER_PRODUCT = re.compile(
    rf"\s*{_STYLED}(?P<one>[a-z])\}}?\s*\^\s*\{{?\s*(?:T|\\top|\\intercal)\s*\}}?\s*{_STYLED}(?P<other>[a-z]){_SUBSCRIPT}"
    r"\s*(?:\+\s*[a-z]\s*)?"
)

_LAYER = re.compile(r"\s*(?P<matrix>[A-Z])\s*(?P<input>[a-z])\s*(?:\+\s*(?P<bias>[a-z])\s*)?")


def of_all_samples(latex: str, per_sample: Collection[str], arrays: Collection[str]) -> str | None:
    r"""The name in bold that stands for the numbers of all samples: \mathbf{p} where p_i is a number of sample i."""
    whole = set(_BOLD_ALONE.findall(latex))
    return min((name for name in whole if name in per_sample and name not in arrays), default=None)


def bold_names(text: str) -> frozenset[str]:
    """The letters that are set in bold."""
    return frozenset(_BOLD.findall(text))


def transposed(text: str) -> frozenset[str]:
    """The capital letters that are transposed: each of them is a matrix."""
    return frozenset(_TRANSPOSED.findall(text))


_TRANSPOSED = re.compile(r"(?<![A-Za-z\\])([A-Z])\s*\^\s*\{?\s*(?:T(?![A-Za-z])|\\top|\\intercal)")
_WORD_NAME = re.compile(
    r"(?P<letter>[a-z]|\\delta)\s*[_^]\s*\{\s*(?:\\(?:text|mathrm|textrm)\s*\{\s*)?(?P<word>[a-z]{2,})\s*\}?\s*\}"
)
_PRODUCT = re.compile(r"\s*[A-Z]\s*(?:\^\s*\{?\s*(?:T|\\top|\\intercal)\s*\}?)?\s*(?P<input>[a-z\\][^=+]*)")


def shown_arrays(
    seen: Mapping[str, frozenset[int]], found: Iterable[Statement], per_sample: Collection[str], setting: str
) -> tuple[dict[str, int], frozenset[str]]:
    """The names of whole arrays in the statements of a section, with their ranks, and names of numbers.

    seen: names with the numbers of indices that they have;  per_sample: what has the index of the sample only.
    """
    found = tuple(found)
    layers = _layers(seen, found)
    text = " ".join(side.latex for each in found for side in each.sides)
    if not WHOLE_ARRAYS.search(text):
        return layers, frozenset()
    ranks = array_ranks(name for name, indices in seen.items() if 0 in indices) | layers
    bold, of_sample = bold_names(text), set(_BOLD_OF_SAMPLE.findall(text))
    if setting == "step-networks":  # delta, h and B are numbers there, also beside a gradient
        plain = _BOLD_WITH_BRACE.sub(
            " ", text
        )  # of x and \mathbf{x}, the first is a number: the input of one dimension
        ranks = {name: rank for name, rank in ranks.items() if name in bold and not _is_alone(name, plain)}
    numbers, vectors = set[str](), set[str]()
    for name in per_sample:  # a page that writes x_i in bold, and z_i not, means a number by z_i
        if bold and "^(" not in name:
            (vectors if name in of_sample else numbers).add(name)
    for each in found:
        for side in each.sides:
            if (product := _INNER_PRODUCT.fullmatch(side.latex)) is not None:
                vectors |= {product["one"], product["other"]}
    ranks.update(dict.fromkeys(sorted(vectors), 1))
    return {name: rank for name, rank in ranks.items() if name not in numbers - vectors}, frozenset(numbers - vectors)


def _layers(seen: Mapping[str, frozenset[int]], found: Iterable[Statement]) -> dict[str, int]:
    """The arrays of z = W x + b, where z_k is written elsewhere."""
    ranks: dict[str, int] = {}
    for each in found:
        name = each.sides[0].latex.strip()
        layer = _LAYER.fullmatch(each.sides[1].latex) if each.relations[:1] in (("=",), (":=",)) else None
        if layer is not None and re.fullmatch("[a-z]", name) and 1 in seen.get(name, frozenset()):
            ranks |= {name: 1, layer["matrix"]: 2, layer["input"]: 1}
            if layer["bias"]:
                ranks[layer["bias"]] = 1
        product = _PRODUCT.fullmatch(each.sides[1].latex) if each.relations[:1] in (("=",), (":=",)) else None
        of, by = _named_by_word(name), None if product is None else _named_by_word(product["input"])
        if of and by and 1 in seen.get(of, frozenset()) | seen.get(by, frozenset()):
            ranks |= {of: 1, by: 1}
    return ranks


def _named_by_word(latex: str) -> str | None:
    """g_in, of a letter with a word for an index; None for other names."""
    found = _WORD_NAME.fullmatch(latex.strip())
    return None if found is None else f"{found['letter']}_{found['word']}"


def _is_alone(name: str, text: str) -> bool:
    """Whether a letter stands in a text without an index."""
    return re.search(rf"(?<![A-Za-z\\]){name}(?![A-Za-z]|\s*\}}?\s*[_^])", text) is not None
