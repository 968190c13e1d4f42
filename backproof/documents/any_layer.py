"""What is said of every layer, or of networks of any depth, and is proved for the layers of one network only."""

from __future__ import annotations

import re

from backproof.documents.environment import Environment

_ANY_DEPTH = re.compile(
    r"\b(?:any|every|arbitrary|all|whatever)(?: the)?(?: \w+)? (?:depths?|number of layers)\b"
    r"|\barbitrar(?:y|ily) (?:deep|many layers)\b|\bhowever (?:deep|many layers)\b"
    r"|\b(?:no matter|regardless of|irrespective of|independent(?:ly)? of) "
    r"(?:how deep|how many layers|(?:the |its )?(?:depth|number of layers))\b",
    re.IGNORECASE,
)
_EVERY_LAYER = re.compile(r"\b(?:every|each|any|all)(?: of)?(?: the)?(?: other)?(?: single)? layers?\b", re.IGNORECASE)
_NUMBER = re.compile(r"\^\s*\{?\s*[(\[]\s*(\d+)\s*[)\]]")
_LETTER = re.compile(r"\^\s*\{?\s*[(\[]\s*(?:[lL]\b|\\ell)")
_MOMENT = re.compile(r"\b[Vv]ar\b|\\mathbb\s*\{?\s*E|\bE\s*[\[(]")
_END = re.compile(r"[.!?](?:\s|$)|\n\s*\n")


def not_for_every_layer(before: str, after: str, latex: str, env: Environment) -> str | None:
    """Why a proof for the layers of this page's network is none of what the sentence says; None where it is one.

    before: the words of the sentence before the claim;  after: those that follow;  latex: the claim.
    """
    words = f"{before} {_END.split(after)[0]}"
    any_depth = _ANY_DEPTH.search(words) is not None
    numbers = sorted(set(_NUMBER.findall(latex)))
    if numbers and not _LETTER.search(latex) and (any_depth or _EVERY_LAYER.search(words)):
        return f"it is said of every layer and proved with the layer{'s' * (len(numbers) > 1)} {', '.join(numbers)}"
    if not any_depth:
        return None
    if _LETTER.search(latex) and not env.any_depth:
        return f"it is said of any depth and proved for the {len(env.layers)} layers of this page's network"
    if _MOMENT.search(latex):
        return "it is said of any depth and proved for one layer: the step from each layer to the next is missing"
    return None
