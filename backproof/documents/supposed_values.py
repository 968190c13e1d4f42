r"""Values that a name has for the moment: "with $x_1 = 1$, $x_2 = 0$ the unit is off", whatever x_1 is elsewhere."""

from __future__ import annotations

import re

_OPENS = re.compile(r"\b(?:with|for|if|when|at|where|taking)\s+\$[^$]*\Z", re.IGNORECASE)
_NEAR = 200  # characters
SUPPOSED_HERE = "it may be what is supposed here"


def is_supposed(text: str, start: int) -> bool:
    """Whether words right before a formula, in which a claim begins at `start`, suppose what it says."""
    return _OPENS.search(text[max(0, start - _NEAR) : start]) is not None
