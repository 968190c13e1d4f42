r"""Entropies: what their names stand for, written as sums.

H(p)               -\sum_k p_k \log p_k
H(p, q)            -\sum_k p_k \log q_k                 the cross-entropy
D_{KL}(p \| q)     \sum_k p_k (\log p_k - \log q_k)     also \mathrm{KL}(p \| q), D(p \| q)

Only of the names p and q, or of two names: H(x) is a step, and H a hidden layer.
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
_ENTROPY = re.compile(rf"{_PLAIN}H{_OPEN}(?P<p>\\(?:mathbf|boldsymbol|bm)\s*\{{\s*[pq]\s*\}}|[pq]){_CLOSE}")


_SPOKEN = re.compile(r"entrop|\bKL\b|Kullback", re.IGNORECASE)
_BINARY = re.compile(r"1\s*-\s*[pq](?![A-Za-z_])")


def speaks_of_entropies(text: str) -> bool:
    """Whether a page speaks of entropies, and not of those of two classes, where p is a number."""
    return bool(_SPOKEN.search(text)) and not _BINARY.search(text)


def with_entropies(latex: str) -> str:
    """The side of a statement with sums in the place of entropies."""
    latex = _DIVERGENCE.sub(
        lambda found: rf"\left(\sum_k {found['p']}_k (\log {found['p']}_k - \log {found['q']}_k)\right)", latex
    )
    latex = _CROSS.sub(lambda found: rf"\left(-\sum_k {found['p']}_k \log {found['q']}_k\right)", latex)
    return _ENTROPY.sub(lambda found: rf"\left(-\sum_k {found['p']}_k \log {found['p']}_k\right)", latex)
