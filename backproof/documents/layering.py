r"""The sizes of layers, n_1 = 128, and names that carry the letter of a layer: W^\ell, \delta^{\ell+1}, a_i^L."""

from __future__ import annotations

import re

UNITS = re.compile(r"\s*(?P<letter>[nNdDmMH])_\s*\{?\s*(?P<layer>\d)\s*\}?\s*=\s*(?P<number>[1-9]\d*)\s*")
_CARRYING = re.compile(
    r"(?P<name>\\?[A-Za-z]+)\}?\s*(?:_\s*(?:\{[^{}]*\}|\w)\s*)?\^\s*\{?\s*"
    r"(?:(?P<ell>\\ell)(?![A-Za-z])|[lL]\s*(?:[+-]\s*1)?\s*[}\s_)$\\])"
)
_OF_A_NETWORK = frozenset(("delta", *"WbzahuxAZHs"))


def with_layer(latex: str) -> frozenset[str]:
    """The names that carry a layer as a letter, where what is raised is known to be an array."""
    return frozenset(each["name"].lstrip("\\") for each in _CARRYING.finditer(latex))


def with_ell(latex: str) -> frozenset[str]:
    r"""The letters of a network that carry \ell, a letter for layers alone: among numbers, v^l and v^L are powers."""
    found = (each["name"].lstrip("\\") for each in _CARRYING.finditer(latex) if each["ell"])
    return frozenset(found) & _OF_A_NETWORK
