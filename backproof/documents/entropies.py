r"""Entropies: what their names stand for, written as sums.

H(p)               -\sum_k p_k \log p_k
H(p, q)            -\sum_k p_k \log q_k                 the cross-entropy
D_{KL}(p \| q)     \sum_k p_k (\log p_k - \log q_k)     also \mathrm{KL}(p \| q), D(p \| q)

Of one name only if it is p or q, or if the words call H(t) an entropy: H(x) is a step, and H a hidden layer.
"""

from __future__ import annotations

import re

_NAME = r"(?:\\(?:mathbf|boldsymbol|bm|hat|tilde|vec)\s*(?:\{\s*[a-z]\s*\}|\s[a-z])|[a-z])"
_OPEN = r"\s*(?:\\left|\\[bB]igg?l?)?\s*[(\[]\s*"
_CLOSE = r"\s*(?:\\right|\\[bB]igg?r?)?\s*[)\]]"
_BARS = r"\s*(?:\\[,;:! ]|\\[bB]igg?|\\mid\s*\\mid|\\\||\|\||\\parallel(?![A-Za-z])|\\Vert(?![A-Za-z])|\s)+\s*"
_KL = (
    r"(?:(?<![A-Za-z\\])D\s*_\s*(?:\{\s*(?:\\(?:text|mathrm|operatorname)\s*\{\s*KL\s*\}|KL)\s*\})"
    r"|\\(?:text|mathrm|operatorname|mathbb)\s*\{\s*(?:D_\{?)?KL\}?\s*\}|(?<![A-Za-z\\{])KL|(?<![A-Za-z\\])D)"
)
_DIVERGENCE = re.compile(rf"{_KL}{_OPEN}(?P<p>{_NAME}){_BARS}(?P<q>{_NAME}){_CLOSE}")
_PLAIN = r"(?<![A-Za-z\\])(?<!hat )(?<!tilde )(?<!bar )"
_CROSS = re.compile(rf"{_PLAIN}H{_OPEN}(?P<p>{_NAME})\s*,\s*(?:\\[,;:! ])?\s*(?P<q>{_NAME}){_CLOSE}")
_ENTROPY = re.compile(rf"{_PLAIN}H{_OPEN}(?P<p>{_NAME}){_CLOSE}")
_CALLED = re.compile(rf"\bentropy\b[^$.]{{0,40}}\$\s*H{_OPEN}(?P<p>{_NAME}){_CLOSE}", re.IGNORECASE)

_SPOKEN = re.compile(r"entrop|\bKL\b|Kullback", re.IGNORECASE)
_BINARY = r"1\s*-\s*{}(?![A-Za-z_])"


def entropies_of(text: str) -> frozenset[str]:
    """The letters of which a page may write H(p) for an entropy, but for those of two classes, where p is a number."""
    letters = frozenset(("p", "q")) | {_letter(found["p"]) for found in _CALLED.finditer(text)}
    of_two_classes = any(re.search(_BINARY.format(each), text) for each in letters)
    return letters if _SPOKEN.search(text) and not of_two_classes else frozenset()


def with_entropies(latex: str, letters: frozenset[str]) -> str:
    """The side of a statement with sums in the place of entropies; letters: those whose entropies have a name."""
    if not letters:
        return latex
    latex = _DIVERGENCE.sub(
        lambda found: rf"\left(\sum_k {found['p']}_k (\log {found['p']}_k - \log {found['q']}_k)\right)", latex
    )
    latex = _CROSS.sub(lambda found: rf"\left(-\sum_k {found['p']}_k \log {found['q']}_k\right)", latex)

    def opened(found: re.Match[str]) -> str:
        name = found["p"]
        return rf"\left(-\sum_k {name}_k \log {name}_k\right)" if _letter(name) in letters else found[0]

    return _ENTROPY.sub(opened, latex)


def _letter(name: str) -> str:
    """t, of \\mathbf{t}."""
    return name.rstrip("} ")[-1]
