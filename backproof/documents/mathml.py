r"""Formulas of a document as MathML that is safe to show.

The formulas come from strangers.  latex2mathml writes `\text{<script>...}` as a script and passes `\href` and `\style`
through, so that its elements, never its text, are taken: known tags, known attributes, everything else escaped.
"""

from __future__ import annotations

import re
from html import escape, unescape
from xml.etree.ElementTree import Element, tostring

from latex2mathml.converter import convert_to_element

LONGEST = 4000
_TAGS = frozenset(
    re.findall(
        r"\w+",
        "math mrow mi mn mo mtext ms mspace mfrac msqrt mroot msub msup msubsup munder mover munderover "
        "mmultiscripts mprescripts none mtable mtr mtd mpadded mphantom mstyle menclose merror",
    )
)
_ATTRIBUTES = frozenset(
    re.findall(
        r"\w+",
        "display stretchy fence form separator accent accentunder movablelimits largeop lspace rspace minsize "
        "maxsize displaystyle scriptlevel linethickness width height depth notation",
    )
)
_VALUE = re.compile(r"[\w.+\-% ]*")
_ALIGN = {"left": "l", "right": "r"}  # MathML Core has no columnalign: a class, for the style sheet of the page
_NOISE = re.compile(r"\\(?:nonumber|notag|limits|hfill|(?:label|hspace|vspace)\*?\{[^{}]*\})")
_ALIGNED = re.compile(
    r"\\(begin|end)\{(?:aligned|alignedat|alignat|eqnarray|split|flalign|multline|gather|gathered)\*?\}"
)
_FENCES = frozenset("([{,)]}|")
_ENTITY = re.compile(r"&#x[0-9A-Fa-f]+;")


def formula(latex: str, display: bool = False) -> str:
    """MathML of a formula; the LaTeX itself, escaped, where it cannot be converted."""
    source = _ALIGNED.sub(r"\\\1{align*}", _NOISE.sub(" ", latex)).strip()
    if display and not re.match(r"\\begin\{", source) and re.search(r"&|\\\\", _outside_environments(source)):
        source = rf"\begin{{align*}}{source}\end{{align*}}"
    try:
        if not source or len(source) > LONGEST:
            raise ValueError("too long")
        element = convert_to_element(source, display="block" if display else "inline")
        return tostring(_safe(element), encoding="unicode", short_empty_elements=False)
    except (Exception, RecursionError):  # whatever the converter stumbles over: the source is shown as it stands
        return f'<code class="latex">{escape(latex.strip())}</code>'


def _outside_environments(source: str) -> str:
    before = ""
    while before != source:
        before, source = source, re.sub(r"\\begin\{([^}]*)\}(?:(?!\\begin).)*?\\end\{\1\}", "", source, flags=re.DOTALL)
    return source


def _safe(element: Element) -> Element:
    """A copy with nothing but known tags and attributes."""
    tag = element.tag.rsplit("}", 1)[-1]
    known = tag in _TAGS
    copy = Element(tag if known else "mtext")
    for name, value in element.attrib.items():
        if name in _ATTRIBUTES and _VALUE.fullmatch(value):
            copy.set(name, value)
        elif name == "columnalign" and value in _ALIGN:
            copy.set("class", _ALIGN[value])
    text = _ENTITY.sub(lambda found: unescape(found[0]), element.text or "")
    copy.text = "".join(char for char in text if char.isprintable() or char.isspace())
    if not known:
        return copy
    for position, child in enumerate(element):
        copy.append(_safe(child))
        after = element[position + 1] if position + 1 < len(element) else None
        if tag == "mrow" and after is not None and _is_function(child) and not _opens(after):
            copy.append(Element("mspace", width="0.17em"))
    return copy


def _is_function(element: Element) -> bool:
    """Whether an element is a name such as `log`, perhaps with a script."""
    while element.tag in ("msub", "msup", "munder") and len(element):
        element = element[0]
    return element.tag == "mi" and len(element.text or "") > 1 and (element.text or "").isalpha()


def _opens(element: Element) -> bool:
    while len(element):
        element = element[0]
    text = unescape(element.text or "")
    return element.tag == "mo" and text in _FENCES
