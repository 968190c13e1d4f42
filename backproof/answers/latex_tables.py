r"""How LaTeX spells operators, styles and words, and which letters its folds bind."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

BLANKS = frozenset(
    [
        r"\,",
        r"\;",
        r"\:",
        r"\!",
        r"\>",
        r"\quad",
        r"\qquad",
        r"\displaystyle",
        r"\textstyle",
        r"\scriptstyle",
        r"\limits",
        r"\nolimits",
        r"\big",
        r"\Big",
        r"\bigg",
        r"\Bigg",
        r"\bigl",
        r"\bigr",
        r"\Bigl",
        r"\Bigr",
        r"\biggl",
        r"\biggr",
        r"\Biggl",
        r"\Biggr",
        r"\bigm",
        r"\thinspace",
        r"\medspace",
        r"\thickspace",
        r"\negthinspace",
        r"\allowbreak",
        r"\rm",
        r"\bf",
        r"\it",
        r"\mathstrut",
        r"\strut",
        r"\nonumber",
    ]
) | {"\\ "}
OPERATORS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        r"\cdot": ("TIMES", "."), r"\times": ("TIMES", "x"), r"\ast": ("TIMES", "."), r"\div": ("SLASH", "/"),
        r"\le": ("REL", "<="), r"\leq": ("REL", "<="), r"\leqslant": ("REL", "<="), r"\ge": ("REL", ">="),
        r"\geq": ("REL", ">="), r"\geqslant": ("REL", ">="), r"\ne": ("REL", "!="), r"\neq": ("REL", "!="),
        r"\lt": ("REL", "<"), r"\gt": ("REL", ">"), r"\in": ("IN", "in"), r"\land": ("AND", "and"),
        r"\wedge": ("AND", "and"), r"\lor": ("OR", "or"), r"\vee": ("OR", "or"), r"\lnot": ("NOT", "not"),
        r"\neg": ("NOT", "not"), r"\odot": ("ODOT", "o"), r"\circ": ("ODOT", "o"), r"\lfloor": ("LFLOOR", "⌊"),
        r"\rfloor": ("RFLOOR", "⌋"), r"\lceil": ("LCEIL", "⌈"), r"\rceil": ("RCEIL", "⌉"), r"\|": ("NORM", "‖"),
        r"\lvert": ("BAR", "open"), r"\rvert": ("BAR", "close"), r"\vert": ("BAR", "|"), r"\lVert": ("NORM", "open"),
        r"\rVert": ("NORM", "close"), r"\Vert": ("NORM", "‖"), r"\{": ("LP", "{"), r"\}": ("RP", "}"),
        r"\lbrace": ("LP", "{"), r"\rbrace": ("RP", "}"), r"\lbrack": ("LP", "["), r"\rbrack": ("RP", "]"),
        r"\bmod": ("MOD", "mod"),
    }
)  # fmt: skip
FOLDS: Mapping[str, str] = MappingProxyType({r"\sum": "sum", r"\prod": "prod", r"\max": "max", r"\min": "min"})
STYLES = frozenset(
    [
        r"\mathbf",
        r"\boldsymbol",
        r"\bm",
        r"\mathrm",
        r"\mathit",
        r"\mathsf",
        r"\mathtt",
        r"\vec",
        r"\mathcal",
        r"\mathbb",
        r"\mathnormal",
        r"\text",
        r"\textbf",
        r"\textrm",
        r"\textit",
        r"\operatorname",
        r"\operatorname*",
        r"\mbox",
        r"\mathds",
    ]
)
FRACTION_COMMANDS = frozenset({r"\frac", r"\dfrac", r"\tfrac", r"\cfrac", r"\nicefrac"})
WORDS: Mapping[str, tuple[str, object]] = MappingProxyType(
    {
        "if": ("IF", "if"), "for": ("IF", "for"), "when": ("IF", "when"), "where": ("IF", "where"),
        "and": ("AND", "and"), "or": ("OR", "or"), "else": ("ELSE", "else"), "otherwise": ("OTHERWISE", "otherwise"),
        "not": ("NOT", "not"), "elsewhere": ("OTHERWISE", "otherwise"), "mod": ("MOD", "mod"),
    }
)  # fmt: skip
COMMAND = re.compile(r"\\(?:[A-Za-z]+\*?|.)", re.DOTALL)
BINDERS = re.compile(
    r"\\(?:sum|prod|max|min)\s*(?:\\(?:no)?limits)?\s*(?:\^\s*(?:\{[^{}]*\}|\w|\\[A-Za-z]+)\s*)?_\s*"
    r"(?:\{\s*([A-Za-z](?:\s*,\s*[A-Za-z])*)\s*(?:\}|=|\\ne|\\in|<|>|\\l|\\g|\(|,)|([A-Za-z]))"
    r"|∑_\{?([a-z])"
)


def bound_names(text: str) -> frozenset[str]:
    """The letters that some sum, product, maximum or minimum binds."""
    found: set[str] = set()
    for match in BINDERS.finditer(text):
        for group in match.groups():
            if group:
                found.update(name.strip() for name in group.split(","))
    return frozenset(found)
