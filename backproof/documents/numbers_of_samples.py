r"""Letters for the numbers of all samples: $y \in \mathbb{R}^{N \times 1}$, where $y_i$ is the label of sample i.

The formulas of one sample write the same letter without its index, $\ell = \log(1 + e^z) - y z$: it is a number there.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from backproof.answers.syntax import Sym, walk
from backproof.documents.environment import Environment


def declared_of_batch(per_sample: Mapping[str, str], words: str) -> frozenset[str]:
    """The families with the index of the sample only that the page declares with one entry for each sample.

    words: those of the page, in which a sum over the samples says how many there are.
    """
    return frozenset(
        name
        for name, index in per_sample.items()
        for size in set(re.findall(rf"\\sum\s*_\s*\{{?\s*{index}\s*=\s*1\s*\}}?\s*\^\s*\{{?\s*([A-Za-z])\b", words))
        if re.search(_declaration(name, size), words)
    )


def numbers_before(
    per_sample: Mapping[str, str], seen: Mapping[str, frozenset[int]], before: Environment
) -> frozenset[str]:
    """What the sections before have made the numbers of a sample of: z, of p = phi(z), where p_i is one.

    seen: the names of the section with the numbers of indices that they have.
    """
    known = (each for name, each in before.definitions.items() if name in per_sample and each.line is not None)
    names = {node.name for each in known if not each.indices for node in walk(each.body) if isinstance(node, Sym)}
    entries = {name for name, indices in seen.items() if indices - {0} and name not in per_sample}
    return frozenset(names - before.arrays.keys() - entries)


def _declaration(name: str, size: str) -> str:
    space = rf"\\mathbb\s*\{{?\s*R\s*\}}?\s*\^\s*(?:{size}(?![A-Za-z])|\{{\s*{size}(?:\s*\\times\s*1)?\s*\}})"
    return rf"(?<![A-Za-z\\_^{{]){re.escape(name)}\s*\\in\s*{space}"
